"""The launcher: a process that loads what work needs once, and forks a child for each order.

Its standard input is a socket. The name of a work's module on it brings two files: the conversation, a socket
that the order comes from and that is told the child's number and then its end, and the child's standard
error. The launcher reads no order: what one holds, every later child would have in its memory.
"""

import json
import os
import signal
import socket
import sys
import warnings
from contextlib import suppress
from importlib import import_module
from typing import Any, NoReturn

from foresail.sandbox.launching import END, NAME_BYTES, NUMBER, TAKEN
from foresail.sandbox.working import work

IDLE_SECONDS = 600
"""It ends after so long without an order: what it has loaded holds memory."""
STANDARD_INPUT, STANDARD_ERROR = 0, 2
MAXRSS_UNIT_BYTES = 1 if sys.platform == "darwin" else 1024


def main() -> None:
    """Take orders until who gives them is gone, or none has come for long."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    # The threads that the libraries have by now do nothing that a child waits for (docs/adr/0005).
    warnings.filterwarnings("ignore", "This process .* is multi-threaded", DeprecationWarning)
    control = _socket(STANDARD_INPUT)
    control.settimeout(IDLE_SECONDS)
    with suppress(TimeoutError, ConnectionError):
        while True:
            module, files, *_ = socket.recv_fds(control, NAME_BYTES, 2)
            if not files:
                return
            control.sendall(TAKEN)
            _load(module.decode().strip())
            if os.fork() == 0:
                os.dup2(os.open(os.devnull, os.O_RDONLY), control.detach())
                _attend(*files)
            for file in files:
                os.close(file)


def _socket(file: int) -> socket.socket:
    """A socket by its number; its kind is named, for it cannot be asked once the other side is gone."""
    return socket.socket(socket.AF_UNIX, socket.SOCK_STREAM, 0, file)


def _load(module: str) -> None:
    """Load a work's module and the LIBRARIES that it names; what cannot be loaded fails in the child."""
    with suppress(Exception):
        for name in getattr(import_module(module), "LIBRARIES", ()):
            import_module(name)


def _attend(conversation: int, errors: int) -> NoReturn:
    """Have a child do the work, and tell its number and how it ended."""
    os.dup2(errors, STANDARD_ERROR)
    os.close(errors)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    talk = _socket(conversation)
    child = os.fork()
    if child == 0:
        work(_hear(talk))
    try:
        talk.sendall(NUMBER.pack(child))
    except OSError:  # nobody watches it
        os.kill(child, signal.SIGKILL)
    _, status, used = os.wait4(child, 0)
    with suppress(OSError):
        talk.sendall(END.pack(os.waitstatus_to_exitcode(status), used.ru_maxrss * MAXRSS_UNIT_BYTES))
    os._exit(0)


def _hear(talk: socket.socket) -> dict[str, Any]:
    with talk, talk.makefile("rb") as sent:
        order: dict[str, Any] = json.load(sent)
    return order


if __name__ == "__main__":
    main()
