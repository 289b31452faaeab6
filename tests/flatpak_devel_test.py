#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is being worked on, built as a Flatpak that is installed beside the other.

usage: flatpak_devel_test.py FOLDER [TEST…]
"""

import os
import pathlib
import subprocess
import sys
import unittest

HERE = pathlib.Path(__file__).resolve().parent
TOP = HERE.parent
sys.path.insert(0, str(HERE / "support"))
import flatpak_files  # noqa: E402
import sandbox  # noqa: E402

APP = sandbox.ID + ".Devel"
CANNOT = 77


class DevelTest(unittest.TestCase):
    def test_files(self):
        self.assertEqual(flatpak_files.faults(sandbox.location(APP), APP), [])

    def test_is_valid(self):
        sandbox.validate_desktop_file(sandbox.location(APP), APP)
        sandbox.validate_metainfo(sandbox.location(APP), APP)

    def test_runs(self):
        self.assertRegex(sandbox.flatpak("run", "--user", "--command=siegel-cli", APP, "--version"), r"^siegel-cli \d")

    def test_is_beside_the_other(self):
        """No file that the desktop sees has a name of the other's."""
        exported = [path.name for path in (sandbox.location(APP).parent / "export").rglob("*")
                    if path.is_file() and path.name != "icon-theme.cache"]
        self.assertTrue(exported)
        self.assertEqual([name for name in exported if APP not in name], [])


if __name__ == "__main__":
    os.environ["SIEGEL"] = str(pathlib.Path(sys.argv[1]).resolve())
    status = subprocess.call([TOP / "flatpak/build.sh", os.environ["SIEGEL"], APP + ".yaml"], stdin=subprocess.DEVNULL)
    if status != 0:
        print("skipped: see above" if status == CANNOT else "not built")
        sys.exit(status)
    unittest.main(argv=[sys.argv[0], *sys.argv[2:]], verbosity=2)
