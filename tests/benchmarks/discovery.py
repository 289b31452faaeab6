#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A search over a link of 100 ms, in round trips: when the first answer came, and the last. Beside it the same
questions, one after the other, by kdig and curl, until one of them has the answer.

usage: discovery.py DELAY-BRIDGE TIME-DISCOVERY [RUNS]
"""

import os
import pathlib
import statistics
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "support"))
import lab  # noqa: E402

ROUND_TRIP_MS = 100
DEAD_IPV6_MS = 250
SERVICES = ("_imaps", "_imap", "_pop3s", "_pop3", "_submissions", "_submission")

# What is found by what → the domain, the aim in round trips, and milliseconds on top of that.
CASES = {
    "the exchanger": ("mx-known.test", 2, 0),
    "autoconfig": ("autoconfig.test", 5, 0),
    "SRV, no website": ("srv.test", 3, 0),
    "guess": ("guess.test", 6, 0),
    "guess, IPv6 dead": ("guess-dead6.test", 6, DEAD_IPV6_MS),
    "nothing": ("nothing.test", None, 0),
}

MEASURE_LINK = """
import socket, statistics, time
times = []
for _ in range(9):
    start = time.monotonic()
    socket.create_connection(("10.99.0.20", 443)).close()
    times.append((time.monotonic() - start) * 1000)
print(statistics.median(times))
"""


def dns(name, kind):
    return ["kdig", "+short", name, kind]


class InTurn:
    """The questions of one domain; what has the answer says so."""

    def __init__(self, laboratory, domain):
        self.lab = laboratory
        self.domain = domain

    def ask(self, arguments):
        return self.lab.run(arguments).stdout

    def fetch(self, uri):
        return self.ask(["curl", "--silent", "--fail", "--location", "--max-time", "10", "--cacert", self.lab.ca, uri])

    def greet(self, uri):
        """Only who is there: curl asks for the capabilities, and would have signed in after that."""
        arguments = ["curl", "--silent", "--max-time", "10", "--cacert", self.lab.ca, "--request", "NOOP", uri]
        return self.lab.run(arguments).returncode == 0

    def run(self):
        domain = self.domain
        if b"google.com" in self.ask(dns(domain, "MX")):
            return
        if self.ask(dns(f"_ua-auto-config.{domain}", "TXT")):
            return
        for uri in (f"https://autoconfig.{domain}/mail/config-v1.1.xml",
                    f"https://{domain}/.well-known/autoconfig/mail/config-v1.1.xml"):
            if self.fetch(uri):
                return
        if any([self.ask(dns(f"{service}._tcp.{domain}", "SRV")) for service in SERVICES]):
            return
        for schemes, names in ((("imaps", "imap"), ("imap", "mail")), (("smtps", "smtp"), ("smtp", "mail"))):
            any(self.greet(f"{scheme}://{name}.{domain}") for scheme in schemes for name in names)


def measure(laboratory, program, domain):
    result = laboratory.run([program, f"alice@{domain}", laboratory.ca])
    first, last, source = result.stdout.decode().split()
    return float(first), float(last), source


def measure_in_turn(laboratory, domain):
    start = time.monotonic()
    InTurn(laboratory, domain).run()
    return (time.monotonic() - start) * 1000


def report(laboratory, program, name, runs, unit):
    domain, aim, extra = CASES[name]
    ours = [measure(laboratory, program, domain) for _ in range(runs)]
    others = statistics.median(measure_in_turn(laboratory, domain) for _ in range(max(1, runs // 2)))
    first, last = (statistics.median(values) for values in list(zip(*ours))[:2])
    aims = "no aim" if aim is None else f"aim ≤ {aim}" + (f" + {extra} ms" if extra else "")
    verdict = "" if aim is None or (last - extra) / unit <= aim else " MISSED"
    print(f"  {name} ({ours[0][2]}): first {first:.0f} ms = {first / unit:.2f}, last {last:.0f} ms = {last / unit:.2f} "
          f"round trips ({aims}){verdict}; in turn {others:.0f} ms = {others / unit:.2f}, {others / last:.1f} times as long",
          flush=True)


def main():
    bridge, program = (os.path.abspath(path) for path in sys.argv[1:3])
    runs = int(sys.argv[3]) if len(sys.argv) > 3 else 5
    lab.enter()
    with lab.Lab(bridge, ROUND_TRIP_MS) as laboratory:
        unit = float(laboratory.run([sys.executable, "-c", MEASURE_LINK]).stdout)
        print(f"  a round trip: {unit:.1f} ms")
        for name in CASES:
            report(laboratory, program, name, runs, unit)


if __name__ == "__main__":
    main()
