#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""siegel-cli lookup and providers, against the provider files as another XML parser reads them."""

import os
import pathlib
import subprocess
import sys
import tempfile
import time
import unittest
import xml.etree.ElementTree as ElementTree

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE / "support"))
import siegel_cli  # noqa: E402

PROVIDERS = HERE.parent / "data" / "providers"
SIEGEL = "{https://siegel.github.io/ns/provider}"
SECURITY = {"SSL": "tls", "STARTTLS": "starttls"}
AUTH = {"password-cleartext": "password", "password-encrypted": "password", "OAuth2": "oauth2"}
AUTH_ORDER = ["password", "oauth2"]
NEEDS = ["app-password", "enable-imap", "special-password", "oauth2-only", "paid-plan", "bridge", "no-imap"]
FIELDS = ["address", "domain", "found", "source", "where", "trust", "provider", "incoming", "outgoing",
          "needs", "needs_with_2fa", "help", "prepare", "contacted"]

FILE = """<clientConfig version="1.1"><emailProvider id="example.org"><displayName>Example</displayName>
<incomingServer type="imap"><hostname>imap.example.org</hostname><port>993</port><socketType>SSL</socketType>
<username>%EMAILLOCALPART%</username><authentication>password-cleartext</authentication></incomingServer>
<outgoingServer type="smtp"><hostname>smtp.example.org</hostname><port>25</port><socketType>STARTTLS</socketType>
<username></username><authentication>none</authentication></outgoingServer>
</emailProvider></clientConfig>"""


def username(form, local, domain):
    for name, value in (("%EMAILADDRESS%", f"{local}@{domain}"), ("%EMAILLOCALPART%", local), ("%EMAILDOMAIN%", domain)):
        form = form.replace(name, value)
    return form


def expected_server(element, local, domain):
    """One server of a file as CLI.md's words for it; None for one that has no name of its own."""
    if element.find("hostname") is None:
        return None
    ways = {AUTH[way.text] for way in element.findall("authentication") if way.text in AUTH}
    return {
        "protocol": element.get("type"),
        "hostname": element.findtext("hostname"),
        "port": int(element.findtext("port")),
        "security": SECURITY[element.findtext("socketType")],
        "username": username(element.findtext("username") or "", local, domain),
        "auth": [way for way in AUTH_ORDER if way in ways],
    }


def needs(provider, two_factor):
    found = {need.text for need in provider.findall(SIEGEL + "need") if (need.get("with") == "two-factor") == two_factor}
    return [need for need in NEEDS if need in found]


def url(element):
    return None if element is None else element.get("url")


def expected(provider, local, domain):
    servers = {side: [expected_server(e, local, domain) for e in provider.findall(side + "Server")]
               for side in ("incoming", "outgoing")}
    supported = "no-imap" not in needs(provider, False)
    return {
        "address": f"{local}@{domain}",
        "domain": domain,
        "found": supported,
        "source": "database",
        "trust": "built-in",
        "provider": {"id": provider.get("id"), "name": provider.findtext("displayName")},
        "incoming": [server for server in servers["incoming"] if server],
        "outgoing": [server for server in servers["outgoing"] if server],
        "needs": needs(provider, False),
        "needs_with_2fa": needs(provider, True),
        "help": url(provider.find("documentation")),
        "prepare": url(provider.find(SIEGEL + "prepare")),
        "contacted": [],
    }


def read_providers():
    """Every (domain, provider) of the files."""
    pairs = []
    for path in sorted(PROVIDERS.glob("*.xml")):
        provider = ElementTree.parse(path).getroot().find("emailProvider")
        pairs += [(domain.text, provider) for domain in provider.findall("domain")]
    return pairs


def offline(*options, **more):
    return siegel_cli.answers("lookup", "--offline", "--json", *options, **more)


def first(address, *options):
    return siegel_cli.answer("lookup", "--offline", "--json", *options, "--", address)


class EveryDomain(unittest.TestCase):
    """Every domain of the data, in one process, in order."""

    @classmethod
    def setUpClass(cls):
        cls.pairs = read_providers()
        cls.text = "".join(f"jo.doe+news@{domain}\n" for domain, _ in cls.pairs).encode()
        cls.status, cls.answers = siegel_cli.answers("lookup", "--offline", "--json", "-", data=cls.text)

    def test_all(self):
        self.assertGreaterEqual(len(self.pairs), 1454)
        self.assertEqual(len(self.answers), len(self.pairs))
        for (domain, provider), answer in zip(self.pairs, self.answers):
            wanted = expected(provider, "jo.doe+news", domain)
            self.assertEqual({name: answer.get(name) for name in wanted}, wanted)
            self.assertIn((PROVIDERS / "date").read_text().strip(), answer["where"])

    def test_unsupported(self):
        without = [answer for answer in self.answers if not answer["found"]]
        self.assertEqual(self.status, 1 if without else 0)
        for answer in without:
            self.assertEqual(answer["error"]["code"], "provider-unsupported")
            self.assertEqual(answer["incoming"] + answer["outgoing"], [])
            self.assertIn(answer["provider"]["name"], answer["error"]["message"])

    def test_order_of_fields(self):
        for answer in self.answers:
            self.assertEqual(list(answer), FIELDS if answer["found"] else FIELDS + ["error"])

    def test_nobody_is_asked(self):
        """A domain that is known asks nobody, also where the network may be asked."""
        status, answers = siegel_cli.answers("lookup", "--json", "-", data=self.text)
        self.assertEqual((status, answers), (self.status, self.answers))


class Addresses(unittest.TestCase):
    def test_forms(self):
        for typed, address in (("Anna@GMX.DE", "Anna@gmx.de"), ("anna@gmx.de.", "anna@gmx.de"),
                               ('"anna b"@gmx.de', '"anna b"@gmx.de'), ("anna+x@gmx.de", "anna+x@gmx.de")):
            status, answer = first(typed)
            self.assertEqual((status, answer["address"], answer["domain"]), (0, address, "gmx.de"), typed)

    def test_idna_2008(self):
        for typed, domain in (("a@straße.de", "xn--strae-oqa.de"), ("a@strasse.de", "strasse.de"),
                              ("a@BÜCHER.example", "xn--bcher-kva.example")):
            status, answer = first(typed)
            self.assertEqual((status, answer["found"], answer["domain"]), (1, False, domain))
            self.assertEqual(answer["error"]["code"], "settings-unknown")

    def test_domain_suffix(self):
        status, answer = first("anna@customer.plus.com")
        self.assertEqual((status, answer["found"]), (0, True))
        self.assertEqual(answer["domain"], "customer.plus.com")

    def test_invalid(self):
        for typed in ("", "anna", "@gmx.de", "anna@", "a b@gmx.de", "anna@gmx..de", "anna@@gmx.de", "a@-x.de"):
            status, answer = first(typed)
            self.assertEqual((status, answer["address"], answer["found"]), (1, typed, False), typed)
            self.assertIsNone(answer["domain"])
            self.assertEqual(answer["error"]["code"], "address-invalid", typed)
            self.assertEqual(list(answer["error"]), ["code", "message"])

    def test_echo(self):
        """What was typed comes back, whatever JSON has to escape in it (RFC 8259 section 7)."""
        for typed in ('say "a\\b"', "\t\r\n\x01\x1e\x7f", "ä € 😀", "{[,:]}", "\u2028"):
            self.assertEqual(first(typed)[1]["address"], typed)

    def test_unit_separator(self):
        """json-glib would print it as it is, and nobody could read the answer."""
        self.assertEqual(first("anna\x1f@gmx.de")[1]["address"], "anna @gmx.de")

    def test_not_utf_8(self):
        status, answer = siegel_cli.answer("lookup", "--json", b"anna\xff@gmx.de")
        self.assertEqual((status, answer["error"]["code"]), (1, "address-invalid"))
        self.assertEqual(answer["address"], "anna\ufffd@gmx.de")

    def test_several(self):
        status, answers = offline("a@gmx.de", "b@nobody.example", "c@web.de")
        self.assertEqual(status, 1)
        self.assertEqual([answer["found"] for answer in answers], [True, False, True])

    def test_any_locale(self):
        env = siegel_cli.environment(LC_ALL="C")
        status, answer = siegel_cli.answer("lookup", "--offline", "--json", "a@straße.de", env=env)
        self.assertEqual((status, answer["domain"]), (1, "xn--strae-oqa.de"))


class StandardInput(unittest.TestCase):
    def test_streams(self):
        """Each answer comes before the next question is asked."""
        with subprocess.Popen([siegel_cli.PROGRAM, "lookup", "--offline", "--json", "-"],
                              stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
            for domain in ("gmx.de", "nobody.example", "web.de"):
                process.stdin.write(f"anna@{domain}\n".encode())
                process.stdin.flush()
                self.assertIn(f'"domain":"{domain}"'.encode(), process.stdout.readline())
            process.stdin.close()
            self.assertEqual(process.wait(siegel_cli.LIMIT), 1)

    def test_line_for_line(self):
        text = b"anna@gmx.de\r\n\nx\n" + b"y" * 100000 + b"@gmx.de\nlast@web.de"
        _status, answers = siegel_cli.answers("lookup", "--json", "-", data=text)
        self.assertEqual([answer["found"] for answer in answers], [True, False, False, False, True])

    def test_long_lines(self):
        """The longest that is kept, and one byte more, also where the input ends there."""
        for length in (4094, 4095, 4096, 4097, 70000):
            for end in (b"", b"\n", b"\nanna@gmx.de\n"):
                _status, answers = siegel_cli.answers("lookup", "--json", "-", data=b"x" * length + end)
                self.assertEqual(len(answers[0]["address"]), min(length, 4095))
                self.assertEqual([answer["found"] for answer in answers[1:]], [True] if len(end) > 1 else [])

    def test_in_pieces(self):
        """A line is a line, wherever what carries it is cut."""
        with subprocess.Popen([siegel_cli.PROGRAM, "lookup", "--json", "-"],
                              stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
            for piece in (b"an", b"na@gmx", b".de\r", b"\nbert@web.d", b"e"):
                process.stdin.write(piece)
                process.stdin.flush()
                time.sleep(0.05)
            process.stdin.close()
            answers = [siegel_cli.json.loads(line) for line in process.stdout]
        self.assertEqual([answer["address"] for answer in answers], ["anna@gmx.de", "bert@web.de"])

    def test_among_addresses(self):
        """Standard input is answered in its place, and is read only once."""
        _status, answers = siegel_cli.answers("lookup", "--json", "a@gmx.de", "-", "c@gmx.de", "-", data=b"b@gmx.de\n")
        self.assertEqual([answer["address"][0] for answer in answers], ["a", "b", "c"])

    def test_folder(self):
        folder = os.open("/", os.O_RDONLY)
        result = subprocess.run([siegel_cli.PROGRAM, "lookup", "-"], stdin=folder, capture_output=True, timeout=60)
        os.close(folder)
        self.assertEqual((result.returncode, result.stdout), (3, b""))
        self.assertEqual(len(result.stderr.splitlines()), 1)

    def test_text_line_for_line(self):
        text = "anna@gmx.de\nx@nobody.example\nnone\nx@tuta.com\n"
        result = siegel_cli.run("lookup", "--offline", "-", data=text.encode())
        lines = result.stdout.decode().splitlines()
        self.assertEqual(len(lines), 4)
        self.assertIn("imap.gmx.net", lines[0])
        for line, start in zip(lines, ("anna@gmx.de: ", "x@nobody.example: ", "none: ", "x@tuta.com: ")):
            self.assertTrue(line.startswith(start), line)
        self.assertEqual((result.returncode, result.stderr), (1, b""))

    def test_nothing(self):
        self.assertEqual(siegel_cli.answers("lookup", "--json", "-"), (0, []))


class Files(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.file = self.folder / "config.xml"
        self.file.write_text(FILE)

    def test_file(self):
        status, answer = first("anna@gmx.de", "--file", str(self.file))
        self.assertEqual((status, answer["source"]), (0, "file"))
        self.assertEqual(answer["incoming"], [{
            "protocol": "imap", "hostname": "imap.example.org", "port": 993, "security": "tls", "username": "anna",
            "auth": ["password"]}])
        self.assertEqual(answer["outgoing"][0]["auth"], [])
        self.assertIn(str(self.file), answer["where"])

    def test_all(self):
        status, answers = offline("--all", "--file", str(self.file), "anna@gmx.de")
        self.assertEqual((status, [answer["source"] for answer in answers]), (0, ["file", "database"]))
        status, answers = offline("--all", "--file", str(self.file), "a@nobody.example")
        self.assertEqual((status, [answer["source"] for answer in answers]), (0, ["file"]))

    def test_order_of_fields(self):
        _status, answers = offline("--all", "--file", str(self.file), "anna@gmx.de")
        for answer in answers:
            self.assertEqual(list(answer), FIELDS + ["also", "reason"])
            self.assertEqual((answer["also"], answer["reason"]), ([], None))

    def test_text(self):
        """Paragraphs, and an empty line between them."""
        result = siegel_cli.run("lookup", "--offline", "--all", "--file", str(self.file), "anna@gmx.de")
        first, second = result.stdout.decode().split("\n\n")
        self.assertIn("imap.example.org", first)
        self.assertIn("imap.gmx.net", second)

    def test_a_file_needs_no_consent(self):
        """Whoever hands it over vouches for it."""
        _status, answer = first("anna@nobody.example", "--file", str(self.file))
        self.assertNotIn("needs_consent", answer)

    def test_bad_file(self):
        self.file.write_text("<clientConfig>")
        for path in (self.file, self.folder / "missing.xml", self.folder):
            result = siegel_cli.run("lookup", "--file", str(path), "anna@gmx.de")
            self.assertEqual((result.returncode, result.stdout), (3, b""), path)
            self.assertEqual(len(result.stderr.splitlines()), 1, result.stderr)


class Text(unittest.TestCase):
    def test_known(self):
        result = siegel_cli.run("lookup", "anna@gmx.de")
        text = result.stdout.decode()
        self.assertEqual((result.returncode, result.stderr), (0, b""))
        for words in ("anna@gmx.de", "GMX", "imap.gmx.net", "993", "SSL/TLS", "mail.gmx.net",
                      "https://hilfe.gmx.net/pop-imap/einschalten.html"):
            self.assertIn(words, text)

    def test_unknown(self):
        result = siegel_cli.run("lookup", "--offline", "anna@nobody.example")
        self.assertEqual((result.returncode, result.stdout), (1, b""))
        self.assertIn(b"nobody.example", result.stderr)
        self.assertNotIn(b"Did you mean", result.stderr)

    def test_proof(self):
        self.assertIn("built in", siegel_cli.run("lookup", "anna@gmx.de").stdout.decode())

    def test_unsupported(self):
        result = siegel_cli.run("lookup", "anna@tuta.com")
        self.assertEqual((result.returncode, result.stdout), (1, b""))
        self.assertIn(b"Tuta", result.stderr)


class Corrections(unittest.TestCase):
    """“Did you mean …?”; which domains are taken for slips is tested elsewhere."""

    def test_json(self):
        status, answer = first("Anna@gmial.com")
        self.assertEqual((status, answer["found"], answer["did_you_mean"]), (1, False, "Anna@gmail.com"))
        self.assertEqual(list(answer), ["address", "domain", "found", "contacted", "error", "did_you_mean"])

    def test_text(self):
        result = siegel_cli.run("lookup", "--offline", "anna@gmx.dee")
        self.assertEqual((result.returncode, result.stdout), (1, b""))
        self.assertTrue(result.stderr.decode().endswith("Did you mean anna@gmx.de?\n"), result.stderr)

    def test_line(self):
        result = siegel_cli.run("lookup", "--offline", "-", data=b"anna@t-onlin.de\n")
        self.assertTrue(result.stdout.decode().endswith("Did you mean anna@t-online.de?\n"), result.stdout)
        self.assertEqual(result.stderr, b"")

    def test_not_where_it_is_known(self):
        for address in ("anna@mail.com", "anna@ymail.com", "anna@hotmail.fr", "anna@nobody.example"):
            self.assertNotIn("did_you_mean", first(address)[1])


class Providers(unittest.TestCase):
    def test_json(self):
        _status, (answer,) = siegel_cli.answers("providers", "--json")
        files = sorted(path.stem for path in PROVIDERS.glob("*.xml"))
        self.assertEqual(sorted(provider["id"] for provider in answer), files)
        domains = [domain for provider in answer for domain in provider["domains"]]
        self.assertEqual(sorted(domains), sorted(domain for domain, _ in read_providers()))
        gmx = next(provider for provider in answer if provider["id"] == "gmx.net")
        self.assertEqual(list(gmx), ["id", "name", "country", "domains", "needs", "needs_with_2fa", "help", "prepare"])
        self.assertEqual((gmx["name"], gmx["country"], gmx["needs"]), ("GMX", "DE", ["enable-imap"]))

    def test_text(self):
        result = siegel_cli.run("providers")
        self.assertEqual(result.returncode, 0)
        self.assertEqual(len(result.stdout.splitlines()), len(list(PROVIDERS.glob("*.xml"))))


if __name__ == "__main__":
    unittest.main()
