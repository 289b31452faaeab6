#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Accounts that are stored, looked after in the window: checked again, with new passwords and other settings, and
with a test mail that really travels from a Postfix to a Dovecot.

usage: assistant_doctor_test.py SIEGEL [TEST…]
"""

import base64
import os
import pathlib
import re
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE / "support"))
import assistant  # noqa: E402
from assistant import ADDRESS, PASSWORD, PROVEN, secret  # noqa: E402

DEADLINE = 20
NEW = 'neu "und" \\ bésser'


def run_with_postfix(script, siegel, tests):
    from example_provider import write_settings
    from mailservers import MailServers, end_on_sigterm, has_dovecot, has_postfix
    if not has_dovecot() or not has_postfix():
        print("skipped: there is no Dovecot, or no Postfix that could be run")
        return 77
    end_on_sigterm()
    with MailServers() as servers, tempfile.TemporaryDirectory() as folder:
        dovecot = servers.dovecot()
        postfix = servers.postfix(dovecot, delivers=True)
        path = write_settings(pathlib.Path(folder, "example-mail.xml"),
                              [("imap", "localhost", dovecot.ports["imaps"])],
                              ("localhost", postfix.ports["submissions"]))
        return assistant.run_in_session(script, siegel, tests, {
            "CA": str(servers.ca), "SETTINGS": str(path), "DOVECOT": str(dovecot.folder)})


def account_files():
    return list(pathlib.Path(os.environ["XDG_DATA_HOME"], "siegel/accounts").glob("*.ini"))


class DoctorTest(assistant.AssistantCase):

    @staticmethod
    def change_at_the_provider(password):
        """Dovecot looks at the file's time, in seconds, and not twice in the same second."""
        time.sleep(1.1)
        path = pathlib.Path(os.environ["DOVECOT"], "users")
        lines = [line for line in path.read_text().splitlines() if not line.startswith(f"{ADDRESS}:")]
        lines.append(f"{ADDRESS}:{{PLAIN.b64}}{base64.b64encode(password.encode()).decode()}")
        path.write_text("\n".join(lines) + "\n")
        os.utime(path, (time.time() + 10, time.time() + 10))

    @staticmethod
    def mail_files():
        mailbox = pathlib.Path(os.environ["DOVECOT"], "mail", ADDRESS)
        return [path for folder in ("new", "cur") for path in (mailbox / folder).glob("*")]

    @staticmethod
    def key_of(path):
        """What stays when a message is seen: Dovecot renames its file then."""
        return path.name.partition(":")[0]

    def messages(self):
        return {self.key_of(path) for path in self.mail_files()}

    @staticmethod
    def account():
        files = account_files()
        assert len(files) == 1, files
        return files[0].read_text()

    @staticmethod
    def read_travel_time(program):
        """As it is shown to the person, in seconds."""
        from atspi import words_of
        words = words_of(program.wait_for_words("Sending and receiving work."))
        return float(re.fullmatch(r"Arrived after ([0-9.]+) s\. Sending and receiving work\.", words).group(1))

    def set_up(self):
        with self.start("--new", "--settings-file", os.environ["SETTINGS"], ADDRESS) as program:
            program.wait_for_page("Account")
            program.type("_Password", PASSWORD)
            program.press("_Next")
            self.finish(program)
            program.press("Send a _Test Mail")
            self.read_travel_time(program)
            self.assertEqual(len(self.messages()), 1)
            program.press("_Leave It")
            program.wait_for_words("The test mail stays in your mailbox.")
            program.press("_Close")
            program.wait_for_end()
        self.assertEqual(len(self.messages()), 1)

    def test_the_whole_care(self):
        self.set_up()
        with self.start() as program:
            program.wait_for_page("Mail Accounts")
            program.press(ADDRESS)
            program.wait_for_page(ADDRESS)
            self.check_again(program)
            self.change_password(program)
            self.send_test_mail(program)
            self.edit_settings(program)
            self.remove(program)

    def check_again(self, program):
        """All is well, until the provider has a new password: then the reason is told, and nothing is changed."""
        program.press("_Check Again")
        program.wait_for_words(PROVEN)
        self.change_at_the_provider(NEW)
        program.press("_Check Again")
        program.wait_for_words("Something is wrong. See below what to do.")
        program.wait_for_words("The incoming server localhost did not accept the user name or the password.")
        program.wait_for_words("The outgoing server localhost did not accept the user name or the password.")
        # The name has been proven, so no other one is proposed.
        self.assertEqual([node for node in program.nodes() if "alice”" in node.name], [])
        self.assertEqual(self.secrets(), [PASSWORD, PASSWORD])
        self.go_back(program)

    @staticmethod
    def go_back(program):
        program.press("Back")
        program.wait_for_page(ADDRESS)

    def change_password(self, program):
        """Nothing is stored before it is proven."""
        program.press("Change _Password…")
        program.wait_for_page("Change Password")
        program.press("Prove and _Save")
        program.wait_for_words("Enter the new password.")
        program.type("New _password", "guessed")
        program.press("Prove and _Save")
        program.wait_for_words("Nothing was changed: the old password is still stored.")
        self.assertEqual(self.secrets(), [PASSWORD, PASSWORD])
        program.type("New _password", NEW)
        program.press("Prove and _Save")
        program.wait_for_words("The new password works, and is stored in place of the old one.")
        program.wait_for_page("Change Password")
        self.assertEqual(self.secrets(), [NEW, NEW])
        self.assertNotIn(NEW, self.account())
        self.go_back(program)

    def send_test_mail(self, program):
        """It goes again when it is asked for, and nothing else does."""
        before = self.messages()
        program.press("Send a _Test Mail")
        self.assertLess(self.read_travel_time(program), DEADLINE)
        arrived = self.messages() - before
        self.assertEqual(len(arrived), 1)
        text = next(path for path in self.mail_files() if self.key_of(path) in arrived).read_text()
        self.assertIn(f"To: <{ADDRESS}>", text)
        program.press("_Remove the Test Mail")
        program.wait_for_words("The test mail is removed again.")
        self.assertEqual(self.messages(), before)
        self.go_back(program)

    def edit_settings(self, program):
        """The assistant begins at the servers, and replaces the account only after the proof."""
        program.press("_Edit Settings…")
        program.wait_for_page("Servers")
        program.wait_for_words("These are the settings that are stored.")
        program.press("Edit “%s”", program.say("Receiving mail (%s)", "IMAP"))
        program.type("Ser_ver name", "127.0.0.1")
        program.press("_Next")
        program.wait_for_words(PROVEN)
        self.assertIn("Host=localhost", self.account())
        program.press("_Next")
        program.wait_for_page("Save")
        program.wait_for_words("This replaces the settings of %s that are stored now.", ADDRESS)
        program.press("_Save")
        program.wait_for_page("Done")
        self.assertIn("Host=127.0.0.1", self.account())
        self.assertEqual(secret(host="127.0.0.1", service="imap", user=ADDRESS), NEW)
        self.close_assistant(program)
        # The window with the account follows.
        program.wait_for_page(ADDRESS)
        program.wait_for_words("127.0.0.1")

    @staticmethod
    def close_assistant(program):
        """By its key, because the frame of every window has a button of this name, too."""
        from screen import activate, xdotool
        activate("Done")
        xdotool("key", "alt+c")
        program.wait_until_closed("Done")

    def remove(self, program):
        """Only the answer does it; then nothing is left, and the mail at the provider stays."""
        before = self.messages()
        program.press("_Remove…")
        program.press("Keep")
        self.account()
        program.press("_Remove…")
        program.press("Remove")
        program.wait_for_page("Mail Accounts")
        self.assertEqual(account_files(), [])
        self.assertEqual(self.secrets(), [None, None])
        self.assertEqual(self.secrets(("127.0.0.1", "localhost")), [None, None])
        self.assertEqual(self.messages(), before)
        program.press("Close")
        self.assertEqual(program.wait_for_end(), 0)


if __name__ == "__main__":
    assistant.main(__file__, run_with_postfix)
