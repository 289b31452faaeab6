# SPDX-License-Identifier: GPL-3.0-or-later
"""A port behind which servers can be exchanged."""

import contextlib
import socket
import threading


def pass_on(source, target):
    with contextlib.suppress(OSError):
        while data := source.recv(65536):
            target.sendall(data)
    # Whoever sent to this side hears that nobody listens any more.
    for connection in (source, target):
        with contextlib.suppress(OSError):
            connection.shutdown(socket.SHUT_RDWR)


class Relay:
    """with Relay() as relay: relay.port = …; whoever comes to relay.own_port gets there."""

    def __init__(self):
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.own_port = self.listener.getsockname()[1]
        self.port = None

    def __enter__(self):
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(self, *_):
        # shutdown() wakes the thread that accepts, close() alone does not.
        self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()

    def _accept(self):
        with contextlib.suppress(OSError):
            while True:
                client, _peer = self.listener.accept()
                threading.Thread(target=self._connect, args=(client,), daemon=True).start()

    def _connect(self, client):
        with client, socket.create_connection(("127.0.0.1", self.port)) as server:
            answers = threading.Thread(target=pass_on, args=(server, client), daemon=True)
            answers.start()
            pass_on(client, server)
            answers.join()
