# SPDX-License-Identifier: GPL-3.0-or-later
"""A server that says what a script says, for what real servers won't say.

    with Scripted(["* OK ready", None, "A1 NO no"], context) as server:
        server.port

A step is a line to say, None: hear a line, TLS: begin TLS, bytes: said as they are. "{tag}" in a line is the first word
of the line heard last. At the end of the script the connection is closed; WAIT leaves it open until the client goes.
"""

import contextlib
import socket
import ssl
import threading

TLS = object()
WAIT = object()


def old_context(certificate, key, version):
    """TLS as it was, and no newer."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.set_ciphers("ALL:@SECLEVEL=0")
    context.minimum_version = context.maximum_version = version
    context.load_cert_chain(certificate, key)
    return context


class Scripted:
    def __init__(self, script, context=None, tls=False):
        self.script = script
        self.context = context
        self.tls = tls
        self.heard = b""
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        # shutdown() wakes the thread that accepts, close() alone does not.
        with contextlib.suppress(OSError):
            self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()

    def _accept(self):
        with contextlib.suppress(OSError):
            while True:
                connection, _peer = self.listener.accept()
                threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _wrap(self, connection):
        return self.context.wrap_socket(connection, server_side=True)

    def _serve(self, connection):
        with contextlib.suppress(OSError, ssl.SSLError):
            try:
                self._play(self._wrap(connection) if self.tls else connection)
            finally:
                connection.close()

    def _play(self, connection):
        tag = ""
        for step in self.script:
            if step is TLS:
                connection = self._wrap(connection)
            elif step is WAIT:
                while self._hear(connection):
                    pass
            elif step is None:
                tag = self._hear(connection).split(b" ")[0].strip().decode(errors="replace")
            else:
                connection.sendall(step if isinstance(step, bytes) else step.format(tag=tag).encode() + b"\r\n")
        connection.close()

    def _hear(self, connection):
        line = b""
        while not line.endswith(b"\n"):
            byte = connection.recv(1)
            if not byte:
                break
            line += byte
        self.heard += line
        return line
