# SPDX-License-Identifier: GPL-3.0-or-later
"""Thunderbird as somebody uses it: finds what is shown in its window, types and clicks. Speaks Marionette, the protocol
by which Mozilla tests its own programs; the profile names the port (marionette.port)."""

import json
import socket
import time

SECONDS = 60
START = ["--marionette", "-remote-allow-system-access"]

# Its windows are made of components with a document of their own each, and so are its tabs.
LOOK = """
const inside = node => node.shadowRoot || (node.localName == "browser" && node.contentDocument);
const deep = (root, selector) => [...root.querySelectorAll(selector)].concat(
  ...[...root.querySelectorAll("*")].map(inside).filter(Boolean).map(root => deep(root, selector)));
const shown = selector => deep(document, selector).find(
  node => node.checkVisibility() && node.getBoundingClientRect().width > 0 && !node.disabled);
"""

TYPE = """
const node = shown(arguments[0]);
if (!node) return false;
node.focus();
node.value = arguments[1];
for (const name of ["input", "change"]) node.dispatchEvent(new Event(name, {bubbles: true, composed: true}));
return true;
"""


class Marionette:
    def __init__(self, port):
        self.socket = self._connect(port)
        self.file = self.socket.makefile("rb")
        self.number = 0
        self._read()
        self.call("WebDriver:NewSession", {"capabilities": {}})
        self.call("Marionette:SetContext", {"value": "chrome"})

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.file.close()
        self.socket.close()

    @staticmethod
    def _connect(port):
        end = time.monotonic() + SECONDS
        while True:
            try:
                return socket.create_connection(("127.0.0.1", port), timeout=SECONDS)
            except OSError:
                assert time.monotonic() < end, "Thunderbird does not listen"
                time.sleep(0.1)

    def _read(self):
        length = b""
        while (digit := self.file.read(1)) != b":":
            assert digit, "Thunderbird is gone"
            length += digit
        return json.loads(self.file.read(int(length)))

    def call(self, command, arguments):
        self.number += 1
        message = json.dumps([0, self.number, command, arguments]).encode()
        self.socket.sendall(b"%d:%s" % (len(message), message))
        _kind, _number, error, result = self._read()
        assert error is None, error
        return result

    def wait(self, script, *arguments):
        """For anything but nothing, which it returns."""
        end = time.monotonic() + SECONDS
        while True:
            answer = self.call("WebDriver:ExecuteScript", {"script": LOOK + script, "args": arguments,
                                                           "sandbox": "system", "newSandbox": True})["value"]
            if answer:
                return answer
            assert time.monotonic() < end, (script, arguments)
            time.sleep(0.1)

    def click(self, selector):
        self.wait("const node = shown(arguments[0]); if (node) node.click(); return !!node;", selector)

    def type(self, selector, text):
        self.wait(TYPE, selector, text)

    def find(self, selector):
        """Its id."""
        return self.wait("const node = shown(arguments[0]); return node && node.id;", selector)

    def read(self, selector):
        return self.wait("const node = shown(arguments[0]); return node && node.innerText;", selector)
