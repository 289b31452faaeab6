# SPDX-License-Identifier: GPL-3.0-or-later
"""Accounts and programs that take them, for the tests of the hand-over. HAND_OVER names the tool that gives."""

import dataclasses
import json
import os
import subprocess

from gi.repository import Gio, GLib

LIMIT = 60
GOA = "org.gnome.OnlineAccounts"
GOA_MANAGER = "/org/gnome/OnlineAccounts/Manager"
EDS = "org.gnome.evolution.dataserver.Sources5"
EDS_MANAGER = "/org/gnome/evolution/dataserver/SourceManager"
EDS_SOURCE = "org.gnome.evolution.dataserver.Source"


@dataclasses.dataclass
class Account:
    """What Siegel knows of one. Without a user a server wants no sign-in."""
    address: str = "alice@example.test"
    name: str = 'Alice "Ä" Example; #1'
    password: str = "secret"
    user: str = "alice@example.test"
    incoming: tuple = ("imap", "127.0.0.1", 993, False)
    outgoing: tuple = ("smtp", "127.0.0.1", 465, False)
    outgoing_user: str = "same"
    outgoing_password: str = ""
    more: dict = dataclasses.field(default_factory=dict)

    @property
    def smtp_user(self):
        return self.user if self.outgoing_user == "same" else self.outgoing_user

    def text(self):
        """As the tool reads it."""
        file = GLib.KeyFile()
        values = {"name": self.name, "address": self.address, "password": self.password,
                  "outgoing-password": self.outgoing_password, **self.more}
        for key, value in values.items():
            if value:
                file.set_string("account", key, value)
        for group, server, user in (("incoming", self.incoming, self.user), ("outgoing", self.outgoing, self.smtp_user)):
            protocol, host, port, starttls = server
            file.set_string(group, "protocol", protocol)
            file.set_string(group, "host", host)
            file.set_integer(group, "port", port)
            file.set_boolean(group, "starttls", starttls)
            if user:
                file.set_string(group, "user", user)
        return file.to_data()[0]


def run(program, verb, account):
    result = subprocess.run([os.environ["HAND_OVER"], program, verb], input=account.text(), capture_output=True, text=True,
                            timeout=LIMIT)
    assert result.returncode == 0 and result.stderr == "", result
    return result.stdout


def hand_over(program, verb, account):
    return json.loads(run(program, verb, account))


def export(format_name, account):
    return run(format_name, "export", account)


def state(program, account):
    return hand_over(program, "look", account)["state"]


def call(name, path, method, signature=None, *values):
    bus = Gio.bus_get_sync(Gio.BusType.SESSION)
    interface, method = method.rsplit(".", 1)
    arguments = GLib.Variant(signature, values) if signature else None
    return bus.call_sync(name, path, interface, method, arguments, None, Gio.DBusCallFlags.NONE, 20000, None).unpack()


def objects(name, path):
    return call(name, path, "org.freedesktop.DBus.ObjectManager.GetManagedObjects")[0]


def goa_accounts():
    """Path → interfaces of the accounts of GNOME Online Accounts."""
    found = objects(GOA, "/org/gnome/OnlineAccounts")
    return {path: interfaces for path, interfaces in found.items() if GOA + ".Account" in interfaces}


def goa_password(path, which="imap"):
    return call(GOA, path, GOA + ".PasswordBased.GetPassword", "(s)", which + "-password")[0]


def eds_sources():
    """Name → (path, text) of the mail accounts of Evolution Data Server, without those that everybody has."""
    found = ((path, interfaces.get(EDS_SOURCE)) for path, interfaces in objects(EDS, EDS_MANAGER).items())
    return {source["UID"]: (path, source["Data"]) for path, source in found
            if source and source["UID"] not in ("local", "sendmail", "vfolder")
            and any(f"[Mail {part}]" in source["Data"] for part in ("Account", "Identity", "Transport"))}
