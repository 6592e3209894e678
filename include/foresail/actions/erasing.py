"""Erases the file of a withdrawn upload for good, because a person says so and why."""

from foresail.actions.unit import Change, change
from foresail.airflow import connections
from foresail.errors import ForesailError
from foresail.intake.erasing import erase_rest
from foresail.warehouse import aliases, line_decisions, locks, uploads
from foresail.warehouse.uploads import Upload


class NotErasable(ForesailError):
    """The sales of the upload count still, or another upload has the same file."""

    code = "not-erasable"


def erase(upload_id: int, reason: str, who: str) -> None:
    """Erase the file of an upload and what was read from it, and say so in the audit log.

    What stays is said in docs/adr/0038. Withdrawn uploads of the same bytes are erased with it. Called again,
    it erases what a crash has left. Raises UnknownUpload, NotErasable.
    """
    with change(who) as made:
        locks.hold(made.connection, "uploads")
        upload = uploads.get(made.connection, upload_id)
        if upload.is_erased:
            made.is_void = True
        else:
            _mark(made, upload, reason)
    erase_rest(connections.warehouse(), connections.storage(), upload.sha256)


def _mark(made: Change, upload: Upload, reason: str) -> None:
    holders = uploads.list_holders(made.connection, upload.sha256)
    for holder in holders:
        _check(holder, upload.id)
    numbers = [holder.id for holder in holders]
    uploads.mark_erased(made.connection, numbers, made.who)
    aliases.forget_decisions(made.connection, numbers)
    line_decisions.forget(made.connection, numbers)
    for holder in holders:
        before = {"file_name": holder.file_name, "sha256": holder.sha256, "size_bytes": holder.size_bytes}
        made.log("erase", f"upload {holder.id}", before=before, after={"reason": reason})


def _check(holder: Upload, upload_id: int) -> None:
    """Raise NotErasable for one whose sales count, or are being removed."""
    same = "" if holder.id == upload_id else f" It has the same file as upload {upload_id}."
    if not holder.is_withdrawn:
        raise NotErasable(
            f"Upload {holder.id} counts.{same}", f"Withdraw it first, with DELETE /uploads/{holder.id}."
        )
    if not holder.is_settled:
        raise NotErasable(
            f"The sales of upload {holder.id} are still being removed.{same}", "Try again in a minute."
        )
