"""The tasks of foresail_maintain: delete what is old, repair, check that what is left agrees."""

import logging

from foresail.actions import repairing
from foresail.airflow import connections, tasks
from foresail.clock import now
from foresail.errors import IntegrityBroken
from foresail.jobs.handing_in import Start, list_starts
from foresail.jobs.working import job
from foresail.settings import settings

log = logging.getLogger(__name__)
UNASKED = "Nothing is repaired unless the run is started with repair, and without dry_run."


@job
def thin(is_dry_run: bool) -> int:
    """Say what is old enough to be deleted, and delete it unless it is a dry run; returns how many things."""
    from foresail.monitoring.retention import Retention

    found = Retention(connections.warehouse(), connections.storage(), settings(), now()).find()
    for item in found:
        log.info("%s %s.", "Would delete" if is_dry_run else "To be deleted:", item.words)
    if not found:
        log.info("Nothing is old enough to be deleted.")
    for item in [] if is_dry_run else found:
        item.delete()
        log.info("Deleted %s.", item.words)
    return len(found)


@job
def restore(is_asked: bool, is_dry_run: bool = False) -> list[Start]:
    """Have lost lines stored anew from their file, where that is asked for; returns the runs to start.

    Uploads that were accepted and never begun are begun, too.
    """
    if not is_asked or is_dry_run:
        tasks.skip(UNASKED)
    repairing.restore_lines()
    return list_starts()


@job
def recount(is_asked: bool, is_dry_run: bool = False) -> int:
    """Count demand that does not add up anew from the lines, where that is asked for; returns how many days.

    The task is skipped where all of it adds up, so that no training follows.
    """
    if not is_asked or is_dry_run:
        tasks.skip(UNASKED)
    days = repairing.recount_demand()
    if not days:
        tasks.skip("Demand adds up to the sales: there is nothing to count anew.")
    return days


@job
def check(is_everything: bool = False, is_repaired: bool = False) -> None:
    """Check that hashes, pointers and counts agree; raises IntegrityBroken with every fault in the log.

    Objects that are not new are read in turn, or all of them where everything is to be checked. What is
    being stored anew since `restore` ran is given its time.
    """
    from foresail.monitoring import integrity

    turn = None if is_everything else integrity.Turn(now().date(), settings().read_again_days)
    faults = integrity.find_faults(connections.warehouse(), connections.storage(), turn, is_repaired)
    for fault in faults:
        log.error("%s", fault)
    if faults:
        said = "1 thing does" if len(faults) == 1 else f"{len(faults)} things do"
        raise IntegrityBroken(
            f"{said} not agree. The first: {faults[0]}",
            "The log of this task lists them all. Start foresail_maintain with repair to have lines and "
            "demand made again; restore what else is missing or damaged from a backup.",
        )
    log.info("Hashes, pointers and counts agree.")
