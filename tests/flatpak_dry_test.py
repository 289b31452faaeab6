#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Where no sandbox can be made, the build says so, and the manifest is proven without one.

usage: flatpak_dry_test.py FOLDER [TEST…]
"""

import copy
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

HERE = pathlib.Path(__file__).resolve().parent
TOP = HERE.parent
sys.path.insert(0, str(HERE / "support"))
import dry_build  # noqa: E402
import flatpak_files  # noqa: E402
import sandbox  # noqa: E402
from sandbox import ID  # noqa: E402

CANNOT = 77
ALL = "FLATPAK_TESTS_ALL"
# What it says where the kernel, or a container, forbids namespaces.
FORBIDDEN = "bwrap: No permissions to create new namespace"


@unittest.skipUnless(shutil.which("flatpak-builder"), "flatpak-builder is not installed")
class DryTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.place = pathlib.Path(folder.name)

    def put_program(self, name, text):
        path = self.place / "bin" / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("#!/bin/sh\n" + text)
        path.chmod(0o755)

    def build(self):
        environment = {**os.environ, "PATH": f"{self.place}/bin:{os.environ['PATH']}",
                       "SIEGEL_FLATPAK_CACHE": str(self.place / "cache"), "XDG_DATA_HOME": str(self.place),
                       "FLATPAK_SYSTEM_DIR": str(self.place / "none")}
        return subprocess.run([TOP / "flatpak/build.sh", self.place / "build"], env=environment, capture_output=True, text=True,
                              stdin=subprocess.DEVNULL, timeout=60)

    def test_says_why(self):
        self.put_program("bwrap", f"echo '{FORBIDDEN}' >&2; exit 1\n")
        result = self.build()
        self.assertEqual((result.returncode, result.stdout), (CANNOT, ""), result)
        self.assertEqual(result.stderr, f"flatpak: not possible here: bwrap cannot make a sandbox ({FORBIDDEN})\n")
        self.assertFalse((self.place / "cache").exists())

    def test_says_what_is_missing(self):
        """A mirror that is not there."""
        self.put_program("bwrap", "exit 0\n")
        self.put_program("apt-get", "exit 100\n")
        result = self.build()
        self.assertEqual(result.returncode, CANNOT, result)
        self.assertEqual(result.stderr.splitlines()[-1], "flatpak: not possible here: Debian's packages cannot be had")

    def test_without_a_sandbox(self):
        if sandbox.is_installed(sys.argv[1]) and ALL not in os.environ:
            self.skipTest("there is a build in a sandbox; ./dev test flatpak does both")
        dry = dry_build.DryBuild(dry_build.read(ID), self.place)
        self.assertEqual(flatpak_files.faults(dry.build(), ID), [])
        print("built without a sandbox:", *dry.built, file=sys.stderr)
        print("of this machine:", *dry.borrowed, file=sys.stderr)
        self.assertIn("siegel", dry.built)

    def test_another_archive_is_none(self):
        """Whatever has the right name and other contents is not built."""
        manifest = copy.deepcopy(dry_build.read(ID))
        module = manifest["modules"][0]
        (source,) = module["sources"]
        path = self.place / "archives/downloads" / source["sha256"] / source["url"].rpartition("/")[2]
        path.parent.mkdir(parents=True)
        path.write_bytes(b"other")
        with self.assertRaisesRegex(AssertionError, "is not what it should be"):
            dry_build.DryBuild(manifest, self.place).build_module(module)


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0], *sys.argv[2:]], verbosity=2)
