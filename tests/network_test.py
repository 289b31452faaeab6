#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a check says of a network that does not let everything through: real mail servers, and between them and the client
a firewall, a hotspot, half an internet or none at all. SIEGEL_CLI names the program."""

import contextlib
import json
import os
import pathlib
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time
import unittest

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE / "support"))
import impostor  # noqa: E402
import mailservers  # noqa: E402
import netns  # noqa: E402

PROGRAM = os.environ["SIEGEL_CLI"]
PATH = os.environ["PATH"] + ":/usr/sbin:/sbin"
ADDRESS = "alice@example.test"
HOST = "mail.example.test"
V4, V6, SILENT_V6 = "10.99.0.10", "fd99::10", "fd99::99"
MAC = "02:00:00:00:00:01"
# The firewall's ports of this test; everybody else listens as they like.
IMAPS, IMAP, POP3S, POP3, SUBMISSIONS, SUBMISSION = 993, 143, 995, 110, 465, 587

# How long a check may take that need not wait, and one that waits for a firewall, beyond its patience.
AT_ONCE = 8
MARGIN = 6


def make_network():
    """servers (here) ── client, each with both families and a way out."""
    netns.ip("link", "set", "lo", "up")
    for name in ("client", "island"):
        netns.ip("netns", "add", name)
        netns.ip("-n", name, "link", "set", "lo", "up")
    netns.ip("link", "add", "servers", "address", MAC, "type", "veth", "peer", "name", "eth0", "netns", "client")
    for address, kind in ((V4, "/24"), (V6, "/64")):
        netns.ip("addr", "add", address + kind, "dev", "servers", *(["nodad"] if ":" in address else []))
    netns.ip("-n", "client", "addr", "add", "10.99.0.2/24", "dev", "eth0")
    netns.ip("-n", "client", "addr", "add", "fd99::2/64", "dev", "eth0", "nodad")
    netns.ip("link", "set", "servers", "up")
    netns.ip("-n", "client", "link", "set", "eth0", "up")
    netns.ip("-n", "client", "route", "add", "default", "via", V4)
    pathlib.Path("/run/resolv.conf").write_text(f"nameserver {V4}\n")
    subprocess.run(["mount", "--bind", "/run/resolv.conf", "/etc/resolv.conf"], check=True)
    threading.Thread(target=serve_no_names, daemon=True).start()
    # An address of somebody who is there and says nothing.
    netns.ip("-n", "client", "neigh", "replace", SILENT_V6, "lladdr", MAC, "dev", "eth0", "nud", "permanent")


def serve_no_names():
    """A DNS that knows none: they are found in a file, or not at all."""
    listener = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    listener.bind((V4, 53))
    while True:
        question, client = listener.recvfrom(4096)
        listener.sendto(question[:2] + b"\x81\x83" + question[4:6] + 6 * b"\0" + question[12:].split(b"\0", 1)[0] + b"\0"
                        + question[12:].split(b"\0", 1)[1][:4], client)


@contextlib.contextmanager
def hosts(*addresses):
    """What the name of the server leads to."""
    pathlib.Path("/run/hosts").write_text("127.0.0.1 localhost\n" + "".join(f"{a} {HOST}\n" for a in addresses))
    subprocess.run(["mount", "--bind", "/run/hosts", "/etc/hosts"], check=True)
    try:
        yield
    finally:
        subprocess.run(["umount", "/etc/hosts"], check=True)


@contextlib.contextmanager
def rule(*arguments, namespace=None):
    """A firewall's, or a route's."""
    prefix = ["-n", namespace] if namespace else []
    netns.ip(*prefix, *arguments[:1], "add", *arguments[1:])
    try:
        yield
    finally:
        netns.ip(*prefix, *arguments[:1], "del", *arguments[1:])


def swallowed(port):
    """What a server says from this port never arrives."""
    return rule("rule", "ipproto", "tcp", "sport", str(port), "blackhole")


class Hotspot(mailservers.Server):
    """A real web server where mail is expected, as hotspots have."""

    def __init__(self, certificates, certificate):
        super().__init__("nginx", V4, {"imaps": IMAPS, "submissions": SUBMISSIONS, "imap": IMAP, "submission": SUBMISSION})
        folder = self.folder
        places = "".join(f"{name}_temp_path {folder}/{name};\n"
                         for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
        (folder / "nginx.conf").write_text(f"""
daemon off;
worker_processes 1;
user root;
pid {folder}/pid;
error_log {folder}/log;
events {{ worker_connections 64; }}
http {{
access_log off;
{places}
server {{
listen {V4}:{IMAPS} ssl;
listen {V4}:{SUBMISSIONS} ssl;
listen {V4}:{IMAP};
listen {V4}:{SUBMISSION};
ssl_certificate {certificates}/{certificate}.pem;
ssl_certificate_key {certificates}/{certificate}.key;
location / {{ return 302 http://hotspot.example/; }}
}}
}}
""")
        self.start([shutil.which("nginx", path=PATH), "-c", str(folder / "nginx.conf"), "-p", str(folder)])


class Network(unittest.TestCase):
    servers = None

    def setUp(self):
        self.enterContext(hosts(V4))

    def start(self, namespace, *arguments):
        return subprocess.Popen(netns.Network.command(namespace, [PROGRAM, "check", *arguments]), stdin=subprocess.DEVNULL,
                                stdout=subprocess.PIPE, stderr=subprocess.PIPE)

    def check(self, incoming=f"imaps://{HOST}", outgoing=f"smtps://{HOST}", options=(), namespace="client", limit=AT_ONCE):
        """What is said of both servers, in JSON, and self.text for people."""
        with tempfile.NamedTemporaryFile("w") as password:
            password.write(mailservers.USERS[ADDRESS])
            password.flush()
            arguments = ["--ca-file", str(self.servers.ca), "--password-file", password.name,
                         "--incoming", incoming, "--outgoing", outgoing, *options, ADDRESS]
            started = time.monotonic()
            answer, text = self.start(namespace, "--json", *arguments), self.start(namespace, *arguments)
            servers = json.loads(answer.communicate(timeout=60)[0])["servers"]
            self.text = b" ".join(text.communicate(timeout=60)).decode().replace("\n", " ")
        self.assertLess(time.monotonic() - started, limit, self.text)
        return servers

    def assert_fails(self, server, code, *parts):
        self.assertFalse(server["ok"], server)
        self.assertEqual(server["error"]["code"], code, server)
        for part in parts:
            self.assertIn(part, self.text)

    def detail(self, server, step):
        return next(one for one in server["steps"] if one["step"] == step).get("detail")


class Ports(Network):
    @classmethod
    def setUpClass(cls):
        ports = {"imaps": IMAPS, "imap": IMAP, "pop3s": POP3S, "pop3": POP3}
        cls.dovecot = cls.servers.dovecot(address=V4, services=tuple(ports), ports=ports)
        if mailservers.has_postfix():
            cls.sender = cls.servers.postfix(cls.dovecot, address=V4,
                                             ports={"submissions": SUBMISSIONS, "submission": SUBMISSION})
        else:
            ports = {"submissions": SUBMISSIONS, "submission": SUBMISSION}
            cls.sender = cls.servers.dovecot(address=V4, services=tuple(ports), ports=ports)
        cls.addClassCleanup(cls.dovecot.stop)
        cls.addClassCleanup(cls.sender.stop)

    def test_nothing_is_wrong(self):
        for server in self.check():
            self.assertTrue(server["ok"], server)

    def test_submissions_swallowed(self):
        """The whole wait is the patience, not the patience and another look after it."""
        with swallowed(SUBMISSIONS):
            incoming, outgoing = self.check(options=("--timeout", "12"), limit=4 + MARGIN)
        self.assertTrue(incoming["ok"])
        self.assert_fails(outgoing, "timed-out", f"does not answer on port {SUBMISSIONS}, but it does on port {SUBMISSION}",
                          f"Use STARTTLS on port {SUBMISSION}")
        self.assertIn(f"{V4}: no answer", self.detail(outgoing, "connect"))

    def test_submission_swallowed(self):
        with swallowed(SUBMISSION):
            _incoming, outgoing = self.check(outgoing=f"smtp://{HOST}", options=("--timeout", "9"), limit=3 + MARGIN)
        self.assert_fails(outgoing, "timed-out", f"but it does on port {SUBMISSIONS}", f"Use SSL/TLS on port {SUBMISSIONS}")

    def test_both_swallowed(self):
        with swallowed(IMAPS), swallowed(IMAP):
            incoming, outgoing = self.check(options=("--timeout", "6"), limit=6 + MARGIN)
        self.assertTrue(outgoing["ok"])
        self.assert_fails(incoming, "timed-out", f"answers neither on port {IMAPS} nor on port {IMAP}")
        self.assertNotIn("STARTTLS", incoming["error"]["remedy"])

    def test_receiving(self):
        """Both protocols, both directions."""
        for scheme, port, other in (("imaps", IMAPS, IMAP), ("imap", IMAP, IMAPS), ("pop3s", POP3S, POP3), ("pop3", POP3, POP3S)):
            with self.subTest(scheme), rule("rule", "ipproto", "tcp", "dport", str(port), "prohibit", namespace="client"):
                incoming, _outgoing = self.check(incoming=f"{scheme}://{HOST}")
                self.assert_fails(incoming, "network-unreachable", f"but it does on port {other}")


class Refused(Network):
    """Nobody is there at all, or only on the other port."""

    def test_neither(self):
        incoming, outgoing = self.check()
        self.assert_fails(incoming, "connection-refused", f"answers neither on port {IMAPS} nor on port {IMAP}")
        self.assert_fails(outgoing, "connection-refused", f"answers neither on port {SUBMISSIONS} nor on port {SUBMISSION}")
        self.assertNotIn("STARTTLS", outgoing["error"]["remedy"])
        self.assertEqual(self.detail(outgoing, "connect"), f"{V4}: refused")

    def test_other_port(self):
        ports = {"imap": IMAP, "submission": SUBMISSION}
        dovecot = self.servers.dovecot(address=V4, services=tuple(ports), ports=ports)
        self.addCleanup(dovecot.stop)
        incoming, outgoing = self.check()
        self.assert_fails(incoming, "connection-refused", f"does not answer on port {IMAPS}, but it does on port {IMAP}",
                          f"Use STARTTLS on port {IMAP}")
        self.assert_fails(outgoing, "connection-refused",
                          f"does not answer on port {SUBMISSIONS}, but it does on port {SUBMISSION}")
        self.assertEqual(outgoing["error"]["remedy"],
                         f"Use STARTTLS on port {SUBMISSION}. It encrypts the connection, too.")

    def test_other_port_without_proof(self):
        """Whoever answers there is not the server: nothing is said to work."""
        ports = {"imap": IMAP, "submission": SUBMISSION}
        dovecot = self.servers.dovecot(address=V4, services=tuple(ports), ports=ports, certificate="wronghost")
        self.addCleanup(dovecot.stop)
        for server in self.check():
            self.assert_fails(server, "connection-refused")
            self.assertNotIn("but it does", self.text)
            self.assertNotIn("neither", self.text)


class Families(Network):
    @classmethod
    def setUpClass(cls):
        ports = {"imaps": IMAPS, "submissions": SUBMISSIONS}
        cls.v4 = cls.servers.dovecot(address=V4, services=tuple(ports), ports=ports)
        cls.addClassCleanup(cls.v4.stop)

    def assert_passed_over(self, server, detail):
        self.assertTrue(server["ok"], server)
        self.assertEqual(self.detail(server, "connect"), detail)

    def test_no_route(self):
        with hosts(V6, V4), rule("route", "unreachable", V6, namespace="client"):
            for server in self.check():
                self.assert_passed_over(server, f"{V4} (IPv6 does not work here)")

    def test_swallowed(self):
        """Costs a quarter of a second, not a time-out."""
        with hosts(SILENT_V6, V4):
            for server in self.check():
                self.assert_passed_over(server, f"{V4} (IPv6 does not work here)")

    def test_absent(self):
        """A client without IPv6 has nothing to complain about."""
        netns.ip("-n", "client", "addr", "del", "fd99::2/64", "dev", "eth0")
        try:
            with hosts(V6, V4):
                for server in self.check():
                    self.assert_passed_over(server, V4)
        finally:
            netns.ip("-n", "client", "addr", "add", "fd99::2/64", "dev", "eth0", "nodad")

    def test_both_fail(self):
        """Each address with its own reason."""
        with hosts(V6, V4), rule("route", "unreachable", V6, namespace="client"):
            incoming, _outgoing = self.check(incoming=f"imap://{HOST}")
        self.assert_fails(incoming, "connection-refused")
        self.assertEqual(self.detail(incoming, "connect"), f"{V6}: cannot be reached, {V4}: refused")


class Nowhere(Network):
    def test_no_network(self):
        """A name that cannot be found out, and an address: neither is anybody's fault but the network's."""
        for host in ("mail.elsewhere.example", "192.0.2.1"):
            with self.subTest(host):
                for server in self.check(f"imaps://{host}", f"smtps://{host}", namespace="island"):
                    self.assert_fails(server, "network-unreachable", "not connected to any network")


class Portal(Network):
    def assert_portal(self, servers):
        for server in servers:
            self.assert_fails(server, server["error"]["code"], "This network wants you to sign in to it first", "web browser")

    @unittest.skipUnless(shutil.which("nginx", path=PATH), "needs nginx")
    def test_web_server(self):
        hotspot = Hotspot(self.servers.certificates, "wronghost")
        self.addCleanup(hotspot.stop)
        self.assert_portal(self.check())
        # Plain text: silent until it is spoken to, which half of the patience is waited for.
        self.assert_portal(self.check(f"imap://{HOST}", f"smtp://{HOST}", options=("--timeout", "9"), limit=MARGIN))

    def test_one_certificate_for_all(self):
        """A hotspot that does not even say that it is a web server."""
        certificates = self.servers.certificates
        context = impostor.server_context(certificates / "wronghost.pem", certificates / "wronghost.key")
        attacker = impostor.Impostor(context)
        attacker.serve(V4, {IMAPS: (True, b"", impostor.answer_http), SUBMISSIONS: (True, b"", impostor.answer_http)})
        self.addCleanup(attacker.close)
        self.assert_portal(self.check())
        self.assertEqual(attacker.heard, b"")

    @unittest.skipUnless(shutil.which("nginx", path=PATH), "needs nginx")
    def test_right_web_server(self):
        """The server itself, but what it speaks inside TLS is HTTP: silent, which half of the patience is waited for."""
        hotspot = Hotspot(self.servers.certificates, "ec")
        self.addCleanup(hotspot.stop)
        for server in self.check(options=("--timeout", "9"), limit=MARGIN):
            self.assert_fails(server, "not-this-protocol", "Another service lives there: HTTP")

    def test_wrong_certificate_is_no_hotspot(self):
        """The usual mistake: the host's name in place of the customer's."""
        ports = {"imaps": IMAPS, "submissions": SUBMISSIONS}
        dovecot = self.servers.dovecot(address=V4, services=tuple(ports), ports=ports, certificate="wronghost")
        self.addCleanup(dovecot.stop)
        for server in self.check():
            self.assert_fails(server, "certificate-wrong-host")
            self.assertNotIn("This network", server["error"]["message"])


class OldTls(Network):
    def test_versions(self):
        """A real Dovecot, from the first byte and after STARTTLS."""
        for version, name in (("TLSv1", "TLS 1.0"), ("TLSv1.1", "TLS 1.1")):
            ports = {"imaps": IMAPS, "imap": IMAP}
            dovecot = self.servers.dovecot(address=V4, services=tuple(ports), ports=ports, tls=version, certificate="rsa",
                                           extra="ssl_min_protocol = TLSv1\nssl_cipher_list = ALL:@SECLEVEL=0\n")
            try:
                for scheme in ("imaps", "imap"):
                    with self.subTest(version, scheme=scheme):
                        incoming, _outgoing = self.check(f"{scheme}://{HOST}")
                        self.assert_fails(incoming, "tls-too-old", f"nothing newer than {name}")
            finally:
                dovecot.stop()


def main():
    if os.getuid() != 0 or not mailservers.has_dovecot():
        print("needs Dovecot, and root to give it ports of its own")
        sys.exit(77)
    netns.enter()
    mailservers.end_on_sigterm()
    make_network()
    with mailservers.MailServers() as servers:
        Network.servers = servers
        unittest.main(verbosity=2)


if __name__ == "__main__":
    main()
