#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""siegel-cli against the greediest servers: floods on both sides at once, and what they cost it in memory and time."""

import contextlib
import json
import os
import socket
import ssl
import subprocess
import tempfile
import threading
import time
import unittest

from support.siegel_cli import PROGRAM

PEAK = 150 * 1024  # KiB
DEADLINE = 10  # seconds
SLACK = 20  # for a busy machine, and programs under AddressSanitizer
PASSWORD = "correct-horse"
CERTIFICATES = os.path.join(os.environ["G_TEST_BUILDDIR"], "support")
CA_FILE = os.path.join(CERTIFICATES, "ca.pem")

CHUNK = 64 * 1024
IMAP_GREETING = b"* OK [CAPABILITY IMAP4rev1 SASL-IR AUTH=PLAIN] hi\r\n"
SMTP_GREETING = b"220 mx\r\n"
SMTP_IN = [SMTP_GREETING, b"250-mx\r\n250-PIPELINING\r\n250 AUTH PLAIN\r\n", b"235 in\r\n"]


def flood(connection, text):
    block = text * (CHUNK // len(text))
    while True:
        connection.sendall(block)


def answers_then_flood(answers, text):
    """Says a line to each line of the client, and then never stops."""
    def serve(connection):
        with connection.makefile("rb") as lines:
            for number, answer in enumerate(answers):
                if number > 0:
                    lines.readline()
                connection.sendall(answer)
            if len(answers) > 1:
                lines.readline()
            flood(connection, text)
    return serve


def trickle(connection):
    """One byte at a time, in a record of its own, as fast as it goes."""
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    while True:
        connection.sendall(b"x")


def silence(connection):
    while connection.recv(CHUNK):
        pass


# name: (who serves IMAP, who serves SMTP, error codes)
ATTACKS = {
    "line": (answers_then_flood([b"* OK "], b"x" * 1024), answers_then_flood([b"220 "], b"x" * 1024), "too-much-data"),
    "lines": (answers_then_flood([IMAP_GREETING, b"A1 OK in\r\n"], b"* 1 FETCH (FLAGS ())\r\n"),
              answers_then_flood(SMTP_IN, b"250-noise\r\n"), "too-much-data"),
    "continuations": (answers_then_flood([IMAP_GREETING], b"+ \r\n"),
                      answers_then_flood([SMTP_GREETING], b"250-AUTH PLAIN\r\n"), None),
    "literal": (answers_then_flood([IMAP_GREETING, b"A1 OK in\r\n"], b"* LIST () {4294967295}\r\nxxxxxxxxxxxxxxxx"),
                answers_then_flood([SMTP_GREETING], b"\n"), None),
    "records": (trickle, trickle, None),
    "silence": (silence, silence, "timed-out"),
}


class Server:
    def __init__(self, serve, **settings):
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(settings.get("chain", os.path.join(CERTIFICATES, "ec.pem")),
                                os.path.join(CERTIFICATES, "ec.key"))
        context.num_tickets = settings.get("tickets", 0)
        self.context, self.serve = context, serve
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self):
        with contextlib.suppress(OSError):
            while True:
                connection, _peer = self.listener.accept()
                threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection):
        with contextlib.suppress(OSError), connection:
            with self.context.wrap_socket(connection, server_side=True) as encrypted:
                self.serve(encrypted)

    def close(self):
        self.listener.close()


def check(incoming, outgoing):
    """What siegel-cli says of two servers; its most memory in KiB; seconds."""
    with tempfile.NamedTemporaryFile("w") as password:
        password.write(PASSWORD)
        password.flush()
        began = time.monotonic()
        program = subprocess.Popen(
            [PROGRAM, "check", "--json", "--timeout", str(DEADLINE), "--ca-file", CA_FILE,
             "--password-file", password.name, "--incoming", f"imaps://127.0.0.1:{incoming.port}",
             "--outgoing", f"smtps://127.0.0.1:{outgoing.port}", "alice@example.test"],
            stdout=subprocess.PIPE)
        output = program.stdout.read()
        _pid, status, usage = os.wait4(program.pid, 0)
        program.returncode = os.waitstatus_to_exitcode(status)
        program.stdout.close()
        return json.loads(output), usage.ru_maxrss, time.monotonic() - began


class Greed(unittest.TestCase):
    def assert_bounded(self, name, incoming, outgoing, code):
        try:
            answer, peak, seconds = check(incoming, outgoing)
        finally:
            incoming.close()
            outgoing.close()
        codes = [server["error"]["code"] for server in answer["servers"]]
        print(f"{name}: {codes}, {peak // 1024} MiB, {seconds:.1f} s")
        self.assertFalse(answer["ok"])
        self.assertNotIn(PASSWORD, json.dumps(answer))
        self.assertLess(peak, PEAK)
        self.assertLess(seconds, DEADLINE + SLACK)
        if code is not None:
            self.assertEqual(codes, [code, code])

    def test_floods(self):
        for name, (incoming, outgoing, code) in ATTACKS.items():
            with self.subTest(name):
                self.assert_bounded(name, Server(incoming), Server(outgoing), code)

    def test_long_chain(self):
        """As many certificates as there is room for, and far more."""
        for times in (100, 1000):
            with self.subTest(times), tempfile.NamedTemporaryFile("w") as chain:
                with open(os.path.join(CERTIFICATES, "ec.pem")) as own, open(CA_FILE) as authority:
                    chain.write(own.read() + authority.read() * times)
                chain.flush()
                self.assert_bounded(f"{times} certificates", Server(silence, chain=chain.name),
                                    Server(silence, chain=chain.name), None)

    def test_tickets(self):
        """Session tickets of TLS 1.3 without end, which are not asked for: nothing but them is ever said."""
        self.assert_bounded("tickets", Server(silence, tickets=1000000), Server(silence, tickets=1000000), None)


if __name__ == "__main__":
    unittest.main(verbosity=2)
