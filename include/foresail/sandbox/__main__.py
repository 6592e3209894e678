"""The launcher: a process that loads what work needs once, and forks a child for each order.

Its standard input is a socket. A byte on it brings two files: the conversation, a socket that the order comes
from and that is told the child's number and then its exit code, and the child's standard error.
"""

import json
import os
import signal
import socket
import sys
from contextlib import suppress
from importlib import import_module
from typing import Any, NoReturn

from foresail.sandbox.launching import NUMBER
from foresail.sandbox.working import work

IDLE_SECONDS = 600
"""It ends after so long without an order: what it has loaded holds memory."""


def main() -> None:
    """Take orders until who gives them is gone, or none has come for long."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    control = socket.socket(fileno=sys.stdin.fileno())
    control.settimeout(IDLE_SECONDS)
    with suppress(TimeoutError):
        while files := socket.recv_fds(control, 1, 2)[1]:
            conversation, errors = files
            with socket.socket(fileno=conversation) as talk:
                order = _hear(talk)
                _load(order["work"].partition(":")[0])
                if os.fork() == 0:
                    os.dup2(os.open(os.devnull, os.O_RDONLY), control.detach())
                    _attend(talk, errors, order)
            os.close(errors)


def _hear(talk: socket.socket) -> dict[str, Any]:
    with talk.makefile("rb") as sent:
        order: dict[str, Any] = json.load(sent)
    return order


def _load(module: str) -> None:
    """Load a work's module and the LIBRARIES that it names; what cannot be loaded fails in the child."""
    with suppress(ImportError):
        for name in getattr(import_module(module), "LIBRARIES", ()):
            import_module(name)


def _attend(talk: socket.socket, errors: int, order: dict[str, Any]) -> NoReturn:
    """Have a child do the work, and tell its number and how it ended."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    child = os.fork()
    if child == 0:
        talk.close()
        os.dup2(errors, sys.stderr.fileno())
        work(order)
    with suppress(OSError):
        talk.sendall(NUMBER.pack(child))
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    with suppress(OSError):
        talk.sendall(NUMBER.pack(code))
    os._exit(0)


if __name__ == "__main__":
    main()
