# SPDX-License-Identifier: GPL-3.0-or-later
"""A machine with nothing on it but Debian's smallest system: a folder, entered by chroot.

    with BareRoot() as root:
        root.run("apt-get", "install", "--yes", "hello")
        root.run("hello", user="anna", network=False)

The release is that of the machine, from the mirror that its apt knows. What debootstrap made is kept in the cache
folder of whoever calls, and so are the packages that apt gets. Every command has mounts and processes of its own,
which end with it. Needs root.
"""

import hashlib
import os
import pathlib
import shutil
import stat
import subprocess
import tempfile

CACHE = pathlib.Path(os.environ.get("XDG_CACHE_HOME") or pathlib.Path.home() / ".cache", "siegel")
KEYS = "/usr/share/keyrings/debian-archive-keyring.gpg"
USER = "anna"
SECONDS = 600
# Services of packages are not started: there is no init here.
POLICY = "#!/bin/sh\nexit 101\n"
# What of the machine's apt is needed to reach its mirror.
SETTINGS = ("Acquire::Check-Valid-Until", "Acquire::Check-Date", "Acquire::http::Proxy", "Acquire::https::Proxy")
# $1 the root, $2 who, then the command. A network of its own has nobody in it but itself.
ENTER = """
root=$1 user=$2
shift 2
mount --bind "$root" "$root"
mount -t proc proc "$root/proc"
mount -t devpts -o newinstance,ptmxmode=0666,mode=620 devpts "$root/dev/pts"
for folder in dev/shm tmp run; do mount -t tmpfs -o mode=1777 tmpfs "$root/$folder"; done
IFS=:
for folder in $SHARED; do
  mkdir -p "$root$folder"
  mount --bind "$folder" "$root$folder"
done
unset IFS
if [ "$NETWORK" ]; then
  mount --bind "$ARCHIVES" "$root/var/cache/apt/archives"
else
  ip link set lo up
fi
[ "$user" = root ] || set -- setpriv --reuid="$user" --regid="$user" --init-groups "$@"
exec chroot "$root" "$@"
"""


def release():
    """The machine's, where that is Debian."""
    lines = pathlib.Path("/etc/os-release").read_text().splitlines()
    facts = {name: value.strip('"') for name, _, value in (line.partition("=") for line in lines)}
    return facts.get("VERSION_CODENAME") if facts.get("ID") == "debian" else None


def mirror():
    if "DEBIAN_MIRROR" in os.environ:
        return os.environ["DEBIAN_MIRROR"]
    known = subprocess.run(["apt-get", "indextargets", "--format", "$(SITE)", "Origin: Debian", "Created-By: Packages",
                            f"Codename: {release()}"], capture_output=True, text=True, check=True).stdout.splitlines()
    return next(iter(known), None)


def obstacle():
    """Why it cannot be had on this machine; None where it can."""
    if os.geteuid() != 0:
        return "only root can make a bare Debian to install the package in"
    missing = [program for program in ("debootstrap", "unshare", "apt-get") if not shutil.which(program)]
    if missing:
        return f"{missing[0]} is not installed"
    if not release():
        return "this machine is no Debian"
    if not mirror():
        return "apt knows no mirror of Debian here: set DEBIAN_MIRROR"
    if subprocess.run(["unshare", "--mount", "--net", "--pid", "--fork", "true"], capture_output=True).returncode:
        return "this machine permits no namespaces (unshare)"
    return None


def _settings():
    lines = subprocess.run(["apt-config", "dump", *SETTINGS], capture_output=True, text=True, check=True).stdout
    return lines + 'APT::Install-Recommends "0";\nAPT::Keep-Downloaded-Packages "1";\nAcquire::Languages "none";\n'


def _make_archive(path):
    """What debootstrap makes, in one file."""
    with tempfile.TemporaryDirectory(dir=CACHE) as folder:
        tree = pathlib.Path(folder, "root")
        subprocess.run(["debootstrap", "--variant=minbase", f"--keyring={KEYS}", release(), tree, mirror()], check=True,
                       stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
        for name in (tree / "var/cache/apt/archives").glob("*.deb"):
            name.unlink()
        made = pathlib.Path(folder, "root.tar")
        subprocess.run(["tar", "--create", "--numeric-owner", "--xattrs", "--file", made, "--directory", tree, "."],
                       check=True)
        made.rename(path)


class BareRoot:
    def __init__(self):
        self.folder = None

    def __enter__(self):
        archives = CACHE / f"archives-{release()}"
        (archives / "partial").mkdir(parents=True, exist_ok=True)
        machine = subprocess.run(["dpkg", "--print-architecture"], capture_output=True, text=True, check=True).stdout.strip()
        archive = CACHE / f"debian-{release()}-{machine}.tar"
        if not archive.exists():
            _make_archive(archive)
        self.archives = archives
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="siegel-root-"))
        self.folder.chmod(0o755)
        subprocess.run(["tar", "--extract", "--numeric-owner", "--xattrs", "--file", archive, "--directory", self.folder],
                       check=True)
        self._settle()
        return self

    def __exit__(self, *_):
        # Nothing is mounted outside of the commands, so this reaches nothing else.
        shutil.rmtree(self.folder)

    def _settle(self):
        policy = self.write("usr/sbin/policy-rc.d", POLICY)
        policy.chmod(0o755)
        self.write("etc/apt/apt.conf.d/90siegel", _settings())
        self.write("etc/resolv.conf", pathlib.Path("/etc/resolv.conf").read_text())
        self.write("etc/hosts", "127.0.0.1 localhost\n::1 localhost\n")
        self.run("useradd", "--create-home", "--shell", "/bin/bash", USER)
        self.run("apt-get", "update", "--quiet=2")

    def write(self, name, text):
        path = self.folder / name
        path.unlink(missing_ok=True)
        path.write_text(text)
        return path

    def run(self, *command, user="root", network=True, check=True, seconds=SECONDS, shown=False, shared=(), **changes):
        """The finished process, with what it said unless that is shown. Folders that are shared are the machine's, and in
        the same place."""
        namespaces = ["--mount", "--pid", "--fork", "--kill-child", "--ipc", *([] if network else ["--net"])]
        proxies = {name: value for name, value in os.environ.items() if name.lower().endswith("_proxy")}
        environment = {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "HOME": "/root" if user == "root" else f"/home/{user}",
                       "LC_ALL": "C.UTF-8", "DEBIAN_FRONTEND": "noninteractive", "TERM": "dumb", **proxies, **changes,
                       "SHARED": ":".join(map(str, shared)), "ARCHIVES": str(self.archives), "NETWORK": "1" if network else ""}
        said = {} if shown else {"capture_output": True, "text": True}
        result = subprocess.run(["unshare", *namespaces, "sh", "-ec", ENTER, "sh", self.folder, user, *map(str, command)],
                                env=environment, stdin=subprocess.DEVNULL, timeout=seconds, **said)
        assert not check or result.returncode == 0, f"{command}: {result.returncode}\n{result.stdout}{result.stderr}"
        return result

    def listing(self):
        """Every path in it, with what is there: kind and rights, owner, and a checksum or where a link leads."""
        return dict(self._look(path) for path in self._paths())

    def _paths(self):
        for folder, folders, files in os.walk(self.folder):
            for name in folders + files:
                yield pathlib.Path(folder, name)

    def _look(self, path):
        facts = path.lstat()
        content = None
        if stat.S_ISLNK(facts.st_mode):
            content = os.readlink(path)
        elif stat.S_ISREG(facts.st_mode):
            with path.open("rb") as file:
                content = hashlib.file_digest(file, "sha256").hexdigest()
        return "/" + str(path.relative_to(self.folder)), (oct(facts.st_mode), facts.st_uid, facts.st_gid, content)
