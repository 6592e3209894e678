"""What Foresail's plugin adds to an Airflow process: seconds and memory of its import, after Airflow's own."""

import os
import subprocess
import sys
from statistics import median

from tests.bench.measuring import Row, show
from tests.conftest import PROJECT

RUNS = 7
PROGRAM = """
import resource, sys, time
sys.path.insert(0, {plugins!r})
from airflow.api_fastapi.app import cached_app
cached_app()
def held():
    with open("/proc/self/statm") as file:
        return int(file.read().split()[1]) * resource.getpagesize() / 1024**2
before, started = held(), time.perf_counter()
if {ours}:
    import foresail_plugin
print(time.perf_counter() - started, held() - before, held())
"""


def main() -> None:
    """Import it in a process that has built Airflow's app, and do not in another, in turn."""
    runs = [(_run(True), _run(False)) for _ in range(RUNS)]
    seconds = median(ours[0] for ours, _ in runs)
    ours, peer = (median(run[which][2] for run in runs) for which in (0, 1))
    added = median(ours[1] for ours, _ in runs)
    show("Memory of an api-server's process", "without Foresail", [Row("resident", ours, peer, "MiB")])
    print(f"importing the plugin adds {seconds:.2f} s and {added:.0f} MiB")


def _run(ours: bool) -> tuple[float, float, float]:
    program = PROGRAM.format(plugins=str(PROJECT / "plugins"), ours=ours)
    environment = {"AIRFLOW__CORE__PLUGINS_FOLDER": "/nowhere", "AIRFLOW__CORE__LOAD_EXAMPLES": "False"}
    ended = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True,
        env={**os.environ, **environment},
    )  # fmt: skip
    seconds, added, held = map(float, ended.stdout.strip().splitlines()[-1].split())
    return seconds, added, held
