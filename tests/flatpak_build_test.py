#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The manifests are what Flathub asks for, and one of them is built. Where a machine cannot do that, it says why, and the
same is built without a sandbox, with the libraries of the machine.

usage: flatpak_build_test.py FOLDER [TEST…]
"""

import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

HERE = pathlib.Path(__file__).resolve().parent
TOP = HERE.parent
sys.path.insert(0, str(HERE / "support"))
import flatpak_files  # noqa: E402
from sandbox import ID  # noqa: E402

CANNOT = 77
SECONDS = 540
reason = None


def manifest(app):
    result = subprocess.run(["flatpak-builder", "--show-manifest", TOP / "flatpak" / f"{app}.yaml"], capture_output=True,
                            text=True, check=True)
    return json.loads(result.stdout)


@unittest.skipUnless(shutil.which("flatpak-builder"), "flatpak-builder is not installed")
class ManifestTest(unittest.TestCase):
    def test_ids(self):
        for app in (ID, ID + ".Devel"):
            self.assertEqual(manifest(app)["id"], app)

    def test_rules(self):
        main = manifest(ID)
        self.assertEqual((main["runtime"], main["sdk"], main["command"]), ("org.gnome.Platform", "org.gnome.Sdk", "siegel"))
        self.assertNotIn("branch", main)
        granted = set(main["finish-args"])
        self.assertLessEqual({"--share=ipc", "--socket=wayland", "--socket=fallback-x11"}, granted)
        self.assertEqual([text for text in granted if re.match("--(filesystem|device|own-name|system|socket=(x11|session))", text)],
                         [])

    def test_sources(self):
        """From where they were published, and known by a checksum."""
        for module in manifest(ID)["modules"][:-1]:
            (source,) = module["sources"]
            self.assertEqual(source["type"], "archive")
            self.assertRegex(source["url"], "^https://")
            self.assertRegex(source["sha256"], "^[0-9a-f]{64}$")

    def test_development(self):
        """Like the other, but for its id."""
        main, other = manifest(ID), manifest(ID + ".Devel")
        self.assertEqual(main["finish-args"], other["finish-args"])
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
            self.build_dry()
        else:
            self.assertEqual(result.returncode, 0)

    def build_dry(self):
        options = manifest(ID)["modules"][-1].get("config-opts", []) if shutil.which("flatpak-builder") else []
        with tempfile.TemporaryDirectory() as place:
            build, installed = pathlib.Path(place, "build"), pathlib.Path(place, "installed")
            environment = {**os.environ, "DESTDIR": str(installed), "FLATPAK_ID": ID}
            for command in (["meson", "setup", build, TOP, "--prefix=/app", "--libdir=lib", "--wrap-mode=nodownload", *options],
                            ["meson", "install", "-C", build, "--quiet"]):
                subprocess.run(command, env=environment, check=True, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
            self.assertEqual(flatpak_files.faults(installed / "app", ID), [])


if __name__ == "__main__":
    outcome = unittest.main(argv=[sys.argv[0], *sys.argv[2:]], verbosity=2, exit=False).result
    if outcome.wasSuccessful() and reason:
        print(f"skipped, but for a build without a sandbox: {reason}")
        sys.exit(CANNOT)
    sys.exit(not outcome.wasSuccessful())
