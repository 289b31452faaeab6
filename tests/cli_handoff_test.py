#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""siegel-cli export, where programs are told of an account: the real GNOME Online Accounts and the real Evolution Data
Server, with a real keyring. To be run in a session of its own (session.sh --keyring)."""

import json
import os
import subprocess
import sys
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
import cli_export_test as export  # noqa: E402
from gi.repository import Gio, GLib  # noqa: E402

PEERS = {
    "goa": ("org.gnome.OnlineAccounts", "/org/gnome/OnlineAccounts", "org.gnome.OnlineAccounts.Mail"),
    "evolution": ("org.gnome.evolution.dataserver.Sources5", "/org/gnome/evolution/dataserver/SourceManager",
                  "org.gnome.evolution.dataserver.Source"),
}
WORDS = {"goa": "alice@example.test", "evolution": "imap.example.test"}


def count(program):
    """How many objects of the program speak of the account."""
    name, path, interface = PEERS[program]
    bus = Gio.bus_get_sync(Gio.BusType.SESSION)
    (objects,) = bus.call_sync(name, path, "org.freedesktop.DBus.ObjectManager", "GetManagedObjects", None, None,
                               Gio.DBusCallFlags.NONE, 20000, None).unpack()
    return sum(WORDS[program] in str(interfaces[interface]) for interfaces in objects.values() if interface in interfaces)


class Programs(export.Case):
    def setUp(self):
        super().setUp()
        self.store_password(self.store(), "pass word")

    def answer(self, program, *options):
        result = self.run_cli("--to", program, "--json", *options, export.ALICE)
        self.assertEqual(result.stderr, b"")
        return result.returncode, json.loads(result.stdout)

    def test_there_and_back(self):
        for program in PEERS:
            with self.subTest(program):
                self.assertEqual(count(program), 0)
                status, answer = self.answer(program)
                self.addCleanup(self.run_cli, "--to", program, "--undo", export.ALICE)
                self.assertEqual((status, answer["ok"], answer["error"]), (0, True, None), answer)
                self.assertTrue(answer["steps"])
                self.assertGreater(count(program), 0)
                status, answer = self.answer(program)
                self.assertEqual((status, answer["ok"], answer["error"]["code"]), (3, False, "handoff-failed"))
                status, answer = self.answer(program, "--undo")
                self.assertEqual((status, answer["ok"], answer["undo"]), (0, True, True))
                self.assertEqual(count(program), 0)

    def test_said(self):
        """What is about to be done, and that it was; never the password."""
        result = self.run_cli("--to", "goa", export.ALICE)
        undone = self.run_cli("--to", "goa", "--undo", export.ALICE)
        self.assertEqual((result.returncode, undone.returncode), (0, 0), (result, undone))
        self.assertTrue(result.stderr)
        self.assertIn(b"--undo", result.stdout)
        self.assertIn(b"no longer", undone.stdout)
        self.assertNotIn(b"pass word", result.stdout + result.stderr)

    def test_what_it_cannot_hold(self):
        self.store(protocol="pop3", port=995)
        status, answer = self.answer("goa")
        self.assertEqual((status, answer["error"]["code"]), (3, "handoff-failed"))
        formats = json.loads(self.run_cli("--list", "--json", export.ALICE).stdout)
        (goa,) = [form for form in formats if form["id"] == "goa"]
        self.assertEqual((goa["kind"], goa["holds"], goa["reason"]), ("program", False, answer["error"]["message"]))

    def test_wrong_usage(self):
        for options in (["--output", "x"], ["--force"], ["--with-password"]):
            result = self.run_cli("--to", "goa", *options, export.ALICE)
            self.assertEqual((result.returncode, result.stdout), (2, b""), options)
        self.assertEqual(self.run_cli("--to", "apple", "--undo", export.ALICE).returncode, 2)


def is_there(program):
    result = subprocess.run([export.siegel_cli.PROGRAM, "export", "--list"], capture_output=True, check=True, timeout=60)
    if program not in [line.split()[0] for line in result.stdout.decode().splitlines()]:
        return False
    try:
        count(program)
    except GLib.Error:
        return False
    return True


if __name__ == "__main__":
    missing = [program for program in PEERS if "DBUS_SESSION_BUS_ADDRESS" not in os.environ or not is_there(program)]
    if missing:
        print("needs a session with", *missing, file=sys.stderr)
        sys.exit(export.SKIPPED)
    unittest.main()
