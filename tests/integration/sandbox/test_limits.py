"""Whatever is done in the sandbox is done under the same limits of memory, CPU time and time."""

import pytest
from foresail.errors import NotFound, WorkbookTooCostly
from foresail.intake import works
from foresail.intake.checks import mark_file, read_calendar_file
from foresail.sandbox import running
from foresail.sandbox.limits import Limits, read_limits
from foresail.sandbox.running import WorkerDied, WorkTooCostly

from tests import sandboxed
from tests.factories import DAY, write_workbook

LIMITS = Limits(memory_mib=512, seconds=30, unpacked_mib=64)


def test_the_process_bounds_itself_before_it_imports_its_work(tmp_path):
    assert running.run(sandboxed.read_bounds, {}, tmp_path, LIMITS) == {
        "RLIMIT_AS": 4 * 512 * 1024**2,
        "RLIMIT_CPU": 30,
        "RLIMIT_CORE": 0,
        "RLIMIT_FSIZE": 4 * 512 * 1024**2,
    }


def test_memory_is_bounded_from_outside_on_both_sides_of_the_limit(tmp_path):
    assert running.run(sandboxed.hold, {"mib": 300}, tmp_path, LIMITS) == 300 * 1024**2
    with pytest.raises(WorkTooCostly):
        running.run(sandboxed.hold, {"mib": 600}, tmp_path, LIMITS)


def test_cpu_time_is_bounded(tmp_path):
    with pytest.raises(WorkTooCostly):
        running.run(sandboxed.spin, {}, tmp_path, Limits(512, 1, 64))


def test_a_process_that_aborts_is_an_answer_and_not_the_end_of_its_parent(tmp_path):
    with pytest.raises(WorkerDied):
        running.run(sandboxed.abort, {}, tmp_path, LIMITS)


def test_an_error_of_the_library_comes_out_as_it_was(tmp_path):
    with pytest.raises(NotFound, match="no such thing") as refused:
        running.run(sandboxed.refuse, {}, tmp_path, LIMITS)
    assert refused.value.details == {"name": "x"}


def test_an_error_of_any_other_module_is_not_imported(tmp_path):
    with pytest.raises(WorkerDied):
        running.run(sandboxed.pretend, {}, tmp_path, LIMITS)


@pytest.mark.parametrize(
    "work", [works.make_template, works.make_calendar, works.preview, works.mark, works.check]
)
def test_every_work_is_ended_where_it_takes_too_much(tmp_path, work):
    with pytest.raises(WorkTooCostly):
        running.run(work, {}, tmp_path, Limits(memory_mib=4, seconds=30, unpacked_mib=64))


def test_marking_and_reading_a_calendar_are_too_costly_in_words(tmp_path):
    path = write_workbook(tmp_path / "a.xlsx", [(DAY, "Tea", 2)])
    small = Limits(memory_mib=4, seconds=30, unpacked_mib=64)
    with pytest.raises(WorkbookTooCostly, match="memory or time"):
        mark_file(path, tmp_path / "findings.parquet", tmp_path, small)
    with pytest.raises(WorkbookTooCostly, match="memory or time"):
        read_calendar_file(path, None, small)


def test_the_limits_are_those_that_are_set(monkeypatch):
    from foresail.settings import settings

    monkeypatch.setenv("FORESAIL_PARSE_MEMORY_MIB", "600")
    monkeypatch.setenv("FORESAIL_PARSE_SECONDS", "7")
    monkeypatch.setenv("FORESAIL_PARSE_UNPACKED_MIB", "8")
    settings.cache_clear()
    try:
        assert read_limits() == Limits(600, 7, 8)
        assert read_limits(seconds=60) == Limits(600, 60, 8)
    finally:
        settings.cache_clear()
