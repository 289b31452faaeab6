#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The assistant as a program to drive, shared by its test and by the pictures of it."""

import gettext
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

import languages

HERE = pathlib.Path(__file__).resolve().parent
INSIDE = "SIEGEL_ASSISTANT_TEST"
NAME = "siegel"
ADDRESS = "alice@example.test"
PASSWORD = "secret"
PROVEN = "Both servers know you. Everything works."


def translator(language):
    """Texts of the program as it shows them. The folder is the one in which the program itself looks."""
    folder = os.environ.get("SIEGEL_LOCALEDIR")
    if folder is None:
        folder = pathlib.Path(shutil.which(NAME) or "/usr/bin/siegel").resolve().parents[1] / "share" / "locale"
    return gettext.translation(NAME, folder, [language], fallback=language == "en").gettext


def start(command, *arguments, language="en"):
    environment = {**os.environ, **languages.environment(language),
                   "G_DEBUG": os.environ.get("PROGRAM_DEBUG", "")}
    from atspi import Program
    return Program([str(command), *map(str, arguments)], NAME, translator(language), environment)


def secret(**attributes):
    """What the keyring holds for a server, by the command that people use; None where it holds nothing."""
    pairs = [text for pair in attributes.items() for text in pair]
    result = subprocess.run(["secret-tool", "lookup", *pairs], capture_output=True, text=True, stdin=subprocess.DEVNULL)
    return result.stdout if result.returncode == 0 else None


def run_in_session(script, siegel, tests, given, wrap=lambda command: command, services=()):
    """Starts a test again in a session of its own. "given" is what it finds in the environment; "wrap" makes a command
    line of another, for one that runs elsewhere; "services" are those that the bus may start."""
    options = [text for service in ("org.a11y.Bus", *services) for text in ("--service", service)]
    command = [str(HERE / "session.sh"), "--display", "--keyring", *options,
               "--need", "metacity", "--need", "xdotool", "--need", "secret-tool", "--limit", "570", "--",
               sys.executable, script, siegel, *tests]
    environment = {**os.environ, INSIDE: "1", "SIEGEL": str(pathlib.Path(siegel).resolve()), **given}
    # Warnings of the program are fatal; those of the window manager and of this interpreter are not ours.
    environment["PROGRAM_DEBUG"] = environment.pop("G_DEBUG", "")
    return subprocess.call(wrap(command), env=environment)


def run_with_servers(script, siegel, tests, services=()):
    """The session of a test that needs real servers."""
    from example_provider import write_settings_of
    from mailservers import MailServers, end_on_sigterm, has_dovecot
    if not has_dovecot():
        print("skipped: there is no Dovecot")
        return 77
    end_on_sigterm()
    with MailServers() as servers, tempfile.TemporaryDirectory() as folder:
        dovecot = servers.dovecot(mechanisms="plain login scram-sha-256")
        path = write_settings_of(pathlib.Path(folder, "example-mail.xml"), dovecot)
        ports = {name.upper(): str(port) for name, port in dovecot.ports.items()}
        return run_in_session(script, siegel, tests, {"CA": str(servers.ca), "SETTINGS": str(path), **ports},
                              services=services)


class AssistantCase(unittest.TestCase):
    """Every test starts without accounts and without secrets."""

    language = "en"

    def setUp(self):
        shutil.rmtree(pathlib.Path(os.environ["XDG_DATA_HOME"], "siegel"), ignore_errors=True)
        for service in ("imap", "pop3", "smtp"):
            subprocess.run(["secret-tool", "clear", "service", service], check=False)

    def start(self, *arguments):
        return start(os.environ["SIEGEL"], "--ca-file", os.environ["CA"], *arguments, language=self.language)

    @staticmethod
    def keep(name):
        """As a picture, where somebody wants to look at them."""
        from screen import picture
        if "PICTURES" in os.environ:
            picture(pathlib.Path(os.environ["PICTURES"], f"{name}.png"))

    def secrets(self, hosts=("localhost", "localhost"), user=ADDRESS):
        return [secret(host=host, service=service, user=user) for host, service in zip(hosts, ("imap", "smtp"))]

    def type_servers(self, program):
        """Both editors are open: what comes first is for receiving, what comes second for sending."""
        program.type_all("Ser_ver name", ["localhost", "localhost"])
        program.type_all("P_ort", [os.environ["IMAPS"], os.environ["SUBMISSIONS"]])

    def finish(self, program):
        """From the servers, which are right, to the account that is saved."""
        program.wait_for_page("Servers")
        program.press("_Next")
        program.wait_for_words(PROVEN)
        program.press("_Next")
        program.wait_for_page("Save")
        program.press("_Save")
        program.wait_for_page("Done")


def main(script, run=run_with_servers):
    """The main part of a test of the assistant: SCRIPT SIEGEL [TEST…]."""
    if INSIDE not in os.environ:
        sys.exit(run(script, sys.argv[1], sys.argv[2:]))
    import screen
    screen.write_settings(11, dark=False)
    # Where files go that are written without asking.
    os.chdir(os.environ["HOME"])
    with screen.Screen():
        unittest.main(argv=[sys.argv[0], *sys.argv[2:]], verbosity=2)
