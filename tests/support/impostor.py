# SPDX-License-Identifier: GPL-3.0-or-later
"""Servers that are not to be trusted. They write down every byte that they hear, as they decrypt it, and would take any
password."""

import contextlib
import socket
import ssl
import threading

def answer_http(line):
    return b"" if line else HTML


HTML = (b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 76\r\nConnection: close\r\n\r\n"
        b"<!DOCTYPE html><title>Welcome</title><p>Please sign in to use this network.\n")

CAPABILITIES = b"IMAP4rev1 AUTH=PLAIN AUTH=LOGIN SASL-IR"


def answer_imap(line):
    tag, _, command = line.partition(b" ")
    if command.upper().startswith(b"CAPABILITY"):
        return b"* CAPABILITY " + CAPABILITIES + b"\r\n" + tag + b" OK done\r\n"
    return tag + b" OK done\r\n"


def answer_smtp(line):
    verb, _, argument = line.partition(b" ")
    if verb.upper() == b"EHLO":
        return b"250-impostor\r\n250 AUTH PLAIN LOGIN\r\n"
    if verb.upper() == b"AUTH" and b" " not in argument:
        return b"334 \r\n"
    return b"250 done\r\n" if verb.upper() in (b"MAIL", b"RCPT", b"NOOP", b"RSET", b"QUIT") else b"235 welcome\r\n"


def answer_pop3(line):
    return b"+OK\r\nSASL PLAIN\r\nUSER\r\n.\r\n" if line[:4].upper() == b"CAPA" else b"+OK done\r\n"


# Port → (whether it begins with TLS, the first line, who answers the others).
IMAP = b"* OK [CAPABILITY " + CAPABILITIES + b"] impostor\r\n"
SMTP = b"220 impostor ESMTP\r\n"
POP3 = b"+OK impostor\r\n"
MAIL_PORTS = {
    993: (True, IMAP, answer_imap), 143: (False, IMAP, answer_imap),
    465: (True, SMTP, answer_smtp), 587: (False, SMTP, answer_smtp),
    995: (True, POP3, answer_pop3), 110: (False, POP3, answer_pop3),
}
PLAIN_PORTS = {port: service for port, service in MAIL_PORTS.items() if not service[0]}


def listen(address, port):
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    if family == socket.AF_INET6:
        listener.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
    listener.bind((address, port))
    listener.listen(50)
    return listener


class Impostor:
    """Takes part in any conversation; "heard" is everything that anybody told it."""

    def __init__(self, context=None):
        self.context = context
        self.lock = threading.Lock()
        self.listeners = []
        self.clear()

    def clear(self):
        self.heard = b""
        self.connections = 0

    def serve(self, address, ports):
        for port, service in ports.items():
            self.listeners.append(listen(address, port))
            threading.Thread(target=self._accept, args=(self.listeners[-1], service), daemon=True).start()

    def serve_anywhere(self, port):
        """The service that has this port in the world, on a free one."""
        self.listeners.append(listen("127.0.0.1", 0))
        threading.Thread(target=self._accept, args=(self.listeners[-1], MAIL_PORTS[port]), daemon=True).start()
        return self.listeners[-1].getsockname()[1]

    def close(self):
        # shutdown() wakes the thread that accepts, close() alone does not.
        for listener in self.listeners:
            with contextlib.suppress(OSError):
                listener.shutdown(socket.SHUT_RDWR)
            listener.close()

    def serve_html(self, address, port=80):
        """A website that answers everything with the same page, at any address where one is empty."""
        listener = listen(address, port)
        threading.Thread(target=self._accept, args=(listener, (False, b"", answer_http)), daemon=True).start()

    def _accept(self, listener, service):
        with contextlib.suppress(OSError):
            while True:
                connection, _peer = listener.accept()
                self.connections += 1
                threading.Thread(target=self._serve, args=(connection, service), daemon=True).start()

    def _serve(self, connection, service):
        tls, greeting, answer = service
        with contextlib.suppress(OSError), connection:
            if not tls:
                self._talk(connection, greeting, answer)
                return
            with self.context.wrap_socket(connection, server_side=True) as encrypted:
                self._talk(encrypted, greeting, answer)

    def _talk(self, connection, greeting, answer):
        connection.sendall(greeting)
        with connection.makefile("rb") as lines:
            for line in lines:
                with self.lock:
                    self.heard += line
                connection.sendall(answer(line.rstrip(b"\r\n")))


def server_context(certificate, key):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    return context


class BlackHole:
    """A port of an address that is there, but never takes part: its queue is full, and nobody empties it."""

    def __init__(self, address, port):
        self.listener = listen(address, port)
        self.listener.listen(0)
        self.first = socket.create_connection((address, port), timeout=1)

    def close(self):
        self.first.close()
        self.listener.close()
