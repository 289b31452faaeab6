#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The manifests are what Flathub asks for, and both are built. Where a machine cannot do that, it says why; see
flatpak_dry_test.py.

usage: flatpak_build_test.py FOLDER [TEST…]
"""

import pathlib
import re
import shutil
import subprocess
import sys
import unittest

HERE = pathlib.Path(__file__).resolve().parent
TOP = HERE.parent
sys.path.insert(0, str(HERE / "support"))
from dry_build import read as manifest  # noqa: E402
from sandbox import ID  # noqa: E402

CANNOT = 77
SECONDS = 540
reason = None


@unittest.skipUnless(shutil.which("flatpak-builder"), "flatpak-builder is not installed")
class ManifestTest(unittest.TestCase):
    def test_ids(self):
        for app in (ID, ID + ".Devel"):
            self.assertEqual(manifest(app)["id"], app)

    def test_name(self):
        """Of a place where the code lives, in as many parts as such names have; none of them means something to a desktop."""
        self.assertRegex(ID, r"^io\.github(\.[A-Za-z_][A-Za-z0-9_]*){2,3}$")
        self.assertNotRegex(ID, r"(?i)\.(desktop|app|linux)$")

    def test_rules(self):
        main = manifest(ID)
        self.assertEqual((main["runtime"], main["sdk"], main["command"]), ("org.gnome.Platform", "org.gnome.Sdk", "siegel"))
        for name in ("branch", "default-branch", "tags", "desktop-file-name-suffix", "add-build-extensions"):
            self.assertNotIn(name, main)

    def test_permissions(self):
        """None that has to be argued for, and each that another one needs."""
        granted = set(manifest(ID)["finish-args"])
        self.assertLessEqual({"--share=ipc", "--socket=wayland", "--socket=fallback-x11"}, granted)
        self.assertEqual([text for text in granted if re.match(
            "--(filesystem|device|own-name|system|persist|allow|add-policy|env|metadata|no|un"
            "|socket=(?!wayland$|fallback-x11$)|share=(?!ipc$|network$))", text)], [])
        names = [text.partition("=")[2] for text in granted if text.startswith("--talk-name=")]
        self.assertEqual([name for name in names if "*" in name or name.startswith(("org.freedesktop.portal.",
                         "org.freedesktop.impl.", "org.freedesktop.Flatpak", "org.freedesktop.DBus", "org.gtk.vfs", ID))], [])

    def test_sources(self):
        """From where they were published, known by a checksum, and nothing is fetched while they are built."""
        modules = manifest(ID)["modules"]
        for module in modules[:-1]:
            (source,) = module["sources"]
            self.assertEqual(source["type"], "archive")
            for address in (source["url"], *source.get("mirror-urls", [])):
                self.assertRegex(address, "^https://.*/" + re.escape(source["url"].rpartition("/")[2]) + "$")
            self.assertRegex(source["sha256"], "^[0-9a-f]{64}$")
            self.assertEqual({"md5", "sha1"} & set(source), set())
        self.assertEqual([module["name"] for module in modules if "build-options" in module], [])

    def test_development(self):
        """Like the other, but for its id."""
        main, other = manifest(ID), manifest(ID + ".Devel")
        self.assertEqual(main["finish-args"], other["finish-args"])
        self.assertEqual(main["cleanup"], other["cleanup"])
        self.assertEqual(main["modules"][:-1], other["modules"][:-1])
        self.assertIn("-Dprofile=development", other["modules"][-1]["config-opts"])


class BuildTest(unittest.TestCase):
    def test_build(self):
        global reason
        folder = pathlib.Path(sys.argv[1]).resolve()
        try:
            result = subprocess.run([TOP / "flatpak/build.sh", folder], stderr=subprocess.PIPE, text=True, timeout=SECONDS,
                                    stdin=subprocess.DEVNULL)
        except subprocess.TimeoutExpired:
            self.fail(f"not built within {SECONDS} seconds")
        print(result.stderr, file=sys.stderr)
        if result.returncode == CANNOT:
            reason = result.stderr.strip().splitlines()[-1]
        else:
            self.assertEqual(result.returncode, 0)



if __name__ == "__main__":
    outcome = unittest.main(argv=[sys.argv[0], *sys.argv[2:]], verbosity=2, exit=False).result
    if outcome.wasSuccessful() and reason:
        print(f"skipped, see the build without a sandbox: {reason}", file=sys.stderr)
        sys.exit(CANNOT)
    sys.exit(not outcome.wasSuccessful())
