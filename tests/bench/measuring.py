"""Measures work in a process of its own, by the operating system's account, and prints tables of it."""

import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

RUNS = 3


@dataclass(frozen=True)
class Cost:
    """What a process took: CPU seconds and the most memory it held."""

    cpu_s: float
    peak_mib: float


@dataclass(frozen=True)
class Row:
    """One line of a table: a figure of ours beside the peer's, in a unit."""

    name: str
    ours: float
    peer: float
    unit: str


def run_alone(module: str, *arguments: str) -> Cost:
    """Run `python -m module` and wait for it; raises CalledProcessError when it fails."""
    return run_program(sys.executable, "-m", module, *arguments)


def run_program(*command: str) -> Cost:
    """Run a program and wait for it; raises CalledProcessError when it fails."""
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    unit = 1024**2 if sys.platform == "darwin" else 1024
    return Cost(usage.ru_utime + usage.ru_stime, usage.ru_maxrss / unit)


def compare(ours: Sequence[str], peer: Sequence[str], runs: int = RUNS) -> tuple[Cost, Cost]:
    """The median cost of two commands, run in turn so that a change of the machine's speed meets both."""
    pairs = [(run_alone(*ours), run_alone(*peer)) for _ in range(runs)]
    return tuple(  # type: ignore[return-value]
        Cost(median(cost.cpu_s for cost in costs), median(cost.peak_mib for cost in costs))
        for costs in zip(*pairs, strict=True)
    )


def show(title: str, peer: str, rows: Sequence[Row]) -> None:
    """Print one table."""
    print(f"\n{title}\n{'':<34}{'Foresail':>12}{peer[:22]:>24}{'unit':>16}{'ratio':>8}")
    for row in rows:
        print(f"{row.name:<34}{row.ours:>12.2f}{row.peer:>24.2f}{row.unit:>16}{row.ours / row.peer:>8.2f}")
