#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Accounts for the real GNOME Online Accounts and the real Evolution Data Server, with a real keyring. To be run in a
session of its own (session.sh --keyring)."""

import dataclasses
import os
import pathlib
import subprocess
import sys
import unittest

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE / "support"))

SKIPPED = 77
LOGIN = "/org/freedesktop/secrets/collection/login"
NASTY = r"""o'brien "x" \y #z; $(id) %s ü@example.test"""
# In milliseconds: before the first answer, between some, after the last.
MOMENTS = (0, 3, 10, 30, 100, 300)


def keyring(*arguments):
    return subprocess.run([sys.executable, str(HERE / "support" / "keyring.py"), *arguments], check=True,
                          capture_output=True, text=True, timeout=20).stdout.strip()


def count(attribute):
    return int(keyring("count", attribute))


class Programs(unittest.TestCase):
    program = None

    def setUp(self):
        self.account = Account(user=NASTY, password=' b"a\\ck släsh ')
        self.addCleanup(self.do, "remove")

    def tearDown(self):
        """Whatever a test did, it took everything away again."""
        self.assertEqual(self.left(), (0, 0))

    def do(self, verb, account=None):
        return hand_over(self.program, verb, account or self.account)

    def state(self, account=None):
        return state(self.program, account or self.account)

    def add(self, account=None):
        self.assertEqual(self.do("add", account), {"done": "add"})
        self.assertEqual(self.state(account), "added")

    def remove(self, account=None):
        self.assertEqual(self.do("remove", account), {"done": "remove"})
        self.assertEqual(self.state(account), "ready")

    def lock(self):
        keyring("lock", LOGIN)
        self.addCleanup(keyring, "unlock", LOGIN, "test")

    def assert_fails(self, answer, code, *words):
        self.assertEqual(answer.get("error"), code, answer)
        for word in words:
            self.assertIn(word, answer["message"])


class Common:
    """What holds for each of them."""

    def test_there_and_back(self):
        self.assertEqual(self.state(), "ready")
        self.add()
        self.remove()
        # Once more: nothing was left that is in the way.
        self.add()
        self.remove()

    def test_twice(self):
        self.add()
        before = self.left()
        self.assert_fails(self.do("add"), "handoff-failed", "from Siegel already")
        self.assertEqual(self.left(), before)
        self.remove()

    def test_remove_nothing(self):
        self.assertEqual(self.do("remove"), {"done": "remove"})

    def test_capitals(self):
        """The same mailbox, however somebody writes it."""
        self.add()
        other = dataclasses.replace(self.account, address="Alice@EXAMPLE.test")
        self.assertEqual(self.state(other), "added")
        self.assertEqual(self.state(dataclasses.replace(self.account, address="alicia@example.test")), "ready")
        self.remove(other)

    def test_two_accounts(self):
        other = Account(address="bob@example.test", user="bob", password="other")
        self.add()
        self.add(other)
        self.remove()
        self.assertEqual(self.state(other), "added")
        self.remove(other)

    def test_cancelled(self):
        """At whatever moment: all is there, or nothing."""
        for moment in MOMENTS:
            answer = self.do("add-and-cancel", dataclasses.replace(self.account, more={"cancel-after": str(moment)}))
            if answer.get("done"):
                self.remove()
            else:
                self.assert_fails(answer, "cancelled")
                self.assertEqual((self.state(), self.left()), ("ready", (0, 0)), moment)

    def test_missing(self):
        """On a bus that knows no such program, and without a bus."""
        folder = pathlib.Path(os.environ["SIEGEL_SESSION"])
        config = folder / "empty.conf"
        config.write_text((folder / "bus.conf").read_text().replace("run/bus<", "run/empty<").replace(
            f"<servicedir>{folder}/services</servicedir>", ""))
        with subprocess.Popen(["dbus-daemon", f"--config-file={config}", "--nofork", "--nopidfile", "--print-address"],
                              stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as bus:
            addresses = bus.stdout.readline().strip(), "unix:path=/nonexistent"
            try:
                for address in addresses:
                    with unittest.mock.patch.dict(os.environ, DBUS_SESSION_BUS_ADDRESS=address):
                        self.assertEqual(self.state(), "missing", address)
                        self.assert_fails(self.do("add"), "handoff-failed", "not on this computer")
            finally:
                bus.terminate()

    def test_trust(self):
        """What only Siegel was told to trust is said; all else is not worth a word."""
        plain = dataclasses.replace(self.account, password="secret")
        self.assertEqual(self.do("warn", plain), {"sentences": []})
        (sentence,) = self.do("warn", dataclasses.replace(plain, more={"authorities": "PEM"}))["sentences"]
        self.assertIn("certificate", sentence)

    def test_not_text(self):
        answer = self.do("add", dataclasses.replace(self.account, more={"password-base64": "/wA="}))
        self.assert_fails(answer, "handoff-failed", "password")


class OnlineAccounts(Common, Programs):
    program = "goa"

    def left(self):
        return len(goa_accounts()), count("xdg:schema=org.gnome.OnlineAccounts")

    def mail(self):
        ((path, interfaces),) = goa_accounts().items()
        return path, interfaces[GOA + ".Mail"]

    def test_details(self):
        self.account.incoming = ("imap", "mail.example.test", 993, False)
        self.account.outgoing = ("smtp", "::1", 2587, True)
        self.account.outgoing_user, self.account.outgoing_password = "other", "another"
        self.add()
        path, mail = self.mail()
        expected = {
            "EmailAddress": "alice@example.test", "Name": self.account.name, "ImapHost": "mail.example.test",
            "ImapUserName": NASTY, "ImapUseSsl": True, "ImapUseTls": False, "ImapAcceptSslErrors": False,
            "SmtpHost": "[::1]:2587", "SmtpUserName": "other", "SmtpUseSsl": False, "SmtpUseTls": True,
            "SmtpUseAuth": True, "SmtpAuthPlain": True, "SmtpAuthLogin": False, "SmtpAcceptSslErrors": False,
        }
        self.assertEqual({key: mail[key] for key in expected}, expected)
        self.assertEqual(goa_password(path, "imap"), self.account.password)
        self.assertEqual(goa_password(path, "smtp"), "another")
        self.remove()

    def test_unusual_port(self):
        self.account.incoming = ("imap", "mail.example.test", 1143, True)
        self.add()
        _path, mail = self.mail()
        self.assertEqual((mail["ImapHost"], mail["ImapUseSsl"], mail["ImapUseTls"]), ("mail.example.test:1143", False, True))
        self.remove()

    def test_no_sign_in(self):
        self.account.outgoing_user = ""
        self.add()
        path, mail = self.mail()
        self.assertEqual((mail["SmtpUseAuth"], mail["SmtpAuthPlain"]), (False, False))
        with self.assertRaises(GLib.Error):
            goa_password(path, "smtp")
        self.remove()

    def test_pop3(self):
        account = dataclasses.replace(self.account, incoming=("pop3", "127.0.0.1", 995, False))
        self.assert_fails(self.do("holds", account), "handoff-failed", "POP3")
        self.assert_fails(self.do("add", account), "handoff-failed", "POP3")

    def test_foreign(self):
        """An account that somebody made by hand is seen, and stays."""
        credentials = {"imap-password": GLib.Variant("s", "theirs"), "smtp-password": GLib.Variant("s", "theirs")}
        details = {"Enabled": "true", "EmailAddress": "Alice@example.test", "ImapHost": "theirs.example.test"}
        (path,) = call(GOA, GOA_MANAGER, GOA + ".Manager.AddAccount", "(sssa{sv}a{ss})", "imap_smtp",
                       "Alice@example.test", "Alice@example.test", credentials, details)
        before = goa_accounts()
        self.assertEqual(self.state(), "foreign")
        self.assert_fails(self.do("add"), "handoff-failed", "stays as it is")
        self.assert_fails(self.do("remove"), "handoff-failed", "stays as it is")
        self.assertEqual(goa_accounts(), before)
        self.assertEqual(goa_password(path), "theirs")
        call(GOA, path, GOA + ".Account.Remove")

    def test_removed_by_others(self):
        self.add()
        call(GOA, self.mail()[0], GOA + ".Account.Remove")
        self.assertEqual(self.state(), "ready")
        self.assertEqual(self.do("remove"), {"done": "remove"})
        self.add()
        self.remove()

    def test_made_again_by_others(self):
        """The same address in an account of somebody else's is not ours because we once had one."""
        self.add()
        call(GOA, self.mail()[0], GOA + ".Account.Remove")
        self.test_foreign()

    def test_locked(self):
        """It says nothing of a keyring that stays locked; we do, and nothing is left."""
        self.lock()
        self.assert_fails(self.do("add"), "handoff-failed", "keyring")
        self.assertEqual(self.state(), "ready")

    def test_quotes(self):
        for password, warned in (("a b'ü", False), ('a"b', True), ("a\\b", True)):
            sentences = self.do("warn", dataclasses.replace(self.account, password=password))["sentences"]
            self.assertEqual(len(sentences), warned, password)

    def test_notes(self):
        """Ours only, and with no more in it than is needed."""
        self.add()
        notes = pathlib.Path(os.environ["XDG_DATA_HOME"], "siegel", "handoff", "goa.ini")
        self.assertEqual(notes.read_text(), f"[accounts]\n{self.mail()[0].rsplit('/', 1)[1]}=alice@example.test\n")
        self.remove()
        self.assertNotIn("alice", notes.read_text())

    def test_notes_spoilt(self):
        notes = pathlib.Path(os.environ["XDG_DATA_HOME"], "siegel", "handoff", "goa.ini")
        notes.parent.mkdir(parents=True, exist_ok=True)
        notes.write_bytes(b"\0\xff[[\n")
        self.add()
        self.remove()

    def test_notes_not_writable(self):
        """What could not be recognised later is not left there."""
        notes = pathlib.Path(os.environ["XDG_DATA_HOME"], "siegel", "handoff", "goa.ini")
        notes.unlink(missing_ok=True)
        notes.mkdir(parents=True)
        self.assert_fails(self.do("add"), "handoff-failed", "goa.ini")
        notes.rmdir()


class Evolution(Common, Programs):
    program = "evolution"

    def left(self):
        return len(eds_sources()), count("eds-origin=evolution-data-server")

    def parts(self):
        """Of our only account, as Evolution itself reads them: account, identity, transport."""
        registry = EDataServer.SourceRegistry.new_sync(None)
        parts = {uid.rsplit("-", 1)[1]: registry.ref_source(uid) for uid in eds_sources()}
        return parts["account"], parts["identity"], parts["transport"]

    def server(self, source):
        authentication = source.get_extension("Authentication")
        security = source.get_extension("Security")
        return (authentication.get_host(), authentication.get_port(), authentication.get_user(),
                authentication.get_method(), security.get_method())

    def password(self, source):
        _found, password = source.lookup_password_sync(None)
        return password

    def test_imap(self):
        self.account.outgoing = ("smtp", "smtp.example.test", 2587, True)
        self.account.outgoing_user, self.account.outgoing_password = "other", "another"
        self.add()
        account, identity, transport = self.parts()
        self.assertEqual(account.get_extension("Mail Account").get_backend_name(), "imapx")
        self.assertEqual(account.get_extension("Mail Account").get_identity_uid(), identity.get_uid())
        self.assertEqual(self.server(account), ("127.0.0.1", 993, NASTY, "none", "ssl-on-alternate-port"))
        self.assertEqual(self.password(account), self.account.password)
        self.assertEqual(identity.get_extension("Mail Identity").get_address(), "alice@example.test")
        self.assertEqual(identity.get_extension("Mail Identity").get_name(), self.account.name)
        self.assertEqual(identity.get_extension("Mail Submission").get_transport_uid(), transport.get_uid())
        self.assertEqual(self.server(transport), ("smtp.example.test", 2587, "other", "PLAIN", "starttls-on-standard-port"))
        self.assertEqual(self.password(transport), "another")
        self.remove()

    def test_pop3(self):
        self.account.incoming = ("pop3", "127.0.0.1", 995, False)
        self.assertEqual(self.do("holds"), {"done": "holds"})
        self.assertTrue(any("stay on the server" in sentence for sentence in self.do("describe")["sentences"]))
        self.add()
        account, _identity, _transport = self.parts()
        self.assertEqual(account.get_extension("Mail Account").get_backend_name(), "pop")
        self.assertIn("KeepOnServer=true", eds_sources()[account.get_uid()][1])
        self.assertEqual(self.server(account), ("127.0.0.1", 995, NASTY, "none", "ssl-on-alternate-port"))
        self.assertEqual(self.password(account), self.account.password)
        self.remove()

    def test_no_sign_in(self):
        self.account.outgoing_user = ""
        self.add()
        _account, _identity, transport = self.parts()
        self.assertEqual(self.server(transport)[2:4], (None, "none"))
        self.assertEqual(self.left(), (3, 1))
        self.remove()

    def make_foreign(self):
        data = "[Data Source]\nDisplayName=theirs\nEnabled=true\n\n[Mail Identity]\nAddress=ALICE@example.test\n"
        call(EDS, EDS_MANAGER, "org.gnome.evolution.dataserver.SourceManager.CreateSources", "(a{ss})", {"theirs": data})

    def remove_foreign(self):
        call(EDS, eds_sources()["theirs"][0], EDS_SOURCE + ".Removable.Remove")

    def test_foreign(self):
        self.make_foreign()
        before = eds_sources()
        self.assertEqual(self.state(), "foreign")
        self.assert_fails(self.do("add"), "handoff-failed", "stays as it is")
        # There is nothing of ours to remove.
        self.assertEqual(self.do("remove"), {"done": "remove"})
        self.assertEqual(eds_sources(), before)
        self.remove_foreign()

    def test_foreign_beside_ours(self):
        self.add()
        self.make_foreign()
        self.assertEqual(self.do("remove"), {"done": "remove"})
        self.assertEqual(self.state(), "foreign")
        self.assertEqual(list(eds_sources()), ["theirs"])
        self.remove_foreign()

    def test_removed_by_others(self):
        """As Evolution does: the account, and the rest goes with it. Its passwords are its own business."""
        self.add()
        (path,) = (path for uid, (path, _data) in eds_sources().items() if uid.endswith("-account"))
        call(EDS, path, EDS_SOURCE + ".Removable.Remove")
        self.assertEqual(self.state(), "ready")
        subprocess.run(["secret-tool", "clear", "eds-origin", "evolution-data-server"], check=True)
        self.add()
        self.remove()

    def test_locked(self):
        self.lock()
        self.assert_fails(self.do("add"), "keyring-locked", "keyring")
        self.assertEqual(self.state(), "ready")

    def test_locked_at_the_end(self):
        """All stays, until the passwords can go, too."""
        self.add()
        self.lock()
        self.assert_fails(self.do("remove"), "keyring-locked", "keyring")
        self.assertEqual(self.state(), "added")
        keyring("unlock", LOGIN, "test")
        self.remove()

    def test_refused(self):
        """A file that cannot be written, when the passwords are stored already."""
        place = pathlib.Path(os.environ["XDG_CONFIG_HOME"], "evolution", "sources")
        eds_sources()
        place.rename(place.with_name("elsewhere"))
        place.touch()
        answer = self.do("add")
        place.unlink()
        place.with_name("elsewhere").rename(place)
        self.assert_fails(answer, "handoff-failed")
        self.assertEqual(self.state(), "ready")


if __name__ == "__main__":
    try:
        import gi
        gi.require_version("EDataServer", "1.2")
        from gi.repository import EDataServer, GLib
    except (ImportError, ValueError) as error:
        print(f"skipped: {error} (gir1.2-edataserver-1.2)", file=sys.stderr)
        sys.exit(SKIPPED)
    from handing_over import EDS, EDS_MANAGER, EDS_SOURCE, GOA, GOA_MANAGER, Account, call, eds_sources, goa_accounts, \
        goa_password, hand_over, state
    import unittest.mock
    unittest.main()
