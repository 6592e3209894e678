"""What is old enough to be deleted, in words, and deleting it; never sales, nor originals nobody erased."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial

from sqlalchemy import Connection, Engine

from foresail.intake.erasing import erase_rest, list_unfinished
from foresail.monitoring import scoring
from foresail.settings import Settings
from foresail.storage.keys import CHECK_KEPT, CHECK_WHOLE, plan_folder
from foresail.storage.objects import Storage
from foresail.warehouse import demand, runs, thinning
from foresail.warehouse.connecting import reading, writing
from foresail.warehouse.thinning import OldModel, OldRun

MARKED = "/marked"


@dataclass(frozen=True)
class Item:
    """Something that can be deleted: what it is, in words, and how; doing it again does no harm."""

    words: str
    delete: Callable[[], None]


@dataclass(frozen=True)
class Retention:
    """What is kept for how long, where, as of a time (UTC)."""

    warehouse: Engine
    storage: Storage
    settings: Settings
    now: datetime

    def find(self) -> list[Item]:
        """Everything that is old enough, in the order it is to be deleted in."""
        with reading(self.warehouse) as connection:
            kept_runs = self._kept_runs(connection)
            kept_models = self._kept_models(connection, kept_runs)
            found = [*self._runs(connection, kept_runs), *self._models(connection, kept_models)]
            found += [*self._mail(connection, kept_runs), *self._work(connection)]
            found += self._erasures(connection)
            contents = thinning.list_contents(connection)
            settled = thinning.list_settled_contents(connection)
        return [*found, *self._checks(contents), *self._findings(settled)]

    def _before(self, days: int) -> datetime:
        return self.now - timedelta(days=days)

    def _kept_runs(self, connection: Connection) -> dict[int, OldRun]:
        """The runs whose series stay: new, published, or with steps that are to be scored yet."""
        before = self._before(self.settings.keep_forecasts_days)
        open_runs = {thinning.published_run(connection), *_unscored(connection)}
        return {
            run.id: run
            for run in thinning.list_runs(connection)
            if run.thinned_at is None and (run.started_at >= before or run.id in open_runs)
        }

    def _runs(self, connection: Connection, kept: dict[int, OldRun]) -> Iterator[Item]:
        for run in thinning.list_runs(connection):
            if run.id not in kept:
                words = f"the series of forecast run {run.id}, started on {run.started_at:%Y-%m-%d}"
                yield Item(words, partial(self._thin_run, run.id))

    def _thin_run(self, run_id: int) -> None:
        with writing(self.warehouse) as connection:
            is_thinned = thinning.mark_run(connection, run_id, self.now)
        while is_thinned:
            with writing(self.warehouse) as connection:
                is_thinned = thinning.delete_series(connection, run_id) > 0
        self.storage.remove_folder(f"predictions/{run_id}")

    def _kept_models(self, connection: Connection, kept_runs: dict[int, OldRun]) -> dict[int, OldModel]:
        """New models, both champions, the newest one, and those that kept forecasts come from."""
        known = thinning.list_models(connection)
        wanted = {*thinning.champions(connection)}
        wanted |= {max((model.id for model in known if model.registered_at), default=0)}
        wanted |= {number for run in kept_runs.values() for number in (run.model_id, run.as_of_model)}
        before = self._before(self.settings.keep_models_days)
        return {model.id: model for model in known if model.started_at >= before or model.id in wanted}

    def _models(self, connection: Connection, kept: dict[int, OldModel]) -> Iterator[Item]:
        """Models and plans of which something is left; then the snapshots that nothing points to any more."""
        held = set(self.storage.folders("models"))
        planned = set(self.storage.folders("plans"))
        for model in thinning.list_models(connection):
            plan = plan_folder(model.dag_run_id)
            is_there = str(model.id) in held or plan.rsplit("/")[-1] in planned
            if model.id not in kept and (model.thinned_at is None or is_there):
                words = f"model {model.id}, started on {model.started_at:%Y-%m-%d}, its backtest and its plan"
                yield Item(words, partial(self._thin_model, model.id, plan))
        used = {model.snapshot_key for model in kept.values()}
        known = {model.snapshot_key for model in thinning.list_models(connection)}
        oldest = min((model.data_version for model in kept.values()), default=0)
        for name in self.storage.folders("snapshots"):
            version = name.partition("-")[0]
            is_older = version.isdigit() and int(version) < oldest
            if f"snapshots/{name}" not in used and (f"snapshots/{name}" in known or is_older):
                words = f"the snapshot of data version {version} (snapshots/{name})"
                yield Item(words, partial(self._thin_snapshot, f"snapshots/{name}"))

    def _thin_snapshot(self, folder: str) -> None:
        """Remove a snapshot, unless a model that is not thinned points to it by now."""
        with reading(self.warehouse) as connection:
            used = {m.snapshot_key for m in thinning.list_models(connection) if m.thinned_at is None}
        if folder not in used:
            self.storage.remove_folder(folder)

    def _thin_model(self, model_id: int, plan: str) -> None:
        with writing(self.warehouse) as connection:
            is_thinned = thinning.mark_model(connection, model_id, self.now)
        if is_thinned:
            self.storage.remove_folder(plan)
            self.storage.remove_folder(f"models/{model_id}")

    def _mail(self, connection: Connection, kept_runs: dict[int, OldRun]) -> Iterator[Item]:
        numbers = [int(name) for name in self.storage.folders("outbox") if name.isdigit()]
        before, current = self._before(self.settings.keep_mail_days), thinning.published_run(connection)
        for run_id, started_at in sorted(thinning.run_starts(connection, numbers).items()):
            if started_at < before and run_id != current:
                yield Item(f"the digest of forecast run {run_id}", partial(self._forget_mail, run_id))

        for event_id in thinning.old_events(connection, before):
            yield Item(f"event {event_id} and its mails", partial(self._forget_event, event_id))

    def _forget_event(self, event_id: int) -> None:
        self.storage.remove_folder(f"outbox/events/{event_id}")
        with writing(self.warehouse) as connection:
            thinning.delete_event(connection, event_id)

    def _forget_mail(self, run_id: int) -> None:
        with writing(self.warehouse) as connection:
            thinning.forget_deliveries(connection, run_id)
        self.storage.remove_folder(f"outbox/{run_id}")

    def _checks(self, contents: set[str]) -> Iterator[Item]:
        before = self._before(self.settings.keep_checks_days)
        for name in self.storage.folders("checks"):
            if name.partition("-")[0] in contents:
                continue
            try:
                written = self.storage.written_at(f"checks/{name}/report.json")
            except FileNotFoundError:  # a check is under way, or was left half done
                continue
            if written < before:
                words = f"the check of a file that was never accepted (checks/{name})"
                yield Item(words, partial(self.storage.remove_folder, f"checks/{name}"))

    def _findings(self, settled: set[str]) -> Iterator[Item]:
        """The findings and lines of checks whose upload is stored; asked for, they are made again."""
        before = self._before(self.settings.keep_findings_days)
        for name in self.storage.folders("checks"):
            if name.partition("-")[0] not in settled:
                continue
            report = f"checks/{name}/report.json"
            if self.storage.exists(report) and self.storage.written_at(report) < before:
                keys = self.storage.keys(f"checks/{name}")
                parts = [key for key in keys if not key.endswith((*CHECK_KEPT, MARKED))]
                if parts:
                    words = f"the findings and lines of a stored upload's check (checks/{name})"
                    yield Item(words, partial(self._thin_check, f"checks/{name}", parts))

    def _thin_check(self, folder: str, parts: list[str]) -> None:
        """Delete parts of a check, first that without which it is known to be thinned."""
        for key in sorted(parts, key=lambda key: not key.endswith(CHECK_WHOLE)):
            self.storage.delete(key)
        self.storage.remove_folder(f"{folder}{MARKED}")

    def _erasures(self, connection: Connection) -> Iterator[Item]:
        for sha256, upload_id in list_unfinished(connection, self.storage).items():
            words = f"what is left of the file of upload {upload_id}, which was erased"
            yield Item(words, partial(erase_rest, self.warehouse, self.storage, sha256))

    def _work(self, connection: Connection) -> Iterator[Item]:
        before = self._before(self.settings.keep_work_days)
        seconds = before.replace(tzinfo=UTC).timestamp()
        if count := thinning.count_work(connection, seconds):
            yield Item(
                f"{count:,} measurements of tasks before {before:%Y-%m-%d}", partial(self._forget, seconds)
            )

    def _forget(self, seconds: float) -> None:
        with writing(self.warehouse) as connection:
            thinning.delete_work(connection, seconds)


def _unscored(connection: Connection) -> set[int]:
    """The public runs with steps that have not ended, or that are due to be scored."""
    newest = demand.last_day(connection)
    if newest is None:
        return set()
    public = runs.list_public(connection, newest - runs.WATCHED)
    due = {one.run.run_id for one in scoring.find_due(connection, public, newest)}
    return due | {run.run_id for run in public if len(scoring.ended(run, newest)) < run.horizon}
