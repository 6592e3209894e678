"""Foresail outside Airflow: the same jobs on a database and a storage that the test names."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from foresail.actions import uploads
from foresail.airflow import connections, mail, tasks, telling
from foresail.intake import questions
from foresail.intake.upload_options import UploadOptions
from foresail.jobs import ingesting, predicting, training
from foresail.storage.objects import Storage
from foresail.warehouse.connecting import reading
from sqlalchemy import Engine, select
from sqlalchemy.sql.schema import Table

VOLATILE = {"started_at", "registered_at", "published_at", "uploaded_at", "happened_at"}


@dataclass
class Deployment:
    """A warehouse and a storage, and the Dags' tasks as plain calls."""

    engine: Engine
    storage: Storage
    runs: int = field(default=0)
    asset_events: list[tuple[str, dict[str, Any]]] = field(default_factory=list)

    def install(self, monkeypatch: Any) -> "Deployment":
        """Make this the deployment that jobs work in."""
        monkeypatch.setattr(connections, "warehouse", lambda: self.engine)
        monkeypatch.setattr(connections, "storage", lambda: self.storage)
        monkeypatch.setattr(tasks, "current_task", lambda: tasks.Task("dag", "run", "task", -1))
        monkeypatch.setattr(mail, "has_mail_server", lambda: False)
        told = self.asset_events
        monkeypatch.setattr(telling, "describe_event", lambda asset, facts: told.append((asset.name, facts)))
        return self

    def accept(self, path: Path, who: str = "planner", **options: Any) -> int:
        """Upload a file, read and resolved as its uploader says."""
        sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
        said = UploadOptions(**options)
        return uploads.accept(path, sha256, file_name=path.name, who=who, options=said).upload_id

    def ingest(self, path: Path, option: str = questions.ALL_NEW, **options: Any) -> int:
        """Upload a file and store it; a person who is asked for its new products chooses the option."""
        upload_id = self.accept(path, **options)
        self.store(upload_id, option)
        return upload_id

    def store(self, upload_id: int, option: str = questions.ALL_NEW, **fields: str) -> dict[str, int]:
        """Run the tasks of foresail_ingest."""
        question = ingesting.validate(upload_id)
        told = {"chosen_options": [option], "params_input": fields, "who": "ann"} if question else None
        return ingesting.store(upload_id, question, told)

    def train(self, run: str = "train-1") -> dict[str, Any]:
        """Run the tasks of foresail_train."""
        shards = training.snapshot(run)
        training.fit_global_model(shards)
        return training.register(run, [training.backtest(shard) for shard in shards])

    def predict(self, run: str = "predict-1") -> dict[str, int]:
        """Run the tasks of foresail_predict."""
        shards = predicting.plan(run)
        return predicting.publish(run, [predicting.forecast(shard) for shard in shards])

    def dump(self, *tables: Table) -> dict[str, list[tuple]]:
        """The rows of tables, sorted, without what says when they were written."""
        with reading(self.engine) as connection:
            return {table.name: _rows(connection.execute, table) for table in tables}


def _rows(execute: Callable[..., Any], table: Table) -> list[tuple]:
    columns = [column for column in table.c if column.name not in VOLATILE]
    return sorted((tuple(row) for row in execute(select(*columns))), key=repr)
