#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""siegel-cli leaves no password behind: not in its memory when it ends, not in what it prints while everything is
traced, not in a core. On a real Dovecot, a real Postfix and a real keyring, in a session of its own. By a program
without sanitizers, which keep what was freed."""

import base64
import contextlib
import hashlib
import hmac
import os
import pathlib
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import unittest

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE / "support"))
import impostor  # noqa: E402
import mailservers  # noqa: E402
import memory  # noqa: E402

CLI = os.environ["SIEGEL_CLI"]
USER = "eve@example.test"
PASSWORD, WRONG = memory.make_password(), memory.make_password()
SALT, ITERATIONS = b"0123456789abcdef", 4096
LIMIT = 60

# Everything that makes a library talk.
TRACES = {"G_MESSAGES_DEBUG": "all", "G_DBUS_DEBUG": "all", "GNUTLS_DEBUG_LEVEL": "99", "SECRET_DEBUG": "all",
          "GSASL_DEBUG": "1", "SOUP_DEBUG": "all"}

# What is spoken to whom: (incoming scheme, service of Dovecot, outgoing scheme, service).
WAYS = {
    "IMAP over TLS": ("imaps", "imaps", "smtps", "submissions"),
    "POP3 and STARTTLS": ("pop3", "pop3", "smtp", "submission"),
    "IMAP and STARTTLS": ("imap", "imap", "smtp", "submission"),
    "POP3 over TLS": ("pop3s", "pop3s", "smtps", "submissions"),
}


def scram_keys(hash_name, password):
    """What a SCRAM client (RFC 5802) computes on its way, each as good as the password: {name: bytes}."""
    salted = hashlib.pbkdf2_hmac(hash_name, password.encode(), SALT, ITERATIONS)
    client = hmac.new(salted, b"Client Key", hash_name).digest()
    return {"the salted password": salted, "the salted password in hexadecimal": salted.hex().encode(),
            "the client key": client, "the server key": hmac.new(salted, b"Server Key", hash_name).digest()}


def scram_line(scheme, hash_name):
    """The password as Dovecot keeps it for SCRAM, with a salt that is known here."""
    keys = scram_keys(hash_name, PASSWORD)
    stored = hashlib.new(hash_name, keys["the client key"]).digest()
    parts = (base64.b64encode(part).decode() for part in (SALT, stored, keys["the server key"]))
    return f"{{{scheme}}}{ITERATIONS}," + ",".join(parts)


class ScramDovecot(mailservers.Dovecot):
    """Knows no password, only what proves it."""

    def __init__(self, certificates, scheme, hash_name, **options):
        self.line = scram_line(scheme, hash_name)
        super().__init__(certificates, mechanisms=scheme.lower(), users={USER: PASSWORD}, **options)

    def _write_users(self):
        (self.folder / "users").write_text(f"{USER}:{self.line}\n")


class Case(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.servers = mailservers.MailServers()
        cls.addClassCleanup(cls.servers.__exit__)
        cls.servers.__enter__()

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def dovecot(self, mechanisms):
        return self.servers.dovecot(mechanisms=mechanisms, users={USER: PASSWORD})

    def postfix(self, dovecot):
        return self.servers.postfix(dovecot) if mailservers.has_postfix() else dovecot

    def options(self, dovecot, postfix, way):
        incoming, incoming_service, outgoing, outgoing_service = WAYS[way]
        return ["--ca-file", str(self.servers.ca),
                "--incoming", f"{incoming}://127.0.0.1:{dovecot.ports[incoming_service]}",
                "--outgoing", f"{outgoing}://127.0.0.1:{postfix.ports[outgoing_service]}"]

    def write(self, name, text):
        path = self.folder / name
        path.write_text(text)
        return str(path)

    def environment(self, **changes):
        return {**os.environ, "XDG_DATA_HOME": str(self.folder / "data"), **changes}

    def watch(self, arguments, needles, environment, typed=None):
        """Runs siegel-cli and searches its memory; its status, and all it printed."""
        output = self.folder / "output"
        with open(output, "wb") as to, contextlib.ExitStack() as stack:
            source = subprocess.DEVNULL
            if typed is not None:
                source = stack.enter_context(open(self.write("typed", typed), "rb"))
            watched = memory.Watched([CLI, *arguments], needles, stdin=source, stdout=to, stderr=to, env=environment)
            status = watched.wait(LIMIT)
        self.assertGreater(watched.searched, 1 << 20)
        self.assertEqual(watched.found, [])
        return status, output.read_bytes()

    def check(self, options, password=PASSWORD, secrets=None, command="check", expected=0, **traces):
        needles = memory.needles_of(password, **(secrets or {}))
        arguments = [command, "--password-file", self.write("password", password + "\n"), *options, USER]
        status, output = self.watch(arguments, needles, self.environment(**traces))
        self.assertEqual(status, expected, output)
        self.assertEqual(memory.search_text(output, needles), [], output)
        return output


class Memory(Case):
    def test_search_finds(self):
        """A program that wipes nothing is found out, whatever it made of the password."""
        needles = memory.needles_of(PASSWORD)
        for code in ("p", "b'AB' + p.encode()", "base64.b64encode(b'\\0me\\0' + p.encode())", "p.encode().hex()"):
            script = f"import base64, os, sys; p = sys.stdin.read(); kept = {code}; p = None; os._exit(0)"
            with open(self.write("typed", PASSWORD), "rb") as typed:
                watched = memory.Watched([sys.executable, "-c", script], needles, stdin=typed)
            self.assertEqual(watched.wait(), 0)
            self.assertTrue(watched.found)

    def test_plain_and_login(self):
        for mechanisms, ways in (("plain", WAYS), ("login", ["IMAP and STARTTLS", "POP3 over TLS"])):
            dovecot = self.dovecot(mechanisms)
            postfix = self.postfix(dovecot)
            for way in ways:
                with self.subTest(mechanisms=mechanisms, way=way):
                    self.check(self.options(dovecot, postfix, way))
                    self.check(self.options(dovecot, postfix, way), WRONG, expected=1)

    def test_scram(self):
        for scheme, hash_name in (("SCRAM-SHA-1", "sha1"), ("SCRAM-SHA-256", "sha256")):
            dovecot = ScramDovecot(self.servers.certificates, scheme, hash_name, sink_port=self.servers.sink.port)
            self.addCleanup(dovecot.stop)
            for way in ("IMAP over TLS", "POP3 and STARTTLS"):
                with self.subTest(scheme=scheme, way=way):
                    for password, expected in ((PASSWORD, 0), (WRONG, 1)):
                        keys = scram_keys(hash_name, password)
                        self.check(self.options(dovecot, dovecot, way), password, keys, expected=expected)

    def test_from_standard_input(self):
        dovecot = self.dovecot("plain")
        options = self.options(dovecot, dovecot, "IMAP over TLS")
        arguments = ["check", "--password-file", "-", *options, USER]
        status, output = self.watch(arguments, memory.needles_of(PASSWORD), self.environment(), PASSWORD)
        self.assertEqual(status, 0, output)

    def test_from_a_terminal(self):
        dovecot = self.dovecot("plain")
        options = self.options(dovecot, dovecot, "IMAP over TLS")
        needles = memory.needles_of(PASSWORD)
        master, slave = os.openpty()

        def take_terminal():
            import fcntl
            import termios
            fcntl.ioctl(slave, termios.TIOCSCTTY, 0)
        watched = memory.Watched([CLI, "check", *options, USER], needles, take_terminal, start_new_session=True,
                                 stdin=subprocess.DEVNULL, stdout=slave, stderr=slave, env=self.environment())
        shown = b""
        while b":" not in shown:
            shown += os.read(master, 4096)
        os.write(master, PASSWORD.encode() + b"\n")
        self.assertEqual(watched.wait(), 0)
        self.assertEqual(watched.found, [])
        os.close(slave)
        with contextlib.suppress(OSError):
            while part := os.read(master, 4096):
                shown += part
        os.close(master)
        self.assertEqual(memory.search_text(shown, needles), [])

    def test_setup(self):
        dovecot = self.dovecot("plain")
        options = self.options(dovecot, dovecot, "IMAP over TLS")
        needles = memory.needles_of(PASSWORD)
        for traces in ({}, TRACES):
            with self.subTest(traces=traces):
                self.check([*options, "--replace"], command="setup", **traces)
                # And again, with the password from the keyring, and with a new one.
                stored = ["check", "--stored", "--ca-file", str(self.servers.ca), USER]
                status, output = self.watch(stored, needles, self.environment(**traces))
                self.assertEqual(status, 0, output)
                self.assertEqual(memory.search_text(output, needles), [])
                self.check(["--ca-file", str(self.servers.ca)], command="password", **traces)
        found = subprocess.run(["secret-tool", "lookup", "service", "imap", "user", USER], capture_output=True, text=True,
                               stdin=subprocess.DEVNULL, env={**os.environ, "G_DEBUG": ""})
        self.assertEqual(found.stdout, PASSWORD)


class OddServers(Case):
    """Ways to sign in that no real server here can be brought to, and servers that repeat what they hear."""

    def serve(self, answers):
        """Two servers with TLS: (greeting, answer) each; their options."""
        context = impostor.server_context(self.servers.certificates / "ec.pem", self.servers.certificates / "ec.key")
        self.impostor = impostor.Impostor(context)
        ports = [mailservers.free_port("127.0.0.1") for _ in answers]
        self.impostor.serve("127.0.0.1", {port: (True, *answer) for port, answer in zip(ports, answers)})
        return ports

    def run_case(self, scheme, incoming, outgoing, expected):
        ports = self.serve([incoming, outgoing])
        for traces in ({}, TRACES):
            self.check(["--ca-file", str(self.servers.ca), "--incoming", f"{scheme}://127.0.0.1:{ports[0]}",
                        "--outgoing", f"smtps://127.0.0.1:{ports[1]}"], expected=expected, **traces)
        self.assertIn(PASSWORD.encode(), self.impostor.heard)

    @staticmethod
    def smtp(refusal):
        def answer(line):
            verb = line[:4].upper()
            if verb == b"EHLO":
                return b"250-odd\r\n250 AUTH PLAIN\r\n"
            if verb in (b"AUTH", b"MAIL", b"RCPT", b"RSET"):
                return refusal(line) if verb == b"AUTH" else b"250 2.1.0 fine\r\n"
            return b"221 bye\r\n"
        return b"220 odd ESMTP\r\n", answer

    def test_own_commands(self):
        """LOGIN with literals, and USER/PASS."""
        def imap(line):
            tag, _, rest = line.partition(b" ")
            if b"LOGIN" in rest or line.endswith(b"}"):
                return b"+ go on\r\n"
            if rest.startswith(b"ID") or rest.startswith(b"EXAMINE") or rest.startswith(b"LOGOUT"):
                return tag + b" OK done\r\n"
            return b"* OK fine\r\nA1 OK [CAPABILITY IMAP4rev1] in\r\n"

        def pop3(line):
            return b"+OK\r\nUSER\r\n.\r\n" if line.startswith(b"CAPA") else b"+OK 0 0\r\n"
        welcome = self.smtp(lambda line: b"235 2.7.0 in\r\n")
        self.run_case("imaps", (b"* OK [CAPABILITY IMAP4rev1] odd\r\n", imap), welcome, 0)
        self.run_case("pop3s", (b"+OK odd\r\n", pop3), welcome, 0)

    def test_repeated(self):
        """Those who refuse and say what, as it came and as it was meant."""
        def decode(line):
            with contextlib.suppress(ValueError):
                return base64.b64decode(line.split()[-1], validate=True).replace(b"\0", b" ")
            return b""

        def imap(line):
            tag, _, rest = line.partition(b" ")
            return tag + b" NO [AUTHENTICATIONFAILED] bad: " + rest + b" " + decode(line) + b"\r\n"
        greeting = b"* OK [CAPABILITY IMAP4rev1 SASL-IR AUTH=PLAIN] odd\r\n"
        refuse = self.smtp(lambda line: b"535 5.7.8 bad: " + line + b" " + decode(line) + b"\r\n")
        ports = self.serve([(greeting, imap), refuse])
        for traces in ({}, TRACES):
            output = self.check(["--json", "--ca-file", str(self.servers.ca),
                                 "--incoming", f"imaps://127.0.0.1:{ports[0]}",
                                 "--outgoing", f"smtps://127.0.0.1:{ports[1]}"], expected=1, **traces)
            self.assertIn(b"bad: ", output)


class Traces(Case):
    def test_everything_is_traced(self):
        keys = self.folder / "keys"
        for mechanism, ways in (("plain", WAYS), ("login", ["IMAP over TLS"]), ("scram-sha-256", ["POP3 over TLS"])):
            dovecot = self.dovecot(mechanism)
            for way in ways:
                for password, expected in ((PASSWORD, 0), (WRONG, 1)):
                    with self.subTest(mechanism=mechanism, way=way, expected=expected):
                        output = self.check(self.options(dovecot, dovecot, way), password, expected=expected,
                                            SSLKEYLOGFILE=str(keys), **TRACES)
                        self.assertIn(b"***", output)
                        self.assertIn(b" S: ", output)
                        # The keys of the session open whatever was recorded of it.
                        self.assertNotIn(b"WRITE KEY", output)
        self.assertFalse(keys.exists())


# Programs that hold the beginning of a password and wait for the rest.
CARELESS = [sys.executable, "-c", "import sys; kept = sys.stdin.buffer.raw.read(100); sys.stdin.buffer.raw.read(1)"]
WAITING = ["check", "--password-file", "-", "--incoming", "imaps://127.0.0.1", "--outgoing", "smtps://127.0.0.1", USER]


class Cores(Case):
    """Standard input gives a part of the password and then waits, so that it is certain what the program holds."""

    def hold(self, command, **options):
        process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                                   cwd=self.folder, **options)
        self.addCleanup(process.stdin.close)
        self.addCleanup(process.wait)
        self.addCleanup(process.kill)
        process.stdin.write(PASSWORD.encode())
        process.stdin.flush()
        deadline = 200
        while deadline and not any(PASSWORD.encode() in content for _place, _at, content in memory.read(process.pid)):
            deadline -= 1
        self.assertTrue(deadline, "the password did not arrive")
        return process

    def crash(self, command):
        """Whether a program that crashes leaves a core."""
        unlimited = (resource.RLIM_INFINITY, resource.RLIM_INFINITY)
        process = self.hold(command, preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_CORE, unlimited))
        os.kill(process.pid, signal.SIGSEGV)
        _pid, status = os.waitpid(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        self.assertEqual(process.returncode, -signal.SIGSEGV)
        return os.WCOREDUMP(status)

    @unittest.skipUnless(resource.getrlimit(resource.RLIMIT_CORE)[1] == resource.RLIM_INFINITY, "cores are forbidden")
    def test_crash(self):
        if not self.crash(CARELESS):
            self.skipTest("nobody leaves a core here")
        self.assertFalse(self.crash([CLI, *WAITING]))

    @unittest.skipUnless(mailservers.is_root(), "needs to be somebody else")
    def test_same_person(self):
        """Another program of the same person cannot read the memory either."""
        nobody = {"user": 65534, "group": 65534, "extra_groups": []}
        self.folder.chmod(0o755)
        program = self.folder / "siegel-cli"
        shutil.copy(CLI, program)
        program.chmod(0o755)
        for command, readable in ((CARELESS, True), ([str(program), *WAITING], False)):
            process = self.hold(command, env={**os.environ, "HOME": str(self.folder)}, **nobody)
            reader = subprocess.run([sys.executable, "-c", f"open('/proc/{process.pid}/mem', 'rb')"], capture_output=True,
                                    **nobody)
            self.assertEqual(reader.returncode == 0, readable, reader.stderr)


if __name__ == "__main__":
    if "SIEGEL_SESSION" not in os.environ:
        memory.run_with_right_to_look()
        session = str(HERE / "support/session.sh")
        os.execv(session, [session, "--keyring", "--need", "gnome-keyring-daemon", "--need", "secret-tool", "--limit", "570",
                           "--", sys.executable, *sys.argv])
    if not mailservers.has_dovecot():
        print("skipped: there is no Dovecot")
        sys.exit(memory.SKIPPED)
    mailservers.end_on_sigterm()
    unittest.main(verbosity=2)
