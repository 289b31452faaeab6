#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Drives a window as a screen reader sees it.

    with Program(["siegel"], "siegel") as program:
        program.type("_E-mail address", "anna@example.org")
        program.press("_Next")
        program.wait_for_page("Servers")

Nothing sleeps in the hope that something is ready: every step waits for its condition, up to a deadline. Texts are
given as they stand in the sources; where the program speaks German, give it a translator.
"""

import signal
import subprocess
import time

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, GLib  # noqa: E402

DEADLINE = 20
BUTTONS = ("push button", "button", "toggle button", "check box", "radio button", "switch")
ENTRIES = ("text", "entry", "password text")

Atspi.set_timeout(3000, 6000)


class Timeout(AssertionError):
    """What was waited for did not come."""


def wait(condition, what, seconds=DEADLINE):
    """The first true value of condition(); the main loop runs meanwhile, so that events renew what is cached."""
    context = GLib.MainContext.default()
    end = time.monotonic() + seconds
    while True:
        try:
            value = condition()
            if value:
                return value
        except GLib.Error:
            pass  # a widget that went while it was looked at
        if time.monotonic() > end:
            raise Timeout(f"waited {seconds} s for {what}")
        while context.iteration(False):
            pass
        time.sleep(0.01)


def forget(node):
    """What is cached of it. Newer libraries can do so without its children."""
    (getattr(node, "clear_cache_single", None) or node.clear_cache)()


def walk(node):
    forget(node)
    yield node
    for index in range(node.get_child_count()):
        child = node.get_child_at_index(index)
        if child:
            yield from walk(child)


def name_of(node):
    """The words that name a widget. GTK 4.8 calls a button with a mnemonic "_Next Next": then its label says it."""
    name = node.get_name()
    if name and not (name.startswith("_") or "_" in name and node.get_role_name() in BUTTONS):
        return name
    for child in walk(node):
        if child.get_role_name() == "label" and child.get_name():
            return child.get_name()
    for relation in node.get_relation_set():
        if relation.get_relation_type() == Atspi.RelationType.LABELLED_BY:
            return " ".join(relation.get_target(i).get_name() for i in range(relation.get_n_targets()))
    return name


def has_size(node):
    """GTK 4.8 never says that a widget shows; one that was never on screen has no size."""
    place = node.get_extents(Atspi.CoordType.WINDOW)
    return place.width > 0 and place.height > 0


def is_sensitive(node):
    return node.get_state_set().contains(Atspi.StateType.SENSITIVE)


def text_of(node):
    return Atspi.Text.get_text(node, 0, Atspi.Text.get_character_count(node))


def words_of(node):
    """Newer GTK gives a status message no name: its words are its text."""
    name = node.get_name()
    if name or node.get_role_name() != "status bar" or "Text" not in node.get_interfaces():
        return name or ""
    return text_of(node)


class Program:
    """A running program and what can be seen of it."""

    def __init__(self, command, name, translate=lambda text: text, env=None):
        self.command = command
        self.name = name
        self.translate = translate
        self.env = env
        self.process = None

    def launch(self):
        return subprocess.Popen(self.command, env=self.env, stdin=subprocess.DEVNULL)

    def __enter__(self):
        self.process = self.launch()
        wait(self.find_application, f"the program {self.name}")
        return self

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(5)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()

    def find_application(self):
        assert self.process.poll() is None, f"{self.name} ended with {self.process.returncode}"
        desktop = Atspi.get_desktop(0)
        for index in range(desktop.get_child_count()):
            child = desktop.get_child_at_index(index)
            if child and child.get_name() == self.name and child.get_process_id() == self.process.pid:
                return child
        return None

    def say(self, msgid, *values):
        """What stands on the screen for a text of the program, without the mark of its mnemonic."""
        text = self.translate(msgid).replace("_", "")
        return text % values if values else text

    def nodes(self):
        application = self.find_application()
        return walk(application) if application else ()

    def windows(self):
        """By name; nothing that is in them is looked at."""
        application = self.find_application()
        forget(application)
        children = [application.get_child_at_index(index) for index in range(application.get_child_count())]
        for child in filter(None, children):
            forget(child)
        return {child.get_name(): child for child in children if child and has_size(child)}

    def wait_until_open(self, msgid):
        """Without a look at any other window."""
        name = self.say(msgid)
        return wait(lambda: self.windows().get(name), f"the window “{name}”")

    def wait_until_closed(self, msgid):
        """A key that closes a window is on its way for a while, and would meet the next one."""
        name = self.say(msgid)
        wait(lambda: name not in self.windows(), f"the end of “{name}”")

    def find(self, roles, name):
        for node in self.nodes():
            if node.get_role_name() in roles and has_size(node) and name_of(node) == name:
                return node
        return None

    def wait_for(self, roles, msgid, *values):
        name = self.say(msgid, *values)
        return wait(lambda: self.find(roles, name), f"“{name}”")

    def wait_for_page(self, msgid):
        """A page of the assistant gives the window its name."""
        return self.wait_for(("frame", "window", "dialog"), msgid)

    def wait_for_words(self, msgid, *values):
        """A text that contains these words, wherever it stands."""
        words = self.say(msgid, *values)

        def look():
            return next((node for node in self.nodes() if words in words_of(node) and has_size(node)), None)
        return wait(look, f"“{words}”")

    def press(self, msgid, *values):
        name = self.say(msgid, *values)

        def ready():
            button = self.find(BUTTONS, name)
            return button if button and is_sensitive(button) else None
        button = wait(ready, f"a button “{name}” that can be pressed")
        assert Atspi.Action.do_action(button, 0), f"“{name}” did not react"

    def type(self, msgid, text):
        """Replaces what is in an entry, as an input method does."""
        entry = self.wait_for(ENTRIES, msgid)
        Atspi.EditableText.set_text_contents(entry, text)
        wait(lambda: text_of(entry) == text, f"“{text}” in “{msgid}”")

    def type_all(self, msgid, texts):
        """Where several entries have one name: one text for each, in their order on the page."""
        name = self.say(msgid)
        entries = [node for node in self.nodes() if node.get_role_name() in ENTRIES and name_of(node) == name]
        assert len(entries) == len(texts), f"{len(entries)} entries are called “{name}”"
        for entry, text in zip(entries, texts):
            Atspi.EditableText.set_text_contents(entry, text)

    def read(self, msgid):
        return text_of(self.wait_for(ENTRIES, msgid))

    def wait_until_read(self, msgid, text):
        wait(lambda: self.read(msgid) == text, f"“{text}” in “{msgid}”")

    def wait_for_focus(self, msgid, *values):
        name = self.say(msgid, *values)

        def look():
            return any(name_of(node) == name for node in self.nodes()
                       if node.get_state_set().contains(Atspi.StateType.FOCUSED))
        wait(look, f"the focus on “{name}”")

    def wait_for_end(self, seconds=DEADLINE):
        return self.process.wait(seconds)

    def dump(self):
        for node in self.nodes():
            print(node.get_role_name(), repr(name_of(node)), has_size(node), is_sensitive(node))
