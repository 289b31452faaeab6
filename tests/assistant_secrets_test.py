#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is left of a password in the assistant: in its memory, in what it prints, in a core, and what a screen reader
gets. By a program without sanitizers, which keep what was freed.

usage: assistant_secrets_test.py SIEGEL [TEST…]
"""

import os
import pathlib
import resource
import signal
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE / "support"))
import assistant  # noqa: E402
import memory  # noqa: E402
from assistant import ADDRESS, PROVEN  # noqa: E402

WRONG = "Something is still wrong. See below what to do."
# What holds the password while it is needed: the entry of GTK, and our own secret.
PLACES_MAX = 2
# A moment for what goes on after the page has changed: messages on their way, animations.
SETTLE_SECONDS = 5


class SecretsTest(assistant.AssistantCase):
    @classmethod
    def setUpClass(cls):
        # A key that has to be put on the keyboard first may come before the program knows of it.
        subprocess.run(["setxkbmap", "de"], check=True, stdin=subprocess.DEVNULL)

    def setUp(self):
        super().setUp()
        self.password = pathlib.Path(os.environ["PASSWORD_FILE"]).read_text()
        self.wrong = memory.make_password()
        self.needles = memory.needles_of(self.password) + memory.needles_of(self.wrong)
        self.output = pathlib.Path(os.environ["HOME"], "output")

    def watch(self, prepare=None, needles=None, form=True, **environment):
        """The assistant, in its form for an account or at its list of them."""
        needles = self.needles if needles is None else needles
        program = self.start(*(["--new", "--settings-file", os.environ["SETTINGS"], ADDRESS] if form else []))
        program.env.update(environment)

        def launch():
            with open(self.output, "wb") as to:
                return memory.Watched(program.command, needles, prepare, env=program.env, stdin=subprocess.DEVNULL,
                                      stdout=to, stderr=to)
        program.launch = launch
        return program

    def type_password(self, program, password):
        """With the keys, as a person does. What was typed is counted and not read, because reading it copies it."""
        from atspi import ENTRIES, wait
        from screen import xdotool
        program.wait_for_page("Account")
        xdotool("key", "alt+p")
        program.wait_for_focus("_Password")
        entry = program.wait_for(ENTRIES, "_Password")
        xdotool("key", "ctrl+a")
        xdotool("type", "--delay", "10", password)
        wait(lambda: entry.count_characters() == len(password), "the password")

    def peek(self, program):
        """Presses the eye: the password is shown."""
        from atspi import ENTRIES
        from screen import xdotool
        entry = program.wait_for(ENTRIES, "_Password")
        eye = next(node for node in entry.walk() if node.role in ("image", "icon"))
        x, y, width, height = eye.extents()
        window = xdotool("search", "--onlyvisible", "--pid", str(program.process.pid)).split()[-1]
        xdotool("mousemove", "--window", window, x + width // 2, y + height // 2)
        xdotool("click", "1")

    def go_on(self, program, words):
        program.press("_Next")
        program.wait_for_page("Servers")
        program.press("_Next")
        program.wait_for_words(words)

    def save(self, program):
        program.press("_Next")
        program.wait_for_page("Save")
        program.press("_Save")
        program.wait_for_page("Done")

    def search(self, program):
        return memory.search(program.process.pid, self.needles)[0]

    def wait_until_gone(self, program):
        """The page that says so is there while the one before is still on its way out."""
        end = time.monotonic() + SETTLE_SECONDS
        while (found := self.search(program)) and time.monotonic() < end:
            time.sleep(0.1)
        self.assertEqual(found, [])

    def end(self, program):
        program.press("_Close")
        self.assertEqual(program.process.wait(), 0, self.output.read_text(errors="replace"))
        self.assertGreater(program.process.searched, 1 << 20)
        self.assertEqual(program.process.found, [])

    def assert_nothing_printed(self):
        text = self.output.read_bytes()
        self.assertEqual(memory.search_text(text, self.needles), [])
        return text

    def test_gone_when_done(self):
        """A wrong password first; the right one is typed, and looked at."""
        with self.watch() as program:
            self.type_password(program, self.wrong)
            self.go_on(program, WRONG)
            program.press("Change S_ettings")
            self.type_password(program, self.password)
            self.peek(program)
            self.go_on(program, PROVEN)
            found = self.search(program)
            self.assertTrue(found)
            self.assertLessEqual(len({place for _name, place, _at, _around in found}), PLACES_MAX, found)
            self.save(program)
            self.wait_until_gone(program)
            self.end(program)
        self.assert_nothing_printed()
        self.assertEqual(self.secrets(), [self.password, self.password])

    def test_gone_when_pasted(self):
        """By an input method, and by the clipboard."""
        from screen import xdotool
        with self.watch() as program:
            program.wait_for_page("Account")
            program.type("_Your name", self.password)
            xdotool("key", "alt+y", "ctrl+a", "ctrl+x")
            program.wait_until_read("_Your name", "")
            xdotool("key", "alt+p", "ctrl+v")
            program.wait_until_read("_Password", self.password)
            # Whoever cuts a password has it in the clipboard, until something else is.
            program.type("_Your name", "Alice")
            xdotool("key", "alt+y", "ctrl+a", "ctrl+c")
            self.go_on(program, PROVEN)
            self.save(program)
            self.end(program)

    def test_gone_when_checked_again(self):
        """The password comes from the keyring."""
        with self.start("--new", "--settings-file", os.environ["SETTINGS"], ADDRESS) as program:
            self.type_password(program, self.password)
            self.go_on(program, PROVEN)
            self.save(program)
            program.press("_Close")
            program.wait_for_end()
        with self.watch(form=False) as program:
            program.wait_for_page("Mail Accounts")
            program.press(ADDRESS)
            program.press("_Check Again")
            program.wait_for_words("Receiving works")
            program.wait_for_words("Sending works")
            self.wait_until_gone(program)

    def test_gone_when_closed(self):
        for typed_only in (True, False):
            with self.subTest(typed_only=typed_only), self.watch() as program:
                self.type_password(program, self.password)
                if not typed_only:
                    self.go_on(program, PROVEN)
                program.press("_Cancel")
                self.assertEqual(program.process.wait(), 0)
                self.assertEqual({place for _name, place, _at, _around in program.process.found}, set())

    def test_traced(self):
        """With everything that makes a library talk."""
        traces = {"G_MESSAGES_DEBUG": "all", "G_DBUS_DEBUG": "all", "GNUTLS_DEBUG_LEVEL": "99", "SECRET_DEBUG": "all",
                  "GDK_DEBUG": "events"}
        with self.watch(**traces) as program:
            self.type_password(program, self.password)
            self.go_on(program, PROVEN)
            self.save(program)
            self.wait_until_gone(program)
            self.end(program)
        self.assertIn(b"***", self.assert_nothing_printed())

    def test_no_core(self):
        unlimited = (resource.RLIM_INFINITY, resource.RLIM_INFINITY)
        with self.watch(lambda: resource.setrlimit(resource.RLIMIT_CORE, unlimited)) as program:
            self.type_password(program, self.password)
            program.process.send_signal(signal.SIGSEGV)
            self.assertEqual(program.process.wait(), -signal.SIGSEGV)
            self.assertFalse(program.process.left_core)

    def test_screen_reader(self):
        """Whoever listens knows that a password is typed, hidden or shown. GTK itself gives the text of the entry to
        screen readers (up to 4.8 even while it is hidden); nothing else does."""
        from atspi import ENTRIES
        with self.watch(needles=[]) as program:
            self.type_password(program, self.password)
            for _shown in range(2):
                entry = program.wait_for(ENTRIES, "_Password")
                self.assertEqual(entry.role, "password text")
                for node in program.nodes():
                    words = [node.name, node.description]
                    if node.role != "password text" and "Text" in node.interfaces:
                        words.append(node.read())
                    for text in words:
                        self.assertEqual(memory.search_text(text.encode(), self.needles), [])
                if not _shown:
                    hidden = entry.read_character(3)
                    self.assertNotIn(hidden, self.password)
                    self.peek(program)


def run(script, siegel, tests):
    from example_provider import write_settings_of
    from mailservers import MailServers, end_on_sigterm, has_dovecot
    if not has_dovecot():
        print("skipped: there is no Dovecot")
        return memory.SKIPPED
    end_on_sigterm()
    with MailServers() as servers, tempfile.TemporaryDirectory() as folder:
        # In a file, since the environment is part of what is searched.
        password = pathlib.Path(folder, "password")
        password.write_text(memory.make_password())
        dovecot = servers.dovecot(mechanisms="plain scram-sha-256", users={ADDRESS: password.read_text()})
        path = write_settings_of(pathlib.Path(folder, "example-mail.xml"), dovecot)
        given = {"CA": str(servers.ca), "SETTINGS": str(path), "PASSWORD_FILE": str(password)}
        return assistant.run_in_session(script, siegel, tests, given)


if __name__ == "__main__":
    memory.run_with_right_to_look()
    assistant.main(__file__, run)
