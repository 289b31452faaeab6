#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Starts every sort of real mail server, then runs a test program against them.

usage: real_servers_test.py PROGRAM [ARGUMENT…]
"""

import contextlib
import os
import pathlib
import socket
import socketserver
import subprocess
import sys
import threading
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent / "support"))
import dovecot_words  # noqa: E402
import mailservers  # noqa: E402

# Where client and server have the same address, Dovecot takes the connection for a safe one and offers passwords
# without encryption. From 127.0.0.1 this one is far away.
FAR = "127.0.0.2"

CERTIFICATE_FAULTS = ("expired", "notyet", "wronghost", "selfsigned", "otherca")


@contextlib.contextmanager
def silent_server():
    """Takes connections and never says a word."""
    with socket.create_server(("127.0.0.1", 0), backlog=100) as listener:
        yield {"address": "127.0.0.1", "imaps": listener.getsockname()[1]}


class Drip(socketserver.BaseRequestHandler):
    """Begins a line and never ends it."""

    def handle(self):
        with contextlib.suppress(OSError):
            while True:
                self.request.sendall(b"*")
                time.sleep(0.02)


@contextlib.contextmanager
def dripping_server():
    socketserver.ThreadingTCPServer.daemon_threads = True
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Drip) as server:
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        yield {"address": "127.0.0.1", "imap": server.server_address[1]}
        server.shutdown()


def nobody():
    """A port where nobody listens."""
    port = mailservers.free_port("127.0.0.1")
    return {"address": "127.0.0.1", "imaps": port, "submission": port}


def start_dovecots(servers):
    """Name → Dovecot, as the cases of test-real-servers.c call them."""
    permissions = servers.folder / "permissions"
    permissions.write_text("INBOX owner l\n")
    started = {
        "ec": servers.dovecot(address=FAR),
        "rsa": servers.dovecot(certificate="rsa", mechanisms="plain login"),
        "login": servers.dovecot(mechanisms="login"),
        "tls12": servers.dovecot(tls="TLSv1.2"),
        "unencrypted": servers.dovecot(services=("imap", "pop3", "submission"), address=FAR, extra="ssl = no\n"),
        "no-inbox": servers.dovecot(extra=dovecot_words.permissions(permissions)),
    }
    for fault in CERTIFICATE_FAULTS:
        started[fault] = servers.dovecot(certificate=fault, services=("imap", "imaps"))
    return started


def write_key_file(path, groups):
    with open(path, "w") as file:
        for name, entries in groups.items():
            file.write(f"[{name}]\n" + "".join(f"{key}={value}\n" for key, value in entries.items()))


def main():
    if not mailservers.has_dovecot():
        print("Dovecot is not installed")
        sys.exit(77)
    mailservers.end_on_sigterm()
    with mailservers.MailServers() as servers, silent_server() as silent, dripping_server() as drip:
        started = start_dovecots(servers)
        if mailservers.has_postfix():
            started["postfix"] = servers.postfix(started["ec"])
        else:
            print("# no Postfix here (it is not installed, or this is not root): its cases are skipped", flush=True)
        groups = {name: {"address": server.address, **server.ports} for name, server in started.items()}
        groups.update({"silent": silent, "drip": drip, "nobody": nobody(), "certificates": {"ca": servers.ca}})
        path = servers.folder / "servers"
        write_key_file(path, groups)
        status = subprocess.run(sys.argv[1:], env={**os.environ, "MAIL_TEST_SERVERS": str(path)}).returncode
    sys.exit(status)


if __name__ == "__main__":
    main()
