#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Pictures of what the program shows of certificates that nobody vouches for, and of accounts that are stored.

usage: trust_pictures.py FOLDER [--language LANGUAGE] [--dark] [--font POINTS] [--size WIDTHxHEIGHT]

Without options: every look in a folder of its own, as pictures.py does. The environment variable ONLY may name the
parts to take ("certificate doctor"). Needs root: servers have names and ports of their own.
"""

import json
import os
import pathlib
import shutil
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))
import pictures  # noqa: E402

ADDRESS = pictures.ADDRESS
OWN = "mail.example.test"
HOSTS = pathlib.Path("/run/hosts")
PROVEN = "Both servers know you. Everything works."
WRONG = "Something is still wrong. See below what to do."


class TrustPictures(pictures.Pictures):

    def start(self, *arguments, trusting=True):
        import assistant
        ca = ("--ca-file", self.servers["ca"]) if trusting else ()
        return assistant.start(self.look["siegel"], *ca, *arguments, language=self.language)

    @staticmethod
    def press_key(program, msgid, *others):
        """What stands under the mnemonic of a text; in each language it is another letter."""
        from screen import xdotool
        text = program.translate(msgid)
        xdotool("key", "alt+" + text[text.index("_") + 1].lower(), *others)

    @staticmethod
    def scroll_down():
        from screen import geometry, xdotool
        window, _x, _y, width, height = geometry()
        xdotool("mousemove", "--window", window, width // 2, height // 2, "click", "--repeat", 20, 5)

    def point(self, address):
        """Another server answers to the name of one's own."""
        HOSTS.write_text(self.servers["hosts"] + f"{address} {OWN}\n")

    def check(self, program, password="secret"):
        self.open_page(program, "Account")
        program.type("_Your name", "Alice Example")
        program.type("_Password", password)
        program.press("_Next")
        program.wait_for_page("Servers")
        program.press("_Next")

    def trust(self, program, name=None):
        """The card of the first server that wants one."""
        program.press("Look at the Certificate…")
        program.wait_for_words("Is this really %s?", OWN)
        if name:
            self.save(name)
        self.press_key(program, "I have co_mpared the fingerprint")
        if name:
            self.save(f"{name}-compared")
        program.press("Tr_ust This Certificate")

    def certificate(self):
        self.point("127.0.0.2")
        with self.start("--new", "--settings-file", self.servers["own"], ADDRESS, trusting=False) as program:
            self.check(program)
            program.wait_for_words(WRONG)
            self.save("certificate-failed")
            self.trust(program, "certificate")
            program.wait_for_words(PROVEN)
            # There are two of them: the key only goes to the first.
            self.press_key(program, "_Details", "space")
            program.wait_for_words("Co_py Report")
            self.save("certificate-details")
            program.press("_Next")
            program.wait_for_page("Save")
            self.save("certificate-save")
            program.press("_Back")
            program.wait_for_page("Check")
            program.press("_Back")
            program.wait_for_page("Servers")
            program.press("Edit “%s”", program.say("Receiving mail (%s)", "IMAP"))
            self.save("certificate-servers")

    def changed(self):
        """The server of an account has another key than the one that was accepted."""
        self.point("127.0.0.2")
        with self.start("--new", "--settings-file", self.servers["own"], ADDRESS, trusting=False) as program:
            self.check(program)
            program.wait_for_words(WRONG)
            self.trust(program)
            self.save_account(program)
        self.point("127.0.0.3")
        with self.start(trusting=False) as program:
            self.open_page(program, "Mail Accounts")
            program.press(ADDRESS)
            program.wait_for_page(ADDRESS)
            self.save("account-trusted")
            program.press("_Check Again")
            program.wait_for_words("Something is wrong. See below what to do.")
            self.save("changed-checked")
            program.press("Back")
            program.press("_Edit Settings…")
            program.wait_for_page("Servers")
            program.press("_Next")
            program.wait_for_words(WRONG)
            program.press("Look at the Certificate…")
            program.wait_for_words("Is this really %s?", OWN)
            self.save("changed")

    def save_account(self, program):
        program.wait_for_words(PROVEN)
        program.press("_Next")
        program.wait_for_page("Save")
        program.press("_Save")
        program.wait_for_page("Done")

    def report(self):
        with self.start("--new", "--settings-file", self.servers["settings"], ADDRESS) as program:
            self.check(program, password="wrong")
            program.wait_for_words(WRONG)
            program.press("Co_py Report")
            program.wait_for_words("Copied. There is no password in it, and your address is masked.")
            self.scroll_down()
            self.save("report-copied")

    def doctor(self):
        with self.start("--new", "--settings-file", self.servers["delivering"], ADDRESS) as program:
            self.check(program)
            self.save_account(program)
            self.save("done")
            program.press("_Close")
            program.wait_for_end()
        with self.start() as program:
            self.open_page(program, "Mail Accounts")
            self.save("accounts")
            program.press(ADDRESS)
            program.wait_for_page(ADDRESS)
            self.save("account")
            self.tasks(program)

    def tasks(self, program):
        program.press("_Check Again")
        program.wait_for_words(PROVEN)
        self.save("account-checked")
        program.press("Back")
        program.press("Send a _Test Mail")
        program.wait_for_words("_Remove the Test Mail")
        self.save("account-test")
        program.press("_Remove the Test Mail")
        program.wait_for_words("The test mail is removed again.")
        self.save("account-test-removed")
        program.press("Back")
        program.press("Change _Password…")
        program.wait_for_page("Change Password")
        self.save("account-password")
        program.type("New _password", "wrong")
        program.press("Prove and _Save")
        program.wait_for_words("Nothing was changed: the old password is still stored.")
        self.save("account-password-failed")
        program.type("New _password", "secret")
        program.press("Prove and _Save")
        program.wait_for_words("The new password works, and is stored in place of the old one.")
        self.save("account-password-changed")
        program.press("Back")
        program.press("_Remove…")
        program.wait_for_words("Keep")
        self.save("account-remove")
        program.press("Keep")
        program.press("_Edit Settings…")
        program.wait_for_page("Servers")
        self.save("account-edit")
        program.press("_Next")
        program.wait_for_words(PROVEN)
        program.press("_Next")
        program.wait_for_page("Save")
        self.save("account-edit-save")

    def take(self):
        only = os.environ.get("ONLY", "").split()
        for part in (self.certificate, self.changed, self.report, self.doctor):
            if not only or part.__name__ in only:
                shutil.rmtree(pathlib.Path(os.environ["XDG_DATA_HOME"], "siegel"), ignore_errors=True)
                part()


def serve(options):
    from example_provider import write_settings, write_settings_of
    from mailservers import MailServers
    with MailServers() as servers, tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        ports = pictures.PORTS
        services = ("imaps", "pop3s", "submissions")
        dovecot = servers.dovecot(services=services, ports=ports)
        postfix = servers.postfix(dovecot, delivers=True)
        for address, certificate in (("127.0.0.2", "selfsigned"), ("127.0.0.3", "otherca")):
            servers.dovecot(services=services, ports=ports, address=address, certificate=certificate)
        imap, _pop, smtp = pictures.NAMES
        given = {
            "ca": str(servers.ca),
            "hosts": HOSTS.read_text(),
            "settings": str(write_settings_of(folder / "example-mail.xml", dovecot, pictures.NAMES)),
            "own": str(write_settings(folder / "own.xml", [("imap", OWN, ports["imaps"])],
                                      (OWN, ports["submissions"]))),
            "delivering": str(write_settings(folder / "delivering.xml", [("imap", imap, ports["imaps"])],
                                             (smtp, postfix.ports["submissions"]))),
        }
        return max(pictures.take(look, given, __file__) for look in pictures.looks(options))


def main():
    from mailservers import end_on_sigterm, has_postfix
    options = pictures.parse_options(__doc__)
    if not has_postfix():
        sys.exit("This needs root, and Postfix.")
    pictures.enter_network()
    end_on_sigterm()
    return serve(options)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--inside"]:
        pictures.inside(*json.loads(sys.argv[2]), TrustPictures)
    else:
        os.environ.setdefault("LC_ALL", "C.UTF-8")
        sys.exit(main())
