#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The whole assistant as a person with a screen reader uses it, on a real Dovecot and a real keyring.

usage: assistant_test.py SIEGEL [TEST…]
"""

import os
import pathlib
import socket
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE / "support"))
import assistant  # noqa: E402
from assistant import ADDRESS, PASSWORD, PROVEN, secret  # noqa: E402

OTHER, OTHER_PASSWORD = "bob@example.test", ' b"a\\ck slash '
LOGIN_KEYRING = "/org/freedesktop/secrets/collection/login"


class AssistantTest(assistant.AssistantCase):
    def start_demo(self):
        return self.start("--new", "--settings-file", os.environ["SETTINGS"], ADDRESS)

    def check(self, program, password):
        program.wait_for_page("Account")
        program.type("_Password", password)
        program.press("_Next")
        program.wait_for_page("Servers")
        program.press("_Next")
        program.wait_for_page("Check")

    def set_up(self, program):
        self.check(program, PASSWORD)
        program.wait_for_words(PROVEN)
        program.press("_Next")
        program.wait_for_page("Save")
        program.press("_Save")
        program.wait_for_page("Done")

    def whole_way(self):
        with self.start_demo() as program:
            program.wait_for_page("Account")
            program.type("_Your name", "Alice Ärmel")
            self.set_up(program)
            program.wait_for_words("%s is set up", ADDRESS)
            self.assertEqual(self.secrets(), [PASSWORD, PASSWORD])
            program.press("_Close")
            self.assertEqual(program.wait_for_end(), 0)
        files = list(pathlib.Path(os.environ["XDG_DATA_HOME"], "siegel/accounts").glob("*.ini"))
        self.assertEqual(len(files), 1)
        self.assertIn("Alice Ärmel", files[0].read_text())
        self.assertNotIn(PASSWORD, files[0].read_text())

    def test_whole_way(self):
        self.whole_way()

    def test_whole_way_in_german(self):
        self.language = "de"
        self.whole_way()

    def test_wrong_password_is_explained_and_mended(self):
        with self.start_demo() as program:
            self.check(program, "wrong")
            program.wait_for_words("Something is still wrong. See below what to do.")
            program.wait_for_words("did not accept the password")
            self.assertEqual(self.secrets(), [None, None])
            program.press("Change S_ettings")
            program.wait_for_page("Account")
            program.wait_for_focus("_Password")
            self.check(program, PASSWORD)
            program.wait_for_words(PROVEN)

    def test_different_sign_in_for_sending(self):
        with self.start_demo() as program:
            program.wait_for_page("Account")
            program.type("_Password", PASSWORD)
            program.press("_Next")
            program.wait_for_page("Servers")
            program.press("Edit “%s”", program.say("Sending mail (SMTP)"))
            program.press("_Different sign-in for sending")
            program.type("User name for sendin_g", OTHER)
            program.wait_for_words("Left empty: the same as for receiving")
            self.mend_password_for_sending(program)
            program.wait_for_words(PROVEN)
            program.press("_Next")
            program.wait_for_page("Save")
            program.press("_Save")
            program.wait_for_page("Done")
        self.assertEqual(secret(host="localhost", service="imap", user=ADDRESS), PASSWORD)
        self.assertEqual(secret(host="localhost", service="smtp", user=OTHER), OTHER_PASSWORD)
        self.assertIsNone(secret(host="localhost", service="smtp", user=ADDRESS))

    def mend_password_for_sending(self, program):
        """The password for receiving is refused here: the way back leads to the field of the other one."""
        program.type("_Password for sending", PASSWORD)
        program.press("_Next")
        program.wait_for_words("Something is still wrong. See below what to do.")
        program.wait_for_words("Receiving works")
        program.press("Change S_ettings")
        program.wait_for_page("Servers")
        program.wait_for_focus("_Password for sending")
        program.type("_Password for sending", OTHER_PASSWORD)
        program.press("_Next")

    def test_other_security_at_the_press_of_a_button(self):
        """The file says SSL/TLS for a port that begins without, and the button does what it says."""
        from example_provider import write_settings
        incoming, outgoing = os.environ["IMAP"], os.environ["SUBMISSION"]
        with tempfile.TemporaryDirectory() as folder:
            path = write_settings(pathlib.Path(folder, "wrong.xml"), [("imap", "localhost", incoming)],
                                  ("localhost", outgoing))
            with self.start("--new", "--settings-file", path, ADDRESS) as program:
                self.check(program, PASSWORD)
                for port in (incoming, outgoing):
                    program.wait_for_words("Something is still wrong. See below what to do.")
                    program.press(self.offer(program, "STARTTLS", port))
                program.wait_for_words(PROVEN)

    @staticmethod
    def offer(program, security, port):
        words = program.translate("Use {other-security} on Port {other-port}")
        return words.replace("{other-security}", security).replace("{other-port}", port)

    def test_missing_is_said_at_the_field(self):
        with self.start("--new") as program:
            program.wait_for_page("Account")
            program.press("_Next")
            program.wait_for_focus("_E-mail address")
            program.type("_E-mail address", ADDRESS)
            program.press("_Next")
            program.wait_for_focus("_Password")
            program.wait_for_page("Account")

    def test_check_can_be_stopped(self):
        from example_provider import write_settings
        with socket.create_server(("127.0.0.1", 0)) as mute, tempfile.TemporaryDirectory() as folder:
            port = mute.getsockname()[1]
            silent = write_settings(pathlib.Path(folder, "silent.xml"), [("imap", "localhost", port)],
                                    ("localhost", port))
            with self.start("--new", "--settings-file", silent, ADDRESS) as program:
                self.check(program, PASSWORD)
                program.press("_Stop")
                program.wait_for_words("The check was stopped. Nothing is stored yet.")
                program.press("_Back")
                program.wait_for_page("Servers")

    def test_closing_stops_the_check(self):
        from example_provider import write_settings
        with socket.create_server(("127.0.0.1", 0)) as mute, tempfile.TemporaryDirectory() as folder:
            port = mute.getsockname()[1]
            silent = write_settings(pathlib.Path(folder, "silent.xml"), [("imap", "localhost", port)],
                                    ("localhost", port))
            with self.start("--new", "--settings-file", silent, ADDRESS) as program:
                self.check(program, PASSWORD)
                program.wait_for_words("_Stop")
                program.press("_Cancel")
                self.assertEqual(program.wait_for_end(), 0)

    def test_pop3(self):
        from screen import xdotool
        with self.start_demo() as program:
            program.wait_for_page("Account")
            program.wait_for_focus("_Your name")
            xdotool("key", "alt+m")
            self.set_up(program)
            program.wait_for_words("Receiving mail (%s)", "POP3")
        self.assertEqual(secret(host="localhost", service="pop3", user=ADDRESS), PASSWORD)

    def test_started_by_the_bus(self):
        """The desktop asks the bus for the program, and then for what is in its menu."""
        name, path = "io.github.siegel.Siegel", "/io/github/siegel/Siegel"
        call = f"gdbus call --session --dest {name} --object-path {path} --method org.freedesktop.Application."
        # Without a window there is nothing to be seen of a program: the call has to come by itself.
        caller = subprocess.Popen(["sh", "-c", f"gdbus wait --session --timeout 10 {name} && {call}Activate {{}}"])
        with assistant.start(os.environ["SIEGEL"], "--gapplication-service") as program:
            self.assertEqual(caller.wait(), 0)
            program.wait_for_page("Account")
            subprocess.run(["sh", "-c", f"{call}ActivateAction quit [] {{}}"], check=True)
            self.assertEqual(program.wait_for_end(), 0)

    def test_locked_keyring_loses_nothing(self):
        import keyring
        with self.start_demo() as program:
            self.check(program, PASSWORD)
            program.wait_for_words(PROVEN)
            program.press("_Next")
            program.wait_for_page("Save")
            keyring.lock(LOGIN_KEYRING)
            program.press("_Save")
            program.wait_for_words("The password was not stored")
            keyring.unlock(LOGIN_KEYRING, "test")
            program.press("_Try Again")
            program.wait_for_page("Done")
            self.assertEqual(self.secrets(), [PASSWORD, PASSWORD])

    def test_existing_account_is_replaced_only_when_asked(self):
        from screen import activate, xdotool
        with self.start_demo() as program:
            self.set_up(program)
            program.press("_Close")
        with self.start_demo() as program:
            self.check(program, PASSWORD)
            program.wait_for_words(PROVEN)
            program.press("_Next")
            program.wait_for_page("Save")
            program.press("_Save")
            program.wait_for_focus("_Replace it with these settings")
            program.wait_for_page("Save")
            activate("Save")
            xdotool("key", "space")
            program.press("_Save")
            program.wait_for_page("Done")

    def test_another_account_starts_empty(self):
        with self.start_demo() as program:
            self.set_up(program)
            program.press("Set Up _Another Account")
            program.wait_for_page("Account")
            self.assertEqual(program.read("_E-mail address"), "")
            self.assertEqual(program.read("_Password"), "")

    def test_accounts(self):
        with self.start_demo() as program:
            self.set_up(program)
            program.press("_Close")
        with self.start() as program:
            program.wait_for_page("Mail Accounts")
            program.press(ADDRESS)
            program.press("_Check Again")
            program.wait_for_words("Receiving works")
            program.wait_for_words("Sending works")
            program.press("Back")
            program.press("_Remove…")
            program.press("Keep")
            self.assertEqual(self.secrets(), [PASSWORD, PASSWORD])
            program.press("_Remove…")
            program.press("Remove")
            program.wait_for_words("No account is set up.")
        self.assertEqual(self.secrets(), [None, None])

    def test_password_of_one_server_is_for_no_other(self):
        with self.start_demo() as program:
            self.set_up(program)
            program.press("_Close")
        subprocess.run(["secret-tool", "clear", "service", "smtp"], check=True)
        with self.start() as program:
            program.wait_for_page("Mail Accounts")
            program.press(ADDRESS)
            program.press("_Check Again")
            program.wait_for_words("is no longer in the keyring")

    def test_keyboard_alone(self):
        from screen import xdotool
        with self.start("--new", "--settings-file", os.environ["SETTINGS"], ADDRESS) as program:
            program.wait_for_page("Account")
            program.wait_for_focus("_Your name")
            xdotool("type", "Alice")
            xdotool("key", "alt+p")
            program.wait_for_focus("_Password")
            xdotool("type", PASSWORD)
            for page in ("Servers", "Check"):
                xdotool("key", "alt+n")
                program.wait_for_page(page)
            program.wait_for_words(PROVEN)
            xdotool("key", "alt+n")
            program.wait_for_page("Save")
            xdotool("key", "alt+s")
            program.wait_for_page("Done")
            xdotool("key", "alt+c")
            self.assertEqual(program.wait_for_end(), 0)
        self.assertEqual(self.secrets(), [PASSWORD, PASSWORD])

    def test_second_start_uses_the_first(self):
        import atspi
        with self.start("--new") as program:
            program.wait_for_page("Account")
            second = subprocess.run([os.environ["SIEGEL"], "bob@example.test"], timeout=20, check=False)
            self.assertEqual(second.returncode, 0)
            atspi.wait(lambda: program.read("_E-mail address") == "bob@example.test", "the other address")

    def test_second_start_takes_no_password_along(self):
        import atspi
        for page in ("Account", "Check"):
            with self.subTest(page), self.start_demo() as program:
                program.wait_for_page("Account")
                program.type("_Password", PASSWORD)
                if page == "Check":
                    self.check(program, PASSWORD)
                subprocess.run([os.environ["SIEGEL"], "bob@example.test"], timeout=20, check=True)
                program.wait_for_page("Account")
                atspi.wait(lambda: program.read("_E-mail address") == "bob@example.test", "the other address")
                self.assertEqual(program.read("_Password"), "")

    def test_second_start_with_a_bad_file_closes_nothing(self):
        with self.start("--new") as program:
            program.wait_for_page("Account")
            for option in ("--settings-file", "--ca-file"):
                command = [os.environ["SIEGEL"], option, "/dev/null", ADDRESS]
                self.assertEqual(subprocess.run(command, timeout=20, check=False).returncode, 2)
                program.wait_for_page("Account")
            # What could not be used is not kept.
            subprocess.run([os.environ["SIEGEL"], ADDRESS], timeout=20, check=True)
            program.wait_for_page("Account")


if __name__ == "__main__":
    assistant.main(__file__)
