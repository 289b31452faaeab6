#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Private mail servers for the tests, the demo and the benchmarks.

    with MailServers() as servers:
        dovecot = servers.dovecot(certificate="ec")
        print(dovecot.address, dovecot.ports["imaps"], servers.ca)

Real programs (Dovecot, Postfix) run in the foreground as children of this one, on free ports of the loopback
interface, with a folder, certificates and users of their own; all ends with the "with" block. Dovecot needs no
special rights; Postfix needs root.

As a command it starts one Dovecot, prints a line of JSON that says where, and serves until standard input ends or
SIGTERM comes:

    python3 mailservers.py [--certificate NAME] [--address ADDRESS] [--mechanisms "plain login"] [--postfix]
"""

import argparse
import base64
import ctypes
import grp
import json
import os
import random
import re
import shutil
import signal
import socket
import socketserver
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import dovecot_words

HERE = Path(__file__).resolve().parent

# Every sort of password that a client may get wrong: plain, UTF-8, with quotes, backslash and spaces at its ends.
# "dave" signs in with the local part alone.
USERS = {
    "alice@example.test": "secret",
    "bob@example.test": ' b"a\\ck slash ',
    "carol@example.test": "pässwörd €",
    "dave": "davespassword",
}

# Name of a service → its Dovecot login service, and whether TLS comes from the first byte.
SERVICES = {
    "imap": ("imap-login", False),
    "imaps": ("imap-login", True),
    "pop3": ("pop3-login", False),
    "pop3s": ("pop3-login", True),
    "submission": ("submission-login", False),
    "submissions": ("submission-login", True),
}

MECHANISMS = "plain login scram-sha-1 scram-sha-256"

START_SECONDS = 15
STOP_SECONDS = 5
PR_SET_PDEATHSIG = 1


def get_user_map():
    """What this process knows of the machine's users: (own id, id outside, how many)."""
    return tuple(map(int, Path("/proc/self/uid_map").read_text().splitlines()[0].split()))


def is_root():
    """Whether this is root, and may be others, too; in a namespace that an ordinary user made it may not."""
    return os.geteuid() == 0 and get_user_map()[2] > 1


def get_plain_user():
    """The name and group of whoever started this, and what to put before a program that does not want to be root."""
    import pwd
    uid, gid, prefix = os.geteuid(), os.getegid(), []
    if uid == 0:
        uid = get_user_map()[1]
        gid = int(Path("/proc/self/gid_map").read_text().split()[1])
        prefix = ["unshare", "--user", f"--map-user={uid}", f"--map-group={gid}"]
    return pwd.getpwuid(uid).pw_name, grp.getgrgid(gid).gr_name, prefix


def has_dovecot():
    return dovecot_words.program() is not None


def has_postfix():
    """Whether a private Postfix can be run here."""
    return is_root() and Path("/usr/lib/postfix/sbin/master").exists()


def escape(name):
    """As Dovecot escapes a name before it looks for it in a file."""
    return re.sub(r"""(['"\\])""", r"\\\1", name)


_handed_out = set()


def free_port(address):
    """A port nobody listens on, below the range from which the kernel takes the ports of clients; each only once,
    because those of a server are chosen before it listens on the first."""
    for port in random.sample(sorted(set(range(21000, 32000)) - _handed_out), 200):
        with socket.socket(socket.AF_INET6 if ":" in address else socket.AF_INET) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((address, port))
            except OSError:
                continue
            _handed_out.add(port)
            return port
    raise RuntimeError(f"no free port on {address}")


def _die_with_parent():
    """Runs in the child: not even a killed parent leaves servers behind."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


class Server:
    """A program in the foreground, with a folder of its own."""

    def __init__(self, name, address, ports):
        self.name = name
        self.address = address
        self.ports = ports
        self.folder = Path(tempfile.mkdtemp(prefix=f"{name}-"))
        # Servers that give up their rights must still reach their folder.
        self.folder.chmod(0o755)
        self.process = None

    @property
    def log(self):
        path = self.folder / "log"
        return path.read_text(errors="replace") if path.exists() else ""

    def start(self, command, environment=None):
        output = open(self.folder / "output", "wb")
        self.process = subprocess.Popen(
            command,
            env={**os.environ, **(environment or {})},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,
            preexec_fn=_die_with_parent,
        )
        output.close()
        self._wait_until_ready()

    def _wait_until_ready(self):
        deadline = time.monotonic() + START_SECONDS
        for port in self.ports.values():
            while not self._accepts(port):
                if self.process.poll() is not None or time.monotonic() > deadline:
                    said = (self.folder / "output").read_text(errors="replace")
                    self.stop()
                    raise RuntimeError(f"{self.name} did not start:\n{said}\n{self.log}")
                time.sleep(0.01)

    def _accepts(self, port):
        try:
            socket.create_connection((self.address, port), timeout=1).close()
            return True
        except OSError:
            return False

    def ask_to_stop(self):
        if self.process and self.process.poll() is None:
            self.process.terminate()

    def stop(self):
        """Ends the program and its children, then removes the folder."""
        self.ask_to_stop()
        if self.process:
            try:
                self.process.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                os.killpg(self.process.pid, signal.SIGKILL)
                self.process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)


class _SinkHandler(socketserver.StreamRequestHandler):
    """Just enough SMTP to accept and forget a message."""

    def handle(self):
        self._say("220 sink.example.test ESMTP")
        for line in self.rfile:
            verb = line[:4].upper()
            if verb == b"DATA":
                self._say("354 go on")
                while self.rfile.readline() not in (b".\r\n", b""):
                    pass
            self._say("221 bye" if verb == b"QUIT" else "250 sink.example.test")
            if verb == b"QUIT":
                return

    def _say(self, text):
        self.wfile.write(text.encode() + b"\r\n")


class Sink(socketserver.ThreadingTCPServer):
    """Where Dovecot's submission service relays to."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), _SinkHandler)
        self.port = self.server_address[1]
        threading.Thread(target=self.serve_forever, args=(0.05,), daemon=True).start()


class Dovecot(Server):
    """IMAP, POP3 and submission; "services" names those to offer (SERVICES)."""

    def __init__(self, certificates, certificate="ec", address="127.0.0.1", services=tuple(SERVICES), users=None,
                 mechanisms=MECHANISMS, ports=None, tls=None, sink_port=25, extra=""):
        super().__init__("dovecot", address, {name: (ports or {}).get(name) or free_port(address) for name in services})
        self.users = USERS if users is None else users
        self.sasl_port = free_port("127.0.0.1")
        self._write_users()
        self.environment = self._tls_environment(tls) if tls else {}
        config = self.folder / "dovecot.conf"
        config.write_text(self._global_part(certificates, certificate, mechanisms, sink_port)
                          + "".join(self._login_service(name) for name in ("imap-login", "pop3-login", "submission-login"))
                          + self._helper_services() + extra)
        prefix = [] if is_root() else get_plain_user()[2]
        self.start([*prefix, dovecot_words.program(), "-F", "-c", str(config)], self.environment)

    def _write_users(self):
        # Base64, because a password may hold what the file's own syntax cannot.
        lines = [f"{escape(name)}:{{PLAIN.b64}}{base64.b64encode(password.encode()).decode()}\n"
                 for name, password in self.users.items()]
        (self.folder / "users").write_text("".join(lines))

    def set_password(self, name, password):
        """Known to Dovecot when this returns: it looks at its file once a second, and sees a change by the file's time,
        in seconds."""
        self.users = {**self.users, name: password}
        before = (self.folder / "users").stat().st_mtime
        self._write_users()
        os.utime(self.folder / "users", (before + 2, before + 2))
        written = int(time.time())
        while int(time.time()) == written:
            time.sleep(0.02)

    def _tls_environment(self, version):
        """This version of TLS and no other, however old it is."""
        path = self.folder / "openssl.cnf"
        path.write_text("openssl_conf = c\n[c]\nssl_conf = s\n[s]\nsystem_default = d\n[d]\n"
                        f"MinProtocol = {version}\nMaxProtocol = {version}\nCipherString = DEFAULT@SECLEVEL=0\n")
        return {"OPENSSL_CONF": str(path)}

    def _global_part(self, certificates, certificate, mechanisms, sink_port):
        folder = self.folder
        mail = folder / "mail"
        mail.mkdir()
        if is_root():
            internal, group, login, owner, owner_group = "dovecot", "dovecot", "dovenull", "nobody", "nogroup"
            shutil.chown(mail, owner)
        else:
            internal, group, _prefix = get_plain_user()
            login, owner, owner_group = internal, internal, group
        protocols = {"imap": "imap", "pop3": "pop3", "submission": "submission"}
        offered = " ".join(p for p in protocols if any(name.startswith(p) for name in self.ports))
        return f"""{dovecot_words.beginning()}
base_dir = {folder}/run
state_dir = {folder}/run
instance_name = {folder.name}
log_path = {folder}/log
auth_verbose = yes
protocols = {offered}
listen = {self.address}
default_internal_user = {internal}
default_internal_group = {group}
default_login_user = {login}
ssl = required
ssl_min_protocol = TLSv1.2
auth_mechanisms = {mechanisms}
auth_failure_delay = 0
mail_uid = {owner}
mail_gid = {owner_group}
first_valid_uid = 0
first_valid_gid = 0
hostname = mail.example.test
submission_relay_host = 127.0.0.1
submission_relay_port = {sink_port}
{dovecot_words.encryption(f"{certificates}/{certificate}.pem", f"{certificates}/{certificate}.key")}
{dovecot_words.environment(self.environment)}
{dovecot_words.mailboxes(mail)}
{dovecot_words.users(folder / "users", owner, owner_group, mail)}
"""

    def _login_service(self, login):
        # A listener of port 0 is none. One process is kept waiting, so that the first connection is as fast as later ones.
        listeners = "".join(
            f"  inet_listener {name} {{\n    port = {self.ports.get(name, 0)}\n    ssl = {'yes' if tls else 'no'}\n  }}\n"
            for name, (service, tls) in SERVICES.items() if service == login)
        chroot = "" if is_root() else "  chroot =\n"
        return f"service {login} {{\n{listeners}  process_min_avail = 1\n{dovecot_words.endless_service()}{chroot}}}\n"

    def _helper_services(self):
        # Without the penalty's socket failed sign-ins are not slowed down.
        anvil = "  unix_listener anvil-auth-penalty {\n    mode = 0\n  }\n"
        chroot = "" if is_root() else "  chroot =\n"
        others = "".join(f"service {name} {{\n{chroot}}}\n" for name in ("stats", "imap-urlauth-login"))
        return (f"service anvil {{\n{anvil}{chroot}}}\n{others}"
                f"service auth {{\n{dovecot_words.sasl_listener('127.0.0.1', self.sasl_port)}}}\n")


class Postfix(Server):
    """Submission with the users of a Dovecot; an account may send as nobody but itself. Needs root.

    What is sent vanishes, unless "delivers" lets the mail for these users reach the mailboxes that the Dovecot shows."""

    QUEUE_FOLDERS = "pid incoming active deferred bounce defer trace hold saved corrupt flush private public".split()
    UNIX_SERVICES = """
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
proxymap unix - - n - - proxymap
anvil unix - - n - 1 anvil
discard unix - - n - - discard
virtual unix - n n - - virtual
error unix - - n - - error
retry unix - - n - - error
tlsmgr unix - - n 1000? 1 tlsmgr
postlog unix-dgram n - n - 1 postlogd
"""

    def __init__(self, dovecot, certificates, certificate="ec", address="127.0.0.1", delivers=False,
                 extra="", ports=None):
        super().__init__("postfix", address,
                         ports or {name: free_port(address) for name in ("submission", "submissions")})
        self.dovecot = dovecot
        self._make_folders()
        etc = self.folder / "etc"
        owners = "".join(f"{name if '@' in name else name + '@example.test'} {name}\n" for name in dovecot.users)
        (etc / "owners").write_text(owners)
        (etc / "mailboxes").write_text("".join(f"{line.split()[0]} {line.split()[1]}/\n" for line in owners.splitlines()))
        delivery = self._delivery() if delivers else ""
        (etc / "main.cf").write_text(self._main(certificates, certificate) + delivery + extra)
        (etc / "master.cf").write_text(self._master())
        self.start(["/usr/lib/postfix/sbin/master", "-c", str(etc), "-s"])

    def _make_folders(self):
        for name in ("etc", "data", "queue"):
            (self.folder / name).mkdir()
        shutil.chown(self.folder / "data", "postfix")
        for name in self.QUEUE_FOLDERS:
            (self.folder / "queue" / name).mkdir()
            shutil.chown(self.folder / "queue" / name, "postfix")
        shutil.chown(self.folder / "queue" / "pid", "root")
        maildrop = self.folder / "queue" / "maildrop"
        maildrop.mkdir()
        shutil.chown(maildrop, "postfix", "postdrop")
        maildrop.chmod(0o1730)

    def _main(self, certificates, certificate):
        folder = self.folder
        return f"""
compatibility_level = 3.6
queue_directory = {folder}/queue
data_directory = {folder}/data
command_directory = /usr/sbin
daemon_directory = /usr/lib/postfix/sbin
mail_owner = postfix
setgid_group = postdrop
multi_instance_name = postfix-{folder.name}
maillog_file = {folder}/log
maillog_file_prefixes = {folder}
myhostname = mail.example.test
mydestination =
local_recipient_maps =
alias_maps =
alias_database =
inet_interfaces = {self.address}
inet_protocols = ipv4
mynetworks =
default_transport = discard:
relay_transport = discard:
local_transport = discard:
smtpd_tls_cert_file = {certificates}/{certificate}.pem
smtpd_tls_key_file = {certificates}/{certificate}.key
smtpd_tls_auth_only = yes
smtpd_sasl_auth_enable = yes
smtpd_sasl_type = dovecot
smtpd_sasl_path = inet:127.0.0.1:{self.dovecot.sasl_port}
smtpd_sender_login_maps = texthash:{folder}/etc/owners
smtpd_sender_restrictions = reject_sender_login_mismatch
smtpd_relay_restrictions = permit_sasl_authenticated, reject
smtpd_recipient_restrictions =
smtpd_client_connection_count_limit = 0
smtpd_client_auth_rate_limit = 0
smtpd_peername_lookup = no
"""

    def _delivery(self):
        owner = (self.dovecot.folder / "mail").stat()
        return f"""
virtual_mailbox_domains = example.test
virtual_mailbox_base = {self.dovecot.folder}/mail
virtual_mailbox_maps = texthash:{self.folder}/etc/mailboxes
virtual_uid_maps = static:{owner.st_uid}
virtual_gid_maps = static:{grp.getgrnam("nogroup").gr_gid}
virtual_minimum_uid = 1
virtual_transport = virtual
"""

    def _master(self):
        options = {"submission": "", "submissions": "  -o smtpd_tls_wrappermode=yes\n"}
        services = "".join(f"{port} inet n - n - - smtpd\n{options[name]}  -o smtpd_tls_security_level=encrypt\n"
                           for name, port in self.ports.items())
        return services + self.UNIX_SERVICES


class MailServers:
    """All servers of one test, with the certificates they share; ends them together."""

    def __init__(self):
        self.folder = Path(tempfile.mkdtemp(prefix="mailservers-"))
        self.folder.chmod(0o755)
        self.certificates = self.folder / "certificates"
        self.ca = self.certificates / "ca.pem"
        self.sink = Sink()
        self._servers = []

    def __enter__(self):
        subprocess.run(["sh", str(HERE / "make-certificates.sh"), str(self.certificates)], check=True,
                       stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
        return self

    def __exit__(self, *_):
        # Postfix, started after the Dovecot it asks, is told first; then all go at the same time.
        servers = list(reversed(self._servers))
        for server in servers:
            server.ask_to_stop()
        for server in servers:
            server.stop()
        self.sink.shutdown()
        self.sink.server_close()
        shutil.rmtree(self.folder, ignore_errors=True)

    def dovecot(self, **options):
        return self._keep(Dovecot(self.certificates, sink_port=self.sink.port, **options))

    def postfix(self, dovecot, **options):
        return self._keep(Postfix(dovecot, self.certificates, **options))

    def _keep(self, server):
        self._servers.append(server)
        return server


def end_on_sigterm():
    """SIGTERM as an exception, so that every "with" block is left properly."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))


def main():
    parser = argparse.ArgumentParser(description="Starts private mail servers and says where, as JSON.")
    parser.add_argument("--certificate", default="ec", help="name of a certificate of make-certificates.sh")
    parser.add_argument("--address", default="127.0.0.1", help="where to listen")
    parser.add_argument("--mechanisms", default=MECHANISMS, help="ways to sign in (default: %(default)s)")
    parser.add_argument("--postfix", action="store_true", help="a Postfix for sending, too (root only)")
    arguments = parser.parse_args()
    end_on_sigterm()
    with MailServers() as servers:
        dovecot = servers.dovecot(certificate=arguments.certificate, address=arguments.address,
                                  mechanisms=arguments.mechanisms)
        answer = {"address": dovecot.address, "ca": str(servers.ca), "ports": dovecot.ports, "users": dovecot.users}
        if arguments.postfix:
            answer["postfix"] = servers.postfix(dovecot, address=arguments.address).ports
        print(json.dumps(answer), flush=True)
        sys.stdin.read()


if __name__ == "__main__":
    main()
