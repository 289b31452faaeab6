# SPDX-License-Identifier: GPL-3.0-or-later
"""What Dovecot is told, in the language of the release that is installed: 2.4 names and nests most things in another way
than 2.3, and knows nothing of some."""

import functools
import os
import shutil
import subprocess

# Before a name in its log.
SIGNED_IN = "Log(?:in|ged in): user=<"
PATH = os.environ["PATH"] + ":/usr/sbin"


def program():
    return shutil.which("dovecot", path=PATH)


@functools.cache
def is_new():
    """Whether it is 2.4 or later. Without a Dovecot there is nothing to be said, in whatever language."""
    if program() is None:
        return False
    said = subprocess.run([program(), "--version"], capture_output=True, text=True, check=True).stdout
    return tuple(map(int, said.split()[0].split(".")[:2])) >= (2, 4)


def beginning():
    """What has to come before all else."""
    return "dovecot_config_version = 2.4.0\ndovecot_storage_version = 2.4.0\n" if is_new() else ""


def encryption(certificate, key):
    if is_new():
        return f"ssl_server_cert_file = {certificate}\nssl_server_key_file = {key}\nauth_allow_cleartext = no\n"
    return f"ssl_cert = <{certificate}\nssl_key = <{key}\ndisable_plaintext_auth = yes\n"


def environment(variables):
    """Those of its variables that its children keep."""
    if is_new():
        kept = "".join(f"  {name} = {value}\n" for name, value in variables.items())
        return f"import_environment {{\n{kept}}}\n"
    return f"import_environment = TZ {' '.join(variables)}\n"


def mailboxes(folder):
    """One folder for each name, whatever is in the name."""
    if is_new():
        return f"auth_username_format = %{{user|lower}}\nmail_driver = maildir\nmail_path = {folder}/%{{user}}\n"
    return f"auth_username_format = %Lu\nmail_location = maildir:{folder}/%u\n"


def users(path, uid, gid, folder):
    """Who may sign in, from a file, and where the mail is that they find."""
    if is_new():
        return (f"passdb passwd-file {{\n  passwd_file_path = {path}\n  auth_username_format = %{{user}}\n}}\n"
                f"userdb static {{\n  fields {{\n    uid = {uid}\n    gid = {gid}\n    home = {folder}/%{{user}}\n  }}\n}}\n")
    return (f"passdb {{\n  driver = passwd-file\n  args = username_format=%u {path}\n}}\n"
            f"userdb {{\n  driver = static\n  args = uid={uid} gid={gid} home={folder}/%u\n}}\n")


def endless_service():
    """In a service: its processes serve one connection after the other."""
    return "  restart_request_count = unlimited\n" if is_new() else "  service_count = 0\n"


def sasl_listener(address, port):
    """In the service "auth": where Postfix asks."""
    return (f"  inet_listener{' sasl' if is_new() else ''} {{\n"
            f"    {'listen' if is_new() else 'address'} = {address}\n    port = {port}\n  }}\n")


def debug_sign_in():
    return "log_debug = category=auth\n" if is_new() else "auth_debug = yes\n"


def static(**fields):
    """A database that gives everybody the same answer."""
    if is_new():
        lines = "".join(f"    {name} = {value}\n" for name, value in fields.items())
        return f"passdb static {{\n  fields {{\n{lines}  }}\n}}\n"
    return f"passdb {{\n  driver = static\n  args = {' '.join(f'{name}={value}' for name, value in fields.items())}\n}}\n"


def permissions(path):
    """Who may see which mailbox, from a file."""
    if is_new():
        return f"mail_plugins {{\n  acl = yes\n}}\nacl_driver = vfile\nacl_global_path = {path}\n"
    return f"mail_plugins = acl\nplugin {{\n  acl = vfile:{path}\n}}\n"


def refuse(reason):
    """A database (of 2.4) that finds every password right, and lets nobody in."""
    return static(nopassword="yes", nologin="yes", **({"reason": reason} if reason else {}))


def unavailable(script):
    """A database that does not answer. 2.4 asks no programs any more, but may ask another server, which is not there."""
    if is_new():
        return "passdb imap {\n  imapc_host = 127.0.0.1\n  imapc_port = 1\n}\n"
    return f"passdb {{\n  driver = checkpassword\n  args = {script}\n}}\n"
