"""The errors a call or a state can end in; each says what happened and what to do next.

Bad *data* is no error: it is a `foresail.intake.findings.Finding`.
"""

from typing import Any


class ForesailError(Exception):
    """Something Foresail was asked for cannot be done.

    `code` is stable and documented in docs/errors.md; `message` says what and where; `hint` says what
    to do; `details` are for a program that helps to mend it. None may carry a secret, a path or a trace.
    """

    code = "foresail-error"

    def __init__(self, message: str, hint: str, details: dict[str, Any] | None = None) -> None:
        super().__init__(f"{message} {hint}")
        self.message = message
        self.hint = hint
        self.details = details or {}


class BadRequest(ForesailError):
    """The request is invalid: a value out of range, in the wrong form, or contradictory."""

    code = "bad-request"


class NotFound(ForesailError):
    """This does not exist."""

    code = "not-found"


class UnknownProduct(NotFound):
    """There is no product with that name."""

    code = "unknown-product"


class UnknownModel(NotFound):
    """There is no registered model with that number."""

    code = "unknown-model"


class UnknownStore(NotFound):
    """There is no store with that name."""

    code = "unknown-store"


class UnknownUpload(NotFound):
    """There is no upload with that number."""

    code = "unknown-upload"


class UnknownAlias(NotFound):
    """There is no alias with that number."""

    code = "unknown-alias"


class UnknownEntry(NotFound):
    """There is no entry of the calendar with that number."""

    code = "unknown-entry"


class UnknownMapping(NotFound):
    """There is no saved mapping with that name."""

    code = "unknown-mapping"


class ProductsUnresolved(ForesailError):
    """An answer for a product was withdrawn before its upload was stored."""

    code = "products-unresolved"


class NotYourUpload(ForesailError):
    """Only whoever sent an upload, or an administrator, may withdraw it."""

    code = "not-your-upload"


class AlreadyWithdrawn(ForesailError):
    """The upload has been withdrawn before."""

    code = "already-withdrawn"


class UploadErased(ForesailError):
    """The file of the upload has been erased."""

    code = "upload-erased"


class NothingToUndo(ForesailError):
    """There is no edit to undo."""

    code = "nothing-to-undo"


class EntryChanged(ForesailError):
    """Someone else has changed the entry of the calendar since it was read."""

    code = "entry-changed"


class ScheduleChanged(ForesailError):
    """Someone else has changed the schedule since it was read."""

    code = "schedule-changed"


class NothingToAnswer(ForesailError):
    """The upload has no product waiting for an answer."""

    code = "nothing-to-answer"


class NotForecast(NotFound):
    """The product is known, but not in the published forecasts."""

    code = "not-forecast"


class HorizonOutOfRange(BadRequest):
    """More steps were requested than are forecast."""

    code = "horizon-out-of-range"


class UploadTooLarge(ForesailError):
    """The file is larger than FORESAIL_UPLOAD_MAX_MIB."""

    code = "upload-too-large"


class WorkbookRefused(ForesailError):
    """The file cannot be used at all: none of its rows can be read as sales."""

    code = "workbook-refused"


class CalendarRefused(WorkbookRefused):
    """Cells of a calendar's workbook cannot be used; the calendar is as it was."""

    code = "calendar-refused"


class InboxRefused(ForesailError):
    """At least one file in the inbox cannot be used."""

    code = "inbox-refused"


class PullFailed(ForesailError):
    """The query that sales are pulled with cannot be run."""

    code = "pull-failed"


class NotAWorkbook(WorkbookRefused):
    """The file is in none of the formats that Foresail reads."""

    code = "not-a-workbook"


class EmptyWorkbook(WorkbookRefused):
    """The workbook is empty."""

    code = "empty-workbook"


class UnmappedHeader(WorkbookRefused):
    """No row of the workbook names the required columns."""

    code = "unmapped-header"


class UndecidableDates(WorkbookRefused):
    """Day and month cannot be distinguished anywhere in the column, or contradict each other."""

    code = "undecidable-dates"


class UndecidableEncoding(WorkbookRefused):
    """The letters of a .csv file can be read in several encodings, and nothing shows which is right."""

    code = "undecidable-encoding"


class UndecidableNumbers(WorkbookRefused):
    """Numbers such as 1,250 can mean a thousand or one, and nothing in the file shows which."""

    code = "undecidable-numbers"


class NoUsableRows(WorkbookRefused):
    """Every row has a finding that keeps it from being stored."""

    code = "no-usable-rows"


class WorkbookTooCostly(WorkbookRefused):
    """Reading the file took more memory or time than FORESAIL_PARSE_* allow."""

    code = "workbook-too-costly"


class NothingToForecast(ForesailError):
    """No sales are stored yet."""

    code = "nothing-to-forecast"


class RunIncomplete(ForesailError):
    """A run lacks some of its products, so it is not published."""

    code = "run-incomplete"


class ModelThinned(ForesailError):
    """The model is too old to be promoted: only its figures are kept."""

    code = "model-thinned"


class IntegrityBroken(ForesailError):
    """Hashes, pointers or counts do not agree."""

    code = "integrity-broken"


class BackupRefused(ForesailError):
    """A backup cannot be made or restored: it is incomplete, damaged or newer, or there is data already."""

    code = "backup-refused"


class MailNotSent(ForesailError):
    """At least one subscriber's digest could not be handed to the mail server."""

    code = "mail-not-sent"


class DatabaseUnavailable(ForesailError):
    """The warehouse cannot be reached."""

    code = "database-unavailable"


class StorageUnavailable(ForesailError):
    """The object storage cannot be reached."""

    code = "storage-unavailable"


class ModelServerUnavailable(ForesailError):
    """The model server gave no answer that can be used; a run answers instead."""

    code = "model-server-unavailable"


class GoogleUnavailable(ForesailError):
    """One of Google's services did not answer; it is tried again."""

    code = "google-unavailable"


class GoogleRefused(ForesailError):
    """One of Google's services refused a call: a permission, a quota or a name is wrong."""

    code = "google-refused"


class CallerUnknown(ForesailError):
    """The caller is not whom Google vouches for."""

    code = "caller-unknown"


class JobFailed(ForesailError):
    """A job of Vertex AI ended without what it was to make."""

    code = "job-failed"


class SettingInvalid(ForesailError):
    """An environment variable FORESAIL_* has a value that cannot be used."""

    code = "setting-invalid"
