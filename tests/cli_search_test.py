#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""siegel-cli where the network is asked: many addresses at a time, interruption, and servers nobody vouches for."""

import json
import pathlib
import signal
import subprocess
import sys
import time
import unittest

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE / "support"))
import lab  # noqa: E402

# A search of a domain all of whose servers are silent takes this long, in seconds. Two of them, one after the other,
# take twice as long, and that is what the tests tell apart.
TIMEOUT = 5
# Well before such a search would end by itself.
AT_ONCE = 3
IN_FLIGHT = 8


class Case(unittest.TestCase):
    def command(self, *arguments):
        return [siegel_cli.PROGRAM, *arguments, "--ca-file", laboratory.ca]

    def run_cli(self, *arguments, data=b""):
        return laboratory.run(self.command(*arguments), data=data)

    def lookup(self, *arguments, data=b""):
        """What each line says, and how long it took."""
        start = time.monotonic()
        result = self.run_cli("lookup", "--json", "--timeout", str(TIMEOUT), *arguments, data=data)
        return [json.loads(line) for line in result.stdout.splitlines()], time.monotonic() - start

    def start(self, *arguments):
        process = laboratory.start(self.command("lookup", "--json", *arguments), stdin=subprocess.PIPE,
                                   stdout=subprocess.PIPE)
        self.addCleanup(process.wait, 60)
        self.addCleanup(process.kill)
        self.addCleanup(process.stdout.close)
        self.addCleanup(process.stdin.close)
        return process

    @staticmethod
    def say(process, text):
        process.stdin.write(text.encode())
        process.stdin.flush()


class Many(Case):
    def test_order(self):
        """The slow one is first, what is known comes after it, and all together take as long as the slow one."""
        domains = ["blackhole.test", "gmx.de", "srv.test", "autoconfig.test", "nothing.test", "web.de"]
        answers, seconds = self.lookup("-", data="".join(f"alice@{domain}\n" for domain in domains).encode())
        self.assertEqual([answer["domain"] for answer in answers], domains)
        self.assertEqual([answer["found"] for answer in answers], [False, True, True, True, False, True])
        self.assertLess(seconds, 2 * TIMEOUT)

    def test_named(self):
        answers, seconds = self.lookup("alice@blackhole.test", "bob@blackhole.test", "carol@gmx.de")
        self.assertEqual([answer["address"][0] for answer in answers], ["a", "b", "c"])
        self.assertLess(seconds, 2 * TIMEOUT)

    def test_bounded(self):
        """One more than may be asked for at a time has to wait for another."""
        answers, seconds = self.lookup("-", data=b"alice@blackhole.test\n" * IN_FLIGHT)
        self.assertEqual(len(answers), IN_FLIGHT)
        self.assertLess(seconds, 2 * TIMEOUT)
        _answers, seconds = self.lookup("-", data=b"alice@blackhole.test\n" * (IN_FLIGHT + 1))
        self.assertGreater(seconds, 2 * TIMEOUT)

    def test_streams(self):
        """Whoever writes one line and waits gets its answer."""
        process = self.start("-")
        for domain in ("srv.test", "gmx.de", "autoconfig.test", "nothing.test"):
            self.say(process, f"alice@{domain}\n")
            self.assertEqual(json.loads(process.stdout.readline())["domain"], domain)

    def test_silent_without_terminal(self):
        for arguments in (["lookup", "alice@srv.test"], ["check", "--no-login", "alice@srv.test"]):
            result = self.run_cli(*arguments)
            self.assertEqual((result.returncode, result.stderr), (0, b""), arguments)


class Interrupted(Case):
    def test_while_searching(self):
        process = self.start("-")
        self.say(process, "alice@gmx.de\nalice@blackhole.test\n")
        process.stdout.readline()
        start = time.monotonic()
        process.send_signal(signal.SIGINT)
        self.assertEqual(process.wait(60), 130)
        self.assertLess(time.monotonic() - start, AT_ONCE)

    def test_check(self):
        process = laboratory.start(self.command("check", "--json", "--no-login", "alice@blackhole.test"),
                                   stdout=subprocess.PIPE)
        time.sleep(AT_ONCE)
        process.send_signal(signal.SIGINT)
        output, _ = process.communicate(timeout=60)
        self.assertEqual((process.returncode, json.loads(output)["error"]["code"]), (130, "cancelled"))


class Vouching(Case):
    """Records that are not signed lead to servers of somebody else."""

    ADDRESS = "alice@forged-srv.test"

    def check(self, *options):
        result = laboratory.run(self.command("check", "--json", "--password-file", "-", *options, self.ADDRESS),
                                data=b"secret\n")
        return result.returncode, json.loads(result.stdout)

    def test_lookup_says_so(self):
        (answer,), _ = self.lookup(self.ADDRESS)
        self.assertEqual((answer["trust"], answer["needs_consent"]), ("unverified", True))
        self.assertEqual(answer["unconfirmed"], ["imap.attacker.test", "smtp.attacker.test"])
        for options in ([self.ADDRESS], ["-"]):
            shown = self.run_cli("lookup", *options, data=f"{self.ADDRESS}\n".encode()).stdout
            self.assertIn(b"Nobody vouches for imap.attacker.test, smtp.attacker.test", shown)

    def test_own_servers_need_none(self):
        (answer,), _ = self.lookup("alice@srv.test")
        self.assertEqual((answer["trust"], "needs_consent" in answer), ("unverified", False))

    def test_check_refuses(self):
        status, answer = self.check()
        self.assertEqual((status, answer["servers"], answer["error"]["code"]), (1, [], "settings-unknown"))
        self.assertIn("--incoming imaps://imap.attacker.test:993 --outgoing smtps://smtp.attacker.test:465",
                      answer["error"]["message"])

    def test_half_a_word(self):
        """To name one server vouches for that one only."""
        status, answer = self.check("--incoming", "imaps://imap.attacker.test")
        self.assertEqual((status, answer["servers"]), (1, []))
        self.assertIn("smtps://smtp.attacker.test:465", answer["error"]["message"])
        self.assertNotIn("--incoming", answer["error"]["message"])

    def test_no_login(self):
        """A look at certificates sends no password."""
        result = self.run_cli("check", "--json", "--no-login", self.ADDRESS)
        self.assertEqual(len(json.loads(result.stdout)["servers"]), 2)


class Nothing(Case):
    def test_correction(self):
        (answer,), _ = self.lookup("alice@gmial.com")
        self.assertEqual((answer["found"], answer["did_you_mean"]), (False, "alice@gmail.com"))
        self.assertIn("dns:MX gmial.com", answer["contacted"])
        result = self.run_cli("check", "--no-login", "alice@gmial.com")
        self.assertEqual(result.returncode, 1)
        self.assertTrue(result.stderr.decode().endswith("Did you mean alice@gmail.com?\n"), result.stderr)
        self.assertIn(b"--incoming", result.stderr)

    def test_offline(self):
        laboratory.clear()
        for arguments in (["lookup", "--offline", "alice@srv.test"], ["lookup", "--offline", "--all", "alice@gmx.de"],
                          ["check", "--offline", "--no-login", "alice@srv.test"]):
            self.run_cli(*arguments)
        self.assertEqual(laboratory.list_requests(), [])


if __name__ == "__main__":
    lab.enter()
    import siegel_cli
    with lab.Lab() as laboratory:
        unittest.main()
