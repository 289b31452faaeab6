#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What can be said of the Debian package without building it: that it agrees with the rest of the tree; and what "meson
install" installs.

usage: debian_files_test.py BUILD PREFIX [TEST…]
"""

import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import unittest
import xml.etree.ElementTree

TOP = pathlib.Path(__file__).resolve().parent.parent
ID = "io.github.siegel.Siegel"
INSTALLED = {
    "bin/siegel", "bin/siegel-cli", f"share/applications/{ID}.desktop", "share/bash-completion/completions/siegel-cli",
    f"share/dbus-1/services/{ID}.service", f"share/glib-2.0/schemas/{ID}.gschema.xml",
    f"share/icons/hicolor/48x48/apps/{ID}.png", f"share/icons/hicolor/scalable/apps/{ID}.svg",
    f"share/icons/hicolor/symbolic/apps/{ID}-symbolic.svg", "share/man/man1/siegel-cli.1", "share/man/man1/siegel.1",
    f"share/metainfo/{ID}.metainfo.xml",
}
MESON = (TOP / "meson.build").read_text()


def output(*command, **options):
    return subprocess.run(list(map(str, command)), check=True, capture_output=True, text=True, stdin=subprocess.DEVNULL,
                          **options).stdout


def needs(*programs):
    missing = [program for program in programs if not shutil.which(program)]
    return unittest.skipIf(missing, f"{', '.join(missing)} is not installed")


class TreeTest(unittest.TestCase):

    def test_version(self):
        """One number in three places."""
        (version,) = re.findall(r"^  version: '(.*)',$", MESON, re.M)
        self.assertRegex((TOP / "debian/changelog").read_text(), rf"^siegel \({re.escape(version)}\) ")
        metainfo = xml.etree.ElementTree.parse(TOP / "data/siegel.metainfo.xml.in")
        self.assertEqual(metainfo.find("releases/release").get("version"), version)

    @needs("pkg-config", "dpkg-query")
    def test_build_depends(self):
        """What meson asks for, by the names of Debian, in the version that meson wants."""
        (listed,) = re.findall(r"^Build-Depends: (.*(?:\n .*)*)", (TOP / "debian/control").read_text(), re.M)
        named = {re.sub(r"\s*<.*>", "", entry).strip() for entry in listed.split(",")}
        required = dict(re.findall(r"(\w+) = '>= ([\d.]+)'", MESON))
        asked = re.findall(r"dependency\('([^']+)', version: (?:'>= ([\d.]+)'|(\w+))\)", MESON)
        self.assertGreater(len(asked), 8)
        for name, version, variable in asked:
            path = pathlib.Path(output("pkg-config", "--variable=pcfiledir", name).strip(), f"{name}.pc")
            package = output("dpkg-query", "--search", path).split(":")[0]
            # A part of it, in newer releases.
            package = {"libgio-2.0-dev": "libglib2.0-dev"}.get(package, package)
            self.assertIn(f"{package} (>= {version or required[variable]})", named)

    @needs("dpkg-source", "lintian", "git")
    def test_source(self):
        """A source package can be made of the tree, and lintian has nothing to say about it."""
        with tempfile.TemporaryDirectory() as folder:
            place = pathlib.Path(folder, "siegel")
            for name in output("git", "-C", TOP, "ls-files", "-z", "--cached", "--others", "--exclude-standard").split("\0"):
                if name and (TOP / name).is_file():
                    (place / name).parent.mkdir(parents=True, exist_ok=True)
                    shutil.copy(TOP / name, place / name)
            output("dpkg-source", "--build", place, cwd=folder)
            (source,) = pathlib.Path(folder).glob("*.dsc")
            said = subprocess.run(["lintian", "--allow-root", "--fail-on", "error,warning", source], capture_output=True,
                                  text=True, stdin=subprocess.DEVNULL)
            self.assertEqual((said.returncode, said.stdout), (0, ""), said.stderr)


class InstallTest(unittest.TestCase):

    @needs("meson")
    def test_files(self):
        """All of them: one more has to be argued for here."""
        build, prefix = sys.argv[1:3]
        with tempfile.TemporaryDirectory() as folder:
            output("meson", "install", "-C", build, "--no-rebuild", "--destdir", folder)
            place = pathlib.Path(folder, prefix.lstrip("/"))
            found = {str(path.relative_to(place)) for path in place.rglob("*") if not path.is_dir()}
            # Where translations are is the builder's choice.
            texts = {name for name in found if name.endswith("/LC_MESSAGES/siegel.mo")}
            self.assertEqual(found - texts, INSTALLED)
            self.assertEqual([name.split("/")[-3] for name in texts], ["de"])
            self.assertEqual([path for path in pathlib.Path(folder).rglob("*") if not path.is_dir()
                              and place not in path.parents], [])
            for name in found:
                self.assertEqual(os.stat(place / name).st_mode & 0o777, 0o755 if name.startswith("bin/") else 0o644, name)


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0], *sys.argv[3:]], verbosity=2)
