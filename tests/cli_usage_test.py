#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""siegel-cli where no server is needed: usage, languages, passwords, interruption, completion."""

import os
import pathlib
import re
import signal
import socket
import subprocess
import sys
import tempfile
import unittest

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE / "support"))
import languages  # noqa: E402
import siegel_cli  # noqa: E402

COMPLETION = HERE.parent / "data" / "completions" / "siegel-cli"
COMMANDS = ["lookup", "check", "setup", "password", "list", "show", "remove", "export", "test-mail", "guide",
            "providers"]
PIN = "sha256:" + "0" * 64
# A port of the loopback interface where nobody listens.
CLOSED = ["--incoming", "imaps://127.0.0.1:1", "--outgoing", "smtps://127.0.0.1:1"]


class Folder(unittest.TestCase):
    """A test with a folder, and a home in it."""

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.env = siegel_cli.environment(HOME=str(self.folder), XDG_DATA_HOME=str(self.folder / "data"),
                                          DBUS_SESSION_BUS_ADDRESS="unix:path=/nonexistent")

    def write(self, name, content):
        path = self.folder / name
        path.write_bytes(content)
        return str(path)

    def run_cli(self, *arguments, data=b""):
        return siegel_cli.run(*arguments, data=data, env=self.env)

    def check(self, password_file, *options, data=b""):
        return self.run_cli("check", *CLOSED, "--password-file", password_file, *options, "a@example.test", data=data)


class Usage(Folder):
    WRONG = (
        [], ["nonsense"], ["export"], ["guide"], ["lookup"], ["lookup", "--nonsense", "a@gmx.de"], ["lookup", "--file"],
        ["guide", "--for", "thunderbird"], ["guide", "--for", "nonsense", "a"], ["guide", "a"], ["guide", "--list", "a"],
        ["guide", "--for", "thunderbird", "--format", "pdf", "a"], ["guide", "--for", "thunderbird", "--json", "a"],
        ["guide", "--for", "thunderbird", "a", "b"], ["guide", "--for", b"\xff", "a"],
        ["check"], ["check", "a@gmx.de", "b@gmx.de"], ["show"], ["show", "a", "b"], ["remove"], ["test-mail"],
        ["test-mail", "a", "b"], ["test-mail", "--timeout", "0", "a@gmx.de"], ["test-mail", "--password-file", "-", "a"],
        ["list", "--password", "x"], ["check", "--password", "x", "a@gmx.de"],
        ["check", "--incoming", "http://example.test", "a@example.test"],
        ["check", "--incoming", "smtps://example.test", "a@example.test"],
        ["check", "--outgoing", "imaps://example.test", "a@example.test"],
        ["check", "--incoming", "imaps://", "a@example.test"],
        ["check", "--pin", "0" * 64, "a@gmx.de"], ["check", "--pin", PIN + "0", "a@gmx.de"],
        ["check", "--pin", PIN[:-1] + "g", "a@gmx.de"],
        ["check", "--timeout", "0", "a@gmx.de"], ["check", "--timeout", "soon", "a@gmx.de"],
        ["lookup", "--timeout", "0", "a@gmx.de"], ["lookup", "--timeout", "3601", "a@gmx.de"],
        ["check", "--smtp-password-file", "-", "a@gmx.de"], ["check", "--name", "Anna", "a@gmx.de"],
        ["check", "--replace", "a@gmx.de"], ["setup", "--no-login", "a@gmx.de"],
        ["check", "--stored", "--pop3", "a@gmx.de"], ["check", "--stored", "--incoming", "imaps://a", "a@gmx.de"],
        ["setup", "--stored", "a@gmx.de"], ["password", "--no-login", "a@gmx.de"], ["password", "--stored", "a@gmx.de"],
        ["check", "--username", b"\xff", "a@gmx.de"],
    )

    def test_wrong(self):
        for arguments in self.WRONG:
            result = self.run_cli(*arguments)
            self.assertEqual((result.returncode, result.stdout), (2, b""), arguments)
            lines = result.stderr.decode().splitlines()
            self.assertEqual(len(lines), 1, result.stderr)
            self.assertRegex(lines[0], r"^siegel-cli: .*\.$")

    def test_bad_authorities(self):
        """Said once, whatever the number of addresses."""
        for path in (str(self.folder / "missing.pem"), self.write("empty.pem", b"")):
            result = self.run_cli("lookup", "--ca-file", path, "a@gmx.de", "b@gmx.de")
            self.assertEqual((result.returncode, result.stdout), (3, b""))
            self.assertEqual(len(result.stderr.splitlines()), 1)

    def test_no_terminal(self):
        result = subprocess.run([siegel_cli.PROGRAM, "check", *CLOSED, "a@example.test"], capture_output=True,
                                stdin=subprocess.DEVNULL, start_new_session=True, env=self.env, timeout=60)
        self.assertEqual(result.returncode, 2)
        self.assertIn(b"--password-file", result.stderr)

    def test_help(self):
        result = self.run_cli("--help")
        self.assertEqual((result.returncode, result.stderr), (0, b""))
        for command in COMMANDS:
            self.assertRegex(result.stdout.decode(), rf"(?m)^  {command} ")
            one = self.run_cli(command, "--help")
            self.assertEqual(one.returncode, 0)
            self.assertIn(f"siegel-cli {command}".encode(), one.stdout)

    def test_version(self):
        self.assertRegex(self.run_cli("--version").stdout, rb"^siegel-cli \d+\.\d+\.\d+\n$")

    def test_full_disk(self):
        with open("/dev/full", "wb") as full:
            result = subprocess.run([siegel_cli.PROGRAM, "providers"], stdout=full, stderr=subprocess.PIPE, timeout=60)
        self.assertEqual(result.returncode, 3)
        self.assertEqual(len(result.stderr.splitlines()), 1)


class Settings(Folder):
    """What is answered before anything is asked of the network."""

    def check_json(self, address, *options):
        result = self.run_cli("check", "--offline", "--json", "--password-file", "/nonexistent", *options, address)
        return result.returncode, siegel_cli.json.loads(result.stdout)

    def test_answers(self):
        for address, options, code in (
            ("nobody@nobody.example", [], "settings-unknown"),
            ("nobody@nobody.example", CLOSED[:2], "settings-unknown"),
            ("nobody@nobody.example", CLOSED[2:], "settings-unknown"),
            ("anna@tuta.com", [], "provider-unsupported"),
            ("anna", [], "address-invalid"),
        ):
            status, answer = self.check_json(address, *options)
            self.assertEqual((status, answer["ok"], answer["servers"]), (1, False, []), address)
            self.assertEqual(answer["error"]["code"], code)
            self.assertEqual(list(answer), ["address", "ok", "elapsed_ms", "servers", "error"])
            self.assertEqual(list(answer["error"]), ["code", "message", "remedy", "server_said"])

    def test_sign_in_that_may_be_left_out(self):
        """A server that lets in with and without a password is asked with one, and by the name that was given."""
        path = self.write("config.xml", b"""<clientConfig version="1.1"><emailProvider id="example.test">
            <incomingServer type="imap"><hostname>127.0.0.1</hostname><port>1</port><socketType>SSL</socketType>
            </incomingServer><outgoingServer type="smtp"><hostname>127.0.0.1</hostname><port>1</port>
            <socketType>SSL</socketType><authentication>none</authentication>
            <authentication>password-cleartext</authentication></outgoingServer></emailProvider></clientConfig>""")
        password = self.write("password", b"secret")
        result = self.run_cli("check", "--json", "--file", path, "--username", "anna", "--password-file", password,
                              "a@example.test")
        names = [server["username"] for server in siegel_cli.json.loads(result.stdout)["servers"]]
        self.assertEqual(names, ["anna", "anna"])
        shown = self.run_cli("lookup", "--file", path, "a@example.test")
        self.assertNotIn(b"no sign-in", shown.stdout)

    def test_text(self):
        result = self.run_cli("check", "--offline", "nobody@nobody.example")
        self.assertEqual((result.returncode, result.stdout), (1, b""))
        self.assertIn(b"--incoming", result.stderr)

    def test_no_account(self):
        for command in ("show", "remove", "test-mail"):
            result = self.run_cli(command, "nobody@nobody.example")
            self.assertEqual((result.returncode, result.stdout), (1, b""))
            self.assertIn(b"nobody@nobody.example", result.stderr)

    def test_no_accounts(self):
        self.assertEqual(self.run_cli("list", "--json").stdout, b"[]\n")
        self.assertEqual(self.run_cli("list").stdout, b"")


class Passwords(Folder):
    def assert_refused(self, result):
        self.assertEqual((result.returncode, result.stdout), (3, b""))
        self.assertEqual(len(result.stderr.splitlines()), 1)

    def test_refused(self):
        for content in (b"", b"\n", b"with\0zero", b"x" * 4097, b"x" * 1000000):
            self.assert_refused(self.check(self.write("password", content)))
            self.assert_refused(self.check("-", data=content))

    def test_unreadable(self):
        for path in (str(self.folder / "missing"), str(self.folder)):
            self.assert_refused(self.check(path))
            self.assert_refused(self.check(self.write("good", b"x"), "--smtp-password-file", path))

    def test_accepted(self):
        """As far as the connection, which nobody takes."""
        for content in (b"x", b"x\n", b" \n", b"\n\n", b"x" * 4096 + b"\n", "pässwörd €".encode()):
            result = self.check(self.write("password", content))
            self.assertEqual(result.returncode, 1, result)

    def test_never_from_environment(self):
        self.env["SIEGEL_PASSWORD"] = self.env["PASSWORD"] = "secret"
        result = subprocess.run([siegel_cli.PROGRAM, "check", *CLOSED, "a@example.test"], capture_output=True,
                                stdin=subprocess.DEVNULL, start_new_session=True, env=self.env, timeout=60)
        self.assertEqual(result.returncode, 2)


class Prompt(Folder):
    def open(self):
        terminal = siegel_cli.Terminal("check", *CLOSED, "a@example.test", env=self.env)
        terminal.wait_for(b"a@example.test:")
        return terminal

    def test_hidden(self):
        terminal = self.open()
        terminal.type(b"geheim\n")
        self.assertEqual(terminal.finish(), 1)
        self.assertNotIn(b"geheim", terminal.shown)

    def test_interrupted(self):
        terminal = self.open()
        terminal.type(b"gehe\x03")
        self.assertEqual(terminal.finish(), 130)

    def test_end_of_input(self):
        terminal = self.open()
        terminal.type(b"\x04")
        self.assertEqual(terminal.finish(), 130)

    def test_terminated(self):
        terminal = self.open()
        os.kill(terminal.pid, signal.SIGTERM)
        self.assertEqual(terminal.finish(), -signal.SIGTERM)

    def test_terminated_at_once(self):
        """Before the question is out, and whichever of its threads the signal comes to."""
        for _ in range(12):
            terminal = siegel_cli.Terminal("check", *CLOSED, "a@example.test", env=self.env)
            terminal.wait_for(b"Password")
            os.kill(terminal.pid, signal.SIGTERM)
            self.assertEqual(terminal.finish(), -signal.SIGTERM)


class Interrupted(Folder):
    def interrupt(self, *arguments):
        process = subprocess.Popen([siegel_cli.PROGRAM, *arguments], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                   stderr=subprocess.PIPE, env=self.env)
        self.addCleanup(process.kill)
        return process

    def test_lookup(self):
        with self.interrupt("lookup", "--json", "-") as process:
            process.stdin.write(b"anna@gmx.de\n")
            process.stdin.flush()
            process.stdout.readline()
            process.send_signal(signal.SIGINT)
            self.assertEqual(process.wait(60), 130)

    def test_check(self):
        """A server that accepts and then says nothing."""
        with socket.create_server(("127.0.0.1", 0)) as silent:
            port = silent.getsockname()[1]
            with self.interrupt("check", "--json", "--no-login", "--incoming", f"imaps://127.0.0.1:{port}",
                                "--outgoing", f"smtps://127.0.0.1:{port}", "a@example.test") as process:
                connection, _ = silent.accept()
                process.send_signal(signal.SIGINT)
                output, _ = process.communicate(timeout=60)
                connection.close()
        self.assertEqual(process.returncode, 130)
        answer = siegel_cli.json.loads(output)
        for server in answer["servers"]:
            self.assertEqual(server["error"]["remedy"], "Run the command again.")
        self.assertEqual([server["error"]["code"] for server in answer["servers"]], ["cancelled", "cancelled"])


class Languages(Folder):
    """A catalogue of one sentence stands for a translation, so that this holds whatever is translated."""

    ENGLISH = "Say what to do: “siegel-cli --help” lists the commands."
    GERMAN = "Sagen Sie, was zu tun ist."

    def setUp(self):
        super().setUp()
        catalogue = self.folder / "de" / "LC_MESSAGES"
        catalogue.mkdir(parents=True)
        self.translate(catalogue / "siegel.mo", {
            self.ENGLISH: self.GERMAN, "Usage:": "Aufruf:",
            "The mail servers of %s are not known: name them with --incoming and --outgoing.": "%s unbekannt.",
        })
        self.env.update(languages.environment("de"), SIEGEL_LOCALEDIR=str(self.folder))

    def translate(self, path, texts):
        source = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n'
        source += "".join(f'\nmsgid "{text}"\nmsgstr "{translation}"\n' for text, translation in texts.items())
        subprocess.run(["msgfmt", "-o", str(path), "-"], input=source.encode(), check=True)

    def test_messages(self):
        self.assertEqual(self.run_cli().stderr.decode(), f"siegel-cli: {self.GERMAN}\n")
        self.env["LANGUAGE"] = "en"
        self.assertEqual(self.run_cli().stderr.decode(), f"siegel-cli: {self.ENGLISH}\n")

    def test_json(self):
        text = self.run_cli("check", "--offline", "a@nobody.example").stderr.decode()
        self.assertIn("unbekannt", text)
        result = self.run_cli("check", "--offline", "--json", "a@nobody.example")
        self.assertIn("not known", siegel_cli.json.loads(result.stdout)["error"]["message"])

    def test_json_is_the_same(self):
        for arguments in (["lookup", "--offline", "--json", "anna@gmx.de", "x@gmx.dee", "x", "x@tuta.com"],
                          ["providers", "--json"]):
            german = self.run_cli(*arguments).stdout
            english = siegel_cli.run(*arguments, env={**self.env, "LANGUAGE": "", "LC_ALL": "C"}).stdout
            self.assertEqual(german, english)


class Completion(Folder):
    SCRIPT = """
source "$1"
COMP_LINE=$2 COMP_POINT=${#2}
_siegel_cli
printf '%s\\n' ${COMPREPLY[@]+"${COMPREPLY[@]}"}
"""

    def complete(self, line):
        result = subprocess.run(["bash", "-c", self.SCRIPT, "bash", str(COMPLETION), line], capture_output=True,
                                check=True, env=self.env, cwd=self.folder, timeout=60)
        self.assertEqual(result.stderr, b"")
        return result.stdout.decode().split()

    def test_syntax(self):
        subprocess.run(["bash", "-n", str(COMPLETION)], check=True)

    def test_commands(self):
        self.assertEqual(self.complete("siegel-cli "), COMMANDS + ["--help", "--version"])
        self.assertEqual(self.complete("siegel-cli l"), ["lookup", "list"])

    def test_options(self):
        for command in COMMANDS:
            known = set(re.findall(r"(?m)^  (?:-\w, )?(--[\w-]+)", self.run_cli(command, "--help").stdout.decode()))
            self.assertEqual(set(self.complete(f"siegel-cli {command} --")), known, command)

    def test_files(self):
        self.write("words.txt", b"")
        self.write("wörter.txt", b"")
        self.assertEqual(self.complete("siegel-cli check --password-file word"), ["words.txt"])

    def test_uris(self):
        self.assertEqual(self.complete("siegel-cli check --incoming imap"), ["imaps://", "imap://"])
        self.assertEqual(self.complete("siegel-cli setup --outgoing smtps:"), ["//"])

    def test_accounts(self):
        program = self.folder / "bin" / "siegel-cli"
        program.parent.mkdir()
        program.write_text("#!/bin/sh\necho 'anna@example.test  1'\necho 'bert@example.test  2'\n")
        program.chmod(0o755)
        self.env["PATH"] = f"{program.parent}:{self.env['PATH']}"
        self.assertEqual(self.complete("siegel-cli show an"), ["anna@example.test"])
        self.assertEqual(self.complete("siegel-cli remove anna@e"), ["example.test"])
        self.assertEqual(self.complete("siegel-cli test-mail b"), ["bert@example.test"])
        self.assertEqual(self.complete("siegel-cli export --to apple b"), ["bert@example.test"])

    def test_formats(self):
        program = self.folder / "bin" / "siegel-cli"
        program.parent.mkdir()
        program.write_text("#!/bin/sh\necho 'apple  Apple Mail'\necho 'autoconfig  Autoconfig'\n")
        program.chmod(0o755)
        self.env["PATH"] = f"{program.parent}:{self.env['PATH']}"
        self.assertEqual(self.complete("siegel-cli export --to a"), ["apple", "autoconfig"])
        self.assertEqual(self.complete("siegel-cli export --to ap"), ["apple"])


if __name__ == "__main__":
    unittest.main()
