#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The assistant in its sandbox, on a bus without portals: a real Dovecot, keyring, GNOME Online Accounts and Evolution
Data Server stand outside.

usage: flatpak_sandbox_test.py FOLDER [TEST…]
"""

import json
import os
import pathlib
import shutil
import subprocess
import sys
import unittest

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE / "support"))
import assistant  # noqa: E402
import sandbox  # noqa: E402
from assistant import ADDRESS, PASSWORD, PROVEN  # noqa: E402

MARK = "SIEGEL_SANDBOX_NETWORK"
# A way out that leads nowhere, and a name server that is not there. Screens are told apart by what is unique in a network,
# so that those of another have their sockets elsewhere.
NETWORK = """
ip link set lo up
ip link add out type veth peer name nowhere
ip addr add 10.99.2.1/24 dev out
ip link set out up
ip link set nowhere up
ip route add default via 10.99.2.2
mount -t tmpfs none /mnt
echo nameserver 127.0.0.1 > /mnt/resolv.conf
mount --bind /mnt/resolv.conf /etc/resolv.conf
mkdir -p -m 1777 /tmp/.X11-unix
mount -t tmpfs -o mode=1777 none /tmp/.X11-unix
exec "$@"
"""
SERVICES = ("org.gnome.OnlineAccounts", "org.gnome.Identity", "org.gnome.evolution.dataserver.Sources5")


class SandboxTest(sandbox.SandboxCase):

    def whole_way(self):
        with self.go() as program:
            program.wait_for_page("Account")
            program.type("_Your name", "Alice Ärmel")
            program.type("_Password", PASSWORD)
            self.keep("account")
            program.press("_Next")
            program.wait_for_page("Servers")
            self.keep("servers")
            program.press("_Next")
            program.wait_for_words(PROVEN)
            self.keep("check")
            program.press("_Next")
            program.wait_for_page("Save")
            program.press("_Save")
            program.wait_for_page("Done")
            self.keep("done")
            self.assertEqual(self.secrets(), [PASSWORD, PASSWORD])
            program.press("_Close")
            self.assertEqual(program.wait_for_end(), 0)
        (account,) = self.accounts()
        self.assertIn("Alice Ärmel", account)
        self.assertNotIn(PASSWORD, account)
        with self.start() as program:
            program.wait_for_page("Mail Accounts")
            program.press(ADDRESS)
            program.wait_for_page(ADDRESS)
            self.keep("list")

    def test_whole_way(self):
        self.whole_way()

    def test_whole_way_in_german(self):
        self.language = "de"
        self.whole_way()

    def test_servers_are_typed(self):
        """Nobody knows the address: all is entered by hand."""
        with self.start("--new", "--ca-file", self.ca, ADDRESS) as program:
            program.wait_for_page("Account")
            program.type("_Password", PASSWORD)
            program.press("_Next")
            program.press("Enter by _Hand")
            program.wait_for_page("Servers")
            self.type_servers(program)
            self.finish(program)
        self.assertEqual(self.secrets(), [PASSWORD, PASSWORD])

    def test_umlauts_in_a_password(self):
        """Proven without being sent, for which it has to be prepared by a library that the runtime has not."""
        from mailservers import USERS
        address = "carol@example.test"
        result = sandbox.cli("check", "--json", "--file", self.settings, "--ca-file", self.ca, "--password-file", "-", address,
                             text=USERS[address] + "\n")
        self.assertEqual([server["mechanism"] for server in json.loads(result.stdout)["servers"]], ["SCRAM-SHA-256"] * 2)
        self.assertEqual(result.returncode, 0, result)

    def hand_over(self, name):
        with self.go() as program:
            self.set_up(program)
            program.press(name)
            program.press("_Add the Account")
            program.wait_for_words("The account is in %s.", name)
            self.keep(name.split()[0].lower())

    def take_back(self, name):
        """After a restart it is still known which of their accounts are ours."""
        result = sandbox.cli("export", "--to", name, "--undo", ADDRESS)
        self.assertEqual(result.returncode, 0, result)

    def test_evolution_is_told(self):
        import handing_over
        self.hand_over("Evolution")
        self.assertEqual(len(handing_over.eds_sources()), 3)
        self.take_back("evolution")
        self.assertEqual(handing_over.eds_sources(), {})

    def test_gnome_is_told(self):
        import handing_over
        self.hand_over("GNOME Online Accounts")
        (path,) = handing_over.goa_accounts()
        self.assertEqual(handing_over.goa_password(path), PASSWORD)
        self.take_back("goa")
        self.assertEqual(handing_over.goa_accounts(), {})

    def check_without_the_keyring(self):
        with self.go(options=["--no-talk-name=org.freedesktop.secrets"]) as program:
            self.check(program)
            program.wait_for_words(PROVEN)
            program.press("_Next")
            program.wait_for_page("Save")
            program.press("_Save")
            program.wait_for_words("The password was not stored, because no keyring was found.")
            program.wait_for_words("The sandbox does not let Siegel speak to the keyring: allow it “org.freedesktop.secrets”, "
                                   "for example in Flatseal, then start Siegel again.")
            self.keep("no-keyring")
        self.assertEqual(self.secrets(), [None, None])
        self.assertEqual(self.accounts(), [])

    def test_without_the_keyring(self):
        self.check_without_the_keyring()

    def test_without_the_keyring_in_german(self):
        self.language = "de"
        self.check_without_the_keyring()

    def test_set_up_without_the_keyring(self):
        for language, words in (("en", "The sandbox does not let Siegel speak to the keyring: allow it"),
                                ("de", "Die Sandbox lässt Siegel nicht mit dem Schlüsselbund sprechen: Erlauben Sie")):
            result = sandbox.cli("setup", "--file", self.settings, "--ca-file", self.ca, "--password-file", "-", ADDRESS,
                                 options=["--no-talk-name=org.freedesktop.secrets"], text=PASSWORD + "\n", language=language)
            self.assertEqual(result.returncode, 3, result)
            self.assertIn(words, " ".join(result.stderr.split()))
            self.assertEqual((self.secrets(), self.accounts()), ([None, None], []))

    def check_without_the_network(self):
        with self.go(options=["--unshare=network"]) as program:
            self.check(program)
            program.wait_for_words("Something is still wrong. See below what to do.")
            program.wait_for_words("The sandbox does not let Siegel use the network.")
            program.wait_for_words("Allow it, for example in Flatseal, then start Siegel again.")
            self.keep("no-network")

    def test_without_the_network(self):
        self.check_without_the_network()

    def test_without_the_network_in_german(self):
        self.language = "de"
        self.check_without_the_network()

    def test_search_without_the_network(self):
        """Nobody is blamed who cannot be asked: neither the address nor the internet connection."""
        for language, words in (("en", "because the sandbox does not let Siegel use the network. Allow it"),
                                ("de", "weil die Sandbox Siegel nicht ins Netzwerk lässt. Erlauben Sie es")):
            result = sandbox.cli("lookup", "anna@unknown.test", options=["--unshare=network"], language=language)
            self.assertEqual((result.returncode, result.stdout), (1, ""), result)
            self.assertIn(words, " ".join(result.stderr.split()))

    def test_check_without_the_network(self):
        server = f"imaps://localhost:{os.environ['IMAPS']}"
        for options in ([], ["--json"]):
            result = sandbox.cli("check", "--incoming", server, "--outgoing", server.replace("imap", "smtp"),
                                 "--password-file", "-", *options, ADDRESS, options=["--unshare=network"], text=PASSWORD + "\n")
            self.assertIn("The sandbox does not let Siegel use the network.", result.stdout, result)

    def test_without_other_programs(self):
        names = [f"--no-talk-name={name}" for name in SERVICES if name != "org.gnome.Identity"]
        from atspi import BUTTONS
        with self.go(options=names) as program:
            self.set_up(program)
            program.wait_for(BUTTONS, "Apple Mail")
            self.assertEqual([program.find(BUTTONS, name) for name in ("GNOME Online Accounts", "Evolution")], [None, None])

    def test_sees_nothing_of_the_home(self):
        outside, inside = (folder / "settings.xml" for folder in (pathlib.Path(os.environ["HOME"]), sandbox.own_folder()))
        for path in (outside, inside):
            shutil.copy(os.environ["SETTINGS"], path)
        self.assertEqual(sandbox.cli("lookup", "--offline", "--file", inside, ADDRESS).returncode, 0)
        result = sandbox.cli("lookup", "--offline", "--file", outside, ADDRESS)
        self.assertEqual((result.returncode, result.stdout), (3, ""), result)
        self.assertIn("settings.xml", result.stderr)

    @unittest.skipUnless(MARK in os.environ, "only root can watch the network")
    def test_offline_is_silent(self):
        """A known address is found, and nobody is asked about one that is not."""
        import watcher
        seen = [watcher.Watcher(interface) for interface in ("lo", "nowhere")]
        self.assertEqual(sandbox.cli("lookup", "--offline", "anna@gmx.de").returncode, 0)
        self.assertEqual(sandbox.cli("lookup", "--offline", "--all", "anna@unknown.test").returncode, 1)
        self.assertEqual([watched.frames for watched in seen], [[], []])
        sandbox.cli("lookup", "anna@unknown.test", "--timeout", "1")
        self.assertIn("MX unknown.test", seen[0].questions)


def run(script, folder, tests):
    """In a network of its own, which ends at this machine."""
    if os.getuid() == 0 and MARK not in os.environ:
        command = ["unshare", "--net", "--mount", "sh", "-ec", NETWORK, "sh", sys.executable, script, folder, *tests]
        return subprocess.call(command, env={**os.environ, MARK: "1"})
    return assistant.run_with_servers(script, folder, tests, SERVICES)


if __name__ == "__main__":
    sandbox.main(__file__, run)
