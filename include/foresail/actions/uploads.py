"""Accepts a file: keeps its bytes, checks it, gives it a number. What is refused leaves nothing behind."""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from foresail.actions import mappings, products
from foresail.actions.receiving import shown_name
from foresail.actions.unit import Change, bookkeeping, change
from foresail.airflow import connections
from foresail.clock import now
from foresail.column_mappings import is_year
from foresail.columns import FIELD_OF, header_key
from foresail.errors import AlreadyWithdrawn, BadRequest, NotYourUpload, UploadErased, WorkbookRefused
from foresail.intake.options import ReadingOptions
from foresail.intake.remembering import check_as_known
from foresail.intake.stored_checks import StoredCheck
from foresail.intake.unseen import find_unseen
from foresail.intake.upload_options import UploadOptions, read_options
from foresail.naming import name_key
from foresail.storage.keys import upload_key
from foresail.warehouse import events, idempotency, known_layouts, locks, reading_habits, uploads
from foresail.warehouse.connecting import reading
from foresail.warehouse.modes import check_coverage
from foresail.warehouse.uploads import Upload

__all__ = ["UploadOptions", "accept", "set_dag_run", "withdraw"]
READ_IN = {"date_order": "dates read", "encoding": "letters read in", "number_format": "numbers read as"}
COUNTS = ("rows_read", "rows_accepted", "rows_rejected", "rows_repeated")


@dataclass(frozen=True)
class Accepted:
    """An accepted file; `is_new` is false where exactly these bytes were accepted before."""

    upload_id: int
    is_new: bool


@dataclass(frozen=True)
class _Arrival:
    """A file that was received, with its upload options."""

    path: Path
    file_name: str
    who: str
    options: UploadOptions
    check: StoredCheck

    @property
    def sha256(self) -> str:
        return self.check.sha256

    @property
    def fingerprint(self) -> str:
        return self.options.fingerprint(self.sha256)


def accept(
    path: Path, sha256: str, *, file_name: str, who: str, options: UploadOptions | None = None
) -> Accepted:
    """Check a local file and record it as an upload; raises WorkbookRefused, and then nothing is kept."""
    options = options or UploadOptions()
    mode, covers = check_coverage(options.mode, options.covers)
    options = replace(options, mode=mode, covers=covers)
    fingerprint = options.fingerprint(sha256)
    with reading(connections.warehouse()) as connection:
        repeated = idempotency.find(connection, who, options.key, fingerprint) if options.key else None
        read_as = read_options(connection, options, who)
        known = uploads.find_by_content(connection, sha256)
    if repeated is not None:
        return Accepted(repeated, is_new=False)
    check = StoredCheck(connections.storage(), sha256, read_as)
    arrival = _Arrival(path, file_name, who, options, check)
    if known:
        return _accept_again(arrival, known)
    try:
        return _accept_new(arrival)
    except WorkbookRefused as error:
        _keep_refusal(arrival, error)
        raise


def _keep_refusal(arrival: _Arrival, error: WorkbookRefused) -> None:
    """Keep that a file was refused, for a mail: once however often it is sent in a day."""
    reason = f"{error.message} {error.hint}"
    facts = {"file_name": shown_name(arrival.file_name), "who": arrival.who, "reason": reason}
    with bookkeeping() as connection:
        events.record(connection, "upload", f"refused-{now().date()}-{arrival.sha256}", facts)


def _accept_new(arrival: _Arrival) -> Accepted:
    moment = now()

    def check(options: ReadingOptions) -> None:
        replace(arrival.check, options=options).make(arrival.path, moment.date())

    read_as = check_as_known(connections.warehouse(), arrival.check.options, check)
    arrival = replace(arrival, check=replace(arrival.check, options=read_as))
    _check_answers(arrival.check, arrival.options)
    connections.storage().write_file(upload_key(arrival.sha256), arrival.path)
    with change(arrival.who) as made:
        locks.hold(made.connection, "uploads")
        known = uploads.find_by_content(made.connection, arrival.sha256)
        if known is None:
            _check_kept(arrival)
            report = arrival.check.report()
            counts = {name: report[name] for name in COUNTS}
            upload_id = uploads.add(
                made.connection,
                sha256=arrival.sha256,
                file_name=shown_name(arrival.file_name),
                size_bytes=arrival.path.stat().st_size,
                reading=arrival.check.options.to_json(),
                mode=arrival.options.mode,
                covers=arrival.options.covers,
                uploaded_by=arrival.who,
                uploaded_at=moment,
                **counts,
            )
            _record_call(made, upload_id, arrival)
            _remember_layout(made, arrival, report["fingerprint"])
            _tell(made, upload_id, arrival, counts)
        made.is_void = known is not None
    return _accept_again(arrival, known) if known else Accepted(upload_id, is_new=True)


def _tell(made: Change, upload_id: int, arrival: _Arrival, counts: dict[str, Any]) -> None:
    """Say in the audit log that a file was accepted, and keep for a mail that rows of it were rejected."""
    made.log("upload", f"upload {upload_id}", after={"sha256": arrival.sha256, **counts})
    if counts["rows_rejected"]:
        facts = {"file_name": shown_name(arrival.file_name), "who": arrival.who, **counts}
        events.record(made.connection, "upload", f"upload-{upload_id}", facts)


def _check_kept(arrival: _Arrival) -> None:
    """Raise UploadErased where the same file, sent and withdrawn before, was erased just now."""
    if not (connections.storage().exists(upload_key(arrival.sha256)) and arrival.check.is_made):
        raise UploadErased("This exact file was erased while it was being sent again.", "Upload it again.")


def _check_answers(check: StoredCheck, options: UploadOptions) -> None:
    """Raise BadRequest where an answer is for anything but a product of this file never seen before."""
    if not options.products:
        return
    with reading(connections.warehouse()) as connection:
        new = find_unseen(connection, check.products())
    names = {name_key(product["name"]) for product in new}
    for answer in options.products:
        if name_key(answer.name) not in names:
            raise BadRequest(
                f"{answer.name[:80]!r} is not among the new products of this file.",
                "Answer for those that POST /validations lists in products_unseen.",
            )


def _remember_layout(made: Change, arrival: _Arrival, fingerprint: str) -> None:
    """Remember the columns that were given, for files with the same header; a year is this file's alone."""
    columns = arrival.check.options.columns
    if (arrival.options.columns or arrival.options.mapping) and not is_year(columns.get("Date")):
        known_layouts.keep(made.connection, fingerprint, columns, made.who)


def _record_call(made: Change, upload_id: int, arrival: _Arrival) -> None:
    """Record the Idempotency-Key and how the uploader's files are read, for the next call."""
    options, who = arrival.options, arrival.who
    fingerprint = arrival.fingerprint
    if options.key and idempotency.find(made.connection, who, options.key, fingerprint) is None:
        idempotency.record(made.connection, who, options.key, fingerprint, upload_id)
    reading_habits.record(made.connection, who, options.habits)
    if options.save_mapping_as:
        mappings.keep(made, options.save_mapping_as, arrival.check.options.columns)
    products.decide(made, upload_id, options.products, "upload")


def _accept_again(arrival: _Arrival, known: Upload) -> Accepted:
    """The upload of the same bytes; raises BadRequest if this call asks for them to be read differently."""
    before = StoredCheck(connections.storage(), known.sha256, ReadingOptions.from_json(known.reading))
    report = before.report()
    _check_habits(known, report, arrival.check.options)
    _check_columns(known, report, arrival.check.options)
    _check_mode(known, arrival.options)
    _check_answers(before, arrival.options)
    with change(arrival.who) as made:
        locks.hold(made.connection, "uploads")
        _record_call(made, known.id, arrival)
        made.is_void = True  # but for what was answered or saved, which has lines of its own
    return Accepted(known.id, is_new=False)


def _check_habits(known: Upload, report: dict[str, Any], options: ReadingOptions) -> None:
    """Raise BadRequest where the file is asked to be read in another way than it was."""
    for name, words in READ_IN.items():
        wanted, used = getattr(options, name), report.get(name)
        if wanted is not None and used is not None and wanted != used:
            raise BadRequest(
                f"This exact file is already upload {known.id}, with its {words} {used}.",
                "Change anything in the file, such as a column name, and upload it again.",
            )


def _check_columns(known: Upload, report: dict[str, Any], options: ReadingOptions) -> None:
    """Raise BadRequest where columns are given that the file was not read with."""
    for name, header in options.columns.items():
        read = report["columns"].get(FIELD_OF[name])
        if read is None or header_key(read) != header_key(header):
            raise BadRequest(
                f"This exact file is already upload {known.id}, with {name} read from {str(read)[:80]!r}.",
                "Change anything in the file, such as a column name, and upload it again.",
            )


def _check_mode(known: Upload, options: UploadOptions) -> None:
    """Raise BadRequest where another mode is asked for than the file was stored with."""
    wanted, used = (options.mode, options.covers), (known.mode, known.covers)
    if (wanted[0] and wanted[0] != used[0]) or (wanted[1] and wanted[1] != used[1]):
        raise BadRequest(
            f"This exact file is already upload {known.id}, sent with another mode.",
            f"Withdraw it first, with DELETE /uploads/{known.id}, then upload it again.",
        )


def withdraw(upload_id: int, who: str, *, may_withdraw_any: bool) -> None:
    """Take an upload back: its sales are removed by a run of foresail_ingest.

    Raises UnknownUpload, NotYourUpload, AlreadyWithdrawn.
    """
    with change(who) as made:
        locks.hold(made.connection, "sales")  # an upload that is being stored is withdrawn once it is stored
        upload = uploads.get(made.connection, upload_id)
        if upload.is_withdrawn:
            raise AlreadyWithdrawn(
                f"Upload {upload_id} was withdrawn by {upload.withdrawn_by}.",
                "To store its file again, upload it again.",
            )
        if upload.uploaded_by != who and not may_withdraw_any:
            raise NotYourUpload(
                f"Upload {upload_id} was sent by {upload.uploaded_by}.",
                "Ask them, or an administrator, to withdraw it.",
            )
        uploads.withdraw(made.connection, upload_id, who)
        made.log("withdraw", f"upload {upload_id}", before={"file_name": upload.file_name})


def set_dag_run(upload_id: int, dag_run_id: str) -> None:
    """Remember which run of foresail_ingest stores an upload."""
    with bookkeeping() as connection:
        uploads.set_dag_run(connection, upload_id, dag_run_id)
