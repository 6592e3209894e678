"""Repairs what can be made again from what a person sent: lines from their file, demand from the lines."""

from foresail.actions.unit import change
from foresail.dag_ids import MAINTAIN
from foresail.warehouse import demand, integrity, locks, uploads


def restore_lines() -> None:
    """Have uploads stored anew of which lines are lost, or that an earlier run failed to store anew.

    Lines that are set aside for an upload that does not count are lost, too.
    """
    with change(MAINTAIN) as made:
        locks.hold(made.connection, "sales")
        lost = {number for number, _ in integrity.find_wrong_counts(made.connection)}
        lost |= {number for number, _ in integrity.find_wrongly_set_aside(made.connection)}
        for upload_id in sorted(lost.union(uploads.to_restore(made.connection))):
            if not uploads.get(made.connection, upload_id).is_waiting:
                uploads.begin_again(made.connection, upload_id)
                made.log("store anew", f"upload {upload_id}")
        made.is_void = not made.lines


def recount_demand() -> int:
    """Count demand anew on the days that it does not add up to the sales on; returns how many there are.

    The days of an upload that is to be stored anew are left to that: what is left of its lines would make
    demand too small, and its file may be lost, too.
    """
    with change(MAINTAIN) as made:
        locks.hold(made.connection, "sales")
        days = [day for day, _ in integrity.find_wrong_demand(made.connection, besides_restored=True)]
        if days:
            demand.recount(made.connection, days)
            uploads.count_recount(made.connection)
            made.log("recount demand", f"{len(days)} days", after={"first": days[0], "last": days[-1]})
        made.is_void = not made.lines
    return len(days)
