# SPDX-License-Identifier: GPL-3.0-or-later
"""Looks for a secret in the memory of a program.

    watched = Watched([program, …], needles_of(password))
    watched.wait()
    assert watched.found == []

The kernel stops the program (ptrace) on its way out: what it wipes is wiped by then, and all of its memory is still
there to be read. Needs to be root, or to be started by run_with_right_to_look().
"""

import base64
import ctypes
import os
import secrets
import shutil
import signal
import string
import subprocess
import sys
import threading
from urllib.parse import quote

LIBC = ctypes.CDLL(None, use_errno=True)
LIBC.ptrace.argtypes = [ctypes.c_long, ctypes.c_long, ctypes.c_void_p, ctypes.c_void_p]
LIBC.ptrace.restype = ctypes.c_long
TRACEME, CONT, SETOPTIONS = 0, 7, 0x4200
TRACEEXIT, EXITKILL = 0x40, 0x100000
EVENT_EXIT = 6
CAP_SYS_PTRACE = 19
PAGE = 4096
PARTS = 3
SHORTEST = 8
SKIPPED = 77


def make_password():
    """Nothing else in memory looks like it, and everything is in it that is written differently here and there."""
    def letters():
        return "".join(secrets.choice(string.ascii_letters + string.digits) for _ in range(12))
    return letters() + "\"\\ü" + letters()


def forms_of(secret):
    """How a password may stand in memory or in a text: {name: bytes}."""
    raw = secret.encode()
    forms = {
        "as typed": raw,
        "in quotation marks": raw.replace(b"\\", b"\\\\").replace(b'"', b'\\"'),
        "percent-encoded": quote(secret, safe="").encode(),
        "UTF-16": secret.encode("utf-16-le"),
        "UTF-32": secret.encode("utf-32-le"),
        "hexadecimal": raw.hex().encode(),
        "hexadecimal with spaces": raw.hex(" ").encode(),
        "an array of bytes": ", ".join(f"0x{byte:02x}" for byte in raw).encode(),
        "escaped": secret.encode("unicode_escape").replace(b'"', b'\\"'),
        "in octal escapes": b"".join(b"\\%03o" % byte if byte > 126 else bytes([byte]) for byte in raw),
    }
    # What base64 makes of it depends on how many bytes come before; those it shares with neighbours are left out.
    for before in range(3):
        text = base64.b64encode(bytes(before) + raw).rstrip(b"=")
        forms[f"base64 after {before} bytes"] = text[(0, 2, 3)[before]:len(text) - 2]
    return forms


def needles_of(secret, **more):
    """Pieces of all forms, since a block that was freed loses its first bytes only: [(name, bytes)]."""
    needles = {}
    for name, form in {**forms_of(secret), **more}.items():
        size = max(SHORTEST, len(form) // PARTS)
        for start in range(0, len(form) - size + 1, size):
            needles.setdefault(form[start:start + size], f"{name}, from byte {start}")
    return [(name, needle) for needle, name in needles.items()]


def search_text(text, needles):
    return [name for name, needle in needles if needle in text]


def _used_parts(content):
    """Most pages are empty, as those of a thread's stack, and take most of the time: (offset, bytes) of the others."""
    start = None
    for page in range(0, len(content) + PAGE, PAGE):
        empty = page >= len(content) or content.count(0, page, page + PAGE) == PAGE
        if empty and start is not None:
            yield start, content[start:page]
            start = None
        elif not empty and start is None:
            start = page


def read(process):
    """What the program can write to or has made itself, which is all but the files it only reads: (place, address,
    bytes)."""
    with open(f"/proc/{process}/maps") as maps, open(f"/proc/{process}/mem", "rb", 0) as memory:
        for line in maps:
            place, rights, _offset, _device, inode, *name = line.split(None, 5)
            start, end = (int(number, 16) for number in place.split("-"))
            if rights[0] != "r" or start >= 1 << 63 or inode != "0" and "w" not in rights:
                continue
            try:
                memory.seek(start)
                content = memory.read(end - start)
            except OSError:
                continue  # memory of a device
            for offset, part in _used_parts(content):
                yield f"{place} {''.join(name).strip() or 'anonymous'}", start + offset, part


def search(process, needles, margin=64):
    """What was found in the memory of a process, with what stands around it, and how many bytes were searched."""
    found, searched = [], 0
    for place, address, content in read(process):
        searched += len(content)
        for name, needle in needles:
            at = content.find(needle)
            if at >= 0:
                found.append((name, place, hex(address + at), content[max(0, at - margin):at + len(needle) + margin]))
    return found, searched


def may_look():
    with open("/proc/self/status") as status:
        rights = next(line for line in status if line.startswith("CapEff"))
    return int(rights.split()[1], 16) >> CAP_SYS_PTRACE & 1


def run_with_right_to_look():
    """Starts this program again, where that helps, as one that may look into processes that are closed to others: they
    belong to root, so it has to be root in a world of its own. The session of the test belongs into that world, too."""
    command = ["unshare", "--user", "--map-root-user"]
    if may_look():
        return
    if shutil.which("unshare") is None or subprocess.run([*command, "true"], capture_output=True).returncode != 0:
        print("skipped: no right to look into the memory of a process")
        sys.exit(SKIPPED)
    os.execvp(command[0], [*command, sys.executable, *sys.argv])


class Watched:
    """A program whose memory is searched when it ends. In a thread, since only the one that starts a program may trace
    it, and a program that is traced stops at each signal."""

    def __init__(self, command, needles, prepare=None, **options):
        """prepare: runs in the new process, before the program."""
        self.command, self.needles, self.options = command, needles, options
        self.prepare = prepare
        self.found, self.searched = None, 0
        self.pid = self.status = self.left_core = None
        self._started = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()
        self._started.wait()

    def wait(self, seconds=60):
        """How the program ended: as in subprocess."""
        self._thread.join(seconds)
        if self._thread.is_alive():
            raise subprocess.TimeoutExpired(self.command, seconds)
        return self.status

    # What atspi.Program asks of a process.

    @property
    def returncode(self):
        return self.status

    def poll(self):
        return None if self._thread.is_alive() else self.status

    def send_signal(self, number):
        os.kill(self.pid, number)

    def kill(self):
        self.send_signal(signal.SIGKILL)

    def _be_traced(self):
        if self.prepare:
            self.prepare()
        LIBC.ptrace(TRACEME, 0, None, None)

    def _run(self):
        process = subprocess.Popen(self.command, preexec_fn=self._be_traced, **self.options)
        self.pid = process.pid
        os.waitpid(self.pid, 0)
        LIBC.ptrace(SETOPTIONS, self.pid, None, TRACEEXIT | EXITKILL)
        self._started.set()
        number = 0
        while True:
            LIBC.ptrace(CONT, self.pid, None, number)
            _pid, status = os.waitpid(self.pid, 0)
            if not os.WIFSTOPPED(status):
                self.status = process.returncode = os.waitstatus_to_exitcode(status)
                self.left_core = os.WCOREDUMP(status)
                return
            at_exit = status >> 8 == signal.SIGTRAP | EVENT_EXIT << 8
            if at_exit:
                self.found, self.searched = search(self.pid, self.needles)
            number = 0 if at_exit else os.WSTOPSIG(status)
