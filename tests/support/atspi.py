#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Drives a window as a screen reader sees it.

    with Program(["siegel"], "siegel") as program:
        program.type("_E-mail address", "anna@example.org")
        program.press("_Next")
        program.wait_for_page("Servers")

Nothing sleeps in the hope that something is ready: every step waits for its condition, up to a deadline. Texts are
given as they stand in the sources; where the program speaks German, give it a translator.

It speaks AT-SPI itself: a program tells all that is in its windows in one answer, where libatspi asks for each widget.
"""

import functools
import signal
import subprocess
import time

import gi

gi.require_version("Gio", "2.0")
from gi.repository import Gio, GLib  # noqa: E402

DEADLINE = 20
CALL_MS = 6000
HELD_SECONDS = 0.25
# Numbers of AT-SPI, with the names that libatspi gives them.
ROLES = {7: "check box", 16: "dialog", 23: "frame", 26: "icon", 27: "image", 29: "label", 40: "password text",
         43: "button", 44: "radio button", 54: "status bar", 56: "table cell", 61: "text", 62: "toggle button",
         69: "window", 79: "entry", 130: "switch"}
BUTTONS = ("button", "toggle button", "check box", "radio button", "switch")
ENTRIES = ("text", "entry", "password text")
LABELLED_BY = 2
STATES = {"checked": 4, "focused": 12, "sensitive": 24, "showing": 25}
ROOT = "/org/a11y/atspi/accessible/root"
CACHE = "/org/a11y/atspi/cache"
IN_WINDOW = 1
CHARACTER = 0


class Timeout(AssertionError):
    """What was waited for did not come."""


def wait(condition, what, seconds=DEADLINE):
    """The first true value of condition()."""
    end, gone = time.monotonic() + seconds, None
    while True:
        try:
            value = condition()
            if value:
                return value
        except GLib.Error as error:
            gone = error  # a widget that went while it was looked at
        if time.monotonic() > end:
            raise Timeout(f"waited {seconds} s for {what}") from gone
        time.sleep(0.02)


class Bus:
    """The bus of the screen readers, which is not that of the session."""

    connection = None

    @classmethod
    def call(cls, name, path, method, arguments=None):
        """What the method "INTERFACE.NAME" answers, as one value or a tuple of them."""
        if cls.connection is None:
            cls.connection = cls.connect()
        interface, member = method.rsplit(".", 1)
        answer = cls.connection.call_sync(name, path, interface, member, arguments, None, Gio.DBusCallFlags.NONE, CALL_MS)
        values = answer.unpack()
        return values[0] if len(values) == 1 else values

    @staticmethod
    def connect():
        session = Gio.bus_get_sync(Gio.BusType.SESSION)
        (address,) = session.call_sync("org.a11y.Bus", "/org/a11y/bus", "org.a11y.Bus", "GetAddress", None, None,
                                       Gio.DBusCallFlags.NONE, CALL_MS).unpack()
        flags = Gio.DBusConnectionFlags.AUTHENTICATION_CLIENT | Gio.DBusConnectionFlags.MESSAGE_BUS_CONNECTION
        return Gio.DBusConnection.new_for_address_sync(address, flags)


class Node:
    """A widget, as it was when it was looked at; what is done to it, and its text, are of now."""

    def __init__(self, bus_name, path, name="", description="", role=None, interfaces=(), states=(0, 0),
                 count=-1):
        self.bus_name, self.path = bus_name, path
        self.name, self.description = name, description
        self.interfaces = [interface.rsplit(".", 1)[1] for interface in interfaces]
        self.states = states[0] | states[1] << 32
        self.role = ROLES.get(role, "other")
        # How many are in it; those that were looked at are its children.
        self.count = count
        self.parent, self.children = None, []

    @classmethod
    def ask(cls, bus_name, path):
        """One that nobody told of: by a question for each of its parts."""
        node = cls(bus_name, path)
        role, interfaces, states = (node.call("Accessible.Get" + part) for part in ("Role", "Interfaces", "State"))
        return cls(bus_name, path, node.get("Accessible", "Name"), node.get("Accessible", "Description"), role, interfaces,
                   states)

    def call(self, method, arguments=None):
        return Bus.call(self.bus_name, self.path, "org.a11y.atspi." + method, arguments)

    def get(self, interface, name):
        return Bus.call(self.bus_name, self.path, "org.freedesktop.DBus.Properties.Get",
                        GLib.Variant("(ss)", ("org.a11y.atspi." + interface, name)))

    def has_state(self, name):
        return bool(self.states >> STATES[name] & 1)

    def extents(self):
        """x, y, width, height in its window."""
        return self.call("Component.GetExtents", GLib.Variant("(u)", (IN_WINDOW,)))

    def has_size(self):
        """GTK 4.8 never says that a widget shows; one that was never on screen has no size."""
        if "Component" not in self.interfaces:
            return False
        _x, _y, width, height = self.extents()
        return width > 0 and height > 0

    def labels(self):
        """The names of the widgets that label it."""
        relations = dict(self.call("Accessible.GetRelationSet"))
        return [Node(*target).get("Accessible", "Name") for target in relations.get(LABELLED_BY, ())]

    def walk(self):
        """It, and all that is in it, in their order."""
        yield self
        for child in self.children:
            yield from child.walk()

    def press(self):
        return self.call("Action.DoAction", GLib.Variant("(i)", (0,)))

    def write(self, text):
        """Replaces its text, as an input method does."""
        return self.call("EditableText.SetTextContents", GLib.Variant("(s)", (text,)))

    def count_characters(self):
        return self.get("Text", "CharacterCount")

    def read_character(self, place):
        """With no look at the others."""
        return self.call("Text.GetStringAtOffset", GLib.Variant("(iu)", (place, CHARACTER)))[0]

    def read(self):
        return self.call("Text.GetText", GLib.Variant("(ii)", (0, self.count_characters())))


class Application:
    """A program that has windows, known by its name on the bus."""

    def __init__(self, bus_name):
        self.bus_name = bus_name
        self.process = Bus.call("org.freedesktop.DBus", "/org/freedesktop/DBus",
                                "org.freedesktop.DBus.GetConnectionUnixProcessID", GLib.Variant("(s)", (bus_name,)))
        self.root = Node(bus_name, ROOT)
        self.name = self.root.get("Accessible", "Name")

    @classmethod
    def all(cls):
        """Those that are there, and stay while they are looked at."""
        found = []
        for bus_name, _path in Node("org.a11y.atspi.Registry", ROOT).call("Accessible.GetChildren"):
            try:
                found.append(cls(bus_name))
            except GLib.Error:
                pass
        return found

    def look(self):
        """All that is in its windows now, in each other."""
        root = Node(self.bus_name, ROOT)
        self.fill(root, self.read_cache())
        return root

    def fill(self, node, known):
        # GTK 4.8 gives two widgets one place where one of them is hidden, so each is asked what is in it.
        paths = [path for _name, path in node.call("Accessible.GetChildren")] if node.count else []
        for path in paths:
            child = known.get(path) or Node.ask(self.bus_name, path)
            child.parent = node
            node.children.append(child)
            self.fill(child, known)

    def read_cache(self):
        """Path → node, as GTK 4 tells it in one answer. It leaves some out, and other toolkits most."""
        try:
            items = Bus.call(self.bus_name, CACHE, "org.a11y.atspi.Cache.GetItems")
        except GLib.Error:
            return {}
        return {path: Node(self.bus_name, path, name, description, role, interfaces, states, count)
                for (_bus, path), _root, _parent, _index, count, interfaces, name, role, description, states in items}


def name_of(node):
    """The words that name a widget. GTK 4.8 calls a button with a mnemonic "_Next Next": then its label says it."""
    name = node.name
    if name and not (name.startswith("_") or "_" in name and node.role in BUTTONS):
        return name
    for child in node.walk():
        if child.role == "label" and child.name:
            return child.name
    return " ".join(node.labels()) or name


@functools.cache
def gives_text_apart(bus_name):
    """Newer GTK gives a status message no name, and a label that another one names the name of that."""
    major, minor = Node(bus_name, ROOT).get("Application", "Version").split(".")[:2]
    return (int(major), int(minor)) >= (4, 10)


def words_of(node):
    """What is read on it."""
    if node.role not in ("label", "status bar") or "Text" not in node.interfaces or not gives_text_apart(node.bus_name):
        return node.name
    return node.read() or node.name


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
        return next((application for application in Application.all() if self.is_own(application)), None)

    def is_own(self, application):
        return application.name == self.name and application.process == self.process.pid

    def say(self, msgid, *values):
        """What stands on the screen for a text of the program, without the mark of its mnemonic."""
        text = self.translate(msgid).replace("_", "")
        return text % values if values else text

    def nodes(self):
        application = self.find_application()
        return application.look().walk() if application else ()

    def windows(self):
        """By name."""
        application = self.find_application()
        windows = application.look().children if application else ()
        return {window.name: window for window in windows if window.has_size()}

    def wait_until_closed(self, msgid):
        """A key that closes a window is on its way for a while, and would meet the next one."""
        name = self.say(msgid)
        wait(lambda: name not in self.windows(), f"the end of “{name}”")

    def find(self, roles, name):
        for node in self.nodes():
            if node.role in roles and name_of(node) == name and node.has_size():
                return node
        return None

    def wait_for(self, roles, msgid, *values):
        name = self.say(msgid, *values)
        return wait(lambda: self.find(roles, name), f"“{name}”")

    def wait_for_page(self, msgid):
        """A page of the assistant gives the window its name."""
        name = self.say(msgid)
        return wait(lambda: self.windows().get(name), f"the window “{name}”")

    def wait_for_words(self, msgid, *values):
        """A text that contains these words, wherever it stands."""
        words = self.say(msgid, *values)

        def look():
            return next((node for node in self.nodes() if words in words_of(node) and node.has_size()), None)
        return wait(look, f"“{words}”")

    def press(self, msgid, *values):
        name = self.say(msgid, *values)

        def ready():
            button = self.find(BUTTONS, name)
            return button if button and button.has_state("sensitive") else None
        button = wait(ready, f"a button “{name}” that can be pressed")
        assert button.press(), f"“{name}” did not react"
        # GTK holds it down for so long before it does anything.
        time.sleep(HELD_SECONDS)

    def type(self, msgid, text):
        """Replaces what is in an entry, as an input method does."""
        entry = self.wait_for(ENTRIES, msgid)
        entry.write(text)
        wait(lambda: entry.read() == text, f"“{text}” in “{msgid}”")

    def type_all(self, msgid, texts):
        """Where several entries have one name: one text for each, in their order on the page."""
        name = self.say(msgid)

        def look():
            entries = [node for node in self.nodes() if node.role in ENTRIES and name_of(node) == name]
            return entries if len(entries) == len(texts) else None
        for entry, text in zip(wait(look, f"{len(texts)} entries “{name}”"), texts):
            entry.write(text)

    def read(self, msgid):
        return self.wait_for(ENTRIES, msgid).read()

    def wait_until_read(self, msgid, text):
        wait(lambda: self.read(msgid) == text, f"“{text}” in “{msgid}”")

    def wait_for_focus(self, msgid, *values):
        name = self.say(msgid, *values)

        def look():
            return any(name_of(node) == name for node in self.nodes() if node.has_state("focused"))
        wait(look, f"the focus on “{name}”")

    def wait_for_end(self, seconds=DEADLINE):
        return self.process.wait(seconds)

    def dump(self):
        for node in self.nodes():
            print(node.role, repr(name_of(node)), node.has_size(), node.has_state("sensitive"))
