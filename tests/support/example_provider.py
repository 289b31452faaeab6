#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a provider hands out: a file in the autoconfig format that says where its servers are."""

NAME = "Example Mail"


def _server(element, kind, host, port):
    return (f"<{element} type='{kind}'><hostname>{host}</hostname><port>{port}</port>"
            f"<socketType>SSL</socketType><username>%EMAILADDRESS%</username>"
            f"<authentication>password-cleartext</authentication></{element}>")


def write_settings(path, incoming, outgoing):
    """incoming: (type, host, port) of each server for receiving, in order of preference; outgoing: (host, port)."""
    servers = "".join(_server("incomingServer", *server) for server in incoming)
    servers += _server("outgoingServer", "smtp", *outgoing)
    path.write_text(f"<clientConfig version='1.1'><emailProvider id='example.test'><domain>example.test</domain>"
                    f"<displayName>{NAME}</displayName>{servers}</emailProvider></clientConfig>")
    return path


def write_settings_of(path, dovecot, names=("localhost",) * 3):
    """The servers of a private Dovecot, by the names given for IMAP, POP3 and sending."""
    ports = dovecot.ports
    return write_settings(path, [("imap", names[0], ports["imaps"]), ("pop3", names[1], ports["pop3s"])],
                          (names[2], ports["submissions"]))
