#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The assistant with domains whose settings a real network has: found, chosen, agreed to, checked and saved.

usage: assistant_lab_test.py SIEGEL [TEST…]
"""

import pathlib
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE / "support"))
import assistant  # noqa: E402
import lab  # noqa: E402
import mailservers  # noqa: E402
from assistant import PASSWORD  # noqa: E402

# Who has a mailbox here.
DOMAINS = ("srv.test", "everything.test", "guess.test", "elsewhere.test", "two-answers.test")


def run_in_lab(script, siegel, tests):
    lab.enter()
    mailservers.USERS.update({f"alice@{domain}": PASSWORD for domain in DOMAINS})
    with lab.Lab() as laboratory:
        return assistant.run_in_session(script, siegel, tests, {"CA": laboratory.ca}, laboratory.command)


class LabTest(assistant.AssistantCase):

    def go(self, domain):
        """The program with the first page filled in."""
        return self.start("--new", f"alice@{domain}")

    def search(self, program):
        program.wait_for_page("Account")
        program.type("_Password", PASSWORD)
        program.press("_Next")

    @staticmethod
    def agree(program, others, agreed=True):
        """By its key: check buttons of GTK 4.8 have no action for screen readers, which press the space bar."""
        from atspi import BUTTONS, wait
        from screen import xdotool
        xdotool("key", "alt+m")

        def look():
            return program.wait_for(BUTTONS, "Yes, _my mail is with %s", others).has_state("checked") == agreed
        wait(look, f"the answer about {others}")

    def whole_way(self, domain, origin):
        with self.go(domain) as program:
            self.search(program)
            program.wait_for_page("Servers")
            program.wait_for_words(origin, domain)
            self.finish(program)
        hosts = (f"imap.{domain}", f"smtp.{domain}")
        self.assertEqual(self.secrets(hosts, f"alice@{domain}"), [PASSWORD, PASSWORD])

    def test_found_in_the_dns(self):
        self.whole_way("srv.test", "The DNS records of %s name these servers.")

    def test_found_in_german(self):
        self.language = "de"
        self.whole_way("srv.test", "The DNS records of %s name these servers.")

    def test_found_and_confirmed(self):
        self.whole_way("everything.test", "%s itself publishes these settings for all its users.")

    def test_found_by_trying(self):
        self.whole_way("guess.test", "Nobody says where mail for %s is kept. These likely names answer.")

    def test_found_at_the_website(self):
        with self.go("autoconfig.test") as program:
            self.search(program)
            program.wait_for_page("Servers")
            program.wait_for_words("The website of %s publishes these settings for mail programs.", "autoconfig.test")
            program.wait_for_words("They came over a proven connection (https).")

    def test_known_by_its_exchanger(self):
        with self.go("mx-known.test") as program:
            self.search(program)
            program.wait_for_page("Servers")
            program.wait_for_words("Mail for %s is handled by %s, according to the DNS.", "mx-known.test", "Gmail")
            program.wait_for_words("imap.gmail.com")
            program.press("_Back")
            program.wait_for_page("Search")
            program.press("_Back")
            program.wait_for_page("Account")
            # What this provider wants is known by now.
            program.wait_for_words("Gmail")

    def test_going_back_does_not_search_again(self):
        with self.go("srv.test") as program:
            self.search(program)
            program.wait_for_page("Servers")
            program.press("_Back")
            program.wait_for_page("Search")
            program.wait_for_words("Found the settings of %s", "srv.test")
            program.press("_Next")
            program.wait_for_page("Servers")
            program.press("_Back")
            program.wait_for_page("Search")
            program.press("Search _Again")
            program.wait_for_page("Servers")

    def test_servers_of_others_are_agreed_to(self):
        domain, others = "elsewhere.test", "srv.test"
        with self.go(domain) as program:
            self.search(program)
            program.wait_for_page("Choose")
            program.wait_for_words("These servers do not belong to %s", domain)
            program.press("_Next")
            program.wait_for_words("Agree to them first, or name the right ones.")
            program.wait_for_focus("Yes, _my mail is with %s", others)
            program.wait_for_page("Choose")
            self.agree(program, others)
            program.press("_Next")
            program.wait_for_page("Servers")
            self.finish(program)
        self.assertEqual(self.secrets((f"imap.{others}", f"smtp.{others}"), f"alice@{domain}"), [PASSWORD, PASSWORD])

    def test_consent_can_be_withdrawn(self):
        with self.go("forged-srv.test") as program:
            self.search(program)
            program.wait_for_page("Choose")
            self.agree(program, "attacker.test")
            program.press("_Next")
            program.wait_for_page("Servers")
            program.press("_Back")
            program.wait_for_page("Choose")
            self.agree(program, "attacker.test", agreed=False)
            program.press("_Next")
            program.wait_for_focus("Yes, _my mail is with %s", "attacker.test")
            program.wait_for_page("Choose")

    def test_other_settings(self):
        """The website wins, but the DNS was heard, too: who knows better may take its answer."""
        from screen import xdotool
        domain = "two-answers.test"
        with self.go(domain) as program:
            self.search(program)
            program.wait_for_page("Servers")
            program.wait_for_words("The website of %s publishes these settings for mail programs.", domain)
            program.press("O_ther Settings…")
            program.wait_for_page("Choose")
            program.wait_for_focus("Mail of two-answers.test")
            xdotool("key", "Down")
            program.wait_for_words("These servers do not belong to %s", domain)
            self.agree(program, "srv.test")
            program.press("_Next")
            program.wait_for_page("Servers")
            program.wait_for_words("The DNS records of %s name these servers.", domain)
            self.finish(program)
        self.assertEqual(self.secrets(("imap.srv.test", "smtp.srv.test"), f"alice@{domain}"), [PASSWORD, PASSWORD])

    def test_nothing_found(self):
        with self.go("nothing.test") as program:
            self.search(program)
            program.wait_for_words("No settings found for %s", "nothing.test")
            program.wait_for_words("Ask Your P_rovider…")


if __name__ == "__main__":
    assistant.main(__file__, run_in_lab)
