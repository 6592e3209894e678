"""Airflow's LocalExecutor, whose workers have loaded what Foresail's tasks use before the first one comes.

Each task is a process that forks from a worker: to load these anew takes longer than most tasks work.
"""

from contextlib import suppress
from importlib import import_module

from airflow.executors.local_executor import LocalExecutor

LIBRARIES = (
    "airflow.sdk.execution_time.task_runner",
    "alembic.command",
    "holidays",
    "matplotlib.figure",
    "matplotlib.backends.backend_agg",
    "openpyxl",
    "pyarrow.parquet",
    "pymysql",
    "rapidfuzz.process",
    "sqlalchemy",
    "xlsxwriter",
)
"""What they start when they are first used, threads above all, a task starts for itself.

Not polars, which starts threads as soon as it is loaded, and a fork takes none along; nor XGBoost, which
loads scikit-learn where `boosting` does not keep it from it.
"""


class WarmExecutor(LocalExecutor):
    """Loads the libraries, then starts its workers."""

    def start(self) -> None:
        """Start the workers; a library that cannot be loaded is told by the task that needs it."""
        for name in LIBRARIES:
            with suppress(ImportError):
                import_module(name)
        super().start()
