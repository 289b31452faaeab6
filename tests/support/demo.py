#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The assistant on a private mail server: the whole job for real, without an account.

usage: demo.py [--headless FOLDER]

A Dovecot on loopback with certificates of a throw-away authority, a session bus and a keyring of its own. Headless, it
drives itself on a display of its own and leaves a picture of every page in FOLDER.
"""
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))
from example_provider import write_settings_of  # noqa: E402
from mailservers import MailServers, end_on_sigterm  # noqa: E402

ADDRESS = 'alice@example.test'


def demo():
    if not os.environ.get('DISPLAY') and not os.environ.get('WAYLAND_DISPLAY'):
        sys.exit('There is no screen here. Try ./dev demo --headless.')
    siegel = shutil.which('siegel')
    with MailServers() as servers, tempfile.TemporaryDirectory() as folder:
        dovecot = servers.dovecot(mechanisms='plain login scram-sha-256')
        path = write_settings_of(pathlib.Path(folder, 'example-mail.xml'), dovecot)
        print(f'A mail server runs on this machine, for this demo only.\n\n'
              f'    Address:   {ADDRESS}\n    Password:  {dovecot.users[ADDRESS]}\n\n'
              f'Close the window to end it; nothing stays behind.', flush=True)
        return subprocess.call([str(HERE / 'session.sh'), '--same-display', '--keyring', '--limit', '0', '--',
                                siegel, '--ca-file', str(servers.ca), '--settings-file', str(path), ADDRESS])


if __name__ == '__main__':
    end_on_sigterm()
    if sys.argv[1:2] == ['--headless']:
        os.execv(sys.executable, [sys.executable, str(HERE / 'pictures.py'), *sys.argv[2:], '--demo'])
    sys.exit(demo())
