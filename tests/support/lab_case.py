# SPDX-License-Identifier: GPL-3.0-or-later
"""siegel-cli as a client in the laboratory, and what it says compared with what was seen. SIEGEL_CLI names the program.
"""

import json
import time
import unittest

import lab
import lab_zone
import siegel_cli

LOCAL_PART = "zoe.secret-name"
WATCHER_SECONDS = 2


def endpoint(server):
    return f"{server['protocol']} {server['security']} {server['hostname']}:{server['port']}"


def endpoints(answer):
    """The servers that are proposed, in order, in one word each."""
    return [endpoint(server) for server in answer.get("incoming", []) + answer.get("outgoing", [])]


class LabCase(unittest.TestCase):
    """One laboratory for all tests of a program."""

    laboratory = None

    def setUp(self):
        self.lab = LabCase.laboratory
        self.lab.clear()

    def run_cli(self, *arguments, **options):
        return self.lab.run([siegel_cli.PROGRAM, *arguments], **options)

    def lookup(self, domain, *options, resolver="plain", data=b""):
        """The answers for one address of the domain, or for the lines of standard input where that is "-"."""
        address = domain if domain == "-" else f"{LOCAL_PART}@{domain}"
        result = self.run_cli("lookup", "--json", "--ca-file", self.lab.ca, *options, address, resolver=resolver, data=data)
        self.assertIn(result.returncode, (0, 1), result)
        self.assertEqual(result.stderr, b"")
        return [json.loads(line) for line in result.stdout.splitlines()]

    def lookup_one(self, domain, *options, **more):
        answers = self.lookup(domain, *options, **more)
        self.assertEqual(len(answers), 1, answers)
        return answers[0]

    def assert_record_is_true(self, contacted, complete=True):
        """Nothing was asked that is not on the record, and nothing is on it that was not asked. A search that ends early
        may have recorded a look-up that was just about to be sent, or a connection that did not come to its question."""
        self.assertEqual(len(contacted), len(set(contacted)), contacted)
        kinds = {"dns:": set(), "tcp:": set(), "https://": set()}
        for line in contacted:
            kind = next((kind for kind in kinds if line.startswith(kind)), None)
            self.assertIsNotNone(kind, line)
            kinds[kind].add(line)
        asked, unasked = self._compare_questions(kinds["dns:"], complete)
        self.assertEqual(asked - kinds["dns:"], set())
        self.assertEqual(unasked, [])
        self._assert_connections(kinds["tcp:"], kinds["https://"])
        self._assert_requests(kinds["https://"], complete)

    def _compare_questions(self, recorded, complete):
        """What was seen, and what of the record was not. The watcher has a thread of its own, which may be behind."""
        deadline = time.monotonic() + WATCHER_SECONDS
        while True:
            asked = {"dns:" + question for question in self.lab.watcher.questions}
            unasked = [line for line in recorded - asked if complete or not line.startswith(("dns:A ", "dns:AAAA "))]
            if not unasked or time.monotonic() > deadline:
                return asked, unasked
            time.sleep(0.02)

    def _assert_connections(self, greeted, fetched):
        places = lab_zone.addresses()
        wanted = [line[4:].rsplit(":", 1) for line in greeted] + [(uri.split("/")[2], 443) for uri in fetched]
        seen, explained = set(self.lab.watcher.connections), set()
        for host, port in wanted:
            possible = {(address, int(port)) for address in places.get(host, ())}
            self.assertTrue(possible & seen, f"{host}:{port} is on the record, but nobody connected to it")
            explained |= possible
        self.assertEqual(seen - explained, set())

    def _assert_requests(self, fetched, complete):
        honest = {uri for uri in fetched if uri.split("/")[2] in lab_zone.hosts_at("web")}
        requests = self.lab.list_requests(*(honest if complete else ()))
        self.assertEqual(set(requests) - fetched, set())
        if complete:
            self.assertEqual(honest - set(requests), set())

    def assert_private(self, allowed=()):
        """The local part of the address left the machine only for those allowed."""
        self.assertFalse(self.lab.watcher.saw(LOCAL_PART.encode()))
        told = [request for request in self.lab.list_requests() if LOCAL_PART in request]
        self.assertEqual(told, list(allowed))
        for one in (self.lab.plain, self.lab.attacker):
            self.assertNotIn(LOCAL_PART.encode(), one.heard)

    def assert_no_plain_http(self):
        self.assertEqual([c for c in self.lab.watcher.connections if c[1] == 80], [])
        self.assertEqual(self.lab.everywhere.connections, 0)


def main():
    with lab.Lab() as laboratory:
        LabCase.laboratory = laboratory
        unittest.main(verbosity=1)
