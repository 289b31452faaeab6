#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Pictures of how an account gets to other programs and devices: the list of them, and the window of each kind.

usage: handover_pictures.py FOLDER [--language LANGUAGE] [--dark] [--font POINTS] [--size WIDTHxHEIGHT]

Without options: every look in a folder of its own, as pictures.py does. The environment variable ONLY may name the
parts to take ("done programs"). Needs root: servers have names and ports of their own, and everybody trusts them.
"""

import json
import os
import pathlib
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))
import pictures  # noqa: E402
import trust_pictures  # noqa: E402

ADDRESS = pictures.ADDRESS
BOB = "bob@example.test"
SERVICES = ("org.gnome.OnlineAccounts", "org.gnome.Identity", "org.gnome.evolution.dataserver.Sources5")
AUTHORITIES = pathlib.Path("/etc/ssl/certs/ca-certificates.crt")
SEARCH = "Search for your program or device"
GOA, EVOLUTION = "GNOME Online Accounts", "Evolution"
# What is searched for, what is opened, and the name of its picture.
WINDOWS = [
    ("android", "Thunderbird for Android and K-9", "code"),
    ("apple", "Apple Mail", "apple"),
    ("thunderbird", "Thunderbird", "thunderbird"),
    ("msmtp", "msmtp", "terminal"),
    ("outlook", "Outlook (new)", "guide"),
    ("express", "Outlook Express", "guide-too-old"),
]


class HandoverPictures(trust_pictures.TrustPictures):

    def start(self, *arguments):
        return super().start(*arguments, trusting=False)

    def set_up(self, program, password="secret"):
        self.check(program, password)
        self.save_account(program)

    def search(self, program, words):
        from atspi import wait
        entry = program.wait_for(("entry", "text"), SEARCH)
        entry.write(words)
        wait(lambda: entry.read() == words, f"“{words}” in the search")

    def open_way(self, program, words, name):
        self.search(program, words)
        program.press(name)
        program.wait_for_page(name)

    def close(self, program, page="Use in Other Programs"):
        from screen import xdotool
        xdotool("key", "Escape")
        program.wait_for_page(page)

    def open_list(self, program, address=ADDRESS):
        self.open_page(program, "Mail Accounts")
        program.press(address)
        program.wait_for_page(address)

    @staticmethod
    def scroll(times, button):
        """The wheel of the mouse over the middle of the page: 4 is up, 5 down."""
        from screen import geometry, xdotool
        window, _x, _y, width, height = geometry()
        xdotool("mousemove", "--window", window, width // 2, height // 2, "click", "--repeat", times, button)

    def done(self):
        with self.start("--new", "--settings-file", self.servers["settings"], ADDRESS) as program:
            self.set_up(program)
            program.wait_for_words(EVOLUTION)
            self.save("done")
            self.scroll(3, 5)
            self.save("done-list")
            self.scroll(20, 5)
            self.save("done-end")
            # As somebody searches who sees the field.
            self.scroll(40, 4)
            self.search(program, "outlook")
            self.save("done-search")
            self.search(program, "pegasus")
            program.wait_for_words("There is no guide for this program. It will ask for what every mail program asks for: "
                                   "the servers, ports and user names of this account.")
            self.save("done-nothing")

    def account(self):
        with self.start() as program:
            self.open_list(program)
            self.save("account")
            program.press("_Use in Other Programs")
            program.wait_for_words(EVOLUTION)
            self.save("list")
            for words, name, picture in WINDOWS:
                self.open_way(program, words, name)
                self.save(picture)
                self.close(program)

    def programs(self):
        with self.start() as program:
            self.open_list(program)
            program.press("_Use in Other Programs")
            for name, picture in ((GOA, "goa"), (EVOLUTION, "evolution")):
                self.open_way(program, name.lower(), name)
                program.wait_for_focus("_Add the Account")
                self.save(picture)
                program.press("_Add the Account")
                program.wait_for_words("The account is in %s.", name)
                self.save(f"{picture}-added")
                program.press("_Remove It Again")
                program.wait_for_focus("_Add the Account")
                self.close(program)
            self.refuse(program)
            self.there_already(program)

    def refuse(self, program):
        folder = pathlib.Path(os.environ["XDG_CONFIG_HOME"], "evolution", "sources")
        self.open_way(program, "evolution", EVOLUTION)
        folder.rename(folder.with_name("elsewhere"))
        folder.touch()
        program.press("_Add the Account")
        program.wait_for_words("The account was not added to %s.", EVOLUTION)
        self.save("evolution-refused")
        folder.unlink()
        folder.with_name("elsewhere").rename(folder)
        self.close(program)

    def there_already(self, program):
        from handing_over import EDS, EDS_MANAGER, call
        data = f"[Data Source]\nDisplayName=theirs\nEnabled=true\n\n[Mail Identity]\nAddress={ADDRESS}\n"
        call(EDS, EDS_MANAGER, "org.gnome.evolution.dataserver.SourceManager.CreateSources", "(a{ss})", {"theirs": data})
        self.open_way(program, "evolution", EVOLUTION)
        program.wait_for_words("%s has an account with this address already. Siegel leaves it as it is. To have it "
                               "replaced, remove it there, and come back.", EVOLUTION)
        self.save("evolution-there-already")

    def quote(self):
        from mailservers import USERS
        with self.start("--new", "--settings-file", self.servers["settings"], BOB) as program:
            self.set_up(program, USERS[BOB])
            program.press(GOA)
            program.press("_Add the Account")
            program.wait_for_words("Nothing has been added yet.")
            self.save("goa-quote")

    def take(self):
        only = os.environ.get("ONLY", "").split()
        for part in (self.done, self.account, self.programs, self.quote):
            if not only or part.__name__ in only or part == self.done:
                part()


def trust_everywhere(ca, folder):
    """As the servers of a provider, which need no word about certificates."""
    bundle = folder / "authorities.pem"
    bundle.write_text(AUTHORITIES.read_text() + ca.read_text())
    subprocess.run(["mount", "--bind", bundle, AUTHORITIES], check=True)


def with_services(command):
    more = [word for service in SERVICES for word in ("--service", service)]
    return [*command[:1], *more, *command[1:]]


def serve(options):
    from example_provider import write_settings_of
    from mailservers import MailServers
    with MailServers() as servers, tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        dovecot = servers.dovecot(services=("imaps", "pop3s", "submissions"), ports=pictures.PORTS)
        trust_everywhere(servers.ca, folder)
        given = {"ca": str(servers.ca),
                 "settings": str(write_settings_of(folder / "example-mail.xml", dovecot, pictures.NAMES))}
        return max(pictures.take(look, given, __file__, with_services) for look in pictures.looks(options))


def main():
    from mailservers import end_on_sigterm
    options = pictures.parse_options(__doc__)
    if pictures.enter_network() is None:
        sys.exit("This needs root.")
    end_on_sigterm()
    return serve(options)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--inside"]:
        pictures.inside(*json.loads(sys.argv[2]), HandoverPictures)
    else:
        os.environ.setdefault("LC_ALL", "C.UTF-8")
        sys.exit(main())
