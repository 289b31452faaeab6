# SPDX-License-Identifier: GPL-3.0-or-later
"""siegel-cli as the tests call it. SIEGEL_CLI names the program."""

import json
import os
import pty
import select
import subprocess
import time

PROGRAM = os.environ["SIEGEL_CLI"]
LIMIT = 60


def environment(**changes):
    return {**os.environ, **changes}


def run(*arguments, data=b"", env=None):
    """The finished process, with its output as bytes."""
    return subprocess.run([PROGRAM, *arguments], input=data, capture_output=True, timeout=LIMIT,
                          env=env or os.environ)


def answers(*arguments, data=b"", env=None):
    """Exit status, and what each line of standard output says in JSON."""
    result = run(*arguments, data=data, env=env)
    assert result.returncode in (0, 1, 3), result
    return result.returncode, [json.loads(line) for line in result.stdout.splitlines()]


def answer(*arguments, data=b"", env=None):
    """Exit status, and the only line."""
    status, lines = answers(*arguments, data=data, env=env)
    assert len(lines) == 1, lines
    return status, lines[0]


class Terminal:
    """siegel-cli at a terminal of its own, with somebody who types."""

    def __init__(self, *arguments, env=None):
        self.shown = b""
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            os.execve(PROGRAM, [PROGRAM, *arguments], env or dict(os.environ))

    def _read(self, deadline):
        ready, _, _ = select.select([self.fd], [], [], max(0, deadline - time.monotonic()))
        if not ready:
            raise TimeoutError(self.shown)
        try:
            part = os.read(self.fd, 4096)
        except OSError:
            # Linux reports the end of a terminal like this.
            part = b""
        self.shown += part
        return part

    def wait_for(self, text):
        deadline = time.monotonic() + LIMIT
        while text not in self.shown:
            if not self._read(deadline):
                raise EOFError(self.shown)

    def type(self, text):
        os.write(self.fd, text)

    def finish(self):
        """Exit status of the program, negative where a signal ended it."""
        deadline = time.monotonic() + LIMIT
        while self._read(deadline):
            pass
        os.close(self.fd)
        return os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])
