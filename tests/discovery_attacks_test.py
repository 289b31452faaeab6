#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""An attacker between siegel-cli and the laboratory: he forges the DNS, redirects, blocks ports, offers plain text, and
has names, and good certificates for them, of his own. No answer becomes weaker by that unless it says so, and no
password comes to him."""

import base64
import json
import pathlib
import re
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent / "support"))
import lab  # noqa: E402

if __name__ == "__main__":
    lab.enter()
import lab_case  # noqa: E402
import lab_zone  # noqa: E402
from lab_case import LOCAL_PART, LabCase, endpoints  # noqa: E402

PASSWORD = "n0t-for-strangers"
SIGN_IN = re.compile(rb"\b(auth|authenticate|login|user|pass)\b", re.IGNORECASE)
SHORT = ("--timeout", "2")


def hosts(answer):
    return {server["hostname"] for server in answer["incoming"] + answer["outgoing"]}


class Attacks(LabCase):
    def tearDown(self):
        self.assert_no_plain_http()
        self.assert_no_secret()

    def assert_no_secret(self):
        """In no stream of the attacker, nor openly on the link."""
        for one in (self.lab.attacker, self.lab.plain):
            self.assertIsNone(SIGN_IN.search(one.heard), one.heard)
            for form in (PASSWORD.encode(), base64.b64encode(PASSWORD.encode())):
                self.assertNotIn(form, one.heard)
                self.assertFalse(self.lab.watcher.saw(form))

    def check(self, domain, *options, resolver="plain"):
        """Exit status and answer of a check with the password."""
        path = self.lab.folder / "password"
        path.write_text(PASSWORD)
        result = self.run_cli("check", "--json", "--ca-file", self.lab.ca, "--password-file", str(path), *options,
                              f"{LOCAL_PART}@{domain}", resolver=resolver)
        return result.returncode, json.loads(result.stdout or result.stderr)

    def assert_found_with_consent_only(self, domain, source):
        """Servers of somebody else, without proof: the person is asked, and until then no password goes there."""
        answer = self.lookup_one(domain)
        self.assertEqual((answer["found"], answer["source"], answer["trust"]), (True, source, "unverified"), answer)
        self.assertTrue(answer.get("needs_consent"), answer)
        status, refusal = self.check(domain)
        self.assertEqual((status, refusal["ok"]), (1, False), refusal)
        return answer

    def assert_nothing_found(self, domain, **more):
        answers = self.lookup(domain, "--all", *SHORT, **more)
        self.assertEqual([answer["found"] for answer in answers], [False], answers)
        return answers[0]

    def test_forged_mx(self):
        answer = self.assert_found_with_consent_only("forged-mx.test", "mx")
        self.assertEqual(hosts(answer), {"imap.attacker.test", "pop.attacker.test", "smtp.attacker.test"})

    def test_forged_srv(self):
        answer = self.assert_found_with_consent_only("forged-srv.test", "srv")
        self.assertEqual(hosts(answer), {"imap.attacker.test", "smtp.attacker.test"})

    def test_redirect_to_stranger(self):
        answer = self.assert_found_with_consent_only("redirect-other.test", "autoconfig")
        self.assertIn("autoconfig.attacker.test", answer["where"])
        self.assertIn("https://autoconfig.attacker.test/mail/config-v1.1.xml", answer["contacted"])

    def test_certificate_of_stranger(self):
        """All names of the domain lead to the attacker, and a fingerprint in the DNS that fits. He has no certificate
        for them."""
        self.assert_nothing_found("forged-host.test")
        self.assert_private()

    def test_digest_mismatch(self):
        self.assert_nothing_found("pacc-forged.test")

    def test_plain_text_only(self):
        """The ports with TLS are blocked, and the others offer no STARTTLS."""
        self.assert_nothing_found("plain.test")
        self.lab.clear()
        status, answer = self.check("plain.test", "--incoming", "imap://imap.plain.test",
                                    "--outgoing", "smtp://smtp.plain.test")
        self.assertEqual(status, 1)
        self.assertEqual([server["error"]["code"] for server in answer["servers"]], ["starttls-missing"] * 2)

    def test_plain_text_settings(self):
        """A document that names nothing but plain text is no answer."""
        self.assert_nothing_found("plaintext.test")

    def test_look_alike(self):
        """The names of machines are shown as they are, so that none of them looks like another."""
        answer = self.assert_found_with_consent_only("example.test", "srv")
        self.assertEqual(hosts(answer), {"imap.examp1e.test", "smtp.examp1e.test"})
        text = self.run_cli("lookup", "--ca-file", self.lab.ca, f"{LOCAL_PART}@example.test").stdout.decode()
        self.assertIn("imap.examp1e.test", text)

    def test_homograph(self):
        answer = self.assert_found_with_consent_only("idn.test", "srv")
        self.assertEqual(hosts(answer), {f"imap.{lab_zone.LOOKALIKE}", f"smtp.{lab_zone.LOOKALIKE}"})
        text = self.run_cli("lookup", "--ca-file", self.lab.ca, f"{LOCAL_PART}@idn.test").stdout.decode()
        self.assertIn(f"imap.{lab_zone.LOOKALIKE}", text)

    def test_portal(self):
        """A network that answers everything itself, before one has signed in; it is named."""
        for domain in ("autoconfig.test", "srv.test", "guess.test"):
            answer = self.assert_nothing_found(domain, resolver="portal")
            self.assertIn("network wants you to sign in", answer["error"]["message"])

    def test_named_servers(self):
        """The counterpart, and the proof that the attacker would hear a password: whoever names a server vouches for it."""
        self.check("forged-srv.test", "--incoming", "imaps://imap.attacker.test",
                   "--outgoing", "smtps://smtp.attacker.test")
        self.assertIn(base64.b64encode(f"\0{LOCAL_PART}@forged-srv.test\0{PASSWORD}".encode()), self.lab.attacker.heard)
        self.lab.attacker.clear()

    def test_own_servers_need_no_consent(self):
        """What is the domain's own, or proven, is not asked about."""
        for domain in ("autoconfig.test", "srv.test", "guess.test", "pacc.test", "mx-known.test"):
            with self.subTest(domain):
                self.lab.clear()
                self.assertNotIn("needs_consent", self.lookup_one(domain))


if __name__ == "__main__":
    lab_case.main()
