#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every guide in its window, in both languages: what siegel-cli prints of it stands there, and each value has a button that
copies it.

usage: assistant_guides_test.py SIEGEL [TEST…]
"""

import json
import os
import pathlib
import re
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE / "support"))
import assistant  # noqa: E402
import desktop  # noqa: E402
import languages  # noqa: E402
from assistant import ADDRESS  # noqa: E402

LIST = "Use in Other Programs"
ACCOUNT = """[Account]
Format=1
Id=0f9b7c5e-0000-4000-8000-000000000000
Name=Alice & Söhne
Address=alice@example.test
Created=2026-08-30T12:00:00Z

[Incoming]
Protocol=imap
Host=imap.example.test
Port=993
Security=tls
User=alice_1 <x> "y"
Authentication=password;

[Outgoing]
Protocol=smtp
Host=smtp.example.test
Port=587
Security=starttls
User=alice_1 <x> "y"
Authentication=password;
SeparateLogin=false
"""


class GuidesTest(assistant.AssistantCase):
    """Where PICTURES names a folder, each guide is kept as a picture."""

    def setUp(self):
        super().setUp()
        folder = pathlib.Path(os.environ["XDG_DATA_HOME"], "siegel", "accounts")
        folder.mkdir(parents=True, mode=0o700)
        (folder / "0f9b7c5e-0000-4000-8000-000000000000.ini").write_text(ACCOUNT)

    def cli(self, *arguments):
        environment = {**os.environ, **languages.environment(self.language)}
        result = subprocess.run([os.environ["SIEGEL_CLI"], "guide", *arguments], env=environment, text=True,
                                stdout=subprocess.PIPE, stdin=subprocess.DEVNULL, check=False)
        self.assertIn(result.returncode, (0, 1))
        return result.stdout

    def open_list(self, program):
        """The rows of the guides, all of them."""
        from atspi import wait
        program.wait_for_page("Mail Accounts")
        program.press(ADDRESS)
        program.press("_Use in Other Programs")
        program.wait_for_page(LIST)
        few = wait(lambda: self.rows(program), "the first guides")
        few[-1].press()
        return wait(lambda: [rows for rows in [self.rows(program)] if len(rows) > len(few)], "all guides")[0]

    def rows(self, program):
        """The rows of the guides: some of their names stand in other parts of the list, too."""
        from atspi import BUTTONS
        first, last = (program.say(text) for text in ("Step by step, in every other program", "Files and paper"))
        rows, inside = [], False
        for node in program.nodes():
            if node.name in (first, last):
                inside = node.name == first
            elif inside and node.role in BUTTONS and node.has_size():
                rows.append(node)
        return rows

    @staticmethod
    def words_of(window):
        from atspi import words_of
        return "\n".join(words_of(node) for node in window.walk())

    def assert_complete(self, seen, guide):
        """Numbers stand in a column of their own, and so do the names of values."""
        for line in self.cli("--for", guide, ADDRESS).splitlines()[1:]:
            step = re.match(r" *\d+\. (.*)", line)
            for part in [step[1]] if step else line.strip().split(": ", 1):
                self.assertIn(part, seen, guide)
        self.assertNotRegex(seen, r"[{}]|%s|\(null\)")

    def check(self, program, guide, row):
        from screen import activate, picture, resize, xdotool
        row.press()
        window = program.wait_for_page(guide["name"])
        self.assert_complete(self.words_of(window), guide["id"])
        activate(guide["name"])
        if "PICTURES" in os.environ:
            resize(560, 760, (560, 640))
            picture(pathlib.Path(os.environ["PICTURES"], f"{guide['id']}-{self.language}.png"))
        xdotool("key", "Escape")
        program.wait_until_closed(guide["name"])

    def check_all(self):
        from atspi import BUTTONS, name_of
        guides = json.loads(self.cli("--list", "--json"))
        with self.start() as program:
            rows = {name_of(row): row for row in self.open_list(program)}
            for guide in guides:
                with self.subTest(guide=guide["id"]):
                    # That of a program which is here stands above.
                    self.check(program, guide, rows.get(guide["name"]) or program.wait_for(BUTTONS, "%s", guide["name"]))

    def test_english(self):
        self.check_all()

    def test_german(self):
        self.language = "de"
        self.check_all()

    def test_values_are_copied(self):
        """By a button for each, exactly as it stands in the account."""
        from atspi import BUTTONS, name_of, wait
        with self.start() as program:
            self.open_list(program)
            program.press("KMail")
            window = program.wait_for_page("KMail")
            program.wait_for_words("smtp.example.test")
            copied = set()
            for node in window.walk():
                if node.role in BUTTONS and name_of(node).startswith("Copy “"):
                    value = [label.read() for label in node.parent.walk() if label.role == "label"][1]
                    node.press()
                    wait(lambda: desktop.read_clipboard() == value, value)
                    copied.add(value)
        self.assertEqual({"Alice & Söhne", ADDRESS, "imap.example.test", "993", 'alice_1 <x> "y"', "smtp.example.test", "587"},
                         copied)


if __name__ == "__main__":
    assistant.main(__file__, lambda script, siegel, tests: assistant.run_in_session(script, siegel, tests, {"CA": "/dev/null"}))
