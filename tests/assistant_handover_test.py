#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""From a proven account to other programs and devices, in the window: searched for, looked at, copied, saved, read by a
camera; a real Dovecot and keyring.

usage: assistant_handover_test.py SIEGEL [TEST…]
"""

import json
import os
import pathlib
import plistlib
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE / "support"))
import assistant  # noqa: E402
import desktop  # noqa: E402
from assistant import ADDRESS, PASSWORD, PROVEN  # noqa: E402

SEARCH = "Search for your program or device"
QR = "Thunderbird for Android and K-9"


class HandoverTest(assistant.AssistantCase):
    """Where PICTURES names a folder, each window is kept as a picture."""

    def set_up(self, program):
        program.wait_for_page("Account")
        program.type("_Password", PASSWORD)
        program.press("_Next")
        program.wait_for_page("Servers")
        program.press("_Next")
        program.wait_for_words(PROVEN)
        program.press("_Next")
        program.wait_for_page("Save")
        program.press("_Save")
        program.wait_for_page("Done")

    def go(self):
        return self.start("--new", "--settings-file", os.environ["SETTINGS"], ADDRESS)

    def search(self, program, words):
        from atspi import wait
        entry = program.wait_for(("entry", "text"), SEARCH)
        entry.write(words)
        wait(lambda: words in entry.read(), "what is searched for")

    @staticmethod
    def read_code():
        """As a camera does, with a decoder that is not ours: the screen as it is."""
        from atspi import wait
        from screen import grab
        shot = pathlib.Path(os.environ["HOME"], "screen.png")

        def look():
            grab(shot)
            result = subprocess.run(["zbarimg", "--quiet", "--raw", "--set", "disable", "--set", "qrcode.enable", shot],
                                    capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL)
            return result.stdout.strip()
        return json.loads(wait(look, "a code that can be read"))

    def test_code_on_the_screen(self):
        from screen import xdotool
        with self.go() as program:
            self.set_up(program)
            self.keep("handover-done")
            program.press(QR)
            program.wait_for_words("Point the camera at the picture.")
            self.keep("handover-code")
            plain = self.read_code()
            self.assertEqual(plain[:2], [1, [1, 1]])
            self.assertEqual(plain[2][:3], [0, "localhost", int(os.environ["IMAPS"])])
            self.assertNotIn(PASSWORD, json.dumps(plain))
            xdotool("key", "alt+p")
            self.wait_for_password(True)
            xdotool("key", "alt+p")
            self.wait_for_password(False)
            xdotool("key", "Escape")
            program.wait_for_page("Done")

    def wait_for_password(self, wanted):
        from atspi import wait
        wait(lambda: (PASSWORD in json.dumps(self.read_code())) == wanted, "another code")

    def test_search_and_guide(self):
        from screen import xdotool
        with self.go() as program:
            self.set_up(program)
            self.search(program, "no such program")
            program.wait_for_words("There is no guide for this program. It will ask for what every mail program asks for: "
                                   "the servers, ports and user names of this account.")
            self.search(program, "kmail")
            program.press("KMail")
            program.press("_Copy")
            program.wait_for_words("Copied, with all steps. There is no password in it.")
            self.keep("handover-guide")
            text = desktop.read_clipboard()
            for value in ("localhost", os.environ["IMAPS"], os.environ["SUBMISSIONS"], ADDRESS):
                self.assertIn(value, text)
            self.assertNotIn(PASSWORD, text.split())
            xdotool("key", "Escape")

    def test_file_for_an_iphone(self):
        with self.go() as program:
            self.set_up(program)
            program.press("Apple Mail")
            self.keep("handover-apple")
            path = self.save_as(program, "alice.mobileconfig")
        profile = plistlib.loads(path.read_bytes())
        self.assertEqual(profile["PayloadContent"][0]["IncomingMailServerHostName"], "localhost")
        self.assertNotIn(PASSWORD.encode(), path.read_bytes())
        self.assertEqual(path.stat().st_mode & 0o077, 0)

    def save_as(self, program, name):
        from screen import activate, xdotool
        path = pathlib.Path(os.environ["HOME"], name)
        program.press("_Save As…")
        activate("Save")
        xdotool("key", "ctrl+a")
        xdotool("type", str(path))
        xdotool("key", "Return")
        program.wait_for_words("Saved as “%s”.", name)
        return path

    @staticmethod
    def read_paper(path):
        """As a reader of PDF has it that is not ours."""
        return subprocess.run(["pdftotext", path, "-"], check=True, capture_output=True, text=True).stdout

    def test_sheet(self):
        """Printed in GTK's own dialog, whose only printer in this session is a file; and saved as both kinds of file, once
        with a guide on it."""
        from atspi import wait
        from screen import activate, click, xdotool
        with self.go() as program:
            self.set_up(program)
            self.search(program, "print")
            program.press("Settings Sheet")
            program.wait_for_words("Keep it where you find it when you set up a new device.")
            program.press("_Print…")
            program.wait_for_page("Print")
            click(program.wait_for_words("Print to File"), "Print")
            program.press("Print")
            program.wait_for_words("Printed.")
            printed = pathlib.Path("output.pdf")
            wait(lambda: printed.is_file() and printed.read_bytes().startswith(b"%PDF-"), "the printed sheet")
            page = self.save_as(program, "sheet.html").read_text()
            activate("Settings Sheet")
            xdotool("key", "alt+w")
            xdotool("key", "space")
            xdotool("key", "Down")
            xdotool("key", "Return")
            self.keep("handover-sheet")
            sheet = self.save_as(program, "sheet.pdf")
        self.assertIn(ADDRESS, page)
        for path, has_guide in ((printed, False), (sheet, True)):
            text = self.read_paper(path)
            self.assertIn(os.environ["IMAPS"], text)
            self.assertEqual("1." in text.split(), has_guide)
            self.assertNotIn(PASSWORD, text.split())
            self.assertEqual(path == sheet and path.stat().st_mode & 0o077, 0)

    def test_from_the_list(self):
        with self.go() as program:
            self.set_up(program)
            program.press("_Close")
            program.wait_for_end()
        with self.start() as program:
            program.wait_for_page("Mail Accounts")
            program.press(ADDRESS)
            self.keep("handover-account")
            program.press("_Use in Other Programs")
            program.wait_for_page("Use in Other Programs")
            program.wait_for_words("Phone and tablet")
            self.keep("handover-list")


if __name__ == "__main__":
    assistant.main(__file__)
