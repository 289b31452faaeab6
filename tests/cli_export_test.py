#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""siegel-cli export: the command, and its files as programs that are not ours read them. To be run in a session of its own
with a keyring (session.sh --keyring)."""

import configparser
import json
import os
import pathlib
import plistlib
import re
import subprocess
import sys
import tempfile
import unittest
import xml.etree.ElementTree as ElementTree

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE / "support"))
import siegel_cli  # noqa: E402

SKIPPED = 77
ALICE = "alice@example.test"
ODD_USER = r"""o'brien "x" \y #z $(id) `id` <b>&amp; %s@example.test"""
ODD_NAME = 'Jürgen „X“ "Y" <&> Müller'
PASSWORD = ' p"a\\ß\'w$(id)ö '
ID = "0f9b7c5e-0000-4000-8000-000000000001"
XHTML = "{http://www.w3.org/1999/xhtml}"
SVG = "{http://www.w3.org/2000/svg}"
ACCOUNT = """[Account]
Format=1
Id={id}
Name={name}
Address={address}
ProviderName=Example & Söhne
Created=2026-01-02T03:04:05Z

[Incoming]
Protocol={protocol}
Host={host}
Port={port}
Security={security}
User={user}
Authentication=password;

[Outgoing]
Protocol=smtp
Host=smtp.example.test
Port={outgoing_port}
Security={security}
User={outgoing_user}
Authentication={outgoing_auth};
SeparateLogin={separate}
"""
USUAL = {"id": ID, "name": "Alice Example", "address": ALICE, "protocol": "imap", "host": "imap.example.test", "port": 993,
         "security": "tls", "user": ALICE, "outgoing_port": 465, "outgoing_user": None, "outgoing_auth": "password",
         "separate": "false"}


def key_file(value):
    """As GKeyFile wants it."""
    return str(value).replace("\\", "\\\\").replace("\n", "\\n")


class Case(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.env = siegel_cli.environment(XDG_DATA_HOME=str(self.folder / "data"), LANGUAGE="en")
        self.accounts = self.folder / "data" / "siegel" / "accounts"
        self.accounts.mkdir(parents=True)

    def store(self, **changes):
        """An account on disk, as the program writes it."""
        values = {**USUAL, **changes}
        values["outgoing_user"] = values["outgoing_user"] or values["user"]
        text = ACCOUNT.format(**{key: key_file(value) for key, value in values.items()})
        (self.accounts / (values["id"] + ".ini")).write_text(text)
        return values

    def store_password(self, values, password=PASSWORD, outgoing_password=None):
        """An item a server, as the program has them."""
        incoming = {"service": values["protocol"], "host": values["host"], "port": values["port"], "user": values["user"]}
        outgoing = {"service": "smtp", "host": "smtp.example.test", "port": values["outgoing_port"],
                    "user": values["outgoing_user"]}
        for attributes, secret in ((incoming, password), (outgoing, outgoing_password or password)):
            attributes.update({"xdg:schema": "io.github.siegel.Siegel.Account", "account": values["id"]})
            self.secret_tool("store", "--label=x", attributes, secret)
            self.addCleanup(self.secret_tool, "clear", None, attributes)

    def secret_tool(self, verb, label, attributes, password=""):
        words = [word for pair in attributes.items() for word in map(str, pair)]
        subprocess.run(["secret-tool", verb, *([label] if label else []), *words], input=password.encode(),
                       check=verb == "store")

    def run_cli(self, *arguments, **changes):
        return subprocess.run([siegel_cli.PROGRAM, "export", *arguments], capture_output=True, timeout=60,
                              env={**self.env, **changes})

    def export(self, to, *options, address=ALICE, **changes):
        result = self.run_cli("--to", to, *options, address, **changes)
        self.assertEqual(result.returncode, 0, result)
        return result.stdout

    def assert_refused(self, to, address=ALICE):
        result = self.run_cli("--to", to, address)
        self.assertEqual((result.returncode, result.stdout), (3, b""), result)
        self.assertEqual(len(result.stderr.splitlines()), 1, result.stderr)

    def decode(self, svg):
        """What a scanner reads in a picture that a renderer made."""
        png = self.folder / "code.png"
        subprocess.run(["rsvg-convert", "--output", png, "/dev/stdin"], input=svg, check=True)
        return subprocess.run(["zbarimg", "--quiet", "--raw", "--oneshot", "-Sdisable", "-Sqrcode.enable", png],
                              capture_output=True, check=True).stdout.decode().rstrip("\n")


class ThunderbirdForAndroid(Case):
    """qr-code-format.md: version, sequence, incoming server, outgoing servers with their identities."""

    def scan(self, *options):
        payload = self.decode(self.export("thunderbird-qr", *options))
        self.assertTrue(payload.isascii() and "\n" not in payload, payload)
        return payload

    def test_imap(self):
        self.store(name="Jane Doe", user="user@domain.example", host="imap.domain.example")
        self.assertEqual(self.scan(), '[1,[1,1],[0,"imap.domain.example",993,3,1,"user@domain.example"],'
                         '[[[0,"smtp.example.test",465,3,1,"user@domain.example"],["alice@example.test","Jane Doe"]]]]')

    def test_pop3_with_starttls(self):
        self.store(protocol="pop3", host="pop.straße.example", port=110, security="starttls", outgoing_port=587,
                   outgoing_auth="none", name=ODD_NAME, user=ODD_USER)
        self.assertEqual(json.loads(self.scan()),
                         [1, [1, 1], [1, "pop.xn--strae-oqa.example", 110, 2, 1, ODD_USER],
                          [[[0, "smtp.example.test", 587, 2, 0, ""], [ALICE, ODD_NAME]]]])

    def test_with_password(self):
        for protocol, number, port in (("imap", 0, 993), ("pop3", 1, 995)):
            values = self.store(protocol=protocol, port=port, name=ODD_NAME, user=ODD_USER)
            self.store_password(values)
            self.assertEqual(json.loads(self.scan("--with-password")),
                             [1, [1, 1], [number, "imap.example.test", port, 3, 1, ODD_USER, "", PASSWORD],
                              [[[0, "smtp.example.test", 465, 3, 1, ODD_USER, PASSWORD], [ALICE, ODD_NAME]]]])
            self.assertNotIn(PASSWORD, json.dumps(json.loads(self.scan()), ensure_ascii=False))

    def test_own_password_for_sending(self):
        """That of the incoming server is none of the other's business."""
        self.store_password(self.store(outgoing_user="relay", separate="true"), outgoing_password="other")
        payload = json.loads(self.scan("--with-password"))
        self.assertEqual((payload[2][-1], payload[3][0][0]), (PASSWORD, [0, "smtp.example.test", 465, 3, 1, "relay"]))

    def test_address_beyond_ascii(self):
        self.store(address="jürgen@example.test")
        self.assert_refused("thunderbird-qr", "jürgen@example.test")


class Apple(Case):
    def read(self):
        profile = plistlib.loads(self.export("apple"))
        self.assertEqual(profile["PayloadType"], "Configuration")
        (mail,) = profile["PayloadContent"]
        self.assertEqual(mail["PayloadType"], "com.apple.mail.managed")
        for part in (profile, mail):
            self.assertEqual(part["PayloadVersion"], 1)
            self.assertRegex(part["PayloadUUID"], r"^[0-9A-F]{8}-[0-9A-F]{4}-5[0-9A-F]{3}-[89AB][0-9A-F]{3}-[0-9A-F]{12}$")
            self.assertTrue(part["PayloadIdentifier"].startswith("io.github.siegel.Siegel." + ID))
            self.assertTrue(part["PayloadDisplayName"])
        self.assertNotEqual(profile["PayloadUUID"], mail["PayloadUUID"])
        return profile, mail

    def test_imap(self):
        self.store(name=ODD_NAME, user=ODD_USER)
        _profile, mail = self.read()
        payload = {key: value for key, value in mail.items() if not key.startswith("Payload")}
        self.assertEqual(payload, {
            "EmailAccountDescription": ALICE, "EmailAccountName": ODD_NAME, "EmailAccountType": "EmailTypeIMAP",
            "EmailAddress": ALICE,
            "IncomingMailServerAuthentication": "EmailAuthPassword", "IncomingMailServerHostName": "imap.example.test",
            "IncomingMailServerPortNumber": 993, "IncomingMailServerUseSSL": True, "IncomingMailServerUsername": ODD_USER,
            "OutgoingMailServerAuthentication": "EmailAuthPassword", "OutgoingMailServerHostName": "smtp.example.test",
            "OutgoingMailServerPortNumber": 465, "OutgoingMailServerUseSSL": True, "OutgoingMailServerUsername": ODD_USER,
            "OutgoingPasswordSameAsIncomingPassword": True})

    def test_pop3(self):
        self.store(protocol="pop3", port=110, security="starttls", outgoing_port=587, outgoing_auth="none", name="")
        _profile, mail = self.read()
        self.assertEqual((mail["EmailAccountType"], mail["IncomingMailServerPortNumber"]), ("EmailTypePOP", 110))
        self.assertEqual((mail["OutgoingMailServerAuthentication"], mail["OutgoingMailServerPortNumber"]), ("EmailAuthNone", 587))
        self.assertTrue(mail["IncomingMailServerUseSSL"] and mail["OutgoingMailServerUseSSL"])
        self.assertNotIn("OutgoingMailServerUsername", mail)
        self.assertNotIn("EmailAccountName", mail)

    def test_stable(self):
        """A second profile replaces the first on the device; that of another account does not."""
        self.store()
        first = self.read()[0]["PayloadUUID"]
        self.store(name="Other", host="other.example.test")
        self.assertEqual(self.read()[0]["PayloadUUID"], first)
        self.store(id="0f9b7c5e-0000-4000-8000-000000000002", address="bert@example.test")
        other = plistlib.loads(self.export("apple", address="bert@example.test"))
        self.assertNotEqual(other["PayloadUUID"], first)

    def test_own_login_for_sending(self):
        self.store(outgoing_user="relay", separate="true")
        mail = self.read()[1]
        self.assertEqual((mail["OutgoingMailServerUsername"], mail["OutgoingPasswordSameAsIncomingPassword"]), ("relay", False))


class Outlook(Case):
    def read(self):
        """As Windows reads it: 8-bit text, one pair of quotation marks around a value is none of it."""
        data = self.export("outlook")
        self.assertNotRegex(data, rb"[^\r]\n")
        parser = configparser.RawConfigParser(strict=True, comment_prefixes=(";",), delimiters=("=",))
        parser.optionxform = str
        parser.read_string(data.decode("cp1252"))
        self.assertNotIn("password", data.decode("cp1252").lower())
        values = {key: re.sub(r"""^(["'])(.*)\1$""", r"\2", value) for key, value in parser["Account1"].items()}
        kind = parser["Internet Account List"]["Account1"]
        self.assertEqual(parser["General"]["OverwriteProfile"], "Append")
        # Outlook drops a value whose property it is not told.
        self.assertLessEqual(set(values) - {"UniqueService"}, set(parser[kind]))
        for key, value in parser[kind].items():
            if key != "AccountType":
                self.assertRegex(value, r"^PT_(UNICODE|LONG),0x[0-9A-F]{4}$")
                self.assertEqual(key in values and values[key].isdigit() and value.startswith("PT_LONG") or
                                 key == "SMTPUserName" or value.startswith("PT_UNICODE"), True, key)
        return kind, parser[kind]["AccountType"], values

    def test_imap(self):
        user = 'o\'brien "x" \\y ;#z $(id) %s"'
        self.store(user=user, name="Jürgen Müller")
        kind, account_type, values = self.read()
        self.assertEqual((kind, account_type), ("IMAP_I_Mail", "IMAP"))
        self.assertEqual(values, {
            "UniqueService": "No", "AccountName": ALICE, "DisplayName": "Jürgen Müller", "EmailAddress": ALICE,
            "IMAPServer": "imap.example.test", "IMAPUserName": user, "IMAPPort": "993", "IMAPUseSSL": "1", "IMAPUseSPA": "0",
            "SMTPServer": "smtp.example.test", "SMTPPort": "465", "SMTPSecureConnection": "1", "SMTPUseAuth": "1",
            "SMTPAuthMethod": "0", "SMTPUseSPA": "0", "ConnectionType": "0", "ServerTimeOut": "60"})

    def test_pop3(self):
        self.store(protocol="pop3", port=995, outgoing_user="relay", separate="true", name="Ωmega")
        kind, account_type, values = self.read()
        self.assertEqual((kind, account_type), ("I_Mail", "POP3"))
        self.assertEqual((values["POP3Server"], values["POP3Port"], values["POP3UseSSL"]), ("imap.example.test", "995", "1"))
        self.assertEqual((values["SMTPAuthMethod"], values["SMTPUserName"]), ("1", "relay"))
        # No letter of this code page.
        self.assertEqual(values["DisplayName"], ALICE)

    def test_what_it_cannot_say(self):
        """Outlook would take the mail, and the password, to the server without encryption."""
        self.store(port=143, security="starttls")
        self.assert_refused("outlook")


class Autoconfig(Case):
    def read(self):
        path = self.folder / "config.xml"
        path.write_bytes(self.export("autoconfig"))
        schema = HERE / "data" / "autoconfig" / "autoconfig.rng"
        subprocess.run(["xmllint", "--noout", "--nonet", "--relaxng", schema, path], check=True, capture_output=True)
        return path

    def test_valid(self):
        for changes in ({}, {"user": ODD_USER}, {"protocol": "pop3", "port": 995}, {"outgoing_auth": "none"},
                        {"host": "mail.straße.example", "port": 143, "security": "starttls", "outgoing_port": 587}):
            self.store(**changes)
            self.read()

    def test_placeholder(self):
        self.store()
        self.assertEqual([e.text for e in ElementTree.parse(self.read()).iter("username")], 2 * ["%EMAILADDRESS%"])
        self.store(user=ODD_USER)
        self.assertEqual([e.text for e in ElementTree.parse(self.read()).iter("username")], 2 * [ODD_USER])

    def test_read_back(self):
        self.store(user=ODD_USER, protocol="pop3", port=995)
        status, answer = siegel_cli.answer("lookup", "--json", "--offline", "--all", "--file", str(self.read()), ALICE)
        self.assertEqual(status, 0)
        self.assertEqual(answer["provider"]["name"], "Example & Söhne")
        (incoming,) = answer["incoming"]
        self.assertEqual({key: incoming[key] for key in ("protocol", "hostname", "port", "security", "username")},
                         {"protocol": "pop3", "hostname": "imap.example.test", "port": 995, "security": "tls",
                          "username": ODD_USER})


class Sheet(Case):
    def read(self, language="en", **changes):
        self.store(user=ODD_USER, name=ODD_NAME, **changes)
        text = self.export("sheet", LANGUAGE=language)
        root = ElementTree.fromstring(text.replace(b"<!DOCTYPE html>", b""))
        self.assertEqual(root.get("lang"), language)
        self.assertFalse({e.tag for e in root.iter()} & {XHTML + tag for tag in ("script", "link", "img", "iframe", "b")})
        self.assertNotRegex(text.replace(b'"http://www.w3.org/', b""), rb"https?://|url\(|@import")
        return root

    def test_values(self):
        cells = ["".join(cell.itertext()) for cell in self.read().iter(XHTML + "td")]
        for value in (ODD_NAME, ODD_USER, ALICE, "imap.example.test", "993", "smtp.example.test", "465", "Example & Söhne"):
            self.assertIn(value, cells)
        self.assertEqual(cells.count(ODD_USER), 2)

    def test_code(self):
        """The picture in the page is the one to scan, without the password."""
        svg = self.read().find(f".//{SVG}svg")
        payload = json.loads(self.decode(ElementTree.tostring(svg)))
        self.assertEqual(payload[2], [0, "imap.example.test", 993, 3, 1, ODD_USER])
        self.assertIsNone(self.read_other_address().find(f".//{SVG}svg"))

    def read_other_address(self):
        self.store(id="0f9b7c5e-0000-4000-8000-000000000002", address="jürgen@example.test")
        text = self.export("sheet", address="jürgen@example.test")
        return ElementTree.fromstring(text.replace(b"<!DOCTYPE html>", b""))


class Command(Case):
    def formats(self, *operands):
        result = self.run_cli("--list", "--json", *operands)
        self.assertEqual((result.returncode, result.stderr), (0, b""))
        return json.loads(result.stdout)

    def test_list(self):
        formats = self.formats()
        self.assertLessEqual({"apple", "autoconfig", "outlook", "sheet", "thunderbird-qr"}, {f["id"] for f in formats})
        self.assertEqual([f["id"] for f in formats if f["takes_password"]], ["thunderbird-qr"])
        text = self.run_cli("--list")
        self.assertEqual([line.split()[0] for line in text.stdout.decode().splitlines()], [f["id"] for f in formats])

    def test_list_for_account(self):
        self.store(port=143, security="starttls")
        formats = {f["id"]: f for f in self.formats(ALICE)}
        self.assertEqual((formats["apple"]["holds"], formats["apple"]["reason"]), (True, None))
        self.assertEqual(formats["apple"]["file_name"], ALICE + ".mobileconfig")
        self.assertFalse(formats["outlook"]["holds"])
        self.assertIn("STARTTLS", formats["outlook"]["reason"])

    def test_wrong_usage(self):
        self.store()
        for arguments in ([], ["--to", "apple"], ["--to", "nonsense", ALICE], ["--list", "--to", "apple"], [ALICE],
                          ["--list", ALICE, "b"], ["--to", "apple", "--with-password", ALICE], ["--to", "apple", "--json", ALICE],
                          ["--to", "apple", "--force", ALICE], ["--to", "apple", "--output", "-", "--json", ALICE],
                          ["--to", "apple", ALICE, "b"], ["--to", b"\xff", ALICE]):
            result = self.run_cli(*arguments)
            self.assertEqual((result.returncode, result.stdout), (2, b""), arguments)
            self.assertEqual(len(result.stderr.splitlines()), 1, result.stderr)
        self.assertIn(b"thunderbird-qr", self.run_cli("--to", "nonsense", ALICE).stderr)

    def test_unknown_account(self):
        self.assertEqual(self.run_cli("--to", "apple", ALICE).returncode, 1)
        self.assertEqual(self.run_cli("--list", ALICE).returncode, 1)

    def test_output(self):
        self.store()
        path = self.folder / "alice.mobileconfig"
        result = self.run_cli("--to", "apple", "--output", path, ALICE)
        self.assertEqual((result.returncode, result.stdout), (0, b""), result)
        self.assertEqual(path.stat().st_mode & 0o777, 0o600)
        content = path.read_bytes()
        self.assertEqual(content, self.export("apple"))
        self.assertEqual(content, self.export("apple", "--output", "-"))
        self.assertEqual(sorted(os.listdir(self.folder)), ["alice.mobileconfig", "data"])

    def test_existing_file(self):
        self.store()
        path = self.folder / "file"
        path.write_text("mine")
        path.chmod(0o644)
        result = self.run_cli("--to", "apple", "--output", path, ALICE)
        self.assertEqual((result.returncode, path.read_text()), (3, "mine"))
        self.assertIn(b"--force", result.stderr)
        self.assertEqual(self.run_cli("--to", "apple", "--output", path, "--force", ALICE).returncode, 0)
        self.assertEqual((path.read_bytes(), path.stat().st_mode & 0o777), (self.export("apple"), 0o600))

    def test_places_that_cannot_be_written(self):
        self.store()
        for path in (self.folder / "missing" / "file", self.folder):
            for force in ([], ["--force"]):
                result = self.run_cli("--to", "apple", "--output", path, *force, ALICE)
                self.assertEqual(result.returncode, 3, result)
        self.assertEqual(os.listdir(self.folder), ["data"])
        if pathlib.Path("/dev/full").exists():
            with open("/dev/full", "wb") as full:
                result = subprocess.run([siegel_cli.PROGRAM, "export", "--to", "apple", ALICE], stdout=full,
                                        stderr=subprocess.PIPE, env=self.env, timeout=60)
            self.assertEqual(result.returncode, 3)

    def test_json(self):
        self.store()
        path = str(self.folder / "file")
        result = self.run_cli("--to", "apple", "--json", "--output", path, ALICE)
        answer = json.loads(result.stdout)
        self.assertEqual((result.returncode, result.stderr), (0, b""))
        self.assertEqual((answer["account"], answer["to"], answer["ok"], answer["output"]), (ALICE, "apple", True, path))
        self.assertTrue(answer["steps"])
        self.assertIsNone(answer["error"])
        result = self.run_cli("--to", "apple", "--json", "--output", path, ALICE)
        answer = json.loads(result.stdout)
        self.assertEqual((result.returncode, answer["ok"], answer["error"]["code"]), (3, False, "handoff-failed"))

    def test_help_goes_elsewhere(self):
        """What is said about a file never gets into it; a trust of one's own is said."""
        self.store()
        path = self.accounts / (ID + ".ini")
        path.write_text(path.read_text().replace("[Outgoing]", "Pin=sha256:" + 64 * "0" + "\n\n[Outgoing]"))
        result = self.run_cli("--to", "apple", ALICE)
        plistlib.loads(result.stdout)
        self.assertIn(b"certificate", result.stderr)
        self.assertIn(b" 1. ", result.stderr)

    def test_no_password_in_keyring(self):
        self.store()
        result = self.run_cli("--to", "thunderbird-qr", "--with-password", ALICE)
        self.assertEqual((result.returncode, result.stdout), (3, b""))

    def test_password_is_nowhere_else(self):
        self.store_password(self.store(), "fromage-frais")
        for form in self.formats():
            result = self.run_cli("--to", form["id"], ALICE)
            self.assertNotIn(b"fromage", result.stdout + result.stderr)


if __name__ == "__main__":
    if "DBUS_SESSION_BUS_ADDRESS" not in os.environ:
        print("needs a session with a keyring", file=sys.stderr)
        sys.exit(SKIPPED)
    unittest.main()
