"""The whole journey in a real Airflow: a workbook is uploaded, Dags run, forecasts are published."""

import time
from pathlib import Path

import psutil
from foresail.trial import journey

from tests.conftest import FOLLOWING
from tests.sessions import log_in


def airflow(service, path):
    with log_in(service, "/api/v2") as http:
        answer = http.get(path)
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_airflow_loads_the_dags_and_the_plugin_without_an_error(service):
    assert airflow(service, "/importErrors")["total_entries"] == 0
    assert airflow(service, "/plugins/importErrors")["total_entries"] == 0
    dags = {dag["dag_id"]: dag for dag in airflow(service, "/dags")["dags"]}
    assert {"foresail_ingest", "foresail_train", "foresail_predict", "foresail_notify"} <= set(dags)
    assert {dag_id for dag_id, dag in dags.items() if dag["is_paused"]} <= set(FOLLOWING)


def test_an_upload_becomes_forecasts_and_every_task_is_counted(service, client, published):
    runs = {run["dag_id"]: run for run in published.upload["runs"]}
    assert {run["state"] for run in runs.values()} == {"success"}
    assert {dag_id: run["tasks_done"] for dag_id, run in runs.items()} == {
        "foresail_ingest": 3,
        "foresail_train": 4,
        "foresail_predict": 3,
        "foresail_notify": 2,
    }
    assert {work["map_index"] for work in published.upload["work"]} == {-1, 0}
    assert published.upload["report"]["rows_rejected"] == 1
    assert published.upload["rows_stored"] == published.upload["report"]["rows_accepted"]
    told = client.forecast("tea", horizon=7)
    assert len(told["days"]) == 7
    assert told["run_id"] == client.stats()["forecasts"]["run_id"]
    assert told["published_at"].endswith("+00:00")


def test_forecasts_that_have_just_come_out_are_watched_though_none_has_come_due(service, published):
    deadline = time.monotonic() + 120
    path = "/dags/foresail_monitor/dagRuns?order_by=run_after"
    while not (runs := airflow(service, path)["dag_runs"]) or runs[0]["state"] not in ("success", "failed"):
        assert time.monotonic() < deadline
        time.sleep(1)
    assert runs[0]["state"] == "success"


def test_workers_have_loaded_what_tasks_use_though_each_task_is_a_process_of_its_own(service):
    workers = [
        process
        for process in service._processes()
        if process.status() != psutil.STATUS_ZOMBIE
        and " ".join(process.cmdline()).startswith("airflow worker -- LocalExecutor")
    ]
    assert workers
    for worker in workers:
        loaded = " ".join(part.path for part in worker.memory_maps())
        assert "libarrow" in loaded, loaded
        assert "_polars_runtime" not in loaded, loaded


def test_the_seconds_are_shared_between_us_and_airflow(published):
    seconds = published.seconds
    assert 0 < seconds["foresail"] < seconds["published"]
    assert abs(seconds["foresail"] + seconds["airflow"] - seconds["published"]) < 0.01
    assert all(work["peak_memory_mib"] < 2048 for work in published.upload["work"])


def test_uploading_the_same_bytes_again_changes_nothing_and_says_so(service, client, published, workbook):
    before = client.stats(), airflow(service, "/dags/foresail_ingest/dagRuns")["total_entries"]
    again = client.upload(workbook)
    assert again["already_uploaded"]
    assert (again["id"], again["status"]) == (published.upload["id"], "published")
    assert (client.stats(), airflow(service, "/dags/foresail_ingest/dagRuns")["total_entries"]) == before


def test_a_finding_names_its_cell_and_what_to_do(service, published):
    with log_in(service, "/foresail/api/v1") as http:
        told = http.get(f"/uploads/{published.upload['id']}/findings").json()
    assert told["total"] == 1
    assert told["findings"][0]["code"] == "missing-product"
    assert told["findings"][0]["cell"].startswith("B")
    assert told["findings"][0]["remedy"]


def test_the_mail_lies_in_the_outbox_where_no_mail_server_is_set(service, published):
    mails = list((Path(service.home) / "foresail/storage/outbox").rglob("*.eml"))
    assert any(b"planner@example.com" in mail.read_bytes() for mail in mails)


def test_the_table_that_make_run_prints_has_a_mean_and_an_interval_a_day(client, published):
    table = journey.read_table(client)
    drawn = journey.draw_table(table).splitlines()
    assert len(table) >= 3
    assert len(drawn) == 1 + 2 * len(table)
    assert drawn[2].count("[") == 7
