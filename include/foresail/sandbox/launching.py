"""Starts children for work on files: this process has one launcher, which forks them.

A launcher has loaded what such work needs, which takes twice as long as checking most workbooks does, and
gets none of this process's secrets: it is started with an environment of its own.
"""

import os
import signal
import socket
import struct
import subprocess
import sys
import threading
from contextlib import suppress
from typing import IO, NamedTuple

NUMBER, END = struct.Struct("!i"), struct.Struct("!iq")
NAME_BYTES, TAKEN = 128, b"."
START_SECONDS = 60
# What a process that may be turned against us gets of the environment: no Connection, no key.
NEEDED = {"HOME", "LANG", "LC_ALL", "PATH", "PYTHONPATH", "TMPDIR", "VIRTUAL_ENV"}
# Every thread of a pool reserves address space, and two suffice; OpenBLAS starts its own by being loaded.
CHOSEN = {"POLARS_MAX_THREADS": "2", "OPENBLAS_NUM_THREADS": "1"}


class LauncherGone(Exception):
    """The launcher has ended, or answers no more: it was idle for long, or someone killed it."""


class End(NamedTuple):
    """How a child ended: its exit code, negative for a signal, and the most resident memory that it held."""

    code: int
    peak_bytes: int


class Child:
    """A process that works on an order; `pid` is its number."""

    def __init__(self, talk: socket.socket) -> None:
        self._talk = talk
        (self.pid,) = self._read(NUMBER)

    def wait(self, seconds: float) -> End | None:
        """Its end, once it has ended; None if it has not after so many seconds. Raises LauncherGone."""
        self._talk.settimeout(seconds)
        try:
            return End(*self._read(END))
        except TimeoutError:
            return None

    def kill(self) -> None:
        """End it, whatever it does, and wait for that."""
        with suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGKILL)
        self._talk.settimeout(START_SECONDS)
        with suppress(LauncherGone, OSError):
            self._read(END)

    def close(self) -> None:
        """Hear no more of it."""
        self._talk.close()

    def _read(self, told: struct.Struct) -> tuple[int, ...]:
        # So few bytes are sent at once, so they come at once or not at all.
        read = self._talk.recv(told.size)
        if not read:
            raise LauncherGone
        return told.unpack(read)


class _Launcher:
    """A launcher and the socket to it."""

    def __init__(self) -> None:
        self._control, theirs = socket.socketpair()
        self._control.settimeout(START_SECONDS)
        self._lock = threading.Lock()
        kept = {name: value for name, value in os.environ.items() if name in NEEDED}
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "foresail.sandbox"],
                stdin=theirs.fileno(),
                stdout=subprocess.DEVNULL,
                env=kept | CHOSEN,
            )

    def launch(self, module: str, order: bytes, errors: IO[bytes]) -> Child:
        """Start a child; raises LauncherGone."""
        ours, theirs = socket.socketpair()
        ours.settimeout(START_SECONDS)
        try:
            with theirs:
                self._hand_over(module, [theirs.fileno(), errors.fileno()])
            ours.sendall(order)
            ours.shutdown(socket.SHUT_WR)
            return Child(ours)
        except OSError as error:
            ours.close()
            raise LauncherGone from error
        except BaseException:
            ours.close()
            raise

    def _hand_over(self, module: str, files: list[int]) -> None:
        """Give the launcher two files; once it says so it has them, and ours may be closed."""
        with self._lock:
            socket.send_fds(self._control, [module.encode().ljust(NAME_BYTES)], files)
            if self._control.recv(len(TAKEN)) != TAKEN:
                raise LauncherGone

    def close(self) -> None:
        """Close this process's side of the socket: without any other the launcher ends."""
        self._control.close()


class _Host:
    """This process's launcher: started with the first order, and anew once it is gone."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._launcher: _Launcher | None = None

    def reach(self) -> _Launcher:
        with self._lock:
            self._launcher = self._launcher or _Launcher()
            return self._launcher

    def leave(self, launcher: _Launcher) -> None:
        """Use it no more; another thread may be about to, and finds that it is gone."""
        with self._lock:
            if launcher is self._launcher:
                self._launcher = None

    def forked(self) -> None:
        """In a child of this process: it has none yet, and its parent's ends with its parent."""
        self._lock = threading.Lock()
        if self._launcher is not None:
            self._launcher.close()
            self._launcher = None


_host = _Host()
os.register_at_fork(after_in_child=_host.forked)


def launch(module: str, order: bytes, errors: IO[bytes]) -> Child:
    """Start a child for an order (JSON) to a module; it says on `errors` what went wrong.

    Raises LauncherGone where no launcher can be started.
    """
    launcher = _host.reach()
    try:
        return launcher.launch(module, order, errors)
    except LauncherGone:
        _host.leave(launcher)
        return _host.reach().launch(module, order, errors)
