"""Repairs what can be made again from what a person sent: lines from their file, demand from the lines."""

from foresail.actions.unit import change
from foresail.dag_ids import MAINTAIN, next_ingest_run
from foresail.warehouse import demand, integrity, locks, uploads


def repair() -> bool:
    """Count wrong demand anew, and have uploads stored anew of which lines are lost; whether any was.

    The demand of days that such an upload holds is left to storing it: what is left of the lines would make
    it too small, and its file may be lost, too.
    """
    with change(MAINTAIN) as made:
        locks.hold(made.connection, "sales")
        lost = {number for number, _ in integrity.find_wrong_counts(made.connection)}
        for upload_id in sorted(lost.union(uploads.to_restore(made.connection))):
            upload = uploads.get(made.connection, upload_id)
            if not upload.is_waiting:  # the run that was to store it before may have failed
                uploads.mark_lost(made.connection, upload_id, next_ingest_run(upload_id, upload.dag_run_id))
                made.log("store anew", f"upload {upload_id}")
        days = [day for day, _ in integrity.find_wrong_demand(made.connection, besides_restored=True)]
        if days:
            demand.recount(made.connection, days)
            uploads.count_recount(made.connection)
            made.log("recount demand", f"{len(days)} days", after={"first": days[0], "last": days[-1]})
        made.is_void = not made.lines
    return not made.is_void
