#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""How often real servers are shown a password, counted in their own logs: at most twice in a run, and once where the
answer says that it should stop there. SIEGEL_CLI names the program."""

import json
import pathlib
import re
import socket
import ssl
import sys
import tempfile
import time
import unittest

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE / "support"))
import dovecot_words  # noqa: E402
import mailservers  # noqa: E402
import siegel_cli  # noqa: E402

SKIPPED = 77
ALICE = "alice@example.test"
# With this a log names every exchange, before it says how it ended.
DEBUG = dovecot_words.debug_sign_in()
EXCHANGE = re.compile(r"auth: Debug: .*client in: AUTH\W.*(?:service|protocol)=(\w+)")


def refuse(folder, reason):
    """A passdb that finds every password right, and lets nobody in for a reason."""
    if dovecot_words.is_new():
        return dovecot_words.refuse(reason)
    script = pathlib.Path(folder) / "refuse.sh"
    said = f"reason='{reason}' " if reason else ""
    extra = "nologin reason" if reason else "nologin"
    # A server that cannot write name and password down to the end takes this for a failure of its own.
    script.write_text(f"#!/bin/sh\ncat <&3 > /dev/null\nexport USER=alice nologin=y {said}EXTRA='{extra}'\nexec \"$@\"\n")
    script.chmod(0o755)
    return f"passdb {{\n  driver = checkpassword\n  args = {script}\n}}\n"


class SignIns(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.servers = mailservers.MailServers()
        cls.addClassCleanup(cls.servers.__exit__)
        cls.servers.__enter__()

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def start(self, services=("imaps", "pop3s", "submissions"), extra="", **settings):
        server = self.servers.dovecot(services=services, extra=DEBUG + extra, **settings)
        self.addCleanup(server.ask_to_stop)
        return server

    def check(self, *options, password, user=ALICE, as_json=True):
        path = self.folder / "password"
        path.write_text(password)
        result = siegel_cli.run("check", *(["--json"] if as_json else []), "--ca-file", str(self.servers.ca),
                                "--password-file", str(path), *options, user)
        return json.loads(result.stdout) if as_json else (result.stdout + result.stderr).decode()

    def uris(self, server, incoming="imaps", outgoing=None):
        sending = outgoing or server
        return ["--incoming", f"{incoming}://127.0.0.1:{server.ports[incoming]}",
                "--outgoing", f"smtps://127.0.0.1:{sending.ports['submissions']}"]

    def codes(self, answer):
        return [server["error"] and server["error"]["code"] for server in answer["servers"]]

    def leave_a_mark(self, server):
        """A sign-in of our own behind all others, with a name that stands in the log."""
        context = ssl.create_default_context(cafile=str(self.servers.ca))
        service, command = next((name, line) for name, line in (("imaps", b"A1 LOGIN the-mark x\r\n"),
                                                                ("pop3s", b"USER the-mark\r\nPASS x\r\n"),
                                                                ("submissions", b"AUTH PLAIN AHRoZS1tYXJrAHg=\r\n"))
                                if name in server.ports)
        with socket.create_connection(("127.0.0.1", server.ports[service])) as plain, \
                context.wrap_socket(plain, server_hostname="127.0.0.1") as connection:
            connection.recv(4096)
            connection.sendall(command)
            connection.recv(4096)
            deadline = time.monotonic() + 10
            while "the-mark" not in server.log:
                self.assertLess(time.monotonic(), deadline)
                time.sleep(0.02)

    def count(self, server):
        """Service → how many exchanges the server has had, without the mark's own."""
        self.leave_a_mark(server)
        counts = {}
        found = EXCHANGE.findall(server.log.split("the-mark")[0])
        for service in found[:-1]:
            counts[service] = counts.get(service, 0) + 1
        return counts

    def expect(self, server, codes, counts, *options, **more):
        answer = self.check(*self.uris(server), *options, **more)
        self.assertEqual(self.codes(answer), codes, json.dumps(answer, indent=1))
        self.assertEqual(self.count(server), counts)
        return answer

    def test_both_names(self):
        """Nobody said what the user name is: the address, then the part before the @."""
        self.expect(self.start(), ["sign-in-rejected"] * 2, {"imap": 2, "submission": 2}, password="wrong")

    def test_given_name(self):
        self.expect(self.start(), ["sign-in-rejected"] * 2, {"imap": 1, "submission": 1}, "--username", ALICE,
                    password="wrong")

    def test_pop3(self):
        server = self.start()
        answer = self.check(*self.uris(server, incoming="pop3s"), password="wrong")
        self.assertEqual(self.codes(answer), ["sign-in-rejected"] * 2)
        self.assertEqual(self.count(server), {"pop3": 2, "submission": 2})

    def test_second_name_works(self):
        """And it shows who signed in."""
        answer = self.expect(self.start(), [None, None], {"imap": 2, "submission": 2}, password="davespassword",
                             user="dave@example.test")
        for server in answer["servers"]:
            self.assertEqual(server["username"], "dave")
            details = {step["step"]: step["detail"] for step in server["steps"]}
            self.assertEqual(details["sign-in"], server["mechanism"] + ", dave")

    def test_other_name_is_offered(self):
        """The one that was not tried is said, in both directions."""
        server = self.start()
        for name, other in ((ALICE, "alice"), ("alice", ALICE)):
            text = self.check(*self.uris(server), "--username", name, password="wrong", as_json=False)
            self.assertIn(f"sign in as “{other}”", text.replace("\n", " "))
        self.assertEqual(self.count(server), {"imap": 2, "submission": 2})

    def test_own_name_has_no_other(self):
        text = self.check(*self.uris(self.start()), "--username", "someone", password="wrong", as_json=False)
        self.assertNotIn("sign in as", text)

    def test_unavailable(self):
        """Dovecot's own database does not answer: [UNAVAILABLE], and 454 for sending."""
        script = self.folder / "fail.sh"
        script.write_text("#!/bin/sh\nexit 111\n")
        script.chmod(0o755)
        self.folder.chmod(0o755)
        server = self.start(users={}, mechanisms="plain login", extra=dovecot_words.unavailable(script))
        answer = self.expect(server, ["server-busy"] * 2, {"imap": 1, "submission": 1}, password="secret")
        self.assertIn("[UNAVAILABLE]", answer["servers"][0]["error"]["server_said"])
        self.assertRegex(answer["servers"][1]["error"]["server_said"], "^454 ")

    def check_refused(self, code, reason):
        server = self.start(users={}, mechanisms="plain login", extra=refuse(self.folder, reason))
        self.folder.chmod(0o755)
        answer = self.expect(server, [code] * 2, {"imap": 1, "submission": 1}, password="secret")
        self.assertIn(reason or "", answer["servers"][0]["error"]["server_said"])

    def test_answers_that_end_it(self):
        for code, reason in (("account-locked", "Account is locked"),
                             ("password-expired", "Your password has expired"),
                             ("access-disabled", "IMAP access is disabled"),
                             ("app-password-needed", "Application-specific password required"),
                             ("oauth-needed", "Basic authentication is disabled"),
                             ("web-login-needed", "Please log in via your web browser"),
                             ("server-busy", "Too many failed logins, try later")):
            with self.subTest(code):
                self.check_refused(code, reason)

    def test_login_disabled(self):
        """nologin without a reason has words of its own: [CONTACTADMIN], and 525 for sending."""
        self.check_refused("account-locked", None)

    def test_foreign_network(self):
        """allow_nets lets nobody in from here. The server does not say so; two sign-ins at most all the same."""
        server = self.start(users={}, mechanisms="plain login",
                            extra=dovecot_words.static(password="secret", allow_nets="192.0.2.0/24"))
        self.expect(server, ["sign-in-rejected"] * 2, {"imap": 2, "submission": 2}, password="secret")

    @unittest.skipUnless(mailservers.has_postfix(), "needs Postfix, as root")
    def test_postfix(self):
        """It asks Dovecot, which counts; and a good sign-in with a foreign address ends at the sender."""
        server = self.start()
        postfix = self.servers.postfix(server)
        answer = self.check(*self.uris(server, outgoing=postfix), password="wrong")
        self.assertEqual(self.codes(answer), ["sign-in-rejected"] * 2)
        self.assertEqual(self.count(server), {"imap": 2, "smtp": 2})

    @unittest.skipUnless(mailservers.has_postfix(), "needs Postfix, as root")
    def test_foreign_sender(self):
        server = self.start()
        postfix = self.servers.postfix(server)
        answer = self.check(*self.uris(server, outgoing=postfix), "--username", "dave", "--smtp-username", "dave",
                            password="davespassword")
        self.assertEqual(self.codes(answer), [None, "sender-rejected"])
        self.assertRegex(answer["servers"][1]["error"]["server_said"], "^553 5.7.1 ")
        self.assertEqual(self.count(server), {"imap": 1, "smtp": 1})


if __name__ == "__main__":
    if not mailservers.has_dovecot():
        print("needs Dovecot", file=sys.stderr)
        sys.exit(SKIPPED)
    unittest.main()
