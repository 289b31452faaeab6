#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Stored accounts, proven again by siegel-cli: a real Dovecot and Postfix, a real keyring. To be run in a session of its
own (session.sh --keyring)."""

import base64
import json
import os
import shutil
import sys
import unittest
from urllib.parse import quote

import cli_servers_test
import mailservers
from cli_servers_test import ALICE, SKIPPED, Servers

NEW = 'neu "und" \\ bésser'
NOBODY = "0f9b7c5e-0000-4000-8000-000000000000"


class Doctor(cli_servers_test.Setup):
    """The tests inherited from Setup are run where they are at home."""

    def change_at_the_provider(self, password):
        self.addCleanup(self.dovecot.set_password, ALICE, self.dovecot.users[ALICE])
        self.dovecot.set_password(ALICE, password)

    def setUp(self):
        super().setUp()
        self.account = self.setup_account(ALICE, *self.tls())[1]["account"]

    def check_stored(self, *options, name=None):
        return self.json("check", "--json", "--ca-file", str(self.servers.ca), *options, name or self.account)


class Again(Doctor):
    def test_by_id_and_by_address(self):
        for options, name in (([], self.account), (["--stored"], ALICE)):
            status, answer = self.check_stored(*options, name=name)
            self.assert_all_passed(status, answer)
            self.assertEqual(answer["address"], ALICE)
            self.assertNotIn("account", answer)

    def test_unknown(self):
        for options, name in (([], NOBODY), (["--stored"], "nobody@example.test")):
            status, answer = self.check_stored(*options, name=name)
            self.assertEqual((status, answer["error"]["code"]), (1, "settings-unknown"))

    def test_without_password(self):
        """No keyring is asked where nobody signs in."""
        self.env["DBUS_SESSION_BUS_ADDRESS"] = "unix:path=/nonexistent"
        status, answer = self.check_stored("--no-login")
        self.assertEqual((status, answer["ok"]), (0, True), answer)
        status, answer = self.check_stored()
        self.assertEqual((status, answer["servers"], answer["error"]["code"]), (3, [], "keyring-missing"))

    def test_password_is_gone(self):
        for server in self.servers_of(ALICE):
            self.clear_secret(*server)
        status, answer = self.check_stored()
        self.assertEqual((status, answer["servers"], answer["error"]["code"]), (3, [], "keyring-failed"))
        self.assertIn("Enter it again", answer["error"]["message"])

    def clear_secret(self, service, port, user):
        cli_servers_test.subprocess.run(["secret-tool", "clear", "host", "127.0.0.1", "service", service, "user", user,
                                         "port", str(port)], check=True, env=self.foreign_env(), timeout=60)


class Password(Doctor):
    def change(self, password, name=ALICE, *options):
        return self.json("password", "--json", "--ca-file", str(self.servers.ca), "--password-file",
                         self.write("new", password.encode()), *options, name)

    def test_changed_at_the_provider(self):
        self.change_at_the_provider(NEW)
        status, answer = self.check_stored()
        self.assertEqual((status, self.errors(answer)), (1, ["sign-in-rejected"] * 2))

        status, answer = self.change(NEW)
        self.assert_all_passed(status, answer)
        accounts = self.json("list", "--json")[1]
        self.assertEqual([account["id"] for account in accounts], [answer["account"]])
        self.assert_all_passed(*self.check_stored(name=answer["account"]))
        for server in self.servers_of(ALICE):
            self.assertEqual(self.read_secret(*server), NEW.encode())
        self.assert_no_secret_on_disk(NEW.encode())

    def test_wrong_one_changes_nothing(self):
        status, answer = self.change("not this", self.account)
        self.assertEqual((status, self.errors(answer)), (1, ["sign-in-rejected"] * 2))
        self.assertEqual([account["id"] for account in self.json("list", "--json")[1]], [self.account])
        self.assert_all_passed(*self.check_stored())

    def test_half_is_not_enough(self):
        """One server takes it, the other does not: the account stays as it was."""
        self.change_at_the_provider(NEW)
        outgoing = self.write("outgoing", b"not this")
        status, answer = self.change(NEW, ALICE, "--smtp-password-file", outgoing)
        self.assertEqual((status, self.errors(answer)), (1, [None, "sign-in-rejected"]))
        for server in self.servers_of(ALICE):
            self.assertEqual(self.read_secret(*server), mailservers.USERS[ALICE].encode())

    def test_text(self):
        result = self.cli("password", "--ca-file", str(self.servers.ca), "--password-file", self.password(ALICE), ALICE)
        self.assertEqual((result.returncode, result.stderr), (0, b""))
        self.assertIn(f"The new password of {ALICE} is stored.".encode(), result.stdout)


class Pins(Doctor):
    def pin(self, answer):
        return "sha256:" + answer["servers"][0]["tls"]["certificate"]["spki_sha256"]

    def test_stays_with_the_account(self):
        """Without any authority: the key is what is trusted, and nothing else for ever after."""
        pin = self.pin(self.check_stored()[1])
        uris = self.tls()[2:]
        status, answer = self.json("setup", "--json", "--replace", "--password-file", self.password(ALICE), "--pin", pin,
                                   *uris, ALICE)
        self.assert_all_passed(status, answer)
        shown = self.json("show", "--json", ALICE)[1]
        self.assertEqual([shown[side][0]["pin"] for side in ("incoming", "outgoing")], [pin, pin])
        self.assert_all_passed(*self.json("check", "--json", answer["account"]))

        path = self.folder / "data" / "siegel" / "accounts" / f"{answer['account']}.ini"
        path.write_text(path.read_text().replace(pin, "sha256:" + 64 * "0"))
        status, changed = self.json("check", "--json", answer["account"])
        self.assertEqual((status, self.errors(changed)), (1, ["certificate-changed"] * 2))
        self.assertEqual({server["mechanism"] for server in changed["servers"]}, {None})

    def test_damaged_pin_is_no_missing_pin(self):
        path = self.folder / "data" / "siegel" / "accounts" / f"{self.account}.ini"
        path.write_text(path.read_text().replace("[Outgoing]", "Pin=sha256:abc\n[Outgoing]"))
        self.assertEqual(self.json("list", "--json")[1], [])


class Report(Doctor):
    FORMS = (ALICE, "alice", quote(ALICE, safe=""), base64.b64encode(ALICE.encode()).decode(),
             base64.b64encode(b"\0" + ALICE.encode() + b"\0" + mailservers.USERS[ALICE].encode()).decode(),
             mailservers.USERS[ALICE])

    def test_masked(self):
        status, answer = self.check_stored("--report")
        self.assertEqual(status, 0)
        for form in self.FORMS:
            self.assertNotIn(form.lower(), answer["report"].lower())
        self.assertIn("a…@example.test", answer["report"])
        for word in ("Siegel", "IMAP", "SMTP", "TLS", answer["servers"][0]["tls"]["certificate"]["sha256"]):
            self.assertIn(word, answer["report"])

    def test_names_are_told_with_permission(self):
        report = self.check_stored("--report-names")[1]["report"]
        self.assertIn(ALICE, report)
        self.assertNotIn(mailservers.USERS[ALICE], report)

    def test_failure(self):
        self.change_at_the_provider(NEW)
        result = self.cli("check", "--report", "--ca-file", str(self.servers.ca), self.account)
        self.assertEqual(result.returncode, 1)
        report = result.stdout.decode()[result.stdout.decode().index("Date: "):]
        self.assertIn("Code: sign-in-rejected", report)
        self.assertIn("The server said:", report)
        self.assertNotIn("alice", report)


def load_tests(loader, _tests, _pattern):
    """Only what is defined here; what is inherited has run elsewhere."""
    suite = unittest.TestSuite()
    for case in (Again, Password, Pins, Report):
        suite.addTests(case(name) for name in vars(case) if name.startswith("test_"))
    return suite


if __name__ == "__main__":
    if not mailservers.has_dovecot() or not shutil.which("secret-tool") or "DBUS_SESSION_BUS_ADDRESS" not in os.environ:
        sys.exit(SKIPPED)
    unittest.main()
