#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The assistant in its sandbox, on a bus with the portals of a desktop: what it asks of them, and that passwords go where
other programs find them although the portal for secrets is there.

usage: flatpak_portals_test.py FOLDER [TEST…]
"""

import os
import pathlib
import plistlib
import subprocess
import sys
import tempfile
import unittest

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE / "support"))
import assistant  # noqa: E402
import sandbox  # noqa: E402
from assistant import ADDRESS, PASSWORD, PROVEN  # noqa: E402

PORTAL = "org.freedesktop.portal.Desktop"
SERVICES = (PORTAL, "org.freedesktop.portal.Documents", "org.freedesktop.impl.portal.PermissionStore",
            "org.freedesktop.impl.portal.desktop.gtk", "org.freedesktop.impl.portal.Secret")
BACKEND = "xdg-desktop-portal-gtk"
NO_FILES = "files reach a sandbox by /dev/fuse and /run/user, which only root can give to a session of its own"
WRONG = "Something is still wrong. See below what to do."
BROWSER = """[Desktop Entry]
Type=Application
Name=Browser
Exec={script} %u
MimeType=x-scheme-handler/https;
"""


def can_share_files():
    """Files reach a sandbox through a file system of their own, below the folder that every person has in /run/user."""
    return os.getuid() == 0 and os.access("/dev/fuse", os.R_OK | os.W_OK)


def use_run_folder():
    """The portals name files as the sandbox sees them: below /run/user, where a session of a test is not."""
    from gi.repository import Gio, GLib
    folder = f"/run/user/{os.getuid()}"
    subprocess.run(["mount", "-t", "tmpfs", "none", "/run/user"], check=True)
    os.makedirs(folder)
    subprocess.run(["mount", "--bind", os.environ["XDG_RUNTIME_DIR"], folder], check=True)
    os.environ["XDG_RUNTIME_DIR"] = folder
    Gio.bus_get_sync(Gio.BusType.SESSION).call_sync(
        "org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus", "UpdateActivationEnvironment",
        GLib.Variant("(a{ss})", ({"XDG_RUNTIME_DIR": folder},)), None, Gio.DBusCallFlags.NONE, 5000, None)


def home(*parts):
    return pathlib.Path(os.environ["HOME"], *parts)


class PortalsTest(sandbox.SandboxCase):
    def test_passwords_are_for_other_programs(self):
        """The portal for secrets is offered, and not used: what it keeps can be read inside of the sandbox only."""
        described = subprocess.run(["gdbus", "introspect", "--session", "--dest", PORTAL, "--object-path",
                                    "/org/freedesktop/portal/desktop"], capture_output=True, text=True, check=True).stdout
        self.assertIn("org.freedesktop.portal.Secret", described)
        with self.go() as program:
            self.set_up(program)
        self.assertEqual(self.secrets(), [PASSWORD, PASSWORD])
        self.assertEqual(list(sandbox.own_folder().rglob("*.keyring")), [])

    def open_link(self):
        """As the desktop does it that is told by the portal: with the person's own browser."""
        script, opened = home("browser"), home("opened")
        script.write_text(f'#!/bin/sh\necho "$1" > {opened}.part && mv {opened}.part {opened}\n')
        script.chmod(0o755)
        applications = home(".local/share/applications")
        applications.mkdir(parents=True, exist_ok=True)
        (applications / "browser.desktop").write_text(BROWSER.format(script=script))
        (home(".config") / "mimeapps.list").write_text("[Default Applications]\nx-scheme-handler/https=browser.desktop\n")
        return opened

    def test_link_is_opened(self):
        from atspi import wait
        opened = self.open_link()
        with self.start("--new", "anna@gmx.de") as program:
            program.wait_for_page("Account")
            program.press("_Open the page of %s", "GMX")
            wait(opened.exists, "the page in a browser")
        self.assertEqual(opened.read_text(), "https://hilfe.gmx.net/pop-imap/einschalten.html\n")

    @unittest.skipUnless(can_share_files(), NO_FILES)
    def test_authority_from_a_file(self):
        """Chosen in a dialog outside; the account keeps it, so that the file may go."""
        path = home("company.pem")
        path.write_bytes(pathlib.Path(os.environ["CA"]).read_bytes())
        with self.start("--new", "--settings-file", self.settings, ADDRESS) as program:
            self.check(program)
            program.wait_for_words(WRONG)
            program.press("Trust a Company Certi_ficate…")
            self.answer("Trust a Company Certificate", path)
            program.wait_for_words(PROVEN)
            self.keep("authority")
            program.press("_Next")
            program.wait_for_page("Save")
            program.press("_Save")
            program.wait_for_page("Done")
        path.unlink()
        (account,) = self.accounts()
        self.assertIn("BEGIN CERTIFICATE", account)
        with self.start() as program:
            program.wait_for_page("Mail Accounts")
            program.press(ADDRESS)
            program.press("_Check Again")
            program.wait_for_words("Both servers know you.")

    @unittest.skipUnless(can_share_files(), NO_FILES)
    def test_file_is_saved(self):
        path = home("alice.mobileconfig")
        with self.go() as program:
            self.set_up(program)
            program.press("Apple Mail")
            program.press("_Save As…")
            self.answer("Save", path)
            program.wait_for_words("Saved as “%s”.", path.name)
            self.keep("saved")
        profile = plistlib.loads(path.read_bytes())
        self.assertEqual(profile["PayloadContent"][0]["IncomingMailServerHostName"], "localhost")

    def test_guide_is_printed(self):
        """By “Print to File”, which needs no printer."""
        from atspi import wait
        from screen import activate, click, xdotool
        with self.go() as program:
            self.set_up(program)
            self.search(program, "kmail")
            program.press("KMail")
            program.press("_Print…")
            activate("Print")
            click(self.outside(("table cell",), "Print to File"), "Print")
            self.keep("print")
            xdotool("key", "alt+p")
            program.wait_for_words("Printed.")
        (path,) = wait(lambda: list(pathlib.Path(os.environ["PLACE"]).glob("*.pdf")), "a printed guide")
        wait(lambda: path.read_bytes().rstrip().endswith(b"%%EOF"), "the end of it")
        self.assertTrue(path.read_bytes().startswith(b"%PDF"))

    @staticmethod
    def search(program, words):
        entry = program.wait_for(("entry", "text"), "Search for your program or device")
        entry.write(words)

    @staticmethod
    def outside(roles, name=None):
        """In a dialog of the desktop, which is none of the program's."""
        from atspi import Application, wait

        def look():
            for application in Application.all():
                for node in application.look().walk() if application.name == BACKEND else ():
                    if node.role in roles and node.has_state("showing") and name in (None, node.name):
                        return node
            return None
        return wait(look, f"{name or roles} in a dialog of the desktop")

    def answer(self, title, path):
        from atspi import wait
        from screen import activate, xdotool
        activate(title)
        if title != "Save":
            xdotool("key", "slash")
        entry = self.outside(("text",))
        entry.write(str(path))
        wait(lambda: entry.read() == str(path), "the name of the file")
        xdotool("key", "Return")


def run(script, folder, tests):
    missing = [name for name in SERVICES[:4] if not pathlib.Path("/usr/share/dbus-1/services", name + ".service").exists()]
    if missing:
        print("skipped, not installed:", *missing)
        return 77
    # Where dialogs begin, and where they print to.
    with tempfile.TemporaryDirectory() as place:
        os.chdir(place)
        os.environ["PLACE"] = place
        return assistant.run_with_servers(script, folder, tests, SERVICES)


if __name__ == "__main__":
    if assistant.INSIDE in os.environ and can_share_files():
        use_run_folder()
    sandbox.main(os.path.abspath(__file__), run)
