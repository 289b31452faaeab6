#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Put GNOME Keyring into a state, without anybody at the keyboard.

keyring.py create LABEL PASSWORD [ALIAS]   a new, unlocked keyring; prints its path
keyring.py unlock PATH PASSWORD            with no dialog
keyring.py lock PATH
keyring.py count NAME=VALUE…               how many items have these attributes
keyring.py labels NAME=VALUE…              their labels, one a line

The interface that takes a master password exists for the log-in of a session only; a test may use it.
"""

import sys

from gi.repository import Gio, GLib

NAME = "org.freedesktop.secrets"
ROOT = "/org/freedesktop/secrets"
SERVICE = "org.freedesktop.Secret.Service"
MASTER = "org.gnome.keyring.InternalUnsupportedGuiltRiddenInterface"

bus = Gio.bus_get_sync(Gio.BusType.SESSION)


def call(path, interface, method, signature, *values):
    flags, milliseconds = Gio.DBusCallFlags.NONE, 10000
    arguments = GLib.Variant(signature, values)
    return bus.call_sync(NAME, path, interface, method, arguments, None, flags, milliseconds, None).unpack()


def secret(password):
    _output, session = call(ROOT, SERVICE, "OpenSession", "(sv)", "plain", GLib.Variant("s", ""))
    return (session, b"", password.encode(), "text/plain")


def create(label, password, alias=None):
    properties = {"org.freedesktop.Secret.Collection.Label": GLib.Variant("s", label)}
    (path,) = call(ROOT, MASTER, "CreateWithMasterPassword", "(a{sv}(oayays))", properties, secret(password))
    if alias:
        call(ROOT, SERVICE, "SetAlias", "(so)", alias, path)
    print(path)


def unlock(path, password):
    call(ROOT, MASTER, "UnlockWithMasterPassword", "(o(oayays))", path, secret(password))


def lock(path):
    call(ROOT, SERVICE, "Lock", "(ao)", [path])


def search(*pairs):
    attributes = dict(pair.split("=", 1) for pair in pairs)
    unlocked, locked = call(ROOT, SERVICE, "SearchItems", "(a{ss})", attributes)
    return unlocked + locked


def count(*pairs):
    print(len(search(*pairs)))


def labels(*pairs):
    label = ("org.freedesktop.Secret.Item", "Label")
    for path in search(*pairs):
        print(*call(path, "org.freedesktop.DBus.Properties", "Get", "(ss)", *label))


COMMANDS = {function.__name__: function for function in (create, unlock, lock, count, labels)}

if __name__ == "__main__":
    COMMANDS[sys.argv[1]](*sys.argv[2:])
