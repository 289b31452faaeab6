#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The assistant with a domain that it does not know: slips, settings files, the search, and what to do without it.

usage: assistant_search_test.py SIEGEL [TEST…]

Everything runs in a network of its own, in which only loopback is up: nobody can be asked, and nothing gets out.
"""

import os
import pathlib
import re
import socket
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE / "support"))
import assistant  # noqa: E402
import netns  # noqa: E402
from assistant import ADDRESS, PASSWORD  # noqa: E402

UNKNOWN = "Siegel does not know %s yet"
NOT_FOUND = "No settings found for %s"
SEARCHING = "Looking for the settings of %s"
DOMAIN = "example.test"


def enter_network():
    netns.enter()
    netns.ip("link", "set", "lo", "up")
    configuration = pathlib.Path("/run/resolv.conf")
    configuration.write_text("nameserver 127.0.0.1\n")
    subprocess.run(["mount", "--bind", configuration, "/etc/resolv.conf"], check=True)


def main_window():
    from screen import xdotool
    return xdotool("search", "--onlyvisible", "--class", "siegel").split()[-1]


class SearchTest(assistant.AssistantCase):

    def type_account(self, program):
        """The address is complete when the person leaves it."""
        from screen import xdotool
        program.wait_for_page("Account")
        program.wait_for_focus("_Your name")
        xdotool("key", "alt+e")
        program.wait_for_focus("_E-mail address")
        program.type("_E-mail address", ADDRESS)
        program.type("_Password", PASSWORD)
        xdotool("key", "alt+p")
        program.wait_for_words(UNKNOWN, DOMAIN)

    def search(self, program):
        self.type_account(program)
        program.press("_Next")
        program.wait_for_page("Search")

    def by_hand(self, program):
        program.wait_for_page("Servers")
        program.wait_for_words("Siegel does not know %s. These names are only likely ones: compare them with what your "
                               "provider tells you, and correct them with the pencil.", DOMAIN)
        self.type_servers(program)
        self.finish(program)
        self.assertEqual(self.secrets(), [PASSWORD, PASSWORD])

    def test_slip_is_corrected(self):
        from screen import xdotool
        with self.start("--new") as program:
            program.wait_for_page("Account")
            program.wait_for_focus("_Your name")
            xdotool("key", "alt+e")
            program.wait_for_focus("_E-mail address")
            xdotool("type", "anna@gmial.com")
            xdotool("key", "Tab")
            program.press("_Did you mean %s?", "anna@gmail.com")
            program.wait_for_words("Gmail")
            self.assertEqual(program.read("_E-mail address"), "anna@gmail.com")
            program.wait_for_focus("_Password")

    def test_offline_by_hand(self):
        with self.start("--new") as program:
            self.type_account(program)
            program.press("What may be as_ked")
            program.press("_Work offline: ask nobody")
            program.wait_for_words("Siegel asks nobody.")
            program.press("_Next")
            self.by_hand(program)

    def test_nothing_found_by_hand(self):
        for language in ("en", "de"):
            self.language = language
            self.setUp()
            with self.subTest(language), self.start("--new") as program:
                self.search(program)
                program.wait_for_words(NOT_FOUND, DOMAIN)
                program.press("Enter by _Hand")
                self.by_hand(program)

    def test_failed_search_is_not_repeated_by_going_back(self):
        with self.start("--new") as program:
            self.search(program)
            program.wait_for_words(NOT_FOUND, DOMAIN)
            program.press("_Next")
            program.wait_for_page("Servers")
            program.press("_Back")
            program.wait_for_page("Search")
            program.wait_for_words(NOT_FOUND, DOMAIN)
            program.press("_Back")
            program.wait_for_page("Account")
            self.assertEqual(program.read("_Password"), PASSWORD)

    def test_search_can_be_stopped(self):
        """A name server that hears and never answers."""
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as mute, self.start("--new") as program:
            mute.bind(("127.0.0.1", 53))
            self.search(program)
            program.wait_for_words(SEARCHING, DOMAIN)
            program.press("_Stop")
            program.wait_for_words("The search for %s was stopped", DOMAIN)
            program.press("Search _Again")
            program.wait_for_words(SEARCHING, DOMAIN)
            program.press("_Back")
            program.wait_for_page("Account")
            program.press("_Next")
            program.wait_for_words(SEARCHING, DOMAIN)
            program.press("Enter by _Hand")
            self.by_hand(program)

    def test_closing_stops_the_search(self):
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as mute, self.start("--new") as program:
            mute.bind(("127.0.0.1", 53))
            self.search(program)
            program.wait_for_words(SEARCHING, DOMAIN)
            program.press("_Cancel")
            self.assertEqual(program.wait_for_end(), 0)

    def test_what_was_asked_is_on_record(self):
        """One who listens hears the domain and never the address; the page says the same."""
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as mute, self.start("--new") as program:
            mute.bind(("127.0.0.1", 53))
            mute.settimeout(10)
            self.search(program)
            heard = mute.recv(512)
            program.press("What was as_ked, and of whom")
            program.wait_for_words("dns:MX %s", DOMAIN)
            self.assertIn(b"\7example\4test", heard)
            self.assertNotIn(b"alice", heard)

    def test_letter_to_the_provider(self):
        import desktop
        from screen import xdotool
        with self.start("--new") as program:
            program.wait_for_page("Account")
            program.type("_Your name", "Alice Ärmel")
            self.search(program)
            program.press("Ask Your P_rovider…")
            program.wait_for_page("Ask Your Provider")
            program.press("_Copy")
            program.wait_for_words("Copied. Paste it into a message, a form or a chat.")
            text = desktop.read_clipboard()
            self.assertIn(ADDRESS, text)
            self.assertIn("Alice Ärmel", text)
            self.assertEqual(len(re.findall(r"^\d\. ", text, re.M)), 5)
            self.assertNotIn(PASSWORD + "\n", text)
            self.print_letter(program)
            xdotool("key", "Escape")
            program.wait_for_page("Search")
            program.press("Enter by _Hand")
            self.by_hand(program)

    def print_letter(self, program):
        """In GTK's own dialog, whose only printer in this session is a file."""
        import atspi
        from screen import click
        program.press("_Print…")
        program.wait_for_page("Print")
        click(program.wait_for_words("Print to File"), "Print")
        program.press("Print")
        program.wait_for_words("Printed.")
        path = pathlib.Path("output.pdf")
        atspi.wait(lambda: path.is_file() and path.read_bytes().startswith(b"%PDF-"), "the printed letter")

    def choose(self, program, path):
        """Two pages have such a button: only the key is sure to reach that of the page in front."""
        from screen import choose_file, xdotool
        program.wait_for_words("_Use a Settings File…")
        xdotool("key", "alt+u")
        choose_file(program, "Use a Settings File", path, "_Use")

    def test_file_by_button(self):
        with self.start("--new") as program:
            self.type_account(program)
            self.choose(program, os.environ["SETTINGS"])
            program.wait_for_words("Example Mail")
            self.assertEqual(program.read("_Password"), PASSWORD)
            program.press("_Next")
            program.wait_for_page("Servers")
            program.wait_for_words("From the settings file “%s”.", "example-mail.xml")
            self.finish(program)

    def test_file_instead_of_a_search(self):
        with self.start("--new") as program:
            self.search(program)
            program.wait_for_words(NOT_FOUND, DOMAIN)
            with tempfile.NamedTemporaryFile("w", suffix=".xml") as empty:
                self.choose(program, empty.name)
                program.wait_for_words("Ask for a correct file.")
            self.choose(program, os.environ["SETTINGS"])
            self.finish(program)

    def test_bad_file_is_explained(self):
        with tempfile.NamedTemporaryFile("w", suffix=".xml") as file, self.start("--new") as program:
            file.write("<html><body>Sign in first</body></html>")
            file.flush()
            self.type_account(program)
            self.choose(program, file.name)
            program.wait_for_words("The file contains no mail settings")
            self.assertEqual(program.read("_Password"), PASSWORD)
            program.wait_for_words(UNKNOWN, DOMAIN)

    def drop(self, program, path, *words):
        """The file manager stays until the file has been taken from it."""
        import desktop
        with desktop.Drag(path) as drag:
            drag.hover(main_window())
            program.wait_for_words("Drop the settings file to use it")
            drag.drop()
            program.wait_for_words(*words)

    def test_file_by_drag_and_drop(self):
        with self.start("--new") as program:
            program.wait_for_page("Account")
            program.type("_Password", PASSWORD)
            self.drop(program, os.environ["SETTINGS"], "Enter your e-mail address.")
            program.type("_E-mail address", ADDRESS)
            self.drop(program, os.environ["SETTINGS"], "Example Mail")
            self.assertEqual(program.read("_Password"), PASSWORD)
            program.press("_Next")
            self.finish(program)

    def test_file_dropped_later(self):
        """On a page that has no use for it the file leads back to the first one."""
        with self.start("--new", "anna@gmx.de") as program:
            program.wait_for_page("Account")
            program.type("_Password", PASSWORD)
            program.press("_Next")
            program.wait_for_page("Servers")
            self.drop(program, os.environ["SETTINGS"], "Example Mail")
            program.wait_for_page("Account")


if __name__ == "__main__":
    if assistant.INSIDE not in os.environ:
        enter_network()
    assistant.main(__file__)
