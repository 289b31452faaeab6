#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""siegel-cli lookup in the laboratory: each source against real servers, and what it says of whom it asked against what
was seen on the network."""

import json
import pathlib
import signal
import subprocess
import sys
import time
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent / "support"))
import lab  # noqa: E402

if __name__ == "__main__":
    lab.enter()
import lab_zone  # noqa: E402
import lab_case  # noqa: E402
import siegel_cli  # noqa: E402
from lab_case import LOCAL_PART, LabCase, endpoints  # noqa: E402

GOOGLE = ["imap tls imap.gmail.com:993", "pop3 tls pop.gmail.com:995", "smtp tls smtp.gmail.com:465"]


def usual(domain):
    """What most documents here name, in the order of preference."""
    return [f"imap tls imap.{domain}:993", f"imap starttls imap.{domain}:143", f"pop3 tls pop.{domain}:995",
            f"smtp tls smtp.{domain}:465", f"smtp starttls smtp.{domain}:587"]


def direct(domain):
    """Each service with TLS from the first byte."""
    return [f"imap tls imap.{domain}:993", f"pop3 tls pop.{domain}:995", f"smtp tls smtp.{domain}:465"]


def both_ways(domain, imap="imap", pop3="pop", smtp="smtp"):
    """All six services."""
    return [f"imap tls {imap}.{domain}:993", f"imap starttls {imap}.{domain}:143",
            f"pop3 tls {pop3}.{domain}:995", f"pop3 starttls {pop3}.{domain}:110",
            f"smtp tls {smtp}.{domain}:465", f"smtp starttls {smtp}.{domain}:587"]


SRV_ORDER = ["imap tls heavy.srv-order.test:993", "imap tls light.srv-order.test:993",
             "imap tls last.srv-order.test:993", "imap starttls starttls.srv-order.test:143",
             "smtp starttls smtp.srv-order.test:1587"]
STARTTLS = ["imap starttls mail.guess-starttls.test:143", "pop3 starttls mail.guess-starttls.test:110",
            "smtp starttls mail.guess-starttls.test:587"]
DEAD_IPV6 = ["imap tls imap.guess-dead6.test:993", "imap starttls imap.guess-dead6.test:143",
             "smtp tls smtp.guess-dead6.test:465", "smtp starttls smtp.guess-dead6.test:587"]
SIGNED_SRV = ["imap tls imap.srv.signed.test:993", "smtp tls smtp.srv.signed.test:465"]

# Domain → source, trust and servers of the best answer, when everybody is asked.
FOUND = {
    "mx-known.test": ("mx", "unverified", GOOGLE),
    "srv.test": ("srv", "unverified", usual("srv.test")),
    "srv-order.test": ("srv", "unverified", SRV_ORDER),
    "autoconfig.test": ("autoconfig", "https", usual("autoconfig.test")),
    "well-known.test": ("autoconfig", "https", usual("well-known.test")),
    "both-places.test": ("autoconfig", "https", usual("both-places.test")),
    "redirect-own.test": ("autoconfig", "https", usual("redirect-own.test")),
    "pacc.test": ("pacc", "digest", direct("pacc.test")),
    "pacc-smtp.test": ("pacc", "digest", direct("pacc-smtp.test")),
    "hosted.test": ("mx", "unverified", usual("hoster.test")),
    "guess.test": ("guess", "unverified", both_ways("guess.test")),
    "guess-starttls.test": ("guess", "unverified", STARTTLS),
    "guess-dead6.test": ("guess", "unverified", DEAD_IPV6),
    "guess-mx.test": ("guess", "unverified", both_ways("guess-mx.test", "mx1", "mx1", "mx1")),
    "everything.test": ("pacc", "digest", direct("everything.test")),
}

# The same where the resolver is trusted to have checked the signatures.
FOUND_SIGNED = {
    "signed.test": ("mx", "dnssec", GOOGLE),
    "srv.signed.test": ("srv", "dnssec", SIGNED_SRV),
    "hosted.signed.test": ("mx", "dnssec", usual("hoster.test")),
    "srv.test": ("srv", "unverified", usual("srv.test")),
}

# Domain → the code of the error.
NOT_FOUND = {
    "srv-refused.test": "settings-unknown",
    "redirect-http.test": "settings-unknown",
    "redirect-loop.test": "settings-unknown",
    "html.test": "settings-unknown",
    "huge.test": "settings-unknown",
    "slow.test": "settings-unknown",
    "latin1.test": "settings-unknown",
    "malformed.test": "settings-unknown",
    "bomb.test": "settings-unknown",
    "plaintext.test": "settings-unknown",
    "others.test": "provider-unsupported",
    "pacc-forged.test": "settings-unknown",
    "pacc-bare.test": "settings-unknown",
    "listed.test": "settings-unknown",
    "guess-wrong.test": "settings-unknown",
    "nothing.test": "settings-unknown",
    "null-mx.test": "settings-unknown",
    "missing.test": "settings-unknown",
}


DEADLINE = 3
SHORT = ("--timeout", str(DEADLINE))
HURRY = ("--timeout", "1")
MARGIN = 3
RUNS = 10


def candidate(answer):
    """Everything but the record, whose order is that of the network."""
    return {key: value for key, value in answer.items() if key != "contacted"}


class EverySource(LabCase):
    """Each domain with all its answers, and the record of each search."""

    def check_found(self, domain, expected, resolver="plain"):
        with self.subTest(domain, resolver=resolver):
            self.lab.clear()
            answers = self.lookup(domain, "--all", resolver=resolver)
            first = answers[0]
            self.assertTrue(first["found"], first)
            self.assertEqual((first["source"], first["trust"], endpoints(first)), expected, first)
            self.assert_record_is_true(first["contacted"])
            self.assert_private()
            self.assert_no_plain_http()

    def test_found(self):
        for domain, expected in FOUND.items():
            self.check_found(domain, expected)

    def test_not_found(self):
        for domain, code in NOT_FOUND.items():
            with self.subTest(domain):
                self.lab.clear()
                answer = self.lookup_one(domain, "--all", *(HURRY if domain == lab_zone.SLOW_DOMAIN else SHORT))
                self.assertEqual((answer["found"], answer["error"]["code"]), (False, code), answer)
                self.assertTrue(answer["error"]["message"])
                self.assert_record_is_true(answer["contacted"], complete=domain != lab_zone.SLOW_DOMAIN)
                self.assert_private()
                self.assert_no_plain_http()

    def test_signed(self):
        """Signatures count only where the system trusts its resolver."""
        for domain, expected in FOUND_SIGNED.items():
            self.check_found(domain, expected, resolver="trusted")
        self.check_found("srv.signed.test", ("srv", "unverified", SIGNED_SRV))

    def test_merged(self):
        """Who says the same stands together, by rank; who says something else comes after."""
        first, second = self.lookup("everything.test", "--all")
        self.assertEqual([(other["source"], other["trust"]) for other in first["also"]],
                         [("autoconfig", "https"), ("autoconfig", "https"), ("srv", "unverified"),
                          ("guess", "unverified")])
        self.assertEqual([second["source"], second["trust"], endpoints(second)],
                         ["mx", "unverified", usual("hoster.test")])
        sources = [(answer["source"], endpoints(answer)) for answer in self.lookup("both-places.test", "--all")]
        self.assertEqual(sources, [("autoconfig", usual("both-places.test")), ("autoconfig", usual("other-place.test"))])

    def test_same_every_time(self):
        """Whoever happens to answer first."""
        runs = [[candidate(answer) for answer in self.lookup("everything.test", "--all")] for _ in range(RUNS)]
        for run in runs[1:]:
            self.assertEqual(run, runs[0])

    def test_best(self):
        """Without “--all” the same answer is the best, and nothing is asked beyond the record."""
        for domain in ("mx-known.test", "srv.test", "autoconfig.test", "guess.test", "everything.test"):
            with self.subTest(domain):
                self.lab.clear()
                answer = self.lookup_one(domain)
                self.assertEqual((answer["source"], answer["trust"]), FOUND[domain][:2])
                self.assertLessEqual(set(endpoints(answer)), set(FOUND[domain][2]))
                self.assert_record_is_true(answer["contacted"], complete=False)
                self.assert_private()

    def test_text(self):
        text = self.run_cli("lookup", "--ca-file", self.lab.ca, f"{LOCAL_PART}@autoconfig.test").stdout.decode()
        for words in ("imap.autoconfig.test", "993", "https://autoconfig.autoconfig.test/mail/config-v1.1.xml"):
            self.assertIn(words, text)


class Privacy(LabCase):
    def test_ispdb_is_asked_with_permission_only(self):
        uri = "https://autoconfig.thunderbird.net/v1.1/listed.test"
        answer = self.lookup_one("listed.test", "--all", "--ispdb")
        self.assertEqual((answer["source"], answer["trust"], endpoints(answer)), ("ispdb", "https", usual("listed.test")))
        self.assertEqual(self.lab.list_requests(uri), [uri])
        self.assert_record_is_true(answer["contacted"])
        self.assert_private()

    def test_address_is_told_with_permission_only(self):
        """And then to the one host that is there for it."""
        answer = self.lookup("everything.test", "--all", "--send-address")[0]
        wanted = f"https://autoconfig.everything.test/mail/config-v1.1.xml?emailaddress={LOCAL_PART}%40everything.test"
        self.assertIn(wanted, answer["contacted"])
        self.assert_record_is_true(answer["contacted"])
        self.assert_private(allowed=[wanted])

    def assert_silent(self, *arguments, data=b""):
        self.lab.wait_for_silence()
        self.lab.clear()
        result = self.run_cli("lookup", "--json", *arguments, data=data)
        time.sleep(0.3)
        self.assertEqual(self.lab.watcher.frames, [], arguments)
        for line in result.stdout.splitlines():
            self.assertEqual(json.loads(line)["contacted"], [])

    def test_offline(self):
        """Not a single packet."""
        address = f"{LOCAL_PART}@autoconfig.test"
        self.assert_silent("--offline", address)
        self.assert_silent("--offline", "--all", "--ispdb", "--send-address", address)
        self.assert_silent("--offline", "-", data=f"{address}\nanna@gmx.de\nx@missing.test\n".encode())

    def test_known_provider(self):
        """Whom the list knows needs nobody else."""
        self.assert_silent("anna@gmx.de")
        self.assert_silent("not an address")


class Time(LabCase):
    def measure(self, domain, *options, **more):
        start = time.monotonic()
        answer = self.lookup_one(domain, *options, **more)
        return time.monotonic() - start, answer

    def test_deadline(self):
        """Nobody ever answers: the DNS, or every server."""
        for domain, resolver in (("srv.test", "silent"), ("blackhole.test", "plain")):
            with self.subTest(domain, resolver=resolver):
                self.lab.clear()
                elapsed, answer = self.measure(domain, *HURRY, "--all", resolver=resolver)
                self.assertFalse(answer["found"])
                self.assertLess(elapsed, 1 + MARGIN)
                self.assert_record_is_true(answer["contacted"], complete=False)

    def test_dead_website(self):
        """A better source that never says anything does not take the answer of another one away."""
        elapsed, answer = self.measure("half-dead.test", *SHORT)
        self.assertEqual((answer["source"], endpoints(answer)[0]), ("guess", "imap tls imap.half-dead.test:993"))
        self.assertLess(elapsed, DEADLINE + MARGIN)

    def test_mute_server(self):
        """A server that takes connections and says no word, and one that is right beside it."""
        answer = self.lookup_one("guess-mute.test")
        self.assertEqual(answer["source"], "guess")
        self.assertTrue(all("mail.guess-mute.test" in server for server in endpoints(answer)), answer)

    def test_interrupt(self):
        """Ends at once, whatever is under way."""
        for resolver in ("plain", "silent"):
            self.lab.clear()
            process = self.lab.start([siegel_cli.PROGRAM, "lookup", "--json", f"{LOCAL_PART}@blackhole.test"], resolver,
                                     stdout=subprocess.PIPE, stderr=subprocess.PIPE)
            lab.wait_until(lambda: self.lab.watcher.questions)
            time.sleep(0.3)
            start = time.monotonic()
            process.send_signal(signal.SIGINT)
            out, _err = process.communicate(timeout=20)
            self.assertEqual((process.returncode, out), (130, b""))
            self.assertLess(time.monotonic() - start, MARGIN)


class Lines(LabCase):
    """Many addresses from standard input."""

    def start(self, *options, resolver="plain"):
        process = self.lab.start([siegel_cli.PROGRAM, "lookup", "--json", "--ca-file", self.lab.ca, *options, "-"],
                                 resolver, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.addCleanup(process.stdout.close)
        return process

    def test_order(self):
        """The first one, where a server says no word, takes longer than those after it."""
        domains = ["guess-mute.test", *FOUND, "nothing.test"]
        answers = self.lookup("-", data="".join(f"{LOCAL_PART}@{domain}\n" for domain in domains).encode())
        self.assertEqual([answer["domain"] for answer in answers], domains)
        self.assertEqual([answer["source"] for answer in answers[1:-1]], [source for source, *_ in FOUND.values()])
        self.assertFalse(answers[-1]["found"])

    def test_streaming(self):
        """Each answer comes before the next question."""
        process = self.start()
        for domain in ("srv.test", "nothing.test", "autoconfig.test"):
            process.stdin.write(f"{LOCAL_PART}@{domain}\n".encode())
            process.stdin.flush()
            self.assertEqual(json.loads(process.stdout.readline())["domain"], domain)
        process.stdin.close()
        self.assertEqual(process.wait(), 1)

    def test_bounded(self):
        """However many there are, only some are asked at a time."""
        process = self.start("--timeout", "2", resolver="silent")
        process.stdin.write("".join(f"x@many-{i}.test\n" for i in range(40)).encode())
        process.stdin.flush()
        lab.wait_until(lambda: self.lab.watcher.questions)
        time.sleep(1)
        asked = {question for question in self.lab.watcher.questions if question.startswith("MX ")}
        process.send_signal(signal.SIGINT)
        process.stdin.close()
        self.assertEqual(process.wait(), 130)
        self.assertTrue(2 <= len(asked) <= 10, asked)


if __name__ == "__main__":
    lab_case.main()
