#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""From the window to the real GNOME Online Accounts and the real Evolution Data Server, and back: what is said before,
what is there afterwards by their own word, what was there already, what goes wrong. A real Dovecot and keyring.

usage: assistant_handoff_test.py SIEGEL [TEST…]
"""

import functools
import os
import pathlib
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE / "support"))
import assistant  # noqa: E402
from assistant import ADDRESS, PASSWORD, secret  # noqa: E402

SERVICES = ("org.gnome.OnlineAccounts", "org.gnome.Identity", "org.gnome.evolution.dataserver.Sources5")
BOB = "bob@example.test"
LOGIN = "/org/freedesktop/secrets/collection/login"
GOA, EVOLUTION = "GNOME Online Accounts", "Evolution"
GOA_PLAN = ("Adds the account to GNOME Online Accounts, which keeps the password in your keyring. Geary and Evolution show "
            "it by themselves.")
EVOLUTION_PLAN = "Adds the account to Evolution, and its password to your keyring, where Evolution looks for it."
THERE_ALREADY = ("%s has an account with this address already. Siegel leaves it as it is. To have it replaced, remove it "
                 "there, and come back.")


class HandoffTest(assistant.AssistantCase):
    """Where PICTURES names a folder, the windows are kept as pictures."""

    def setUp(self):
        super().setUp()
        self.assertEqual(self.left(), (0, 0, 0, 0))

    def left(self):
        """What there is in both programs, and in the keyring for them."""
        import keyring
        from handing_over import eds_sources, goa_accounts
        return (len(goa_accounts()), len(keyring.search("xdg:schema=org.gnome.OnlineAccounts")),
                len(self.source_files()) or len(eds_sources()), len(keyring.search("eds-origin=evolution-data-server")))

    @staticmethod
    def source_files():
        """Name → text of the mail accounts of Evolution, as they lie on the disk."""
        files = pathlib.Path(os.environ["XDG_CONFIG_HOME"], "evolution", "sources").glob("siegel-*.source")
        return {path.stem: path.read_text() for path in files}

    def set_up(self, program, password=PASSWORD):
        program.wait_for_page("Account")
        program.type("_Password", password)
        program.press("_Next")
        self.finish(program)

    def go(self, address=ADDRESS):
        return self.start("--new", "--settings-file", os.environ["SETTINGS"], address)

    def store(self):
        with self.go() as program:
            self.set_up(program)
            program.press("_Close")
            program.wait_for_end()

    def open(self, program, name, plan):
        """Before anything happens it is said what will."""
        before = self.left()
        program.press(name)
        program.wait_for_page(name)
        program.wait_for_words(plan)
        program.wait_for_focus("_Add the Account")
        self.assertEqual(self.left(), before)

    def there_and_back(self, program, name, look):
        program.press("_Add the Account")
        program.wait_for_words("The account is in %s.", name)
        look()
        program.press("_Remove It Again")
        program.wait_for_focus("_Add the Account")
        self.assertEqual(self.left(), (0, 0, 0, 0))

    def tab_to(self, program, name):
        """As somebody does who has no mouse: on until it is reached."""
        from atspi import Timeout, wait
        from screen import xdotool
        for _step in range(20):
            xdotool("key", "Tab")
            try:
                return wait(lambda: self.has_focus(program, name), f"the focus on “{name}”", seconds=0.5)
            except Timeout:
                pass
        return self.fail(f"“{name}” is not reached by the keyboard")

    @staticmethod
    def has_focus(program, name):
        from atspi import name_of
        return any(name_of(node) == program.say(name) for node in program.nodes() if node.has_state("focused"))

    def assert_goa_has(self, address, password):
        from handing_over import GOA as INTERFACE, goa_accounts, goa_password
        ((path, interfaces),) = goa_accounts().items()
        mail = interfaces[INTERFACE + ".Mail"]
        expected = {"EmailAddress": address, "ImapUserName": address, "ImapUseSsl": True,
                    "ImapHost": "localhost:" + os.environ["IMAPS"], "SmtpHost": "localhost:" + os.environ["SUBMISSIONS"]}
        self.assertEqual({key: mail[key] for key in expected}, expected)
        self.assertEqual([goa_password(path, which) for which in ("imap", "smtp")], [password, password])

    def assert_evolution_has(self, address, password):
        """By its files and by the keyring, as other programs read them."""
        texts = {name.rsplit("-", 1)[1]: text for name, text in self.source_files().items()}
        self.assertEqual(set(texts), {"account", "identity", "transport"})
        self.assertIn(f"Address={address}\n", texts["identity"])
        for part, port in (("account", "IMAPS"), ("transport", "SUBMISSIONS")):
            for line in ("Host=localhost", f"Port={os.environ[port]}", f"User={address}", "Method=ssl-on-alternate-port"):
                self.assertIn(line + "\n", texts[part])
            self.assertNotIn(password, texts[part])
        for name in self.source_files():
            self.assertEqual(secret(**{"e-source-uid": name}), None if name.endswith("identity") else password)

    def test_there_and_back(self):
        """From the last page, where what is on this computer comes first."""
        with self.go() as program:
            self.set_up(program)
            self.open(program, GOA, GOA_PLAN)
            self.keep("handoff-goa")
            self.there_and_back(program, GOA, lambda: self.assert_goa_has(ADDRESS, PASSWORD))
            self.close(program, GOA)
            self.open(program, EVOLUTION, EVOLUTION_PLAN)
            self.keep("handoff-evolution")
            self.there_and_back(program, EVOLUTION, lambda: self.assert_evolution_has(ADDRESS, PASSWORD))

    @staticmethod
    def close(program, name):
        from screen import activate, xdotool
        activate(name)
        xdotool("key", "Escape")
        program.wait_until_closed(name)

    def by_keyboard(self):
        """The account is a stored one. Opened again, the window knows what it did."""
        from screen import xdotool
        self.store()
        with self.start() as program:
            program.wait_for_page("Mail Accounts")
            self.tab_to(program, ADDRESS)
            xdotool("key", "Return")
            program.wait_for_focus("_Use in Other Programs")
            xdotool("key", "Return")
            program.wait_for_focus("Search for your program or device")
            xdotool("type", "evolution")
            self.tab_to(program, EVOLUTION)
            xdotool("key", "Return")
            program.wait_for_words(EVOLUTION_PLAN)
            program.wait_for_focus("_Add the Account")
            xdotool("key", "Return")
            program.wait_for_words("The account is in %s.", EVOLUTION)
            self.assert_evolution_has(ADDRESS, PASSWORD)
            self.keep(f"handoff-added-{self.language}")
            self.close(program, EVOLUTION)
            program.wait_for_focus(EVOLUTION)
            xdotool("key", "Return")
            program.wait_for_words("The account is in %s.", EVOLUTION)
            program.wait_for_focus("_Remove It Again")
            xdotool("key", "Return")
            program.wait_for_focus("_Add the Account")
        self.assertEqual(self.left(), (0, 0, 0, 0))

    def test_by_keyboard(self):
        self.by_keyboard()

    def test_by_keyboard_in_german(self):
        self.language = "de"
        self.by_keyboard()

    def make_foreign(self):
        from gi.repository import GLib
        from handing_over import EDS, EDS_MANAGER, GOA as INTERFACE, GOA_MANAGER, call
        data = f"[Data Source]\nDisplayName=theirs\nEnabled=true\n\n[Mail Identity]\nAddress={ADDRESS}\n"
        call(EDS, EDS_MANAGER, "org.gnome.evolution.dataserver.SourceManager.CreateSources", "(a{ss})", {"theirs": data})
        credentials = {name: GLib.Variant("s", "theirs") for name in ("imap-password", "smtp-password")}
        details = {"Enabled": "true", "EmailAddress": ADDRESS, "ImapHost": "theirs.example.test"}
        call(INTERFACE, GOA_MANAGER, INTERFACE + ".Manager.AddAccount", "(sssa{sv}a{ss})", "imap_smtp", ADDRESS, ADDRESS,
             credentials, details)
        self.addCleanup(self.remove_foreign)

    @staticmethod
    def remove_foreign():
        from handing_over import EDS, EDS_SOURCE, GOA as INTERFACE, call, eds_sources, goa_accounts
        call(EDS, eds_sources()["theirs"][0], EDS_SOURCE + ".Removable.Remove")
        for path in goa_accounts():
            call(INTERFACE, path, INTERFACE + ".Account.Remove")

    def test_there_already(self):
        from handing_over import eds_sources, goa_accounts, goa_password
        self.make_foreign()
        before = goa_accounts(), eds_sources()["theirs"]
        with self.go() as program:
            self.set_up(program)
            for name in (GOA, EVOLUTION):
                program.press(name)
                program.wait_for_words(THERE_ALREADY, name)
                for button in ("_Add the Account", "_Remove It Again"):
                    self.assertIsNone(program.find(("button",), program.say(button)))
                self.keep(f"handoff-foreign-{name.split()[0].lower()}")
                self.close(program, name)
        self.assertEqual((goa_accounts(), eds_sources()["theirs"]), before)
        self.assertEqual(goa_password(*before[0]), "theirs")
        self.assertEqual(self.source_files(), {})

    def test_password_with_a_quote(self):
        """GNOME Online Accounts cannot sign in with it: said before anything is done, and left to the person."""
        password = mailservers.USERS[BOB]
        with self.go(BOB) as program:
            self.set_up(program, password)
            self.open(program, GOA, GOA_PLAN)
            program.press("_Add the Account")
            program.wait_for_words("GNOME Online Accounts cannot sign in with a password that holds a quotation mark or a "
                                   "backslash, and yours does. Geary will then not show the account; Evolution can be given "
                                   "it directly.")
            program.wait_for_words("Nothing has been added yet.")
            self.assertEqual(self.left(), (0, 0, 0, 0))
            self.keep("handoff-quote")
            program.press("_Add Anyway")
            program.wait_for_words("The account is in %s.", GOA)
            self.assert_goa_has(BOB, password)
            program.press("_Remove It Again")
            program.wait_for_focus("_Add the Account")
            self.close(program, GOA)
            self.open(program, EVOLUTION, EVOLUTION_PLAN)
            self.there_and_back(program, EVOLUTION, lambda: self.assert_evolution_has(BOB, password))

    def test_pop3(self):
        """Not for GNOME Online Accounts, which says so; for Evolution, which leaves the messages where they are."""
        from screen import xdotool
        with self.go() as program:
            program.wait_for_page("Account")
            program.wait_for_focus("_Your name")
            xdotool("key", "alt+m")
            self.set_up(program)
            program.press(GOA)
            program.wait_for_words("GNOME Online Accounts knows accounts with IMAP only, and this one uses POP3.")
            self.assertIsNone(program.find(("button",), program.say("_Add the Account")))
            self.close(program, GOA)
            self.open(program, EVOLUTION, "Messages stay on the server when Evolution has fetched them.")

    def refuse(self, program, name, folder):
        """The program cannot write its file; then it can again."""
        folder.rename(folder.with_name("elsewhere"))
        folder.touch()
        try:
            program.press("_Add the Account")
            program.wait_for_words("The account was not added to %s.", name)
        finally:
            folder.unlink()
            folder.with_name("elsewhere").rename(folder)
        program.wait_for_words(program.say("%s did not do what it was asked for: %s", name, "").strip())
        program.wait_for_words("Your account stays saved in Siegel. Press Try Again, or do it by hand in the other program.")
        self.assertEqual(self.left(), (0, 0, 0, 0))
        self.keep(f"handoff-refused-{name.split()[0].lower()}")
        program.press("_Try Again")
        program.wait_for_words("The account is in %s.", name)
        program.press("_Remove It Again")
        program.wait_for_focus("_Add the Account")

    def test_refused(self):
        config = pathlib.Path(os.environ["XDG_CONFIG_HOME"])
        with self.go() as program:
            self.set_up(program)
            self.open(program, GOA, GOA_PLAN)
            self.refuse(program, GOA, config / "goa-1.0")
            self.close(program, GOA)
            self.open(program, EVOLUTION, EVOLUTION_PLAN)
            self.refuse(program, EVOLUTION, config / "evolution" / "sources")

    def test_locked(self):
        """The keyring, when the account comes and when it goes."""
        import keyring
        with self.go() as program:
            self.set_up(program)
            self.open(program, EVOLUTION, EVOLUTION_PLAN)
            for button, words, after in (
                    ("_Add the Account", "The account was not added to %s.", "The account is in %s."),
                    ("_Remove It Again", "The account was not removed from %s.", EVOLUTION_PLAN)):
                before = self.left()
                keyring.lock(LOGIN)
                program.press(button)
                program.wait_for_words(words, EVOLUTION)
                program.wait_for_words("Nothing is lost: press Try Again and unlock it.")
                self.keep("handoff-locked")
                keyring.unlock(LOGIN, "test")
                self.assertEqual(self.left(), before)
                program.press("_Try Again")
                program.wait_for_words(after, *[EVOLUTION] * after.count("%s"))
        self.assertEqual(self.left(), (0, 0, 0, 0))


if __name__ == "__main__":
    import mailservers
    assistant.main(__file__, functools.partial(assistant.run_with_servers, services=SERVICES))
