#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Automatic encryption where it matters: port 993 refuses, and 143 has STARTTLS. The ports with these numbers belong to
a network of this test's own.

usage: standard_ports_test.py PROGRAM [ARGUMENT…]
"""

import os
import pathlib
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE / "support")]
import mailservers  # noqa: E402
import netns  # noqa: E402
from real_servers_test import write_key_file  # noqa: E402

STARTTLS_PORTS = {"imap": 143, "pop3": 110, "submission": 587}
TLS_PORTS = {"imaps": 993, "pop3s": 995, "submissions": 465}


def main():
    if os.getuid() != 0 or not mailservers.has_dovecot():
        print("needs Dovecot, and root to give it ports of its own")
        sys.exit(77)
    netns.enter()
    netns.ip("link", "set", "lo", "up")
    mailservers.end_on_sigterm()
    with mailservers.MailServers() as servers:
        dovecot = servers.dovecot(services=tuple(STARTTLS_PORTS), ports=STARTTLS_PORTS)
        path = servers.folder / "servers"
        write_key_file(path, {"standard": {"address": dovecot.address, **TLS_PORTS},
                              "certificates": {"ca": servers.ca}})
        status = subprocess.run(sys.argv[1:], env={**os.environ, "MAIL_TEST_SERVERS": str(path)}).returncode
    sys.exit(status)


if __name__ == "__main__":
    main()
