#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Siegel as it was installed in /usr: both programs, what the desktop and the shell know of them, in English and German,
against a real Dovecot and a real keyring. debian_package_test.py runs it in a bare Debian.

usage: installed_test.py /usr/bin/siegel [TEST…]
"""

import gettext
import os
import pathlib
import signal
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE / "support"))
import assistant  # noqa: E402
from assistant import ADDRESS, NAME, PASSWORD, PROVEN, secret  # noqa: E402

ID = "io.github.siegel.Siegel"
SHARE = pathlib.Path("/usr/share")
LOCALES = {"en": "C.UTF-8", "de": "de_DE.UTF-8"}
COMMENT = "Find the settings of your mail account, prove them and keep them"
KNOWN = """
import gi, sys
gi.require_version("Gtk", "4.0")
from gi.repository import Gdk, Gio, Gtk
id, size = sys.argv[1], 48
application = Gio.DesktopAppInfo.new(id + ".desktop")
theme = Gtk.IconTheme.get_for_display(Gdk.Display.get_default())
for name in (application.get_icon().to_string(), id + "-symbolic"):
    icon = theme.lookup_icon(name, None, size, 1, Gtk.TextDirection.LTR, 0)
    print(icon.get_file().get_path())
print(application.get_commandline())
print(*application.list_actions())
"""


def environment(language="en"):
    """Of a person whose desktop speaks this language, and in whose programs no warning is fatal."""
    kept = {name: value for name, value in os.environ.items() if name not in ("LANGUAGE", "LC_ALL", "G_DEBUG")}
    return {**kept, "LANG": LOCALES[language]}


def texts(language):
    return gettext.translation(NAME, SHARE / "locale", [language], fallback=language == "en").gettext


def run(*command, language="en", text="", check=True):
    result = subprocess.run(list(map(str, command)), env=environment(language), input=text, capture_output=True, text=True,
                            timeout=60)
    assert not check or result.returncode == 0, result
    return result


class CommandLine(assistant.AssistantCase):

    def options(self):
        return "--file", os.environ["SETTINGS"], "--ca-file", os.environ["CA"], "--password-file", "-"

    def test_version(self):
        self.assertRegex(run("siegel-cli", "--version").stdout, r"^siegel-cli \d+\.\d+\.\d+\n$")

    def test_lookup(self):
        self.assertIn("imap.gmx.net", run("siegel-cli", "lookup", "--offline", "anna@gmx.de").stdout)

    def test_languages(self):
        self.assertIn("Commands:", run("siegel-cli", "--help").stdout)
        self.assertIn("Befehle:", run("siegel-cli", "--help", language="de").stdout)

    def test_check(self):
        run("siegel-cli", "check", *self.options(), ADDRESS, text=PASSWORD)
        wrong = run("siegel-cli", "check", "--json", *self.options(), ADDRESS, text="wrong", check=False)
        self.assertEqual(wrong.returncode, 1)
        self.assertIn("sign-in-rejected", wrong.stdout)
        self.assertEqual(self.secrets(), [None, None])

    def test_account(self):
        """Stored, found by others, handed on as a guide in both languages, and taken away again."""
        run("siegel-cli", "setup", *self.options(), ADDRESS, text=PASSWORD)
        self.assertEqual(self.secrets(), [PASSWORD, PASSWORD])
        self.assertIn(ADDRESS, run("siegel-cli", "list").stdout)
        for language, word in (("en", "password"), ("de", "Passwort")):
            guide = run("siegel-cli", "guide", "--for", "thunderbird", ADDRESS, language=language).stdout
            self.assertIn(os.environ["IMAPS"], guide)
            self.assertIn(word, guide)
        self.assertIn("localhost", run("siegel-cli", "export", "--to", "msmtp", ADDRESS).stdout)
        run("siegel-cli", "remove", ADDRESS)
        self.assertEqual((self.secrets(), run("siegel-cli", "list").stdout), ([None, None], ""))

    def test_manual(self):
        for page in ("siegel", "siegel-cli"):
            shown = run("man", "--encoding=UTF-8", "--warnings", page)
            self.assertIn(page.upper() + "(1)", shown.stdout)
            self.assertEqual(shown.stderr, "")
            self.assertRegex(run("whatis", page).stdout, rf"^{page} \(1\) ")

    def test_completion(self):
        """By the key that people press, in the shell that they have."""
        os.environ["SIEGEL_CLI"] = "/bin/bash"
        import siegel_cli
        env = {**environment(), "TERM": "dumb", "PS1": "$ "}
        shell = siegel_cli.Terminal("--rcfile", "/etc/skel/.bashrc", "-i", env=env)
        for typed, shown in ((b"siegel-cli prov\t", b"siegel-cli providers "), (b"--js\t", b"--json ")):
            shell.type(typed)
            shell.wait_for(shown)
        shell.type(b"| grep -c gmx\n")
        shell.wait_for(b"\n1")
        shell.type(b"exit\n")
        self.assertEqual(shell.finish(), 0)


class Desktop(assistant.AssistantCase):

    def test_desktop_file(self):
        path = SHARE / "applications" / f"{ID}.desktop"
        self.assertEqual(run("desktop-file-validate", path).stdout, "")
        self.assertIn(f"\nComment[de]={texts('de')(COMMENT)}\n", path.read_text())

    def test_metainfo(self):
        run("appstreamcli", "validate", "--no-net", SHARE / "metainfo" / f"{ID}.metainfo.xml")

    def test_known(self):
        """What a desktop finds by the application's id."""
        icon, symbolic, command, actions = run(sys.executable, "-c", KNOWN, ID).stdout.splitlines()
        folder = SHARE / "icons/hicolor"
        self.assertEqual(pathlib.Path(icon), folder / "48x48/apps" / f"{ID}.png")
        self.assertEqual(pathlib.Path(symbolic), folder / "symbolic/apps" / f"{ID}-symbolic.svg")
        self.assertEqual((command, actions), ("siegel", "new-account"))

    def test_preferences(self):
        """The schema is compiled into those of the machine."""
        self.assertEqual(run("gsettings", "get", ID, "offline").stdout, "false\n")

    def test_readable(self):
        for path in [SHARE / "icons/hicolor", *SHARE.glob(f"*/{ID}*"), SHARE / "locale/de/LC_MESSAGES/siegel.mo"]:
            self.assertTrue(os.access(path, os.R_OK), path)


class Windows(assistant.AssistantCase):

    def open(self, *arguments):
        from atspi import Program
        return Program(["siegel", *arguments], NAME, texts(self.language), environment(self.language))

    def whole_way(self):
        with self.open("--new", "--ca-file", os.environ["CA"], "--settings-file", os.environ["SETTINGS"], ADDRESS) as program:
            program.wait_for_page("Account")
            program.type("_Your name", "Alice Ärmel")
            program.type("_Password", PASSWORD)
            self.keep(f"account-{self.language}")
            program.press("_Next")
            program.wait_for_page("Servers")
            program.press("_Next")
            program.wait_for_words(PROVEN)
            self.keep(f"check-{self.language}")
            program.press("_Next")
            program.wait_for_page("Save")
            program.press("_Save")
            program.wait_for_page("Done")
            program.press("_Close")
            self.assertEqual(program.wait_for_end(), 0)
        self.assertEqual(self.secrets(), [PASSWORD, PASSWORD])
        self.assertIn(ADDRESS, run("siegel-cli", "list").stdout)

    def test_whole_way(self):
        self.whole_way()

    def test_whole_way_in_german(self):
        self.language = "de"
        self.assertEqual(texts("de")("Account"), "Konto")
        self.whole_way()

    def test_started_by_the_bus(self):
        """As the desktop does it: the bus finds the file of the service, and that the program."""
        import atspi

        class Started(atspi.Program):
            def launch(self):
                run("gapplication", "launch", ID)
                return None

            def find_application(self):
                return next((application for application in atspi.Application.all() if application.name == NAME), None)

            def __exit__(self, *_):
                os.kill(self.find_application().process, signal.SIGTERM)
                atspi.wait(lambda: not self.find_application(), "the end of the program")

        with Started(None, NAME) as program:
            program.wait_for_page("Account")
            process = program.find_application().process
            self.assertEqual(os.readlink(f"/proc/{process}/exe"), "/usr/bin/siegel")

    def test_without_a_display(self):
        with tempfile.TemporaryDirectory() as folder:
            env = {name: value for name, value in environment().items() if name not in ("DISPLAY", "WAYLAND_DISPLAY")}
            result = subprocess.run(["siegel"], env={**env, "XDG_RUNTIME_DIR": folder}, capture_output=True, timeout=60)
        self.assertNotEqual(result.returncode, 0)
        self.assertIn(b"display", result.stderr)


def run_here(script, siegel, tests):
    return assistant.run_with_servers(script, siegel, tests, services=(ID,))


if __name__ == "__main__":
    assistant.main(__file__, run_here)
