#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Pictures of every page of the assistant, on private mail servers, in a session of its own.

usage: pictures.py FOLDER [--demo] [--language LANGUAGE] [--dark] [--font POINTS] [--size WIDTHxHEIGHT]

Without options: every look (English, German, light, dark, large text, small window) in a folder of its own.
With --demo: one look, and only the pages of the usual way.
"""

import argparse
import json
import os
import pathlib
import shutil
import socket
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

DEFAULT_SIZE = (720, 560)
ADDRESS = "alice@example.test"
NAMES = ("imap.example.test", "pop.example.test", "smtp.example.test")
PORTS = {"imaps": 993, "pop3s": 995, "submissions": 465, "silent": 2993}
LOOKS = [
    {"name": "en-light", "language": "en"},
    {"name": "en-dark", "language": "en", "dark": True},
    {"name": "de-light", "language": "de"},
    {"name": "de-dark", "language": "de", "dark": True},
    {"name": "de-large", "language": "de", "font": 16},
    {"name": "en-small", "language": "en", "size": [640, 480]},
]


class Pictures:
    """One look: the program is driven through its pages, and each is saved."""

    def __init__(self, look, servers):
        self.look = look
        self.servers = servers
        self.folder = pathlib.Path(look["folder"])
        self.language = look.get("language", "en")

    def start(self, *arguments):
        import assistant
        return assistant.start(self.look["siegel"], "--ca-file", self.servers["ca"], *arguments,
                               language=self.language)

    def open_page(self, program, page):
        import screen
        program.wait_for_page(page)
        if "size" in self.look:
            screen.resize(*self.look["size"], DEFAULT_SIZE)

    def save(self, name, moving=False):
        import screen
        screen.picture(self.folder / f"{name}.png", moving)

    def known_provider(self):
        with self.start("--new") as program:
            self.open_page(program, "Account")
            program.type("_Your name", "Anna Schmidt")
            program.type("_E-mail address", "anna@gmx.de")
            self.save("account")
            program.type("_Password", "geheim")
            program.press("_Next")
            program.wait_for_page("Servers")
            self.save("servers")
            program.press("Edit “%s”", program.say("Sending mail (SMTP)"))
            self.save("servers-edit")

    def unsupported_provider(self):
        with self.start("--new", "anna@tuta.com") as program:
            self.open_page(program, "Account")
            program.type("_Your name", "Anna Schmidt")
            program.press("_Next")
            self.save("account-unsupported")

    def silent_server(self):
        """A server that accepts and says nothing: the steps of the check can be seen in peace."""
        with self.start("--new", "--settings-file", self.servers["silent"], ADDRESS) as program:
            self.open_page(program, "Account")
            program.type("_Password", "secret")
            program.press("_Next")
            program.wait_for_page("Servers")
            program.press("_Next")
            program.wait_for_page("Check")
            program.wait_for_words("_Stop")
            self.save("check-running", moving=True)
            program.press("_Stop")
            program.wait_for_words("The check was stopped. Nothing is stored yet.")
            self.save("check-stopped")

    def usual_way(self, wrong_password=True):
        with self.start("--new", "--settings-file", self.servers["settings"], ADDRESS) as program:
            self.open_page(program, "Account")
            program.type("_Your name", "Alice Example")
            if wrong_password:
                self.fail(program)
            program.type("_Password", "secret")
            if not wrong_password:
                self.save("account")
            program.press("_Next")
            program.wait_for_page("Servers")
            if not wrong_password:
                self.save("servers")
            program.press("_Next")
            program.wait_for_words("Both servers know you. Everything works.")
            self.save("check")
            program.press("_Next")
            program.wait_for_page("Save")
            self.save("save")
            if wrong_password:
                self.lock_keyring(program)
            program.press("_Save" if not wrong_password else "_Try Again")
            program.wait_for_page("Done")
            self.save("done")
            program.press("_Close")
            program.wait_for_end()

    def fail(self, program):
        program.type("_Password", "wrong")
        program.press("_Next")
        program.wait_for_page("Servers")
        program.press("_Next")
        program.wait_for_words("Something is still wrong. See below what to do.")
        self.save("check-failed")
        program.press("_Back")
        program.wait_for_page("Servers")
        program.press("_Back")
        program.wait_for_page("Account")

    def lock_keyring(self, program):
        import keyring
        keyring.lock("/org/freedesktop/secrets/collection/login")
        program.press("_Save")
        program.wait_for_words("_Try Again")
        self.save("save-failed")
        keyring.unlock("/org/freedesktop/secrets/collection/login", "test")

    def accounts(self):
        with self.start() as program:
            program.wait_for_page("Mail Accounts")
            self.save("accounts")
            program.press(ADDRESS)
            program.press("_Check Again")
            program.wait_for_words("TLS 1.3")
            self.save("accounts-checked")
            program.press("Back")
            program.press("_Remove…")
            self.save("accounts-remove")

    def take(self):
        if self.look.get("demo"):
            self.usual_way(wrong_password=False)
            return
        self.known_provider()
        self.unsupported_provider()
        self.silent_server()
        self.usual_way()
        self.accounts()


def inside(look, servers, kind=Pictures):
    import screen
    screen.write_settings(look.get("font", 11), look.get("dark", False))
    with screen.Screen(0x1d1d20 if look.get("dark") else 0xffffff):
        kind(look, servers).take()


def take(look, servers, script=__file__, wrap=lambda command: command):
    pathlib.Path(look["folder"]).mkdir(parents=True, exist_ok=True)
    print(f"{look['folder']}", flush=True)
    command = [str(HERE / "session.sh"), "--display", "--keyring", "--service", "org.a11y.Bus", "--limit", "480"]
    for need in ("metacity", "xdotool", "import"):
        command += ["--need", need]
    return subprocess.call(wrap([*command, "--", sys.executable, script, "--inside", json.dumps([look, servers])]))


def looks(options):
    siegel = shutil.which("siegel")
    if siegel is None:
        sys.exit("siegel is not in PATH")
    chosen = {"language": options.language, "dark": options.dark, "font": options.font, "demo": options.demo}
    if options.size:
        chosen["size"] = [int(part) for part in options.size.split("x")]
    alone = options.demo or options.language != "en" or options.dark or options.font != 11 or options.size
    if alone:
        return [{**chosen, "siegel": siegel, "folder": options.folder}]
    return [{**look, "siegel": siegel, "folder": os.path.join(options.folder, look["name"])} for look in LOOKS]


def enter_network():
    """In a network of their own servers have the names and the ports that they have in the world."""
    import netns
    if os.geteuid() != 0:
        return None
    netns.enter()
    netns.ip("link", "set", "lo", "up")
    # Without an address besides loopback the resolver would take the machine for one that is not online.
    netns.ip("link", "add", "net0", "type", "veth", "peer", "name", "net1")
    netns.ip("addr", "add", f"{netns.CLIENT}/24", "dev", "net0")
    netns.ip("link", "set", "net0", "up")
    netns.ip("link", "set", "net1", "up")
    hosts = pathlib.Path("/run/hosts")
    hosts.write_text("127.0.0.1 localhost " + " ".join(NAMES) + "\n")
    subprocess.run(["mount", "--bind", hosts, "/etc/hosts"], check=True)
    return PORTS


def serve(options, ports):
    from example_provider import write_settings, write_settings_of
    from mailservers import MailServers
    with MailServers() as servers, tempfile.TemporaryDirectory() as folder, \
            socket.create_server(("127.0.0.1", 0)) as mute:
        names = NAMES if ports else ("localhost",) * 3
        quiet = ports["silent"] if ports else mute.getsockname()[1]
        listener = socket.create_server(("127.0.0.1", quiet)) if ports else mute
        dovecot = servers.dovecot(services=("imaps", "pop3s", "submissions"), ports=ports)
        given = {
            "ca": str(servers.ca),
            "settings": str(write_settings_of(pathlib.Path(folder, "example-mail.xml"), dovecot, names)),
            "silent": str(write_settings(pathlib.Path(folder, "silent.xml"), [("imap", names[0], quiet)],
                                         (names[2], quiet))),
        }
        with listener:
            return max(take(look, given) for look in looks(options))


def parse_options(usage=__doc__):
    parser = argparse.ArgumentParser(usage=usage)
    parser.add_argument("folder")
    parser.add_argument("--demo", action="store_true")
    parser.add_argument("--language", default="en")
    parser.add_argument("--dark", action="store_true")
    parser.add_argument("--font", type=int, default=11)
    parser.add_argument("--size")
    return parser.parse_args()


def main():
    from mailservers import end_on_sigterm
    options = parse_options()
    ports = enter_network()
    end_on_sigterm()
    return serve(options, ports)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--inside"]:
        inside(*json.loads(sys.argv[2]))
    else:
        sys.exit(main())
