#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Programs for the terminal, each run with what an account was exported to, against a real Dovecot and a real Postfix,
with the password in a real keyring. To be run in a session of its own (session.sh --keyring), as root: the certificates
of this computer are replaced, for this test alone, in a name space of its own."""

import fcntl
import os
import pathlib
import pty
import re
import select
import shutil
import signal
import struct
import subprocess
import sys
import tempfile
import termios
import time
import tomllib
import unittest
from urllib.parse import quote

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE / "support"))
import dovecot_words  # noqa: E402
import mailservers  # noqa: E402
import siegel_cli  # noqa: E402

SKIPPED = 77
LIMIT = 60
TRUSTED = "/etc/ssl/certs"
ALICE, BOB, CAROL = "alice@example.test", "bob@example.test", "carol@example.test"
ODD = "odd@example.test"
# What Dovecot takes: it makes letters small, and its file of users ends a name at a colon.
ODD_NAME = "o'brien \"x\" \\y #z $(id) `id` %s %(from)s ; =@example.test"
ODD_PASSWORD = "$(id) `id` \"%s\" 'x' \\n #"
# msmtp and mpop end at SCRAM, with "Error authenticating user", where the GNU SASL is that of Debian 13 (2.2) and the server
# does not bind it to the channel.
MECHANISMS = "plain login" if dovecot_words.is_new() else mailservers.MECHANISMS
# Alice's other password is part of the name of a program.
USERS = {**mailservers.USERS, ALICE: "hers", ODD_NAME: ODD_PASSWORD}
EVERYBODY = (ALICE, BOB, CAROL, ODD)
SUBJECT = "Seal of approval"
MESSAGE = f"From: alice@example.test\nTo: %s\nSubject: {SUBJECT}\nMessage-ID: <%s@example.test>\n\nWords.\n"


def trust(folder):
    """In this name space only."""
    subprocess.run(["mount", "--bind", folder, TRUSTED], check=True)


def make_trusted(servers):
    """What this computer trusts, and the authority of the test."""
    folder = servers.folder / "trusted"
    shutil.copytree(TRUSTED, folder, symlinks=True, ignore_dangling_symlinks=True)
    bundle = folder / "ca-certificates.crt"
    bundle.write_bytes(bundle.read_bytes() + servers.ca.read_bytes() if bundle.exists() else servers.ca.read_bytes())
    shutil.copy(servers.ca, folder / "siegel-test.pem")
    hashed = subprocess.run(["openssl", "x509", "-hash", "-noout", "-in", servers.ca], check=True, capture_output=True)
    (folder / f"{hashed.stdout.decode().strip()}.0").symlink_to("siegel-test.pem")
    return folder


class Screen:
    """A program at a terminal of its own, with somebody who types."""

    def __init__(self, arguments, env):
        self.shown = b""
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("4H", 24, 80, 0, 0))
            os.execvpe(arguments[0], arguments, {**env, "TERM": "xterm", "LINES": "24", "COLUMNS": "80"})

    def wait_until(self, condition, what):
        deadline = time.monotonic() + LIMIT
        while not condition():
            if time.monotonic() > deadline:
                raise AssertionError(f"{what} did not happen:\n{self.shown.decode(errors='replace')}")
            if not self.read(0.05):
                raise AssertionError(f"ended before {what}:\n{self.shown.decode(errors='replace')}")

    def read(self, seconds):
        if not select.select([self.fd], [], [], seconds)[0]:
            return True
        try:
            part = os.read(self.fd, 65536)
        except OSError:
            return False
        # Some ask what terminal this is, and wait for it.
        if b"\x1b[c" in part:
            self.type(b"\x1b[?62;22c")
        self.shown += part
        return True

    def wait_for(self, text):
        """Shown since the last wait."""
        self.wait_until(lambda: text in self.shown, f"“{text.decode()}”")
        self.shown = self.shown.split(text, 1)[1]

    def answer(self, question, text):
        self.wait_for(question)
        self.type(text)

    def type(self, text):
        os.write(self.fd, text)

    def end(self):
        """What was wanted has happened; it would ask whether to go, at a time of its own."""
        os.kill(self.pid, signal.SIGKILL)
        self.finish()

    def finish(self):
        deadline = time.monotonic() + LIMIT
        while self.read(0.05):
            if time.monotonic() > deadline:
                os.kill(self.pid, signal.SIGKILL)
        os.close(self.fd)
        return os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])


class Terminal(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.servers = mailservers.MailServers()
        cls.addClassCleanup(cls.servers.__exit__)
        cls.servers.__enter__()
        cls.trusted = make_trusted(cls.servers)
        trust(cls.trusted)
        cls.dovecot = cls.servers.dovecot(users=USERS, mechanisms=MECHANISMS, extra="auth_username_chars =\n")
        cls.postfix = cls.servers.postfix(cls.dovecot, extra="smtpd_sender_restrictions =\n")
        cls.home = pathlib.Path(tempfile.mkdtemp(prefix="home-"))
        cls.addClassCleanup(shutil.rmtree, cls.home)
        cls.home.chmod(0o755)
        cls.env = {name: value for name, value in os.environ.items() if name != "G_DEBUG" and "SAN_OPTIONS" not in name}
        cls.env.update(HOME=str(cls.home), XDG_CONFIG_HOME=str(cls.home / ".config"), LC_ALL="C.UTF-8",
                       XDG_DATA_HOME=str(cls.home / ".local/share"), XDG_CACHE_HOME=str(cls.home / ".cache"))
        cls.own_env = {**os.environ, **{key: cls.env[key] for key in ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME")}}
        cls.done, cls.delivered = set(), {}

    # ---- accounts ----

    def set_up(self, who, kind="tls", protocol="imap"):
        """An account as the assistant leaves it: on disk, and its passwords in the keyring. Each has an address of its
        own, so that it is set up once."""
        self.user = ODD_NAME if who == ODD else who
        self.address = self.label = f"{who.split('@')[0]}.{kind}.{protocol}@example.test"
        self.port = self.dovecot.ports[protocol + ("s" if kind == "tls" else "")]
        if self.address not in self.done:
            self.run_setup(kind, protocol)
            self.done.add(self.address)

    def run_setup(self, kind, protocol):
        tls, user = ("s" if kind == "tls" else ""), quote(self.user, safe="") + "@"
        outgoing = self.postfix.ports["submissions" if tls else "submission"]
        password = self.home / "password"
        password.write_text(USERS[self.user])
        result = siegel_cli.run("setup", "--name", 'Alice "A" Ex\\ample', "--password-file", str(password),
                                "--incoming", f"{protocol}{tls}://{user}localhost:{self.port}",
                                "--outgoing", f"smtp{tls}://{user}localhost:{outgoing}", "--ca-file",
                                str(self.servers.ca), *(["--pop3"] if protocol == "pop3" else []), self.address,
                                env=self.own_env)
        password.unlink()
        self.assertEqual(result.returncode, 0, result)

    def export(self, name, path, mode=0o600):
        path = self.home / path
        path.parent.mkdir(parents=True, exist_ok=True)
        result = siegel_cli.run("export", "--to", name, "--output", str(path), "--force", self.address, env=self.own_env)
        self.assertEqual(result.returncode, 0, result)
        self.assertNotIn(USERS[self.user].encode(), path.read_bytes() + result.stdout + result.stderr)
        path.chmod(mode)
        return path

    # ---- mail ----

    def mailbox(self):
        return self.dovecot.folder / "mail" / self.user.lower()

    def deliver(self):
        """One message is in the inbox on the server; its unique name."""
        if self.user not in self.delivered:
            name = self.delivered[self.user] = f"{len(self.delivered)}.siegel"
            for path in (self.mailbox(), *(self.mailbox() / part for part in ("new", "cur", "tmp"))):
                path.mkdir(exist_ok=True)
                shutil.chown(path, "nobody", "nogroup")
            path = self.mailbox() / "tmp" / name
            path.write_text(MESSAGE % (self.address, name))
            shutil.chown(path, "nobody", "nogroup")
            path.rename(self.mailbox() / "new" / name)
        return f"<{self.delivered[self.user]}@example.test>"

    def assert_fetched(self, folder, message):
        texts = [path.read_text() for part in ("new", "cur") for path in (self.home / folder / part).iterdir()]
        self.assertTrue(any(message in text for text in texts), texts)

    def run_program(self, *arguments, data=b"", limit=LIMIT, **env):
        result = subprocess.run(arguments, input=data, capture_output=True, timeout=limit, env={**self.env, **env})
        self.assertEqual(result.returncode, 0, result)
        return result.stdout.decode()

    # ---- what the servers saw ----

    def logins(self):
        return sum(bool(re.search(dovecot_words.SIGNED_IN + re.escape(self.user.lower()) + ">.*, TLS", line))
                   for line in self.dovecot.log.splitlines())

    def wait_for_login(self, before):
        """The log is written a moment after the answer."""
        deadline = time.monotonic() + LIMIT
        while self.logins() <= before:
            self.assertLess(time.monotonic(), deadline, self.dovecot.log)
            time.sleep(0.02)

    def sent(self):
        """How many messages the Postfix took from somebody who signed in."""
        return self.postfix.log.count("sasl_username=")

    def wait_for_sent(self, before):
        deadline = time.monotonic() + LIMIT
        while self.sent() == before:
            self.assertLess(time.monotonic(), deadline, self.postfix.log)
            time.sleep(0.02)

    def each(self, check, *users, kinds=("tls", "starttls"), protocols=("imap",)):
        """Every user once, and every kind of encryption with one of them."""
        plan = [(user, kinds[0], protocols[0]) for user in users]
        plan += [(users[0], kind, protocol) for kind in kinds for protocol in protocols
                 if (kind, protocol) != (kinds[0], protocols[0])]
        for user, kind, protocol in plan:
            with self.subTest(user=user, kind=kind, protocol=protocol):
                self.set_up(user, kind, protocol)
                check()

    # ---- programs that fetch ----

    def test_mbsync(self):
        def check():
            message = self.deliver()
            path = self.export("mbsync", ".mbsyncrc")
            (self.home / "Mail" / self.label).mkdir(parents=True, exist_ok=True)
            self.run_program("mbsync", "-c", str(path), "-a")
            self.assert_fetched(f"Mail/{self.label}/INBOX", message)

        self.each(check, *EVERYBODY)
        self.find_by_notmuch()

    def find_by_notmuch(self):
        path = self.export("notmuch", ".notmuch-config")
        self.run_program("notmuch", "new", NOTMUCH_CONFIG=str(path))
        self.assertEqual(self.run_program("notmuch", "count", f'subject:"{SUBJECT}"', NOTMUCH_CONFIG=str(path)).strip(),
                         str(len(self.delivered)))
        self.assertEqual(self.run_program("notmuch", "config", "get", "user.name", NOTMUCH_CONFIG=str(path)),
                         'Alice "A" Ex\\ample\n')

    def run_getmail(self):
        """It listens for the end of its own child only after it started it, and waits for a minute where that is too
        late: a mistake of this version."""
        for _ in range(5):
            try:
                return self.run_program("getmail", limit=8)
            except subprocess.TimeoutExpired:
                continue
        self.fail("getmail waits for ever")

    def test_getmail(self):
        """Not for Bob and Carol, as the steps say."""
        def check():
            message = self.deliver()
            path = self.export("getmail", ".config/getmail/getmailrc")
            # Root has no mail delivered to it.
            path.write_text(path.read_text().replace("type = Maildir\n", "type = Maildir\nuser = nobody\n"))
            for part in ("cur", "new", "tmp"):
                (self.home / "Mail" / self.label / part).mkdir(parents=True, exist_ok=True)
            subprocess.run(["chown", "-R", "nobody:nogroup", self.home / "Mail"], check=True)
            self.run_getmail()
            self.assert_fetched(f"Mail/{self.label}", message)

        self.each(check, ALICE, ODD, kinds=("tls",), protocols=("imap", "pop3"))

    def test_offlineimap(self):
        def check():
            message = self.deliver()
            path = self.export("offlineimap", ".offlineimaprc")
            shutil.rmtree(self.home / "Mail" / self.label, ignore_errors=True)
            self.run_program("offlineimap", "-c", str(path), "-o", "-u", "basic")
            self.assert_fetched(f"Mail/{self.label}/INBOX", message)

        self.each(check, *EVERYBODY, kinds=("tls",))

    def test_fetchmail(self):
        def check():
            message = self.deliver()
            path = self.export("fetchmail", "siegel-fetchmail", mode=0o700)
            fetched = self.home / "fetched"
            fetched.unlink(missing_ok=True)
            self.run_program(str(path), "--mda", f"cat >> {fetched}", "--fetchall", FETCHMAILHOME=str(self.home))
            self.assertIn(message, fetched.read_text())

        self.each(check, *EVERYBODY, protocols=("imap", "pop3"))

    def test_mpop(self):
        def check():
            message = self.deliver()
            path = self.export("mpop", ".mpoprc")
            for part in ("cur", "new", "tmp"):
                (self.home / "Mail" / self.label / part).mkdir(parents=True, exist_ok=True)
            self.run_program("mpop", "--file", str(path))
            self.assert_fetched(f"Mail/{self.label}", message)

        self.each(check, *EVERYBODY, protocols=("pop3",))

    # ---- programs that send ----

    def test_msmtp(self):
        def check():
            self.export("msmtp", ".msmtprc")
            before = self.sent()
            self.run_program("msmtp", BOB, data=(MESSAGE % (BOB, 1)).encode())
            self.wait_for_sent(before)

        self.each(check, *EVERYBODY)

    # ---- programs that do both ----

    def test_neomutt(self):
        def check():
            path = self.export("neomutt", ".config/neomutt/neomuttrc")
            # It would ask whether to make one.
            (self.home / "Mail").mkdir(exist_ok=True)
            before, sent = self.logins(), self.sent()
            screen = Screen(["neomutt", "-F", str(path), "-e", "set sleep_time=0"], self.env)
            screen.wait_until(lambda: self.logins() > before, "sign-in")
            screen.wait_for(b"NeoMutt: ")
            screen.type(b"x")
            self.assertEqual(screen.finish(), 0)
            self.run_program("neomutt", "-F", str(path), "-s", SUBJECT, "--", BOB, data=b"Words.\n")
            self.wait_for_sent(sent)

        self.each(check, *EVERYBODY, protocols=("imap", "pop3"))

    def test_s_nail(self):
        def check():
            message = self.deliver()
            path = self.export("s-nail", ".mailrc")
            before, sent = self.logins(), self.sent()
            shown = self.run_program("s-nail", "-n", "-R", "-A", self.label, "-Y", "headers\nxit\n",
                                     MAILRC=str(path))
            self.assertIn(SUBJECT[:10], shown)
            self.wait_for_login(before)
            self.run_program("s-nail", "-n", "-A", self.label, "-s", SUBJECT, BOB, data=b"Words.\n", MAILRC=str(path))
            self.wait_for_sent(sent)

        self.each(check, *EVERYBODY, protocols=("imap", "pop3"))

    def test_alpine(self):
        def check():
            self.deliver()
            path = self.export("alpine", ".pinerc")
            # With no such folder it would ask whether to make one.
            (self.home / "mail").mkdir(exist_ok=True)
            (self.home / "mail" / "sent-mail").touch()
            before, sent = self.logins(), self.sent()
            password = USERS[self.user].encode() + b"\r"
            screen = Screen(["alpine", "-p", str(path), "-i"], self.env)
            screen.answer(b"Exit this greeting", b"ei")
            screen.answer(b"PASSWORD", password)
            screen.answer(b"Preserve password", b"n")
            screen.answer(b"Message 1 of 1", b"c")
            self.wait_for_login(before)
            screen.answer(b"Message Text", BOB.encode() + b"\r\r\r" + SUBJECT.encode() + b"\r\x18")
            screen.answer(b"Send message?", b"y")
            # The file is not enough for newer ones.
            screen.wait_until(lambda: b"PASSWORD" in screen.shown or b"doesn't exist" in screen.shown, "a question")
            if b"doesn't exist" in screen.shown:
                screen.type(b"y")
            screen.answer(b"PASSWORD", password)
            screen.answer(b"Preserve password", b"n")
            screen.wait_until(lambda: self.sent() > sent, "sending")
            screen.end()

        self.each(check, ALICE, BOB, protocols=("imap", "pop3"))

    def test_aerc(self):
        """Not for Bob: it cuts off the spaces around a password, as the steps say."""
        def check():
            self.export("aerc", ".config/aerc/accounts.conf")
            before, sent = self.logins(), self.sent()
            screen = Screen(["aerc", f"mailto:{BOB}?subject=Seal&body=Words"], {**self.env, "EDITOR": "true"})
            screen.wait_until(lambda: b"Send this email?" in screen.shown, "a question")
            # Newer ones say first that they need no smtp-starttls.
            if b"smtp-starttls" in screen.shown:
                screen.type(b"\r")
            screen.answer(b"Send this email?", b"y")
            screen.wait_until(lambda: self.logins() > before and self.sent() > sent, "sign-in and sending")
            screen.end()

        self.each(check, ALICE, CAROL, ODD)

    # ---- an authority that nobody trusts ----

    COMMANDS = {
        "fetchmail": ("siegel-fetchmail", ["{path}", "--mda", "cat"]),
        "getmail": (".config/getmail/getmailrc", ["getmail"]),
        "mbsync": (".mbsyncrc", ["mbsync", "-c", "{path}", "-a"]),
        "msmtp": (".msmtprc", ["msmtp", "-C", "{path}", BOB]),
        "neomutt": ("neomuttrc", ["neomutt", "-F", "{path}", "-s", SUBJECT, "--", BOB]),
        "offlineimap": (".offlineimaprc", ["offlineimap", "-c", "{path}", "-o", "-u", "basic"]),
        "s-nail": (".mailrc", ["s-nail", "-n", "-A", "{label}", "-s", SUBJECT, BOB]),
    }

    def test_certificates(self):
        """Each connects as before, and does not get as far as to sign in."""
        subprocess.run(["umount", TRUSTED], check=True)
        self.addCleanup(trust, self.trusted)
        for kind in ("tls", "starttls"):
            self.set_up(ALICE, kind)
            for name, (file, command) in self.COMMANDS.items():
                if kind == "tls" or name not in ("getmail", "offlineimap"):
                    with self.subTest(name=name, kind=kind):
                        self.assert_refused(self.export(name, file, mode=0o700), command)

    def assert_refused(self, path, command):
        for part in ("cur", "new", "tmp"):
            (self.home / "Mail" / self.label / part).mkdir(parents=True, exist_ok=True)
        command = [part.format(path=path, label=self.label) for part in command]
        seen = self.logins(), self.sent(), self.connections()
        result = subprocess.run(command, input=b"Words.\n", capture_output=True, timeout=LIMIT,
                                env={**self.env, "MAILRC": str(path)})
        self.assertNotEqual(result.returncode, 0, result)
        self.assertEqual((self.logins(), self.sent()), seen[:2], result)
        deadline = time.monotonic() + LIMIT
        while self.connections() <= seen[2]:
            self.assertLess(time.monotonic(), deadline, result)
            time.sleep(0.02)

    def connections(self):
        return self.dovecot.log.count(" rip=") + self.postfix.log.count(": connect from")

    # ---- what no package has, read by others ----

    def test_himalaya(self):
        def check():
            text = self.export("himalaya", ".config/himalaya/config.toml").read_text()
            tls = self.port == self.dovecot.ports["imaps"]
            new = tomllib.loads(text)["accounts"][self.address]
            self.assertEqual(new["imap"]["server"], f"imap{'s' if tls else ''}://localhost:{self.port}")
            self.assertEqual(new["imap"].get("starttls", False), not tls)
            self.assertEqual(new["imap"]["sasl"]["plain"]["username"], self.user)
            self.assertEqual(self.run_program(*new["imap"]["sasl"]["plain"]["password"]["command"]), USERS[self.user])
            self.assertEqual(self.run_program(*new["smtp"]["sasl"]["plain"]["password"]["command"]), USERS[self.user])
            head, old = text.split("# For version 1")[0].split("# For version 2")[0], text.split("# For version 1")[1]
            old = tomllib.loads(head + "\n".join(line.removeprefix("#") for line in old.splitlines()[1:]))
            old = old["accounts"][self.address]
            self.assertEqual((old["email"], old["display-name"]), (self.address, 'Alice "A" Ex\\ample'))
            self.assertEqual(old["backend"]["encryption"]["type"], "tls" if tls else "start-tls")
            for server in (old["backend"], old["message"]["send"]["backend"]):
                self.assertEqual(server["login"], self.user)
                self.assertEqual(self.run_program("sh", "-c", server["auth"]["cmd"]), USERS[self.user])

        self.each(check, ALICE, ODD)


if __name__ == "__main__":
    if os.geteuid() != 0 or not mailservers.has_postfix() or not mailservers.has_dovecot():
        print("skipped: needs root, Dovecot and Postfix", file=sys.stderr)
        sys.exit(SKIPPED)
    if os.environ.pop("SIEGEL_OWN_MOUNTS", None) is None:
        os.execvp("unshare", ["unshare", "--mount", "--propagation", "private", "env", "SIEGEL_OWN_MOUNTS=1",
                              sys.executable, *sys.argv])
    os.chdir(os.environ.get("SIEGEL_SESSION", "/nonexistent"))
    unittest.main()
