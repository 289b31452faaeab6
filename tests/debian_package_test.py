#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The Debian package: built, looked at by lintian, compared with what "meson install" installs; then installed in a bare
Debian by its own dependencies, used there, removed and purged, until nothing is left of it.

usage: debian_package_test.py FOLDER [TEST…]
"""

import gzip
import os
import pathlib
import re
import shutil
import subprocess
import sys
import time
import unittest

HERE = pathlib.Path(__file__).resolve().parent
TOP = HERE.parent
sys.path.insert(0, str(HERE / "support"))
import bare_root  # noqa: E402

DOC = "usr/share/doc/siegel/"
PROGRAMS = {"usr/bin/siegel", "usr/bin/siegel-cli"}
# What the tests of the installed program need, and a person's machine has or not.
TOOLS = """appstream at-spi2-core bash-completion dbus-daemon desktop-file-utils dovecot-imapd dovecot-pop3d
  dovecot-submissiond fonts-cantarell gir1.2-gtk-4.0 gnome-keyring gnutls-bin gtk-update-icon-cache
  libglib2.0-bin libgtk-4-bin libsecret-tools locales man-db meson metacity python3 python3-gi xdotool xvfb""".split()
# Where the package manager and others keep what they did and found: these files may change, but none may come or stay.
BOOKS = ("/var/log/", "/var/lib/dpkg/", "/var/lib/apt/", "/var/cache/")
SECONDS = 550


def run(*command, **options):
    return subprocess.run(list(map(str, command)), check=True, stdin=subprocess.DEVNULL, **options)


def say(what, since):
    print(f"{what}: {time.monotonic() - since:.1f} s", file=sys.stderr, flush=True)


def files_below(folder):
    return {str(path.relative_to(folder)): path for path in folder.rglob("*") if path.is_symlink() or path.is_file()}


def content(path):
    return gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()


class PackageCase(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = pathlib.Path(sys.argv[1]).resolve()
        (cls.package,) = cls.folder.glob("siegel_*_*.deb")


class FilesTest(PackageCase):
    """What is in the package."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.unpacked = cls.folder / "unpacked"
        shutil.rmtree(cls.unpacked, ignore_errors=True)
        run("dpkg-deb", "--extract", cls.package, cls.unpacked)

    def field(self, name):
        return run("dpkg-deb", "--field", self.package, name, capture_output=True, text=True).stdout.strip()

    def test_version(self):
        (version,) = re.findall(r"^  version: '(.*)',$", (TOP / "meson.build").read_text(), re.M)
        self.assertEqual(self.field("Version"), version)

    def test_rights(self):
        """Everybody may read all of it, nobody but root may write, and nothing runs with somebody else's rights."""
        listed = run("dpkg-deb", "--contents", self.package, capture_output=True, text=True).stdout.splitlines()
        for line in listed:
            rights, owner = line.split()[:2]
            self.assertRegex(rights, r"^(drwxr-xr-x|-rw-r--r--|-rwxr-xr-x)$", line)
            self.assertEqual(owner, "root/root", line)

    def test_no_scripts(self):
        """All that has to happen when it comes and goes is done by those whose caches they are."""
        members = run("dpkg-deb", "--ctrl-tarfile", self.package, capture_output=True).stdout
        names = subprocess.run(["tar", "--list"], input=members, capture_output=True, check=True).stdout.decode().split()
        self.assertEqual({name.removeprefix("./") for name in names} - {""}, {"control", "md5sums"})

    def test_same_as_meson_installs(self):
        installed = install_with_meson(self.folder)
        packaged = {name.removesuffix(".gz"): path for name, path in files_below(self.unpacked).items()
                    if not name.startswith(DOC)}
        self.assertEqual(set(packaged), set(installed))
        for name in set(packaged) - PROGRAMS:
            self.assertEqual(content(packaged[name]), content(installed[name]), name)


def build_with_meson(folder):
    """As for any other system."""
    build = folder / "host"
    if not (build / "build.ninja").exists():
        run("meson", "setup", build, TOP, "--prefix=/usr", "--libdir=lib", "-Dtests=false", stdout=subprocess.DEVNULL)
    run("ninja", "-C", build, "--quiet")
    return build


def install_with_meson(folder):
    place = folder / "installed"
    shutil.rmtree(place, ignore_errors=True)
    run("meson", "install", "-C", build_with_meson(folder), "--quiet", "--no-rebuild", "--destdir", place)
    return files_below(place)


class LifeTest(PackageCase):
    """From a bare system to a bare system."""

    def apt(self, *arguments):
        return self.root.run("apt-get", "--yes", "--quiet=2", *arguments)

    def paths(self):
        listed = run("dpkg-deb", "--contents", self.package, capture_output=True, text=True).stdout.splitlines()
        return {line.split()[5][1:].rstrip("/") for line in listed} - {""}

    def use(self, what):
        """All that people do with it, by somebody who is not root, where no other machine can be reached."""
        start = time.monotonic()
        environment = {"PICTURES": f"/home/{bare_root.USER}"} if "PICTURES" in os.environ else {}
        result = self.root.run("python3", HERE / "installed_test.py", "/usr/bin/siegel", user=bare_root.USER, shared=[HERE],
                               network=False, check=False, shown=True, seconds=SECONDS, **environment)
        self.assertEqual(result.returncode, 0, f"{what} does not work")
        say(f"used {what}", start)
        for picture in (self.root.folder / "home" / bare_root.USER).glob("*.png") if environment else ():
            shutil.move(picture, pathlib.Path(os.environ["PICTURES"], picture.name))

    def enter(self):
        start = time.monotonic()
        self.root = self.enterContext(bare_root.BareRoot())
        say("made a bare system", start)
        shutil.copy(self.package, self.root.folder / "root/siegel.deb")

    def test_dependencies(self):
        """Nothing is there but what the package says that it needs."""
        self.enter()
        start = time.monotonic()
        self.apt("install", "/root/siegel.deb")
        say("installed with its dependencies alone", start)
        for command in (["siegel-cli", "lookup", "--offline", "anna@gmx.de"], ["siegel", "--version"],
                        ["siegel-cli", "guide", "--list"]):
            self.assertTrue(self.root.run(*command, user=bare_root.USER, network=False).stdout, command)

    def prepare(self):
        """All that is needed is there, but Siegel never was."""
        start = time.monotonic()
        needed = run("dpkg-deb", "--field", self.package, "Depends", capture_output=True, text=True).stdout
        self.apt("satisfy", needed, *TOOLS, *(["imagemagick"] if "PICTURES" in os.environ else []))
        self.root.run("localedef", "-i", "de_DE", "-f", "UTF-8", "de_DE.UTF-8")
        # The index of manuals is complete only after the second time.
        self.root.run("dpkg-trigger", "--by-package=man-db", "/usr/share/man")
        self.root.run("dpkg", "--triggers-only", "man-db")
        say("installed what the tests need", start)

    def test_life(self):
        self.enter()
        self.prepare()
        before = self.root.listing()
        self.apt("install", "/root/siegel.deb")
        self.assert_installed(before)
        self.use("the package")
        for way in ("remove", "purge"):
            self.apt("install", "/root/siegel.deb")
            self.take_away(way)
            self.assert_nothing_left(before, way)
        self.use_what_meson_installs()

    def assert_installed(self, before):
        """What came is what the package says, and dpkg's own notes."""
        came = set(self.root.listing()) - set(before)
        notes = {path for path in came if path.startswith("/var/lib/dpkg/info/siegel.")}
        self.assertEqual({path for path in came if not path.startswith("/var/cache/")} - notes, self.paths() - set(before))
        self.assertEqual(self.root.run("dpkg", "--verify", "siegel").stdout, "")

    def take_away(self, way):
        """To remove it is as good as to purge it: there are no settings that would stay."""
        self.apt(way, "siegel")
        self.assertNotEqual(self.root.run("dpkg-query", "--status", "siegel", check=False).returncode, 0)

    def assert_nothing_left(self, before, way):
        after = self.root.listing()
        self.assertEqual(set(after), set(before))
        changed = {path for path in after if after[path] != before[path] and not path.startswith(BOOKS)}
        self.assertEqual(changed, set())
        self.assertEqual([path for path in after if "siegel" in path.lower() and path != "/root/siegel.deb"
                          and not path.startswith("/etc/apt/")], [])
        print(f"nothing left after apt {way}: {len(after)} paths before and after", file=sys.stderr)

    def use_what_meson_installs(self):
        """The same, without a package: what the caches of the machine need, meson does, too."""
        self.root.run("meson", "install", "-C", build_with_meson(self.folder), "--no-rebuild", network=False,
                      shared=[TOP, self.folder])
        # Of a machine's manuals an index is made each day.
        self.root.run("mandb", "--quiet")
        self.use("what meson installs")


if __name__ == "__main__":
    folder = pathlib.Path(sys.argv[1])
    if not shutil.which("dpkg-buildpackage") or not shutil.which("lintian"):
        print("skipped: the package needs dpkg-dev and lintian to be built")
        sys.exit(77)
    begun = time.monotonic()
    if subprocess.call([TOP / "debian/build.sh", folder], stdin=subprocess.DEVNULL):
        sys.exit("the package was not built, or lintian found faults in it")
    say("built the package", begun)
    reason = bare_root.obstacle()
    LifeTest = unittest.skipIf(reason, reason or "")(LifeTest)
    outcome = unittest.main(argv=[sys.argv[0], *sys.argv[2:]], verbosity=2, exit=False).result
    if outcome.wasSuccessful() and reason:
        print(f"skipped, but for building it: {reason}")
        sys.exit(77)
    sys.exit(not outcome.wasSuccessful())
