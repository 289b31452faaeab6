# SPDX-License-Identifier: GPL-3.0-or-later
"""Sees every frame that arrives at a network interface: who was asked what, whatever the program says itself."""

import ipaddress
import socket
import struct
import threading

ETH_P_ALL, ETH_P_IP, ETH_P_IPV6, ETH_P_ARP = 3, 0x0800, 0x86DD, 0x0806
PACKET_OUTGOING = 4
TCP, UDP, ICMPV6 = 6, 17, 58
SYN, ACK = 2, 16
TYPES = {1: "A", 2: "NS", 5: "CNAME", 6: "SOA", 12: "PTR", 15: "MX", 16: "TXT", 28: "AAAA", 33: "SRV", 64: "SVCB",
         65: "HTTPS"}


def read_question(packet):
    """"MX example.org" of a question to the DNS."""
    labels, at = [], 12
    while packet[at]:
        labels.append(packet[at + 1:at + 1 + packet[at]].decode("latin-1"))
        at += packet[at] + 1
    kind = struct.unpack_from("!H", packet, at + 1)[0]
    return f"{TYPES.get(kind, kind)} {'.'.join(labels).lower()}"


def split_frame(frame):
    """(destination, protocol, what follows) of an Ethernet frame; the kernel's own chatter is None."""
    kind = struct.unpack_from("!H", frame, 12)[0]
    packet = frame[14:]
    if kind == ETH_P_IP:
        return str(ipaddress.ip_address(packet[16:20])), packet[9], packet[(packet[0] & 15) * 4:]
    if kind == ETH_P_IPV6 and packet[6] != ICMPV6 and packet[6] != 0:
        return str(ipaddress.ip_address(packet[24:40])), packet[6], packet[40:]
    if kind == ETH_P_ARP:
        return "", 0, b""
    return None


class Watcher:
    """Questions to the DNS and beginnings of connections, in their order, since the last clear()."""

    def __init__(self, interface):
        self.socket = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(ETH_P_ALL))
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 8 << 20)
        self.socket.bind((interface, 0))
        self.clear()
        threading.Thread(target=self._watch, daemon=True).start()

    def clear(self):
        self.frames = []
        self.questions = []
        self.connections = []

    def _watch(self):
        while True:
            frame, (_interface, _protocol, kind, *_rest) = self.socket.recvfrom(65536)
            parts = split_frame(frame) if kind != PACKET_OUTGOING else None
            if parts:
                self.frames.append(frame)
                self._note(*parts)

    def _note(self, destination, protocol, rest):
        if protocol == UDP and struct.unpack_from("!H", rest, 2)[0] == 53:
            self.questions.append(read_question(rest[8:]))
        elif protocol == TCP and rest[13] & (SYN | ACK) == SYN:
            self.connections.append((destination, struct.unpack_from("!H", rest, 2)[0]))

    def saw(self, text):
        """Whether somebody sent this openly."""
        return any(text in frame for frame in self.frames)
