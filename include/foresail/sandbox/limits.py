"""What one process of the sandbox may take: memory, CPU time, clock and unpacked bytes."""

import resource
import sys
from dataclasses import dataclass

from foresail.settings import settings

# Address space is several times what is really held; it ends what asks for gigabytes at once.
ADDRESS_SPACE_PER_MEMORY = 4


@dataclass(frozen=True)
class Limits:
    """How much memory (resident), CPU time and unpacked size the work on one file may take."""

    memory_mib: int
    seconds: int
    unpacked_mib: int

    @property
    def memory_bytes(self) -> int:
        """How much memory it may hold, resident."""
        return self.memory_mib * 1024**2


def read_limits(seconds: int | None = None) -> Limits:
    """The limits as they are set; work that writes a file of any size names `seconds` of its own."""
    now = settings()
    return Limits(now.parse_memory_mib, seconds or now.parse_seconds, now.parse_unpacked_mib)


def limit_process(limits: Limits) -> None:
    """Bound address space, CPU time, files and core dumps of this process."""
    space = limits.memory_bytes * ADDRESS_SPACE_PER_MEMORY
    resource.setrlimit(resource.RLIMIT_CPU, (limits.seconds, limits.seconds + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (space, space))
    if sys.platform != "darwin":
        resource.setrlimit(resource.RLIMIT_AS, (space, space))
