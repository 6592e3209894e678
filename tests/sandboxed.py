"""Work for the sandbox that shows what it may take."""

import os
import re
import resource
import signal
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from foresail.errors import NotFound
from foresail.sandbox.limits import Limits

SECRET = re.compile(rb"secret-[0-9a-f]{32}")


def read_bounds(task: Mapping[str, Any], into: Path, limits: Limits) -> dict[str, int]:
    """The bounds that the process runs under."""
    names = ("RLIMIT_AS", "RLIMIT_CPU", "RLIMIT_CORE", "RLIMIT_FSIZE")
    return {name: resource.getrlimit(getattr(resource, name))[0] for name in names}


def read_environment(task: Mapping[str, Any], into: Path, limits: Limits) -> dict[str, str]:
    """What the process has been told by its environment."""
    return dict(os.environ)


def find_secret(task: Mapping[str, Any], into: Path, limits: Limits) -> bool:
    """Whether a SECRET is somewhere in the memory that the process was forked with."""
    with Path("/proc/self/mem").open("rb", 0) as memory:
        for line in Path("/proc/self/maps").read_text().splitlines():
            span, rights, *_ = line.split()
            start, end = (int(place, 16) for place in span.split("-"))
            if rights.startswith("rw"):
                memory.seek(start)
                if SECRET.search(memory.read(end - start)):
                    return True
    return False


def end_the_launcher(task: Mapping[str, Any], into: Path, limits: Limits) -> None:
    """Kill the process that has forked the one that this one's parent is."""
    parent = Path(f"/proc/{os.getppid()}/stat").read_text().rpartition(")")[2].split()
    os.kill(int(parent[1]), signal.SIGKILL)


def remember(task: Mapping[str, Any], into: Path, limits: Limits) -> bool:
    """Say whether the task holds a SECRET."""
    return SECRET.fullmatch(task["secret"].encode()) is not None


def hold(task: Mapping[str, Any], into: Path, limits: Limits) -> int:
    """Hold so many MiB for a moment."""
    held = bytearray(b"x") * (task["mib"] * 1024**2)
    time.sleep(1)
    return len(held)


def touch(task: Mapping[str, Any], into: Path, limits: Limits) -> int:
    """Hold so many MiB and end at once."""
    return len(bytearray(b"x") * (task["mib"] * 1024**2))


def hold_a_file(task: Mapping[str, Any], into: Path, limits: Limits) -> None:
    """Write a temporary file, and compute for ever."""
    with tempfile.NamedTemporaryFile(prefix="foresail-held-") as file:
        file.write(b"x")
        spin(task, into, limits)


def spin(task: Mapping[str, Any], into: Path, limits: Limits) -> None:
    """Compute for ever."""
    while True:
        pass


def abort(task: Mapping[str, Any], into: Path, limits: Limits) -> None:
    """End as a crafted file makes a reader end."""
    os.abort()


def refuse(task: Mapping[str, Any], into: Path, limits: Limits) -> None:
    """Refuse the task."""
    raise NotFound("There is no such thing.", "Ask for another.", {"name": "x"})


class Strange(NotFound):
    """An error that is none of the library's."""


def pretend(task: Mapping[str, Any], into: Path, limits: Limits) -> None:
    """Refuse with an error of a module of its own."""
    raise Strange("There is no such thing.", "Ask for another.")
