#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""siegel-cli check and setup against a real Dovecot and a real Postfix, with a real keyring. To be run in a session of
its own (session.sh --keyring)."""

import hashlib
import json
import os
import pathlib
import shutil
import ssl
import subprocess
import sys
import tempfile
import unittest
from urllib.parse import quote

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE / "support"))
import mailservers  # noqa: E402
import siegel_cli  # noqa: E402

SKIPPED = 77
ALICE, BOB, CAROL = "alice@example.test", "bob@example.test", "carol@example.test"
TLS_STEPS = ["resolve", "connect", "tls", "identity", "greeting", "capabilities", "sign-in"]
STARTTLS_STEPS = ["resolve", "connect", "greeting", "starttls", "tls", "identity", "capabilities", "sign-in"]
SERVER_FIELDS = ["protocol", "hostname", "port", "security", "username", "ok", "mechanism", "steps", "tls", "error"]
CERTIFICATE_FIELDS = ["subject", "issuer", "not_before", "not_after", "names", "sha256", "spki_sha256", "trusted", "pinned",
                      "expires_soon", "faults"]


class Servers(unittest.TestCase):
    """One Dovecot and, as root, one Postfix for all tests here; a home for each test."""

    @classmethod
    def setUpClass(cls):
        cls.servers = mailservers.MailServers()
        cls.addClassCleanup(cls.servers.__exit__)
        cls.servers.__enter__()
        cls.dovecot = cls.servers.dovecot()
        cls.postfix = cls.servers.postfix(cls.dovecot) if mailservers.has_postfix() else cls.dovecot

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.env = siegel_cli.environment(XDG_DATA_HOME=str(self.folder / "data"))

    def uri(self, scheme, port, user=None):
        return f"{scheme}://{quote(user, safe='') + '@' if user else ''}127.0.0.1:{port}"

    def tls(self, user=None):
        return ["--ca-file", str(self.servers.ca),
                "--incoming", self.uri("imaps", self.dovecot.ports["imaps"], user),
                "--outgoing", self.uri("smtps", self.postfix.ports["submissions"], user)]

    def starttls(self, user=None):
        return ["--ca-file", str(self.servers.ca),
                "--incoming", self.uri("imap", self.dovecot.ports["imap"], user),
                "--outgoing", self.uri("smtp", self.postfix.ports["submission"], user)]

    def pop3(self):
        return ["--ca-file", str(self.servers.ca),
                "--incoming", self.uri("pop3s", self.dovecot.ports["pop3s"]),
                "--outgoing", self.uri("smtps", self.postfix.ports["submissions"])]

    def password(self, user, end="\n"):
        return self.write("password", mailservers.USERS[user].encode() + end.encode())

    def write(self, name, content):
        path = self.folder / name
        path.write_bytes(content)
        return str(path)

    def cli(self, *arguments, data=b""):
        return siegel_cli.run(*arguments, data=data, env=self.env)

    def json(self, *arguments, data=b""):
        result = self.cli(*arguments, data=data)
        self.assertEqual(result.stderr, b"", arguments)
        return result.returncode, json.loads(result.stdout)

    def check(self, *options, user=ALICE, password=None):
        return self.json("check", "--json", "--password-file", password or self.password(user), *options, user)

    def assert_all_passed(self, status, answer):
        self.assertEqual((status, answer["ok"]), (0, True), answer)
        for server in answer["servers"]:
            self.assertTrue(server["ok"], server)
            self.assertIsNone(server["error"])
            self.assertEqual({step["state"] for step in server["steps"]}, {"passed"}, server)

    def errors(self, answer):
        return [server["error"] and server["error"]["code"] for server in answer["servers"]]


class Check(Servers):
    def test_tls(self):
        status, answer = self.check(*self.tls())
        self.assert_all_passed(status, answer)
        self.assertEqual(list(answer), ["address", "ok", "elapsed_ms", "servers"])
        incoming, outgoing = answer["servers"]
        for server, port in ((incoming, self.dovecot.ports["imaps"]), (outgoing, self.postfix.ports["submissions"])):
            self.assertEqual(list(server), SERVER_FIELDS)
            self.assertEqual((server["hostname"], server["port"], server["security"]), ("127.0.0.1", port, "tls"))
            self.assertEqual(server["username"], ALICE)
            self.assertTrue(server["mechanism"])
        self.assertEqual([step["step"] for step in incoming["steps"]], TLS_STEPS + ["mailbox"])
        self.assertEqual([step["step"] for step in outgoing["steps"]], TLS_STEPS + ["sender"])
        self.assertEqual((incoming["protocol"], outgoing["protocol"]), ("imap", "smtp"))
        for step in incoming["steps"]:
            self.assertEqual(list(step), ["step", "state", "ms", "detail"])
            self.assertGreaterEqual(step["ms"], 0)

    def test_certificate(self):
        _status, answer = self.check(*self.tls())
        tls = answer["servers"][0]["tls"]
        self.assertEqual(list(tls), ["version", "cipher", "key", "group", "chain", "certificate"])
        self.assertEqual(tls["version"], "TLS1.3")
        certificate = tls["certificate"]
        self.assertEqual(list(certificate), CERTIFICATE_FIELDS)
        pem = ssl.get_server_certificate(("127.0.0.1", self.dovecot.ports["imaps"]))
        der = ssl.PEM_cert_to_DER_cert(pem)
        self.assertEqual(certificate["sha256"], hashlib.sha256(der).hexdigest())
        self.assertEqual((certificate["trusted"], certificate["pinned"], certificate["faults"]), (True, False, []))
        self.assertFalse(certificate["expires_soon"])
        self.assertRegex(tls["key"], r"^(RSA|ECDSA) \d+$")
        self.assertTrue(tls["group"])
        self.assertEqual(tls["chain"][0], certificate["subject"])
        self.assertIn("127.0.0.1", certificate["names"])
        self.assertRegex(certificate["not_after"], r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$")
        self.assertLess(certificate["not_before"], certificate["not_after"])

    def test_starttls(self):
        status, answer = self.check(*self.starttls())
        self.assert_all_passed(status, answer)
        incoming, outgoing = answer["servers"]
        self.assertEqual([step["step"] for step in incoming["steps"]], STARTTLS_STEPS + ["mailbox"])
        self.assertEqual([step["step"] for step in outgoing["steps"]], STARTTLS_STEPS + ["sender"])
        self.assertEqual((incoming["security"], outgoing["security"]), ("starttls", "starttls"))

    def test_pop3(self):
        status, answer = self.check("--pop3", *self.pop3())
        self.assert_all_passed(status, answer)
        self.assertEqual(answer["servers"][0]["protocol"], "pop3")

    def test_text(self):
        result = self.cli("check", "--password-file", self.password(ALICE), *self.tls(), ALICE)
        self.assertEqual((result.returncode, result.stderr), (0, b""))
        self.assertIn("TLS 1.3", result.stdout.decode())

    def test_no_login(self):
        status, answer = self.json("check", "--json", "--no-login", *self.tls(), ALICE)
        self.assert_all_passed(status, answer)
        for server in answer["servers"]:
            self.assertEqual(server["steps"][-1]["step"], "capabilities")
            self.assertIsNone(server["mechanism"])

    def test_passwords(self):
        """Byte for byte, from a file, from standard input and from a terminal."""
        for user in (ALICE, BOB, CAROL):
            text = mailservers.USERS[user].encode()
            for end in ("", "\n"):
                self.assert_all_passed(*self.check(*self.tls(), user=user, password=self.password(user, end)))
                self.assert_all_passed(*self.json("check", "--json", "--password-file", "-", *self.tls(), user,
                                                  data=text + end.encode()))
            terminal = siegel_cli.Terminal("check", *self.tls(), user, env=self.env)
            terminal.wait_for(user.encode() + b":")
            terminal.type(text + b"\n")
            self.assertEqual(terminal.finish(), 0, terminal.shown)
            self.assertNotIn(text, terminal.shown)

    def test_one_newline_only(self):
        """The second one would belong to the password, and cannot be sent."""
        status, answer = self.check(*self.tls(), password=self.password(ALICE, "\n\n"))
        self.assertEqual((status, self.errors(answer)), (1, ["settings-invalid"] * 2))

    def test_wrong_password(self):
        wrong = self.write("wrong", b"not this\n")
        status, answer = self.check(*self.tls(), password=wrong)
        self.assertEqual((status, answer["ok"], self.errors(answer)), (1, False, ["sign-in-rejected"] * 2))
        for server in answer["servers"]:
            self.assertEqual(list(server["error"]), ["code", "message", "remedy", "server_said"])
            self.assertTrue(server["error"]["message"] and server["error"]["remedy"] and server["error"]["server_said"])
            self.assertEqual({step["step"]: step["state"] for step in server["steps"]}["sign-in"], "failed")
            self.assertEqual(server["steps"][-1]["state"], "skipped")

    def test_wrong_password_as_text(self):
        result = self.cli("check", "--password-file", self.write("wrong", b"not this\n"), *self.tls(), ALICE)
        self.assertEqual(result.returncode, 1)
        lines = result.stderr.decode().splitlines()
        self.assertEqual(len(lines), 2, lines)
        self.assertIn("✗", result.stdout.decode())
        self.assertNotIn(b"not this", result.stdout + result.stderr)

    def test_two_passwords(self):
        wrong = self.write("wrong", b"not this\n")
        status, answer = self.check(*self.tls(), "--smtp-password-file", wrong)
        self.assertEqual((status, self.errors(answer)), (1, [None, "sign-in-rejected"]))
        status, answer = self.check(*self.tls(), "--smtp-password-file", self.password(ALICE), password=wrong)
        self.assertEqual((status, self.errors(answer)), (1, ["sign-in-rejected", None]))

    def test_usernames(self):
        password = self.write("dave", mailservers.USERS["dave"].encode())
        for options in (["--username", "dave", *self.tls()], self.tls("dave"), self.tls()):
            status, answer = self.check(*options, user="dave@example.test", password=password)
            self.assert_all_passed(status, answer)
            self.assertEqual([server["username"] for server in answer["servers"]], ["dave", "dave"])
        status, answer = self.check(*self.tls(), "--smtp-username", BOB, "--smtp-password-file", self.password(BOB),
                                    password=self.write("alice", mailservers.USERS[ALICE].encode()))
        self.assertEqual([server["username"] for server in answer["servers"]], [ALICE, BOB])

    @unittest.skipUnless(mailservers.has_postfix(), "needs Postfix")
    def test_sender_rejected(self):
        status, answer = self.check(*self.tls(), "--username", ALICE, user=BOB, password=self.password(ALICE))
        self.assertEqual((status, self.errors(answer)), (1, [None, "sender-rejected"]))
        self.assertTrue(answer["servers"][1]["error"]["server_said"])

    def test_untrusted(self):
        status, answer = self.check(*self.tls()[2:])
        self.assertEqual((status, self.errors(answer)), (1, ["certificate-unknown-issuer"] * 2))
        self.assertFalse(answer["servers"][0]["tls"]["certificate"]["trusted"])
        self.assertEqual(answer["servers"][0]["tls"]["certificate"]["faults"], ["unknown-issuer"])

    def test_many_faults(self):
        """All that is wrong is said at once, to programs and to people; a pin accepts it, and it is still said."""
        server = self.servers.dovecot(services=("imaps",), certificate="manyfaults")
        self.addCleanup(server.ask_to_stop)
        options = ["--incoming", f"imaps://127.0.0.1:{server.ports['imaps']}", *self.tls()[:2], *self.tls()[4:]]
        _status, answer = self.json("check", "--json", "--no-login", *options, ALICE)
        certificate = answer["servers"][0]["tls"]["certificate"]
        self.assertEqual(self.errors(answer)[0], "certificate-wrong-host")
        self.assertEqual(certificate["faults"], ["wrong-host", "expired", "self-signed"])
        text = self.cli("check", "--no-login", *options, ALICE).stdout.decode()
        for sentence in ("· It was issued for other.example.test, not for 127.0.0.1.", "· It was valid only until 1 January 2021.",
                         "· The server issued it to itself: nobody else vouches for it.", "Nothing was sent to the server."):
            self.assertIn(sentence, text)
        pin = "sha256:" + certificate["spki_sha256"]
        _status, answer = self.json("check", "--json", "--no-login", *options, "--pin", pin, ALICE)
        certificate = answer["servers"][0]["tls"]["certificate"]
        self.assertEqual((certificate["trusted"], certificate["pinned"]), (True, True))
        self.assertEqual(certificate["faults"], ["wrong-host", "expired", "self-signed"])

    def test_pin(self):
        options = self.tls()[2:]
        _status, answer = self.json("check", "--json", "--no-login", *options, ALICE)
        pin = answer["servers"][0]["tls"]["certificate"]["spki_sha256"]
        self.assert_all_passed(*self.check(*options, "--pin", "sha256:" + pin.upper()))
        status, answer = self.check(*options, "--pin", "sha256:" + "0" * 64)
        self.assertEqual((status, self.errors(answer)), (1, ["certificate-changed"] * 2))

    def test_file(self):
        config = self.write("config.xml", f"""<clientConfig version="1.1"><emailProvider id="example.test">
<incomingServer type="imap"><hostname>127.0.0.1</hostname><port>{self.dovecot.ports["imaps"]}</port>
<socketType>SSL</socketType><username>%EMAILADDRESS%</username><authentication>password-cleartext</authentication></incomingServer>
<outgoingServer type="smtp"><hostname>127.0.0.1</hostname><port>{self.postfix.ports["submissions"]}</port>
<socketType>SSL</socketType><username>%EMAILADDRESS%</username><authentication>password-cleartext</authentication></outgoingServer>
</emailProvider></clientConfig>""".encode())
        self.assert_all_passed(*self.check("--file", config, "--ca-file", str(self.servers.ca)))

    def test_bad_ca_file(self):
        for path in (self.write("ca.pem", b"nothing"), "/nonexistent"):
            result = self.cli("check", "--no-login", *self.tls()[2:], "--ca-file", path, ALICE)
            self.assertEqual((result.returncode, result.stdout), (3, b""))
            self.assertEqual(len(result.stderr.splitlines()), 1)


class Setup(Servers):
    def setUp(self):
        super().setUp()
        self.addCleanup(self.remove_all)

    def remove_all(self):
        for account in json.loads(self.cli("list", "--json").stdout):
            self.cli("remove", account["id"])

    def setup_account(self, user, *options):
        return self.json("setup", "--json", "--password-file", self.password(user), *options, user)

    def servers_of(self, user):
        return (("imap", self.dovecot.ports["imaps"], user), ("smtp", self.postfix.ports["submissions"], user))

    def read_secret(self, service, port, user):
        result = subprocess.run(["secret-tool", "lookup", "host", "127.0.0.1", "service", service, "user", user,
                                 "port", str(port)], capture_output=True, env=self.foreign_env(), timeout=60)
        return result.stdout if result.returncode == 0 else None

    def foreign_env(self):
        """The strictness that our own programs are tested with is not for those of others."""
        return {name: value for name, value in self.env.items() if name != "G_DEBUG" and "SAN_OPTIONS" not in name}

    def assert_no_secret_on_disk(self, secret):
        for path in (self.folder / "data").rglob("*"):
            if path.is_file():
                self.assertNotIn(secret, path.read_bytes(), path)

    def test_stored(self):
        for user in (ALICE, BOB, CAROL):
            secret = mailservers.USERS[user].encode()
            status, answer = self.setup_account(user, "--name", "Zoë “Z” Doe", *self.tls())
            self.assert_all_passed(status, answer)
            for service, port, name in self.servers_of(user):
                self.assertEqual(self.read_secret(service, port, name), secret)
            self.assert_no_secret_on_disk(secret)
            account = self.json("show", "--json", user)[1]
            self.assertEqual(account, self.json("show", "--json", answer["account"])[1])
            self.assertEqual((account["id"], account["name"]), (answer["account"], "Zoë “Z” Doe"))
        accounts = self.json("list", "--json")[1]
        self.assertEqual([account["address"] for account in accounts], [ALICE, BOB, CAROL])

    def test_shape(self):
        _status, answer = self.setup_account(ALICE, *self.tls())
        self.assertEqual(list(answer), ["address", "ok", "elapsed_ms", "servers", "account"])
        account = self.json("show", "--json", ALICE)[1]
        self.assertEqual(list(account), ["id", "name", "address", "provider", "incoming", "outgoing", "created"])
        self.assertEqual(account["incoming"], [{
            "protocol": "imap", "hostname": "127.0.0.1", "port": self.dovecot.ports["imaps"], "security": "tls",
            "username": ALICE, "auth": ["password"]}])
        self.assertRegex(account["created"], r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$")

    def test_text(self):
        result = self.cli("setup", "--password-file", self.password(ALICE), *self.tls(), ALICE)
        self.assertEqual((result.returncode, result.stderr), (0, b""))
        for command in (["list"], ["show", ALICE]):
            shown = self.cli(*command)
            self.assertEqual((shown.returncode, shown.stderr), (0, b""))
            self.assertIn(ALICE.encode(), shown.stdout)

    def test_two_secrets(self):
        self.assertNotEqual(mailservers.USERS[ALICE], mailservers.USERS[BOB])
        outgoing = self.write("outgoing", mailservers.USERS[BOB].encode())
        incoming = self.write("incoming", mailservers.USERS[ALICE].encode())
        status, answer = self.json("setup", "--json", "--password-file", incoming, "--username", ALICE, "--smtp-username",
                                   BOB, "--smtp-password-file", outgoing, *self.tls(), BOB)
        self.assert_all_passed(status, answer)
        (_, imap, _), (_, smtp, _) = self.servers_of(ALICE)
        self.assertEqual(self.read_secret("imap", imap, ALICE), mailservers.USERS[ALICE].encode())
        self.assertEqual(self.read_secret("smtp", smtp, BOB), mailservers.USERS[BOB].encode())

    def test_replace(self):
        _status, first = self.setup_account(ALICE, *self.tls())
        result = self.cli("setup", "--password-file", self.password(ALICE), *self.tls(), ALICE)
        self.assertEqual((result.returncode, result.stdout), (3, b""))
        self.assertIn(b"--replace", result.stderr)
        status, answer = self.setup_account(ALICE, *self.tls())
        self.assertEqual((status, answer["ok"], answer["error"]["code"]), (3, False, "store-failed"))
        self.assertEqual(len(self.json("list", "--json")[1]), 1)

        status, second = self.setup_account(ALICE, "--replace", *self.tls())
        self.assert_all_passed(status, second)
        self.assertEqual([account["id"] for account in self.json("list", "--json")[1]], [second["account"]])
        self.assertIsNotNone(first["account"])
        for server in self.servers_of(ALICE):
            self.assertEqual(self.read_secret(*server), mailservers.USERS[ALICE].encode())

    def test_remove(self):
        self.setup_account(ALICE, *self.tls())
        result = self.cli("remove", ALICE)
        self.assertEqual((result.returncode, result.stderr), (0, b""))
        self.assertEqual(self.json("list", "--json")[1], [])
        for server in self.servers_of(ALICE):
            self.assertIsNone(self.read_secret(*server))

    def test_failed_check_stores_nothing(self):
        result = self.cli("setup", "--password-file", self.write("wrong", b"not this"), *self.tls(), ALICE)
        self.assertEqual(result.returncode, 1)
        self.assertEqual(self.json("list", "--json")[1], [])
        for server in self.servers_of(ALICE):
            self.assertIsNone(self.read_secret(*server))

    def test_no_keyring(self):
        self.env["DBUS_SESSION_BUS_ADDRESS"] = "unix:path=/nonexistent"
        status, answer = self.setup_account(ALICE, *self.tls())
        self.assertEqual((status, answer["ok"], answer["error"]["code"]), (3, False, "keyring-missing"))
        self.assertEqual([server["ok"] for server in answer["servers"]], [True, True])
        self.assertEqual(self.json("list", "--json")[1], [])
        result = self.cli("setup", "--password-file", self.password(ALICE), *self.tls(), ALICE)
        self.assertEqual(result.returncode, 3)
        self.assertEqual(len(result.stderr.splitlines()), 1)

    @unittest.skipUnless(shutil.which("msmtp"), "needs msmtp")
    def test_msmtp(self):
        """msmtp finds the password by itself and sends with it; its own configuration names none."""
        for user in (ALICE, BOB, CAROL):
            self.setup_account(user, *self.tls())
            port = self.postfix.ports["submissions"]
            config = self.folder / "msmtprc"
            config.write_text(f"account default\nhost 127.0.0.1\nport {port}\ntls on\ntls_starttls off\n"
                              f"tls_trust_file {self.servers.ca}\nauth plain\nuser {user}\nfrom {user}\n")
            config.chmod(0o600)
            result = subprocess.run(["msmtp", "-C", str(config), user], input=b"Subject: hello\n\nhello\n",
                                    capture_output=True, env=self.foreign_env(), timeout=60, start_new_session=True)
            self.assertEqual((result.returncode, result.stderr), (0, b""))


if __name__ == "__main__":
    if not mailservers.has_dovecot() or not shutil.which("secret-tool") or "DBUS_SESSION_BUS_ADDRESS" not in os.environ:
        sys.exit(SKIPPED)
    unittest.main()
