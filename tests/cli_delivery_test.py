#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""siegel-cli test-mail from a real Postfix to a real Dovecot, with passwords from a real keyring. To be run in a session
of its own (session.sh --keyring)."""

import json
import os
import pathlib
import signal
import sys
import tempfile
import unittest

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE / "support"))
import mailservers  # noqa: E402
import siegel_cli  # noqa: E402

SKIPPED = 77
ALICE = "alice@example.test"
FIELDS = ["address", "sent", "arrived", "sending_ms", "travel_ms", "removed", "error"]


class TestMail(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.servers = mailservers.MailServers()
        cls.addClassCleanup(cls.servers.__exit__)
        cls.servers.__enter__()
        cls.dovecot = cls.servers.dovecot()
        cls.postfix = cls.servers.postfix(cls.dovecot, delivers=True)
        # Takes everything and delivers nothing.
        cls.sink = cls.servers.postfix(cls.dovecot)

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.env = siegel_cli.environment(XDG_DATA_HOME=str(self.folder / "data"))
        self.addCleanup(self.remove_all)

    def remove_all(self):
        for account in json.loads(self.cli("list", "--json").stdout):
            self.cli("remove", account["id"])

    def cli(self, *arguments):
        return siegel_cli.run(*arguments, env=self.env)

    def set_up_account(self, postfix=None, service="imaps"):
        password = self.folder / "password"
        password.write_text(mailservers.USERS[ALICE])
        result = self.cli("setup", "--password-file", str(password), *self.trust(), "--name", "Zoë “Z”",
                          "--incoming", f"{service}://127.0.0.1:{self.dovecot.ports[service]}",
                          "--outgoing", f"smtps://127.0.0.1:{(postfix or self.postfix).ports['submissions']}", ALICE)
        self.assertEqual(result.returncode, 0, result.stderr)

    def trust(self):
        return ["--ca-file", str(self.servers.ca)]

    def mails(self):
        mailbox = self.dovecot.folder / "mail" / ALICE
        return [path for name in ("new", "cur") for path in (mailbox / name).glob("*")]

    def send(self, *options):
        result = self.cli("test-mail", "--json", *self.trust(), *options, ALICE)
        self.assertEqual(result.stderr, b"")
        answer = json.loads(result.stdout)
        self.assertEqual(list(answer), FIELDS)
        self.assertEqual(answer["address"], ALICE)
        return result.returncode, answer

    def test_arrives(self):
        self.set_up_account()
        before = len(self.mails())
        status, answer = self.send()
        self.assertEqual((status, answer["sent"], answer["arrived"], answer["removed"], answer["error"]),
                         (0, True, True, False, None))
        self.assertGreater(answer["sending_ms"], 0)
        self.assertGreaterEqual(answer["travel_ms"], 0)
        self.assertEqual(len(self.mails()), before + 1)

    def test_removed(self):
        self.set_up_account()
        before = self.mails()
        status, answer = self.send("--remove")
        self.assertEqual((status, answer["arrived"], answer["removed"], answer["error"]), (0, True, True, None))
        self.assertEqual([path.name.split(":")[0] for path in self.mails()], [path.name.split(":")[0] for path in before])

    def test_text(self):
        self.set_up_account()
        result = self.cli("test-mail", "--remove", *self.trust(), ALICE)
        self.assertEqual((result.returncode, result.stderr), (0, b""))
        lines = result.stdout.decode().splitlines()
        self.assertRegex(lines[0], r"^Sent: 127\.0\.0\.1 took the message after \d+\.\d s\.$")
        self.assertRegex(lines[1], r"^Arrived: it was in the inbox on 127\.0\.0\.1 \d+\.\d s later\.$")
        self.assertEqual(lines[2:], ["The message is removed again."])

    def test_pop3(self):
        self.set_up_account(service="pop3s")
        status, answer = self.send("--remove")
        self.assertEqual((status, answer["arrived"], answer["removed"]), (1, True, False))
        self.assertEqual(answer["error"]["code"], "mailbox-unavailable")

    def test_never_arrives(self):
        self.set_up_account(self.sink)
        status, answer = self.send("--timeout", "2")
        self.assertEqual((status, answer["sent"], answer["arrived"], answer["travel_ms"]), (1, True, False, None))
        self.assertEqual(answer["error"]["code"], "timed-out")
        self.assertIn("spam folder", answer["error"]["remedy"])
        result = self.cli("test-mail", "--timeout", "2", *self.trust(), ALICE)
        self.assertEqual(result.returncode, 1)
        self.assertEqual(len(result.stdout.splitlines()), 1)
        self.assertRegex(result.stderr.decode(), r"^siegel-cli: The message was sent, but .*spam folder.*\n$")

    def test_stored_authority(self):
        """What an account was set up with need not be named again."""
        self.set_up_account()
        result = self.cli("test-mail", "--json", ALICE)
        self.assertEqual((result.returncode, json.loads(result.stdout)["arrived"]), (0, True))

    def test_no_secret(self):
        self.set_up_account()
        self.env["DBUS_SESSION_BUS_ADDRESS"] = "unix:path=/nonexistent"
        status, answer = self.send()
        self.assertEqual((status, answer["sent"], answer["error"]["code"]), (3, False, "keyring-missing"))

    def test_no_account(self):
        status, answer = self.send()
        self.assertEqual((status, answer["sent"], answer["error"]["code"]), (1, False, "settings-unknown"))

    def test_progress_and_interrupt(self):
        self.set_up_account(self.sink)
        terminal = siegel_cli.Terminal("test-mail", *self.trust(), ALICE, env=self.env)
        terminal.wait_for(b"Wait for the message")
        self.assertIn(b"Send the message", terminal.shown)
        os.kill(terminal.pid, signal.SIGINT)
        self.assertEqual(terminal.finish(), 130)


if __name__ == "__main__":
    if not mailservers.has_dovecot() or not mailservers.has_postfix():
        sys.exit(SKIPPED)
    unittest.main()
