# SPDX-License-Identifier: GPL-3.0-or-later
"""A laboratory: a client, and behind its only link a whole network of mail, with a DNS, websites, mail servers, an
attacker and a captive portal (lab_zone.py says what they have to say).

    lab.enter()
    with lab.Lab() as laboratory:
        print(laboratory.run(["siegel-cli", "lookup", "alice@srv.test"]).stdout)

Everything is real (knot, unbound, nginx, Dovecot) and lives in namespaces of one process: the servers in the one that
enter() makes, the client in another. It all ends with that process, and nothing outside can be reached from within.
Works as root, and for an ordinary user where unshare permits.
"""

import contextlib
import os
import pathlib
import shutil
import subprocess
import tempfile
import time

import impostor
import lab_zone
import mailservers
import netns
import watcher

CLIENT = ("10.99.0.2", "fd99::2")
MACS = {"servers": "02:00:00:00:00:01", "eth0": "02:00:00:00:00:02"}
MARGIN = 5
KNOT_PORT = 5353

# What the client's resolv.conf says.
RESOLVERS = {
    "plain": "nameserver 10.99.0.53\n",
    "trusted": "nameserver 10.99.0.53\noptions trust-ad\n",
    "silent": "nameserver 10.99.0.200\n",
    "portal": "nameserver 10.99.0.54\n",
}

PROGRAMS = ("knotd", "keymgr", "unbound", "nginx", "dovecot", "ip", "certtool")

PATH = os.environ["PATH"] + ":/usr/sbin:/sbin"


def place(name):
    """Its addresses."""
    return [address for address in lab_zone.PLACES[name] if address]


def enter():
    """Starts this program again in a namespace of its own; says why, and skips, where that cannot be."""
    missing = [name for name in PROGRAMS if shutil.which(name, path=PATH) is None]
    if missing:
        print("not installed: " + ", ".join(missing))
        raise SystemExit(77)
    netns.enter()
    mailservers.end_on_sigterm()


def wait_until(condition):
    """Whether it has come true in time."""
    deadline = time.monotonic() + MARGIN
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True


def has_connections(port):
    """Whether somebody is connected to that port here."""
    lines = [line.split() for name in ("tcp", "tcp6") for line in pathlib.Path(f"/proc/net/{name}").read_text().splitlines()]
    return any(line[3] == "01" and int(line[1].rpartition(":")[2], 16) == port for line in lines if line[3] != "st")


def sysctl(name, value):
    pathlib.Path("/proc/sys/" + name).write_text(str(value))


def add_address(interface, address, *options):
    kind = ["/64", "nodad"] if ":" in address else ["/24"]
    netns.ip(*options, "addr", "add", address + kind[0], "dev", interface, *kind[1:])


class Link:
    """client ── servers, straight or through a repeater that holds each frame for a while."""

    def __init__(self, bridge=None, round_trip_ms=0):
        netns.ip("link", "set", "lo", "up")
        sysctl("net/ipv4/ip_unprivileged_port_start", 0)
        netns.ip("netns", "add", "client")
        netns.ip("-n", "client", "link", "set", "lo", "up")
        self.repeater = None
        if bridge:
            self._join_by_repeater(bridge, round_trip_ms)
        else:
            netns.ip("link", "add", "servers", "address", MACS["servers"], "type", "veth",
                     "peer", "name", "eth0", "address", MACS["eth0"], "netns", "client")
        self._give_addresses()
        self._know_each_other()

    def _join_by_repeater(self, bridge, round_trip_ms):
        netns.ip("netns", "add", "middle")
        netns.ip("link", "add", "servers", "address", MACS["servers"], "type", "veth",
                 "peer", "name", "right", "netns", "middle")
        netns.ip("-n", "middle", "link", "add", "left", "type", "veth",
                 "peer", "name", "eth0", "address", MACS["eth0"], "netns", "client")
        for name in ("left", "right"):
            # The repeater has no address, and shall not say a word of its own.
            subprocess.run(in_namespace("middle", ["sysctl", "-qw", f"net.ipv6.conf.{name}.disable_ipv6=1"]), check=True)
            netns.ip("-n", "middle", "link", "set", name, "up")
        subprocess.run([bridge, "--offloads-off", "servers"], check=True)
        subprocess.run(in_namespace("client", [bridge, "--offloads-off", "eth0"]), check=True)
        self.repeater = subprocess.Popen(in_namespace("middle", [bridge, "left", "right", str(round_trip_ms / 2)]))

    @staticmethod
    def _give_addresses():
        for name, addresses in lab_zone.PLACES.items():
            for address in filter(None, addresses if name != "nobody" else ()):
                add_address("servers", address)
        netns.ip("link", "set", "servers", "up")
        for address in CLIENT:
            add_address("eth0", address, "-n", "client")
        netns.ip("-n", "client", "link", "set", "eth0", "up")

    @staticmethod
    def _know_each_other():
        """Neighbours are fixed: else the first packet would wait for one more round trip, and one to nobody would be
        found out before it is sent."""
        for address in filter(None, sum(lab_zone.PLACES.values(), ())):
            netns.ip("-n", "client", "neigh", "replace", address, "lladdr", MACS["servers"], "dev", "eth0",
                     "nud", "permanent")
        for address in CLIENT:
            netns.ip("neigh", "replace", address, "lladdr", MACS["eth0"], "dev", "servers", "nud", "permanent")

    def close(self):
        if self.repeater:
            self.repeater.kill()
            self.repeater.wait()


def in_namespace(name, arguments):
    return ["ip", "netns", "exec", name, *arguments]


class Certificates:
    """What the CA of mailservers.py vouches for here, beside what it has."""

    def __init__(self, folder):
        self.folder = folder
        self._sign("lab-web", lab_zone.hosts_at("web"))
        self._sign("lab-mail", lab_zone.hosts_at("mail", "starttls", "plain", "mute"))
        self._sign("lab-attacker", ["attacker.test", "examp1e.test", lab_zone.LOOKALIKE], subdomains=True)
        self._sign("lab-portal", ["portal.test"], authority="otherca-ca")

    def _sign(self, name, hosts, subdomains=False, authority="ca"):
        names = hosts + [f"*.{host}" for host in hosts if subdomains]
        template = self.folder / f"{name}.template"
        template.write_text(f'cn = "{hosts[0]}"\ntls_www_server\nsigning_key\nexpiration_days = 30\n'
                            + "".join(f'dns_name = "{host}"\n' for host in names))
        path = self.folder / name
        self._certtool("--generate-privkey", "--key-type=ecdsa", "--curve=secp256r1", "--outfile", f"{path}.key")
        self._certtool("--generate-certificate", "--load-privkey", f"{path}.key", "--template", str(template),
                       "--load-ca-certificate", str(self.folder / f"{authority}.pem"),
                       "--load-ca-privkey", str(self.folder / f"{authority}.key"), "--outfile", f"{path}.pem")

    @staticmethod
    def _certtool(*arguments):
        subprocess.run(["certtool", *arguments], check=True, capture_output=True)


class Knot(mailservers.Server):
    """Says what is in the DNS, and signs a part of it."""

    def __init__(self):
        super().__init__("knot", "127.0.0.1", {"dns": KNOT_PORT})
        for name, apex in (("root", ""), ("signed", lab_zone.SIGNED)):
            (self.folder / name).write_text(lab_zone.zone_file(apex))
        for name in ("run", "database"):
            (self.folder / name).mkdir()
        self.config = self.folder / "knot.conf"
        self.config.write_text(f"""
server:
  rundir: "{self.folder}/run"
  listen: 127.0.0.1@{KNOT_PORT}
  udp-workers: 1
  tcp-workers: 1
  background-workers: 1
log:
  - target: stderr
    any: info
database:
  storage: "{self.folder}/database"
policy:
  - id: lab
    algorithm: ecdsap256sha256
    single-type-signing: on
zone:
  - domain: .
    file: "{self.folder}/root"
    zonefile-sync: -1
  - domain: {lab_zone.SIGNED}
    file: "{self.folder}/signed"
    zonefile-sync: -1
    zonefile-load: difference-no-serial
    journal-content: all
    dnssec-signing: on
    dnssec-policy: lab
""")
        self.start([shutil.which("knotd", path=PATH), "-c", str(self.config)])
        wait_until(lambda: "successfully signed" in (self.folder / "output").read_text())

    def get_anchor(self):
        """The fingerprint of the key, for those who check signatures."""
        said = subprocess.run([shutil.which("keymgr", path=PATH), "-c", str(self.config), lab_zone.SIGNED, "ds"],
                              check=True, capture_output=True, text=True).stdout
        return said.splitlines()[0]


class Unbound(mailservers.Server):
    """The resolver of a client; "content" says where its answers come from."""

    def __init__(self, address, content):
        super().__init__("unbound", address, {"dns": 53})
        config = self.folder / "unbound.conf"
        config.write_text(f"""
server:
  interface: {address}
  access-control: 0.0.0.0/0 allow
  do-daemonize: no
  chroot: ""
  username: ""
  directory: "{self.folder}"
  pidfile: ""
  use-syslog: no
  logfile: "{self.folder}/log"
  num-threads: 1
  do-not-query-localhost: no
  qname-minimisation: no
  local-zone: "test." nodefault
{content}
remote-control:
  control-enable: no
""")
        self.start([shutil.which("unbound", path=PATH), "-d", "-p", "-c", str(config)])

    @classmethod
    def honest(cls, knot):
        stubs = "".join(f'stub-zone:\n  name: "{zone}"\n  stub-addr: 127.0.0.1@{KNOT_PORT}\n  stub-prime: no\n'
                        for zone in (".", lab_zone.SIGNED))
        return cls(place("resolver")[0],
                   f'  module-config: "validator iterator"\n  trust-anchor: "{knot.get_anchor()}"\n{stubs}')

    @classmethod
    def of_portal(cls):
        """Every name leads to the portal."""
        return cls(place("portal-resolver")[0], '  module-config: "iterator"\n  local-zone: "." redirect\n'
                                                f'  local-data: ". 60 IN A {place("portal")[0]}"')


class Nginx(mailservers.Server):
    """All websites."""

    def __init__(self, certificates):
        super().__init__("nginx", place("web")[0], {"https": 443})
        self.certificates = certificates
        for path, content in lab_zone.DOCUMENTS.items():
            target = self.folder / "www" / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content if isinstance(content, bytes) else content.encode())
        config = self.folder / "nginx.conf"
        config.write_text(self._config())
        self.start([shutil.which("nginx", path=PATH), "-c", str(config), "-p", str(self.folder)])

    def _config(self):
        folder = self.folder
        temporary = "".join(f"{name}_temp_path {folder}/{name};\n"
                            for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
        redirects = "".join(self._site("web", host, f"return 302 {target};")
                            for host, target in lab_zone.REDIRECTS.items())
        return f"""
daemon off;
worker_processes 1;
user root;
pid {folder}/pid;
error_log {folder}/errors;
events {{ worker_connections 256; }}
http {{
log_format lab "https://$host$request_uri";
access_log {folder}/log lab;
{temporary}types {{ text/xml xml; application/json json; text/html html; }}
ssl_protocols TLSv1.2 TLSv1.3;
root {folder}/www/$host;
{self._site("web", "_", "")}
{redirects}
{self._site("web", lab_zone.SLOW, "limit_rate 1000;")}
{self._site("attacker", "_", "")}
{self._site("portal", "_", f"root {folder}; default_type text/html; return 200 '<title>Please sign in</title>';")}
}}
"""

    def _site(self, where, name, content):
        listen = "".join(f"listen {f'[{address}]' if ':' in address else address}:443 ssl http2; "
                         for address in place(where))
        certificate = self.certificates / f"lab-{where}"
        return (f"server {{ {listen} server_name {name}; ssl_certificate {certificate}.pem; "
                f"ssl_certificate_key {certificate}.key; {content} }}\n")


class Lab:
    """Everything; ends with the "with" block."""

    def __init__(self, bridge=None, round_trip_ms=0):
        self.stack = contextlib.ExitStack()
        self.bridge = bridge
        self.round_trip_ms = round_trip_ms

    def __enter__(self):
        with contextlib.ExitStack() as stack:
            self._start(stack)
            self.stack = stack.pop_all()
        return self

    def __exit__(self, *_):
        self.stack.close()

    def _start(self, stack):
        self.folder = pathlib.Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="lab-")))
        self._write_configuration()
        self.link = Link(self.bridge, self.round_trip_ms)
        stack.callback(self.link.close)
        self.servers = stack.enter_context(mailservers.MailServers())
        self.ca = str(self.servers.ca)
        Certificates(self.servers.certificates)
        knot = self._keep(stack, Knot())
        self._keep(stack, Unbound.honest(knot))
        self._keep(stack, Unbound.of_portal())
        self.web = self._keep(stack, Nginx(self.servers.certificates))
        self._start_mail()
        self._start_impostors()
        self._start_dead_ends(stack)
        self.watcher = watcher.Watcher("servers")

    @staticmethod
    def _keep(stack, server):
        stack.callback(server.stop)
        return server

    def _write_configuration(self):
        for name, text in RESOLVERS.items():
            (self.folder / name).write_text(text)
        hosts = self.folder / "hosts"
        hosts.write_text("127.0.0.1 localhost\n::1 localhost\n")
        subprocess.run(["mount", "--bind", str(hosts), "/etc/hosts"], check=True)
        # Where it is a link into /run, that is empty now.
        target = pathlib.Path(os.path.realpath("/etc/resolv.conf"))
        if not target.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            target.touch()

    def _start_mail(self):
        ports = {"imap": 143, "imaps": 993, "pop3": 110, "pop3s": 995, "submission": 587, "submissions": 465}
        plain = {name: port for name, port in ports.items() if not name.endswith("s")}

        def start(where, certificate, offered):
            return self.servers.dovecot(address=place(where)[0], certificate=certificate, services=tuple(offered),
                                        ports=offered, extra=f"listen = {', '.join(place(where))}\n")

        self.mail = start("mail", "lab-mail", ports)
        start("starttls", "lab-mail", plain)
        start("wrongname", "wronghost", ports)

    def _start_impostors(self):
        self.everywhere = impostor.Impostor()
        for address in ("0.0.0.0", "::"):
            self.everywhere.serve_html(address)
        self.plain = impostor.Impostor()
        self.plain.serve(place("plain")[0], impostor.PLAIN_PORTS)
        certificate = self.servers.certificates / "lab-attacker"
        self.attacker = impostor.Impostor(impostor.server_context(f"{certificate}.pem", f"{certificate}.key"))
        for address in place("attacker"):
            self.attacker.serve(address, impostor.MAIL_PORTS)

    @staticmethod
    def _start_dead_ends(stack):
        """Where TLS is blocked, and where connections are taken and never served."""
        for port in set(impostor.MAIL_PORTS) - set(impostor.PLAIN_PORTS):
            stack.enter_context(contextlib.closing(impostor.BlackHole(place("plain")[0], port)))
        for port in impostor.MAIL_PORTS:
            stack.enter_context(impostor.listen(place("mute")[0], port))

    def command(self, arguments, resolver="plain"):
        """The command line of a program at the client."""
        script = 'mount --bind "$0" /etc/resolv.conf && exec "$@"'
        return in_namespace("client", ["sh", "-c", script, str(self.folder / resolver), *map(str, arguments)])

    def start(self, arguments, resolver="plain", **options):
        return subprocess.Popen(self.command(arguments, resolver), **options)

    def run(self, arguments, resolver="plain", data=b"", limit=60):
        return subprocess.run(self.command(arguments, resolver), input=data, capture_output=True, timeout=limit)

    def clear(self):
        """Forgets what was seen, once all has been said."""
        wait_until(lambda: not has_connections(443))
        self.watcher.clear()
        for one in (self.everywhere, self.plain, self.attacker):
            one.clear()
        os.truncate(self.web.folder / "log", 0)

    def wait_for_silence(self):
        """Until nothing that ended before has a last word to say."""
        def is_silent():
            before = len(self.watcher.frames)
            time.sleep(0.3)
            return len(self.watcher.frames) == before

        wait_until(is_silent)

    def list_requests(self, *wanted):
        """What the websites were asked for; waits a moment for what is wanted, since they note it afterwards."""
        wait_until(lambda: set(wanted) <= set(self._read_requests()))
        return self._read_requests()

    def _read_requests(self):
        return (self.web.folder / "log").read_text().splitlines()
