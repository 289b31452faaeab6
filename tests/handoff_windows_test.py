#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Mail programs with windows, given an account by Siegel, sign in to a real Dovecot: Evolution, Geary, Thunderbird.

The programs run in a session, a network and a file system of their own; there they find the tests' certificate
authority among those of the system, and nothing of the world outside. PICTURES names a folder for a picture of each."""

import imaplib
import json
import os
import pathlib
import re
import shutil
import ssl
import subprocess
import sys
import time
import unittest

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE / "support"))
import dovecot_words  # noqa: E402

SKIPPED = 77
SECONDS = 60
LIMIT = "240"
MARK = "SIEGEL_WINDOWS_TEST"
AUTHORITIES = pathlib.Path("/etc/ssl/certs/ca-certificates.crt")
ISP = pathlib.Path("/usr/share/thunderbird/isp")
SERVICES = ("org.a11y.Bus", "org.gnome.OnlineAccounts", "org.gnome.Identity", "org.gnome.evolution.dataserver.Sources5",
            "org.gnome.evolution.dataserver.AddressBook10", "org.gnome.evolution.dataserver.Calendar8",
            "org.gnome.evolution.dataserver.UserPrompter0")
LETTER = "From: Carol <carol@example.test>\r\nTo: {}\r\nSubject: Handed over\r\n\r\nIt works.\r\n"
# A way out that leads nowhere: without any, programs would say that they are offline. No name server answers.
NETWORK = """
ip link set lo up
ip link add out type veth peer name nowhere
ip addr add 10.99.1.1/24 dev out
ip link set out up
ip link set nowhere up
ip route add default via 10.99.1.2
mount --bind /dev/null /etc/resolv.conf
exec "$@"
"""
# Nothing that Thunderbird would show, ask or fetch before it is used.
PREFERENCES = {
    "app.donation.eoy.version.viewed": 99999,
    "app.update.enabled": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "datareporting.policy.dataSubmissionPolicyBypassNotification": True,
    "extensions.update.enabled": False,
    "mail.shell.checkDefaultClient": False,
    "mailnews.start_page.enabled": False,
}


def enter():
    """Starts this program again where it may change the network and what is in a file."""
    unshare = ["unshare", "--net", "--mount"]
    if os.getuid() != 0 or subprocess.run([*unshare, "true"], stderr=subprocess.DEVNULL).returncode != 0:
        print("skipped: only root, and not everywhere, can make programs trust the certificates of a test", file=sys.stderr)
        sys.exit(SKIPPED)
    session = [str(HERE / "support" / "session.sh"), "--display", "--keyring", "--limit", LIMIT]
    for program in ("metacity", "import", "xdotool"):
        session += ["--need", program]
    for service in SERVICES:
        session += ["--service", service]
    environment = {**os.environ, MARK: "1", "GSETTINGS_BACKEND": "keyfile", "NO_AT_BRIDGE": "1"}
    # What makes the program under test strict would make other people's programs abort.
    for name in ("G_DEBUG", "GIO_USE_VFS", "GIO_USE_PROXY_RESOLVER"):
        environment.pop(name, None)
    os.execvpe("unshare", [*unshare, "sh", "-ec", NETWORK, "sh", *session, "--", sys.executable, *sys.argv], environment)


def needs(*programs):
    missing = [program for program in programs if not shutil.which(program)]
    return unittest.skipIf(missing, f"not installed: {', '.join(missing)}")


def bind(source, target):
    subprocess.run(["mount", "--bind", str(source), str(target)], check=True)


class Windows(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = pathlib.Path(os.environ["SIEGEL_SESSION"])
        cls.servers = cls.enterClassContext(mailservers.MailServers())
        cls.enterClassContext(screen.Screen())
        cls.dovecot = cls.servers.dovecot()
        bundle = cls.folder / "authorities.pem"
        bundle.write_text(AUTHORITIES.read_text() + cls.servers.ca.read_text())
        bind(bundle, AUTHORITIES)

    def account(self, user, incoming=("imap", "imaps", False), outgoing=("submissions", False)):
        protocol, service, starttls = incoming
        account = Account(address=user, user=user, password=mailservers.USERS[user])
        account.incoming = (protocol, "127.0.0.1", self.dovecot.ports[service], starttls)
        account.outgoing = ("smtp", "127.0.0.1", self.dovecot.ports[outgoing[0]], outgoing[1])
        self.write_to(account)
        self.seen = len(self.dovecot.log)
        return account

    def write_to(self, account):
        context = ssl.create_default_context(cafile=self.servers.ca)
        with imaplib.IMAP4_SSL("127.0.0.1", self.dovecot.ports["imaps"], ssl_context=context) as server:
            server.authenticate("PLAIN", lambda _: f"\0{account.user}\0{account.password}".encode())
            server.append("INBOX", None, None, LETTER.format(account.address).encode())
        self.wait_for(lambda: "Logged out" in self.dovecot.log)

    def wait_for(self, condition):
        end = time.monotonic() + SECONDS
        while not condition():
            self.assertLess(time.monotonic(), end, self.dovecot.log)
            time.sleep(0.1)

    def wait_for_sign_in(self, account, service="imap"):
        """Dovecot's word; what the test itself did before does not count."""
        words = re.compile(f"{service}-login: Info: " + dovecot_words.SIGNED_IN + re.escape(account.user) + ">")
        self.wait_for(lambda: words.search(self.dovecot.log[self.seen:]))

    def give(self, program, account):
        self.assertEqual(hand_over(program, "add", account), {"done": "add"})
        self.addCleanup(self.take, program, account)

    def take(self, program, account):
        self.assertEqual(hand_over(program, "remove", account), {"done": "remove"})
        self.assertEqual(state(program, account), "ready")

    def start(self, program, *arguments):
        with open(self.folder / f"{program}.log", "ab") as log:
            process = subprocess.Popen([program, *arguments], stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        self.addCleanup(process.wait)
        self.addCleanup(process.terminate)
        self.wait_for(lambda: self.windows(program))
        self.window = self.windows(program)[-1]
        screen.xdotool("windowsize", self.window, 1200, 740)

    def windows(self, program):
        """Those that are shown; on a busy machine the first takes its time."""
        search = subprocess.run(["timeout", "10", "xdotool", "search", "--onlyvisible", "--class", program],
                                capture_output=True, text=True, stdin=subprocess.DEVNULL)
        return search.stdout.split()

    def titles(self, program):
        """Of all its windows: which one it puts in front is its own business."""
        return "\n".join(screen.xdotool("getwindowname", window) for window in self.windows(program))

    def picture(self, name):
        if "PICTURES" in os.environ:
            time.sleep(2)  # for eyes only: nothing waits for it
            screen.picture_of("root", pathlib.Path(os.environ["PICTURES"], name + ".png"))


@needs("evolution")
class Evolution(Windows):
    def sign_in(self, name, account, service):
        self.give("evolution", account)
        self.start("evolution")
        self.wait_for_sign_in(account, service)
        self.picture(name)

    def test_imap(self):
        """With a password that has quotes, a backslash and spaces at its ends."""
        self.sign_in("evolution-imap", self.account("bob@example.test"), "imap")

    def test_pop3_and_starttls(self):
        """With a password that is not ASCII."""
        account = self.account("carol@example.test", ("pop3", "pop3", True), ("submission", True))
        self.sign_in("evolution-pop3", account, "pop3")


@needs("geary")
class Geary(Windows):
    def test_through_online_accounts(self):
        account = self.account("alice@example.test", ("imap", "imap", True), ("submission", True))
        self.give("goa", account)
        self.start("geary")
        self.wait_for_sign_in(account)
        self.wait_for_sign_in(account, "submission")
        # Its title, once it has read the list of folders.
        self.wait_for(lambda: account.address in self.titles("geary"))
        self.picture("geary")


@needs("thunderbird", "certutil")
class Thunderbird(Windows):
    def profile(self):
        """A new one, which trusts our authority; Thunderbird does not ask the system."""
        profile, port = self.folder / "profile", mailservers.free_port("127.0.0.1")
        profile.mkdir()
        text = "".join(f"user_pref({json.dumps(name)}, {json.dumps(value)});\n"
                       for name, value in {**PREFERENCES, "marionette.port": port}.items())
        (profile / "user.js").write_text(text)
        certutil = ["certutil", "-d", f"sql:{profile}"]
        subprocess.run([*certutil, "-N", "--empty-password"], check=True)
        subprocess.run([*certutil, "-A", "-n", "tests", "-t", "C,,", "-i", str(self.servers.ca)], check=True)
        return profile, port

    def set_up(self, window, account):
        window.type("#realName", account.name)
        window.type("#email", account.address)
        window.click("#forward")
        self.assert_found(window, "#configFound", account)
        window.click("#forward")
        window.type("#password", account.password)
        window.click("#forward")

    def set_up_in_tab(self, window, account):
        """As it was up to Thunderbird 140."""
        window.type("#realname", account.name)
        window.type("#email", account.address)
        window.type("#password", account.password)
        window.click("#continueButton")
        self.assert_found(window, "#resultsArea", account)
        window.click("#createButton")
        window.click("#finishButton")

    def assert_found(self, window, place, account):
        found = window.read(place)
        for value in ("127.0.0.1", account.user, *(str(server[2]) for server in (account.incoming, account.outgoing))):
            self.assertIn(value, found)
        self.picture("thunderbird-found")

    def test_autoconfig_file(self):
        """In the folder that the steps name; then somebody types name, address and password."""
        account = self.account("bob@example.test")
        isp = self.folder / "isp"
        isp.mkdir()
        (isp / "example.test.xml").write_text(export("thunderbird", account))
        bind(isp, ISP)
        profile, port = self.profile()
        self.start("thunderbird", "--profile", str(profile), "--no-remote", *marionette.START)
        window = self.enterContext(marionette.Marionette(port))
        if window.find("#realName, #realname") == "realName":
            self.set_up(window, account)
        else:
            self.set_up_in_tab(window, account)
        self.wait_for_sign_in(account)
        self.wait_for(lambda: account.address in self.titles("thunderbird"))
        self.picture("thunderbird")


if __name__ == "__main__":
    if MARK not in os.environ:
        enter()
    try:
        import mailservers
        import marionette
        import screen
        from handing_over import Account, export, hand_over, state
    except ImportError as error:
        print(f"skipped: {error}", file=sys.stderr)
        sys.exit(SKIPPED)
    if not mailservers.has_dovecot() or not AUTHORITIES.exists():
        print(f"skipped: needs Dovecot and {AUTHORITIES}", file=sys.stderr)
        sys.exit(SKIPPED)
    unittest.main(verbosity=2)
