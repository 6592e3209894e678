"""`python -m foresail.google check`: each permission that the settings need is tried, and what is missing is said."""

import pytest
from foresail.google import __main__ as command
from foresail.google import checking

from tests.integration.google.permissions import Permissions


@pytest.fixture
def run(on_google, cloud, database, mariadb, monkeypatch, capsys):
    """Run the command with every part of Google Cloud in use; returns its lines and its exit code."""
    from tests.databases import empty_mariadb

    empty_mariadb(mariadb)
    Permissions(cloud)
    engine = database()
    deployed = on_google(
        FORESAIL_TRAINING="vertex",
        FORESAIL_VERTEX_REGISTRY="deploy",
        FORESAIL_CLOUD_SCHEDULER="projects/shop/locations/europe-west3",
        FORESAIL_CLOUD_SCHEDULER_URL="https://airflow.example.com",
        FORESAIL_CLOUD_SCHEDULER_ACCOUNT="ticker@shop.iam.gserviceaccount.com",
    )
    deployed.engine = engine
    for module in (checking, command):
        monkeypatch.setattr(module, "settings", deployed.settings)

    def run(*arguments):
        code = command.main(list(arguments))
        return capsys.readouterr().out.splitlines(), code

    return run


def test_where_nothing_is_missing_every_line_is_ok(run):
    lines, code = run("check")
    assert [line.split()[0] for line in lines] == ["ok"] * len(lines)
    assert (len(lines), code) == (10, 0)


MISSING = {
    "storage.objects.delete": "files in the bucket: {}. Give Airflow's account roles/storage.objectUser on b/foresail.",
    "cloudsql.instances.get": "the database: {}. Give Airflow's account roles/cloudsql.client on projects/shop.",
    "aiplatform.customJobs.cancel": "jobs of Vertex AI: {}. Give Airflow's account roles/aiplatform.user on projects/shop.",
    "iam.serviceAccounts.actAs": "running jobs as their account: {}. Give Airflow's account roles/iam.serviceAccountUser on projects/-/serviceAccounts/trainer@shop.iam.gserviceaccount.com.",
    "cloudscheduler.jobs.enable": "mirrored schedules: {}. Give Airflow's account roles/cloudscheduler.admin on projects/shop.",
}  # fmt: skip


def test_what_is_missing_is_said_with_the_role_that_has_it(run, cloud):
    cloud.access.denied.update(MISSING)
    lines, code = run("check")
    assert {f"missing  {words.format(permission)}" for permission, words in MISSING.items()} <= set(lines), (
        lines
    )
    assert [line for line in lines if line.startswith("ok       deploying models")]
    assert code == 1


def test_an_account_that_google_does_not_know_is_said_on_every_line(run, cloud):
    cloud.new_key()
    cloud.access.tokens.clear()
    lines, code = run("check")
    assert (code, sum(line.startswith("failed") for line in lines)) == (1, 9), lines
    assert "private" not in "".join(lines).lower()


def test_any_other_word_is_answered_with_how_it_is_used(capsys):
    assert command.main(["chekc"]) == 2
    assert capsys.readouterr().out == "Usage: python -m foresail.google check\n"
