#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""siegel-cli guide: the list, a page of text and of HTML, refusals, German. Accounts are files here; no server is asked."""

import html.parser
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE / "support"))
import languages  # noqa: E402
import siegel_cli  # noqa: E402

GUIDES = HERE.parent / "data" / "guides"
ODD = """o'brien "x" <b>&amp; #z $(id) %s {name} @example.test"""
ACCOUNT = """[Account]
Format=1
Id={id}
Name=Alice <Example> & Söhne
Address={address}
Created=2026-08-30T12:00:00Z

[Incoming]
Protocol={protocol}
Host=in.example.test
Port=1993
Security=tls
User={user}
Authentication=password;

[Outgoing]
Protocol=smtp
Host=out.example.test
Port=1587
Security=starttls
User={user}
Authentication=password;
SeparateLogin=false
"""


class Page(html.parser.HTMLParser):
    """What a reader sees of a page, and all elements and attributes that are in it."""

    def __init__(self, text):
        super().__init__()
        self.seen, self.elements, self.attributes = [], set(), {}
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.elements.add(tag)
        self.attributes.setdefault(tag, dict(attrs))

    def handle_data(self, data):
        self.seen.append(data)


class Guide(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.env = siegel_cli.environment(HOME=folder.name, XDG_DATA_HOME=folder.name,
                                          DBUS_SESSION_BUS_ADDRESS="unix:path=/nonexistent")
        for number, (name, protocol, user) in enumerate((
                ("alice", "imap", "alice@example.test"), ("odd", "imap", ODD), ("pop", "pop3", "pop"))):
            self.add_account(f"0f9b7c5e-0000-4000-8000-00000000000{number}", name, protocol, user)

    def add_account(self, account, name, protocol, user):
        path = self.folder / "siegel" / "accounts" / f"{account}.ini"
        path.parent.mkdir(parents=True, exist_ok=True)
        values = {"id": account, "address": f"{name}@example.test", "protocol": protocol, "user": user}
        path.write_text(re.sub(r"\{(\w+)\}", lambda match: values[match[1]], ACCOUNT))

    def guide(self, *arguments, status=0):
        result = siegel_cli.run("guide", *arguments, env=self.env)
        self.assertEqual((result.returncode, result.stderr), (status, b""), arguments)
        return result.stdout.decode()

    def ids(self):
        return (GUIDES / "list").read_text().split()

    def test_list(self):
        lines = self.guide("--list").splitlines()
        self.assertEqual([line.split()[0] for line in lines], self.ids())
        self.assertEqual(sum("no longer usable" in line for line in lines), 7)

    def test_list_is_complete(self):
        self.assertEqual(sorted(self.ids()), sorted(path.stem for path in GUIDES.glob("*.xml")))

    def test_json(self):
        rows = siegel_cli.json.loads(self.guide("--list", "--json"))
        self.assertEqual([row["id"] for row in rows], self.ids())
        for row in rows:
            self.assertEqual(list(row), ["id", "name", "group", "version", "date", "verdict", "instead"])
            self.assertIn(row["verdict"], ["works", "partly", "too-old"])
            self.assertEqual(row["instead"] is None, row["verdict"] == "works", row)

    def test_text(self):
        text = self.guide("--for", "thunderbird", "alice@example.test")
        self.assertRegex(text, r"\AThunderbird: how to set up alice@example.test\n")
        for value in ("in.example.test", "1993", "SSL/TLS", "out.example.test", "1587", "STARTTLS", "Söhne"):
            self.assertIn(value, text)
        self.assertEqual(re.findall(r"(?m)^ *(\d+)\. ", text), [str(number) for number in range(1, 8)])

    def test_by_id(self):
        self.assertEqual(self.guide("--for", "kmail", "0f9b7c5e-0000-4000-8000-000000000000"),
                         self.guide("--for", "kmail", "--format", "text", "alice@example.test"))

    def test_html(self):
        """Whatever a name holds, it is text; the page fetches nothing and runs nothing."""
        for guide in ("thunderbird", "iphone", "claws-mail"):
            page = Page(self.guide("--for", guide, "--format", "html", "odd@example.test"))
            self.assertIn(ODD, page.seen)
            self.assertIn("Alice <Example> & Söhne", page.seen)
            self.assertFalse(page.elements & {"b", "script", "img", "link", "a", "iframe", "example"})
            self.assertEqual(page.attributes["html"]["lang"], "en")

    def test_refusal(self):
        """The guide says why, and that is no success."""
        for guide in ("geary", "mailspring"):
            text = self.guide("--for", guide, "pop@example.test", status=1)
            self.assertIn("POP3", text)
            self.assertNotIn("1. ", text)
            self.guide("--for", guide, "alice@example.test")

    def test_too_old(self):
        text = self.guide("--for", "outlook-express", "alice@example.test", status=1)
        self.assertIn("TLS 1.2", text)
        self.assertIn("take Thunderbird", text)

    def test_better(self):
        """The better program is named once."""
        self.assertIn("Better take: Thunderbird.", self.guide("--for", "outlook-2010", "alice@example.test"))
        self.assertNotIn("Better take", self.guide("--for", "outlook-express", "alice@example.test", status=1))

    def test_no_account(self):
        result = siegel_cli.run("guide", "--for", "thunderbird", "nobody@example.test", env=self.env)
        self.assertEqual((result.returncode, result.stdout), (1, b""))

    def test_german(self):
        """A catalogue made here: what is in it arrives, words of the program and contexts too."""
        texts = {"Send a message to your own address. When it arrives, everything works.": "Geschafft.",
                 "Full name": "Vollständiger Name", "%s: how to set up %s": "%s: %s einrichten"}
        source = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n'
        source += "".join(f'\nmsgid "{text}"\nmsgstr "{german}"\n' for text, german in texts.items())
        source += '\nmsgctxt "Thunderbird"\nmsgid "Hostname"\nmsgstr "Serveradresse"\n'
        source += '\nmsgctxt "language"\nmsgid "en"\nmsgstr "de"\n'
        path = self.folder / "de" / "LC_MESSAGES" / "siegel.mo"
        path.parent.mkdir(parents=True)
        subprocess.run(["msgfmt", "-o", str(path), "-"], input=source.encode(), check=True)
        self.env.update(languages.environment("de"), SIEGEL_LOCALEDIR=str(self.folder))
        text = self.guide("--for", "thunderbird", "alice@example.test")
        for german in (*list(texts.values())[:2], "Serveradresse", "Thunderbird: alice@example.test einrichten"):
            self.assertIn(german, text)
        page = Page(self.guide("--for", "thunderbird", "--format", "html", "alice@example.test"))
        self.assertEqual(page.attributes["html"]["lang"], "de")


if __name__ == "__main__":
    unittest.main()
