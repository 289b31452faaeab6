#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Certificates that nobody vouches for, of a real Dovecot: looked at, decided about, and never taken for another
one.

usage: assistant_trust_test.py SIEGEL [TEST…]
"""

import base64
import hashlib
import os
import pathlib
import re
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE / "support"))
import assistant  # noqa: E402
import desktop  # noqa: E402
import impostor  # noqa: E402
from assistant import ADDRESS, PASSWORD, PROVEN  # noqa: E402
from relay import Relay  # noqa: E402

WRONG = "Something is still wrong. See below what to do."
REVIEW = "Look at the Certificate…"
AUTHORITY = "Trust a Company Certi_ficate…"
TRUST = "Tr_ust This Certificate"


def run_with_own_servers(script, siegel, tests):
    """Two servers that nobody vouches for: one with a certificate of its own, one with a company's."""
    from mailservers import MailServers, end_on_sigterm, has_dovecot
    if not has_dovecot():
        print("skipped: there is no Dovecot")
        return 77
    end_on_sigterm()
    with MailServers() as servers:
        given = {"CERTIFICATES": str(servers.certificates)}
        for name in ("selfsigned", "otherca"):
            ports = servers.dovecot(certificate=name, services=("imaps", "submissions")).ports
            given[name.upper()] = f"{ports['imaps']} {ports['submissions']}"
        return assistant.run_in_session(script, siegel, tests, given)


def colons(digest):
    return ":".join(f"{byte:02X}" for byte in digest)


def certificate(name):
    return pathlib.Path(os.environ["CERTIFICATES"], f"{name}.pem")


def fingerprint(name):
    text = certificate(name).read_text()
    body = re.search("-----BEGIN CERTIFICATE-----(.*?)-----END", text, re.S).group(1)
    return hashlib.sha256(base64.b64decode(body)).digest()


def key_id(name):
    """SHA-256 of the public key, as certtool has it: in base64."""
    shown = subprocess.run(["certtool", "--certificate-info", "--infile", certificate(name)], capture_output=True,
                           text=True, check=True, stdin=subprocess.DEVNULL).stdout
    return base64.b64decode(re.search("pin-sha256:(.*)", shown).group(1))


class TrustTest(assistant.AssistantCase):

    def setUp(self):
        super().setUp()
        self.folder = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory()))
        self.incoming, self.outgoing = (self.enterContext(Relay()) for _ in range(2))

    def start(self, *arguments):
        """Without any certificates to trust."""
        return assistant.start(os.environ["SIEGEL"], *arguments, language=self.language)

    def lead_to(self, ports):
        self.incoming.port, self.outgoing.port = ports

    def lead_to_dovecot(self, name):
        self.lead_to([int(port) for port in os.environ[name.upper()].split()])

    def lead_to_impostor(self, name):
        """Whoever stands in the way hears all that it is told."""
        context = impostor.server_context(certificate(name), certificate(name).with_suffix(".key"))
        stranger = impostor.Impostor(context)
        self.addCleanup(stranger.close)
        self.lead_to([stranger.serve_anywhere(port) for port in (993, 465)])
        return stranger

    @staticmethod
    def check(program):
        program.wait_for_page("Account")
        program.type("_Password", PASSWORD)
        program.press("_Next")
        program.wait_for_page("Servers")
        program.press("_Next")
        program.wait_for_words(WRONG)

    def go(self):
        from example_provider import write_settings
        settings = write_settings(self.folder / "own.xml", [("imap", "localhost", self.incoming.own_port)],
                                  ("localhost", self.outgoing.own_port))
        return self.start("--new", "--settings-file", settings, ADDRESS)

    def save(self, program):
        program.wait_for_words(PROVEN)
        program.press("_Next")
        program.wait_for_page("Save")

    @staticmethod
    def account():
        files = list(pathlib.Path(os.environ["XDG_DATA_HOME"], "siegel/accounts").glob("*.ini"))
        assert len(files) == 1, files
        return files[0].read_text()

    @staticmethod
    def key(*names):
        from screen import xdotool
        xdotool("key", *names)

    def read_report(self, program):
        program.press("Co_py Report")
        program.wait_for_words("There is no password in it")
        return desktop.read_clipboard()

    def test_own_server(self):
        """Looked at, left, compared, trusted; then another key answers, and hears nothing."""
        self.lead_to_dovecot("selfsigned")
        with self.go() as program:
            self.check(program)
            self.look_at_report(program)
            program.press(REVIEW)
            program.wait_for_words("Is this really %s?", "localhost")
            program.wait_for_words("The server issued it to itself")
            program.wait_for_words(colons(fingerprint("selfsigned"))[:23])
            self.assertFalse(self.can_press(program, TRUST))
            self.key("Escape")
            program.wait_for_page("Check")
            program.press(REVIEW)
            program.wait_for_focus("Is this really %s?", "localhost")
            # By its key: the check buttons of GTK 4.8 have no action that a screen reader could call.
            self.key("alt+m")
            program.press(TRUST)
            # Both servers have this name and this key: one look is enough.
            self.save(program)
            program.wait_for_words("trusted by your decision (key %s…)" % colons(key_id("selfsigned"))[:23])
            program.press("_Save")
            program.wait_for_page("Done")
            program.press("_Close")
            program.wait_for_end()
        self.assertEqual(self.account().count(f"Pin=sha256:{key_id('selfsigned').hex()}"), 2)
        self.assertEqual(self.secrets(), [PASSWORD, PASSWORD])
        self.meet_another()

    @staticmethod
    def can_press(program, msgid):
        from atspi import BUTTONS
        return program.wait_for(BUTTONS, msgid).has_state("sensitive")

    def look_at_report(self, program):
        from atspi import BUTTONS, wait
        masked = self.read_report(program)
        self.assertIn("certificate-self-signed", masked)
        self.assertNotIn("alice", masked)
        self.key("alt+w")
        wait(lambda: program.wait_for(BUTTONS, "_With address and names").has_state("checked"), "names in the report")
        program.press("Co_py Report")
        with_names = wait(lambda: next((text for text in [desktop.read_clipboard()] if ADDRESS in text), None), "names in it")
        for text in (masked, with_names):
            self.assertNotIn(PASSWORD, text)

    def meet_another(self):
        stranger = self.lead_to_impostor("otherca")
        with self.start() as program:
            program.wait_for_page("Mail Accounts")
            program.press(ADDRESS)
            program.press("_Check Again")
            program.wait_for_words("another certificate than the one you accepted")
            program.press("Back")
            program.wait_for_page(ADDRESS)
            program.press("_Edit Settings…")
            program.wait_for_page("Servers")
            program.press("_Next")
            program.wait_for_words(WRONG)
            program.press(REVIEW)
            program.wait_for_words("The key is another one than the one that you accepted.")
            program.wait_for_words(colons(key_id("selfsigned"))[:23])
            program.wait_for_words(colons(key_id("otherca"))[:23])
        self.assertEqual(stranger.heard, b"")
        self.assertGreaterEqual(stranger.connections, 4)
        self.assertIn(key_id("selfsigned").hex(), self.account())

    def test_company(self):
        self.lead_to_dovecot("otherca")
        with self.go() as program:
            self.check(program)
            program.wait_for_words("It comes from “%s”." % "Another Authority")
            program.press(AUTHORITY)
            empty = self.folder / "empty.pem"
            empty.touch()
            self.answer(program, str(empty))
            program.wait_for_words("no certificate")
            program.press(AUTHORITY)
            self.answer(program, certificate("otherca-ca"))
            self.save(program)
            program.wait_for_words("Certificates from the authority in “%s” are trusted as well",
                                   "otherca-ca.pem")
            program.press("_Save")
            program.wait_for_page("Done")
        self.assertIn("BEGIN CERTIFICATE", self.account())
        self.assertNotIn("Pin=", self.account())

    @staticmethod
    def answer(program, path):
        from screen import choose_file
        choose_file(program, "Trust a Company Certificate", path, "_Trust")


if __name__ == "__main__":
    assistant.main(__file__, run_with_own_servers)
