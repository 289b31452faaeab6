#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Starts servers between which mail really travels, then runs a test program against them.

usage: real_delivery_test.py PROGRAM [ARGUMENT…]
"""

import os
import pathlib
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent / "support"))
import mailservers  # noqa: E402

USER = "alice@example.test"

# A message that was there before, and that somebody has marked as deleted (the T; S is for read).
OTHER = b"From: bob@example.test\r\nMessage-ID: <other@example.test>\r\nSubject: keep me\r\n\r\nStill here\r\n"

# Name → what its Dovecot says that it can do for IMAP; None: all it can.
CAPABILITIES = {"idle": None, "noop": "IMAP4rev1 SASL-IR ID UIDPLUS", "old": "IMAP4rev1 SASL-IR"}


def put_other_message(dovecot):
    mailbox = dovecot.folder / "mail" / USER
    owner = (dovecot.folder / "mail").stat()
    folders = [mailbox] + [mailbox / name for name in ("cur", "new", "tmp")]
    for folder in folders:
        folder.mkdir()
        os.chown(folder, owner.st_uid, mailservers.grp.getgrnam("nogroup").gr_gid)
    path = mailbox / "cur" / "1.other.test:2,ST"
    path.write_bytes(OTHER)
    os.chown(path, owner.st_uid, -1)
    return mailbox


def start(servers, name, capabilities):
    extra = f"protocol imap {{\n  imap_capability = {capabilities}\n}}\n" if capabilities else ""
    dovecot = servers.dovecot(extra=extra)
    mailbox = put_other_message(dovecot)
    postfix = servers.postfix(dovecot, delivers=True)
    return (f"[{name}]\naddress={dovecot.address}\nimap={dovecot.ports['imaps']}\npop3={dovecot.ports['pop3s']}\n"
            f"smtp={postfix.ports['submissions']}\nmailbox={mailbox}\n")


def main():
    if not mailservers.has_dovecot() or not mailservers.has_postfix():
        print("Dovecot or Postfix is not installed, or this is not root")
        sys.exit(77)
    mailservers.end_on_sigterm()
    with mailservers.MailServers() as servers:
        groups = [start(servers, name, capabilities) for name, capabilities in CAPABILITIES.items()]
        path = servers.folder / "servers"
        path.write_text("".join(groups) + f"[certificates]\nca={servers.ca}\n")
        status = subprocess.run(sys.argv[1:], env={**os.environ, "MAIL_TEST_SERVERS": str(path)}).returncode
    sys.exit(status)


if __name__ == "__main__":
    main()
