#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every error code is provoked, by real servers wherever they can do it, and explained in English and German. To be run
in a session of its own with a keyring (session.sh --keyring). SIEGEL_CLI names the program, LIST_MESSAGES the one that
lists what may be said."""

import contextlib
import imaplib
import json
import os
import pathlib
import re
import shutil
import signal
import ssl
import subprocess
import sys
import tempfile
import time
import unittest

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE / "support"))
import dovecot_words  # noqa: E402
import impostor  # noqa: E402
import languages  # noqa: E402
import mailservers  # noqa: E402
import messages  # noqa: E402
import siegel_cli  # noqa: E402
from scripted import TLS, WAIT, Scripted, old_context  # noqa: E402

SKIPPED = 77
ALICE = "alice@example.test"
DEADLINE = 6
LOCALEDIR = os.environ["SIEGEL_LOCALEDIR"]

# What this file does not provoke, and who does: a dialog that a person answers needs a screen.
ELSEWHERE = {
    "keyring-dismissed": ("test-keyring.c", "MAIL_ERROR_KEYRING_DISMISSED"),
    "keyring-failed": ("test-keyring.c", "MAIL_ERROR_KEYRING_FAILED"),
}

IMAP_GREETING = "* OK [CAPABILITY IMAP4rev1 AUTH=PLAIN SASL-IR] ready"
SIGNED_IN = [IMAP_GREETING, None, "{tag} OK [CAPABILITY IMAP4rev1] welcome", None]


def list_codes():
    """All that the program can end with: the names of the enumeration's values."""
    return {name.lower().replace("_", "-") for name in messages.read_enum("src/core/mail-error.h", "MAIL_ERROR_")}


class Codes(unittest.TestCase):
    provoked = set()

    @classmethod
    def setUpClass(cls):
        cls.servers = mailservers.MailServers()
        cls.addClassCleanup(cls.servers.__exit__)
        cls.servers.__enter__()
        cls.dovecot = cls.servers.dovecot()
        cls.postfix = cls.servers.postfix(cls.dovecot) if mailservers.has_postfix() else cls.dovecot
        cls.context = impostor.server_context(cls.servers.certificates / "ec.pem", cls.servers.certificates / "ec.key")
        cls.german = {}
        for message in messages.list_messages(os.environ["LIST_MESSAGES"], LOCALEDIR, "de"):
            cls.german.setdefault(message.code, []).append(message.title)
        cls.english = {message.title for message in messages.list_messages(os.environ["LIST_MESSAGES"], LOCALEDIR, "en")}

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        (self.folder / "password").write_text(mailservers.USERS[ALICE])
        self.env = siegel_cli.environment(XDG_DATA_HOME=str(self.folder / "data"))
        self.prefix = []

    def run_cli(self, *arguments, language):
        return subprocess.run([*self.prefix, siegel_cli.PROGRAM, *arguments], capture_output=True, timeout=60,
                              env={**self.env, **languages.environment(language)})

    def find_codes(self, answer):
        errors = [answer.get("error"), *(server.get("error") for server in answer.get("servers", []))]
        return [error["code"] for error in errors if error]

    def assert_said_in_german(self, code, text):
        """One of the titles of this code, whatever stands in place of its {words}; or, for what is said without a title,
        at least no English one."""
        for title in self.german.get(code, ()):
            self.assertNotIn(title, self.english, f"{code} is not translated")
        patterns = [re.sub(r"\\\{[^}]*\\\}", ".+", re.escape(title)) for title in self.german.get(code, ())]
        said = text.replace("\n", " ")
        for title in self.english:
            english = re.sub(r"\\\{[^}]*\\\}", ".+", re.escape(title))
            self.assertNotRegex(said, english)
        return any(re.search(pattern, said) for pattern in patterns)

    def expect(self, code, *arguments, titled=True):
        """The command ends with the code, and says so in German, too."""
        started = time.monotonic()
        result = self.run_cli(*arguments[:1], "--json", *arguments[1:], language="en")
        self.assertLess(time.monotonic() - started, DEADLINE + 3)
        self.assertIn(result.returncode, (1, 3, 130), result)
        answer = json.loads(result.stdout)
        self.assertIn(code, self.find_codes(answer), json.dumps(answer, indent=1))
        text = self.run_cli(*arguments, language="de")
        found = self.assert_said_in_german(code, (text.stdout + text.stderr).decode())
        if titled:
            self.assertTrue(found, (self.german.get(code), text))
        self.provoked.add(code)
        return answer

    def check(self, code, uri, *options, command="check", outgoing=None, user=ALICE, **more):
        return self.expect(code, command, "--timeout", str(DEADLINE), "--ca-file", str(self.servers.ca),
                           "--password-file", str(self.folder / "password"), "--incoming", uri, "--outgoing",
                           outgoing or f"smtps://127.0.0.1:{self.postfix.ports['submissions']}", *options, user, **more)

    def check_script(self, code, script, scheme="imaps", context=None, tls=True, **more):
        with Scripted(script, context or self.context, tls=tls) as server:
            answer = self.check(code, f"{scheme}://127.0.0.1:{server.port}", **more)
            self.assertNotIn(b"secret", server.heard)
        return answer

    def check_dovecot(self, code, service, uri_scheme=None, options=(), **settings):
        server = self.servers.dovecot(services=(service,), **settings)
        try:
            return self.check(code, f"{uri_scheme or service}://127.0.0.1:{server.ports[service]}", *options)
        finally:
            server.ask_to_stop()

    def check_refused(self, code, reason):
        """A real Dovecot lets the password pass and the person not, for this reason."""
        if dovecot_words.is_new():
            return self.check_dovecot(code, "imaps", users={}, mechanisms="plain", extra=dovecot_words.refuse(reason))
        script = pathlib.Path(self.servers.folder) / "refuse.sh"
        # A server that cannot write name and password down to the end takes this for a failure of its own.
        answer = f"USER=alice nologin=y reason='{reason}' EXTRA='nologin reason'"
        script.write_text(f"#!/bin/sh\ncat <&3 > /dev/null\nexport {answer}\nexec \"$@\"\n")
        script.chmod(0o755)
        passdb = f"passdb {{\n  driver = checkpassword\n  args = {script}\n}}\n"
        return self.check_dovecot(code, "imaps", users={}, mechanisms="plain", extra=passdb)


class BeforeServers(Codes):
    """What goes wrong before anybody is asked."""

    def test_address_invalid(self):
        self.expect("address-invalid", "lookup", "--offline", "anna(at)gmx.de", titled=False)

    def test_settings_unknown(self):
        self.expect("settings-unknown", "lookup", "--offline", "anna@nobody.example", titled=False)

    def test_provider_unsupported(self):
        self.expect("provider-unsupported", "lookup", "--offline", "anna@tuta.com", titled=False)

    def test_settings_invalid(self):
        (self.folder / "bad.xml").write_text("<clientConfig/>")
        self.expect("settings-invalid", "lookup", "--offline", "--file", str(self.folder / "bad.xml"), ALICE, titled=False)


class Connection(Codes):
    def test_host_unknown(self):
        """Nobody but the hosts file is asked: the resolver of an empty network is itself."""
        self.check("host-unknown", "imaps://mail.nobody.invalid:993")

    def test_network_unreachable(self):
        self.prefix = ["unshare", "--net"] if mailservers.is_root() else ["unshare", "--map-root-user", "--net"]
        self.check("network-unreachable", "imaps://192.0.2.1:993")

    def test_connection_refused(self):
        self.check("connection-refused", f"imaps://127.0.0.1:{mailservers.free_port('127.0.0.1')}")

    def test_timed_out(self):
        hole = impostor.BlackHole("127.0.0.1", mailservers.free_port("127.0.0.1"))
        with contextlib.closing(hole):
            self.check("timed-out", f"imaps://127.0.0.1:{hole.listener.getsockname()[1]}")

    def test_closed_early(self):
        self.check_script("closed-early", [])

    def test_not_this_protocol(self):
        self.check("not-this-protocol", f"imaps://127.0.0.1:{self.dovecot.ports['pop3s']}")

    def test_plaintext_on_tls_port(self):
        self.check("plaintext-on-tls-port", f"imaps://127.0.0.1:{self.dovecot.ports['imap']}")

    def test_tls_on_plaintext_port(self):
        self.check("tls-on-plaintext-port", f"imap://127.0.0.1:{self.dovecot.ports['imaps']}")

    def test_protocol_error(self):
        self.check_script("protocol-error", [IMAP_GREETING, None, "* 1 EXISTS", "X7 OK what?", WAIT])

    def test_too_much_data(self):
        self.check_script("too-much-data", [b"* OK " + b"x" * 100000])


class Encryption(Codes):
    def test_starttls_missing(self):
        self.check_dovecot("starttls-missing", "imap", extra="ssl = no\n")

    def test_starttls_refused(self):
        self.check_script("starttls-refused", ["* OK [CAPABILITY IMAP4rev1 STARTTLS] ready", None, "{tag} NO not now", WAIT],
                          scheme="imap", tls=False)

    def test_starttls_injection(self):
        self.check_script("starttls-injection",
                          ["* OK [CAPABILITY IMAP4rev1 STARTTLS] ready", None, "{tag} OK go\r\n* BYE injected", TLS],
                          scheme="imap", tls=False)

    def test_tls_too_old(self):
        certificates = self.servers.certificates
        for version in (ssl.TLSVersion.TLSv1, ssl.TLSVersion.TLSv1_1):
            context = old_context(certificates / "rsa.pem", certificates / "rsa.key", version)
            self.check_script("tls-too-old", [IMAP_GREETING, WAIT], context=context)

    def test_tls_failed(self):
        """No kind of encryption that both know: a key that is only good for what others can read later."""
        context = impostor.server_context(self.servers.certificates / "rsa.pem", self.servers.certificates / "rsa.key")
        context.maximum_version = ssl.TLSVersion.TLSv1_2
        context.set_ciphers("AES128-GCM-SHA256")
        self.check_script("tls-failed", [IMAP_GREETING, WAIT], context=context)


class Certificates(Codes):
    def check_certificate(self, code, name, **settings):
        self.check_dovecot(code, "imaps", certificate=name, **settings)

    def test_expired(self):
        self.check_certificate("certificate-expired", "expired")

    def test_not_yet_valid(self):
        self.check_certificate("certificate-not-yet-valid", "notyet")

    def test_wrong_host(self):
        self.check_certificate("certificate-wrong-host", "wronghost")

    def test_self_signed(self):
        self.check_certificate("certificate-self-signed", "selfsigned")

    def test_unknown_issuer(self):
        self.check_certificate("certificate-unknown-issuer", "otherca")

    def test_weak(self):
        self.check_certificate("certificate-weak", "weak", extra="ssl_cipher_list = DEFAULT@SECLEVEL=0\n")

    def test_changed(self):
        """The outgoing server shows the same key, and is refused as well."""
        self.check("certificate-changed", f"imaps://127.0.0.1:{self.dovecot.ports['imaps']}", "--pin", "sha256:" + 64 * "0")

    @unittest.skipUnless(shutil.which("openssl"), "needs openssl")
    def test_revoked(self):
        """OpenSSL's own server, which hands out the responder's answer; Dovecot does not."""
        port, folder = mailservers.free_port("127.0.0.1"), self.servers.certificates
        server = subprocess.Popen(["openssl", "s_server", "-quiet", "-accept", f"127.0.0.1:{port}", "-cert", folder / "revoked.pem",
                                   "-key", folder / "revoked.key", "-status_file", folder / "revoked.ocsp"],
                                  stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            self.wait_until_it_listens(port)
            self.check("certificate-revoked", f"imaps://127.0.0.1:{port}")
        finally:
            server.kill()
            server.communicate()

    def wait_until_it_listens(self, port):
        deadline = time.monotonic() + 10
        while subprocess.run(["openssl", "s_client", "-connect", f"127.0.0.1:{port}"], stdin=subprocess.DEVNULL,
                             capture_output=True).returncode != 0:
            self.assertLess(time.monotonic(), deadline)
            time.sleep(0.05)


class SignIn(Codes):
    def imaps(self):
        return f"imaps://127.0.0.1:{self.dovecot.ports['imaps']}"

    def test_sign_in_rejected(self):
        (self.folder / "password").write_text("not this")
        self.check("sign-in-rejected", self.imaps())

    def test_server_busy(self):
        """Dovecot's way to say that its own database does not answer."""
        script = pathlib.Path(self.servers.folder) / "fail.sh"
        script.write_text("#!/bin/sh\nexit 111\n")
        script.chmod(0o755)
        self.check_dovecot("server-busy", "imaps", users={}, mechanisms="plain login", extra=dovecot_words.unavailable(script))

    def test_too_many_connections(self):
        server = self.servers.dovecot(services=("imaps",), extra="mail_max_userip_connections = 1\n")
        context = ssl.create_default_context(cafile=str(self.servers.ca))
        with imaplib.IMAP4_SSL("127.0.0.1", server.ports["imaps"], ssl_context=context) as other:
            other.login(ALICE, mailservers.USERS[ALICE])
            self.check("too-many-connections", f"imaps://127.0.0.1:{server.ports['imaps']}")

    def test_access_disabled(self):
        self.check_refused("access-disabled", "IMAP access is disabled")

    def test_app_password_needed(self):
        self.check_refused("app-password-needed", "Application-specific password required")

    def test_oauth_needed(self):
        self.check_refused("oauth-needed", "Basic authentication is disabled")

    def test_web_login_needed(self):
        self.check_refused("web-login-needed", "Please log in via your web browser")

    def test_account_locked(self):
        self.check_refused("account-locked", "Account is locked")

    def test_password_expired(self):
        self.check_refused("password-expired", "Your password has expired")

    def test_mechanism_unsupported(self):
        self.check_dovecot("mechanism-unsupported", "imaps", mechanisms="external", extra="auth_ssl_username_from_cert = yes\n")

    def test_mailbox_unavailable(self):
        with Scripted([*SIGNED_IN, "{tag} NO [NONEXISTENT] Unknown Mailbox: INBOX", WAIT], self.context, tls=True) as server:
            self.check("mailbox-unavailable", f"imaps://127.0.0.1:{server.port}")

    def test_sender_rejected(self):
        """Somebody else's password lets nobody send in Alice's name. Dovecot alone does not mind."""
        if not mailservers.has_postfix():
            self.skipTest("needs Postfix, as root")
        (self.folder / "password").write_text(mailservers.USERS["dave"])
        self.check("sender-rejected", self.imaps(), "--username", "dave", "--smtp-username", "dave")


class Storing(Codes):
    def set_up(self, code, **more):
        return self.check(code, f"imaps://127.0.0.1:{self.dovecot.ports['imaps']}", command="setup", **more)

    def test_keyring_missing(self):
        self.env["DBUS_SESSION_BUS_ADDRESS"] = "unix:path=/nonexistent"
        self.set_up("keyring-missing", titled=False)

    def test_keyring_locked(self):
        """Without a screen nobody can be asked to unlock it."""
        keyring = [sys.executable, HERE / "support" / "keyring.py"]
        subprocess.run([*keyring, "lock", "/org/freedesktop/secrets/collection/login"], check=True)
        try:
            self.set_up("keyring-locked", titled=False)
        finally:
            subprocess.run([*keyring, "unlock", "/org/freedesktop/secrets/collection/login", "test"], check=True)

    def test_store_failed(self):
        (self.folder / "data").write_text("a file where a folder should be")
        self.set_up("store-failed", titled=False)


class HandingOver(Codes):
    ACCOUNT = """[Account]\nFormat=1\nId={id}\nName=\nAddress={address}\nCreated=2026-01-02T03:04:05Z\n
[Incoming]\nProtocol=imap\nHost=mail.example.test\nPort=993\nSecurity=tls\nUser=j\nAuthentication=password;\n
[Outgoing]\nProtocol=smtp\nHost=mail.example.test\nPort=465\nSecurity=tls\nUser=j\nAuthentication=password;\nSeparateLogin=false
"""

    def test_handoff_failed(self):
        """Thunderbird for Android reads addresses in ASCII only."""
        ident, address = "0f9b7c5e-0000-4000-8000-000000000001", "jürgen@example.test"
        accounts = self.folder / "data" / "siegel" / "accounts"
        accounts.mkdir(parents=True)
        (accounts / (ident + ".ini")).write_text(self.ACCOUNT.format(id=ident, address=address))
        self.expect("handoff-failed", "export", "--to", "thunderbird-qr", "--output", str(self.folder / "code.svg"), address,
                    titled=False)


class Stopping(Codes):
    def test_cancelled(self):
        with contextlib.closing(impostor.BlackHole("127.0.0.1", mailservers.free_port("127.0.0.1"))) as hole:
            uri = f"imaps://127.0.0.1:{hole.listener.getsockname()[1]}"
            process = subprocess.Popen([siegel_cli.PROGRAM, "check", "--json", "--no-login", "--incoming", uri, "--outgoing",
                                        uri.replace("imaps", "smtps"), ALICE], stdout=subprocess.PIPE, env=self.env)
            time.sleep(1)
            process.send_signal(signal.SIGINT)
            output, _ = process.communicate(timeout=20)
        self.assertEqual(process.returncode, 130)
        self.assertEqual(set(self.find_codes(json.loads(output))), {"cancelled"})
        self.provoked.add("cancelled")


class TestOfTheTests(Codes):
    """Named so that it runs last."""

    def test_nothing_is_missing(self):
        for code, (name, word) in ELSEWHERE.items():
            self.assertIn(word, (HERE / name).read_text(), code)
        self.assertEqual(list_codes() - self.provoked - set(ELSEWHERE), set())


if __name__ == "__main__":
    if not mailservers.has_dovecot() or "DBUS_SESSION_BUS_ADDRESS" not in os.environ:
        print("needs Dovecot and a session", file=sys.stderr)
        sys.exit(SKIPPED)
    unittest.main()
