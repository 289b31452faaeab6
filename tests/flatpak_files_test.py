#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is in the Flatpak, what it may do, and whether the SDK's validators agree.

usage: flatpak_files_test.py FOLDER [TEST…]
"""

import configparser
import datetime
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest
import xml.etree.ElementTree

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE / "support"))
import flatpak_files  # noqa: E402
import sandbox  # noqa: E402
from sandbox import ID  # noqa: E402

TALKS = {"org.freedesktop.secrets", "org.gnome.OnlineAccounts", "org.gnome.evolution.dataserver.Sources5"}


# Only root may install without asking the system bus whether a parent forbids it; see flatpak/build.sh.
WITH_BUS = [] if os.getuid() == 0 or os.path.exists("/run/dbus/system_bus_socket") else [
    "dbus-run-session", "--", "sh", "-c", 'DBUS_SYSTEM_BUS_ADDRESS=$DBUS_SESSION_BUS_ADDRESS exec "$@"', "sh"]


class FilesTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.files = sandbox.location(ID)

    def test_permissions(self):
        """All of them: one more has to be argued for here."""
        granted = configparser.ConfigParser(delimiters="=")
        granted.optionxform = str
        granted.read_string(sandbox.flatpak("info", "--show-permissions", ID))
        context = {key: set(filter(None, value.split(";"))) for key, value in granted["Context"].items()}
        self.assertEqual(context, {"shared": {"network", "ipc"}, "sockets": {"x11", "wayland", "fallback-x11"}})
        self.assertEqual(dict(granted["Session Bus Policy"]), dict.fromkeys(TALKS, "talk"))
        self.assertEqual(set(granted.sections()), {"Context", "Session Bus Policy"})

    def test_files(self):
        self.assertEqual(flatpak_files.faults(self.files, ID), [])

    def test_exported(self):
        """What the desktop sees of it."""
        exported = {str(path.relative_to(self.files.parent / "export")) for path in (self.files.parent / "export").rglob("*")
                    if path.is_file() and path.name != "icon-theme.cache"}
        icons = {f"share/icons/hicolor/{name}" for name in (f"scalable/apps/{ID}.svg", f"48x48/apps/{ID}.png",
                                                            f"symbolic/apps/{ID}-symbolic.svg")}
        self.assertLessEqual({f"share/applications/{ID}.desktop", f"share/dbus-1/services/{ID}.service", *icons}, exported)
        self.assertEqual([name for name in exported if ID not in name], [])

    def test_translated(self):
        german = sandbox.location(ID + ".Locale") / "de/share/de/LC_MESSAGES/siegel.mo"
        self.assertTrue(german.is_file())
        result = subprocess.run(sandbox.command("--help", language="de", options=["--command=siegel-cli"]),
                                env=sandbox.environment(), capture_output=True, text=True, check=True)
        self.assertIn("Befehle:", result.stdout)

    def test_desktop_file_is_valid(self):
        sandbox.validate_desktop_file(self.files, ID)

    def test_metainfo_is_valid(self):
        sandbox.validate_metainfo(self.files, ID)

    def test_shop_window(self):
        """What a store shows, and asks for where people are to find it."""
        root = xml.etree.ElementTree.parse(flatpak_files.metainfo(self.files, ID)).getroot()
        self.assertTrue(root.findtext("developer/name"))
        self.assertEqual({color.get("scheme_preference") for color in root.iter("color")}, {"light", "dark"})
        self.assertLessEqual(len(root.findtext("name")), 15)
        summary = root.findtext("summary")
        self.assertLessEqual(len(summary), 35)
        self.assertNotRegex(summary, r"(?i)^(an?|the) |\.$|\b(gtk|gnome|client|app)\b")
        self.assertLessEqual({"homepage", "bugtracker", "vcs-browser"}, {url.get("type") for url in root.iter("url")})
        shots = root.findall("screenshots/screenshot")
        self.assertGreaterEqual(len(shots), 1)
        self.assertEqual([shot for shot in shots if not shot.findtext("caption")
                          or not re.match(r"https://.*/v[0-9.]+/.*\.png$", shot.findtext("image"))], [])
        self.assertTrue(root.find("content_rating[@type='oars-1.1']") is not None)
        today = datetime.date.today().isoformat()
        releases = root.findall("releases/release")
        self.assertTrue(releases)
        self.assertEqual([release for release in releases if release.get("date") > today or release.find("description") is None], [])

    def test_bundle_installs(self):
        folder = os.environ["SIEGEL"]
        with tempfile.TemporaryDirectory() as user:
            environment = {**sandbox.environment(), "FLATPAK_USER_DIR": user}
            for command in (["install", "--user", "-y", "--noninteractive", "--bundle", f"{folder}/{ID}.flatpak"],
                            ["run", "--user", "--command=siegel-cli", ID, "--version"]):
                result = subprocess.run([*WITH_BUS, "flatpak", *command], env=environment, capture_output=True, text=True,
                                        stdin=subprocess.DEVNULL, timeout=60)
                self.assertEqual(result.returncode, 0, result)
            self.assertRegex(result.stdout, r"^siegel-cli \d")


if __name__ == "__main__":
    os.environ["SIEGEL"] = str(pathlib.Path(sys.argv[1]).resolve())
    if not sandbox.is_installed(sys.argv[1]):
        print("skipped: the Flatpak is not installed; see what “flatpak-build” says")
        sys.exit(77)
    unittest.main(argv=[sys.argv[0], *sys.argv[2:]], verbosity=2)
