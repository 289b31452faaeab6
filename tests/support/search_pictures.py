#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Pictures of what the assistant shows of domains that it does not know, in the laboratory of lab.py.

usage: search_pictures.py FOLDER [--language LANGUAGE] [--dark] [--font POINTS] [--size WIDTHxHEIGHT]

Without options: every look in a folder of its own, as pictures.py does. The environment variable ONLY may name the
parts to take ("consent several").
"""

import json
import os
import pathlib
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))
import pictures  # noqa: E402


class SearchPictures(pictures.Pictures):

    def type_account(self, program, address):
        from screen import xdotool
        self.open_page(program, "Account")
        program.type("_Your name", "Anna Schmidt")
        program.type("_Password", "secret")
        xdotool("key", "alt+e")
        program.wait_for_focus("_E-mail address")
        program.type("_E-mail address", address)
        xdotool("key", "alt+p")
        program.wait_for_focus("_Password")

    def search(self, program, domain):
        self.type_account(program, f"anna@{domain}")
        program.press("_Next")

    def slip(self):
        with self.start("--new") as program:
            self.type_account(program, "anna@gmial.com")
            program.wait_for_words("_Did you mean %s?", "anna@gmail.com")
            self.save("account-correction")

    def unknown(self):
        import desktop
        with self.start("--new") as program, tempfile.TemporaryDirectory() as folder:
            self.type_account(program, "anna@nothing.test")
            self.save("account-unknown")
            program.press("What may be as_ked")
            self.save("account-unknown-open")
            program.press("_Work offline: ask nobody")
            program.wait_for_words("Siegel asks nobody. On the next page you can enter the servers; likely names are "
                                   "filled in already.")
            self.save("account-unknown-offline")
            program.press("_Work offline: ask nobody")
            program.press("What may be as_ked")
            path = pathlib.Path(folder, "settings.xml")
            path.write_text("<html><body>Sign in first</body></html>")
            with desktop.Drag(path) as drag:
                drag.hover(self.window(program))
                program.wait_for_words("Drop the settings file to use it")
                self.save_other("account-drop", program)
                drag.drop()
                program.wait_for_words("The file contains no mail settings (line %d, column %d). Ask for an autoconfig file.",
                                       1, 7)
            self.save("account-file-error")

    @staticmethod
    def window(_program):
        from screen import xdotool
        return xdotool("search", "--onlyvisible", "--class", "siegel").split()[-1]

    def save_other(self, name, program):
        """While a file is dragged another window is in front."""
        import screen
        screen.picture_of(self.window(program), self.folder / f"{name}.png")

    def running(self):
        with self.start("--new") as program:
            self.search(program, "blackhole.test")
            program.wait_for_words("Looking for the settings of %s", "blackhole.test")
            self.save("search-running", moving=True)
            program.press("_Stop")
            program.wait_for_words("The search for %s was stopped", "blackhole.test")
            self.save("search-stopped")

    def found(self):
        with self.start("--new") as program:
            self.search(program, "srv.test")
            program.wait_for_page("Servers")
            self.save("servers-srv")
            program.press("_Back")
            program.wait_for_page("Search")
            self.save("search-found")
            program.press("What was as_ked, and of whom")
            self.save("search-asked")

    def not_found(self):
        with self.start("--new") as program:
            self.search(program, "nothing.test")
            program.wait_for_words("No settings found for %s", "nothing.test")
            self.save("search-failed")
            program.press("Ask Your P_rovider…")
            program.wait_for_page("Ask Your Provider")
            program.press("_Copy")
            program.wait_for_words("Copied. Paste it into a message, a form or a chat.")
            self.save("letter")
            from screen import xdotool
            xdotool("key", "Escape")
            program.press("Enter by _Hand")
            program.wait_for_page("Servers")
            self.save("servers-unknown")

    def unsupported(self):
        with self.start("--new") as program:
            self.search(program, "mx-unsupported.test")
            program.wait_for_words("No mail programs for %s", "mx-unsupported.test")
            self.save("search-unsupported")

    def exchanger(self):
        with self.start("--new") as program:
            self.search(program, "mx-known.test")
            program.wait_for_page("Servers")
            self.save("servers-mx")

    def consent(self):
        with self.start("--new") as program:
            self.search(program, "forged-srv.test")
            program.wait_for_page("Choose")
            self.save("choose-consent")
            program.press("_Next")
            program.wait_for_focus("Yes, _my mail is with %s", "attacker.test")
            self.save("choose-consent-missing")
            from screen import xdotool
            xdotool("key", "space")
            program.press("_Next")
            program.wait_for_page("Servers")
            self.save("servers-consent")

    def several(self):
        from screen import xdotool
        with self.start("--new") as program:
            self.search(program, "two-answers.test")
            program.wait_for_page("Servers")
            self.save("servers-website")
            program.press("O_ther Settings…")
            program.wait_for_page("Choose")
            self.save("choose-several")
            xdotool("key", "Down")
            program.wait_for_words("These servers do not belong to %s", "two-answers.test")
            self.save("choose-several-consent")

    def take(self):
        only = os.environ.get("ONLY", "").split()
        for part in (self.slip, self.unknown, self.running, self.found, self.not_found, self.unsupported, self.exchanger,
                     self.consent, self.several):
            if not only or part.__name__ in only:
                part()


def main():
    import lab
    options = pictures.parse_options(__doc__)
    lab.enter()
    with lab.Lab() as laboratory:
        return max(pictures.take(look, {"ca": laboratory.ca}, __file__, laboratory.command)
                   for look in pictures.looks(options))


if __name__ == "__main__":
    if sys.argv[1:2] == ["--inside"]:
        pictures.inside(*json.loads(sys.argv[2]), SearchPictures)
    else:
        os.environ.setdefault("LC_ALL", "C.UTF-8")
        sys.exit(main())
