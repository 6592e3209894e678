"""`python -m foresail.google check`: each permission that the settings need is tried, and what is missing is said."""

import pytest
from foresail.google import __main__ as command
from foresail.google import checking

from tests.integration.google.permissions import Permissions


@pytest.fixture
def run(set_google, cloud, database, mariadb, monkeypatch, capsys):
    """Run the command with every part of Google Cloud in use; returns its lines and its exit code."""
    from tests.databases import empty_mariadb

    empty_mariadb(mariadb)
    Permissions(cloud)
    database()
    chosen = set_google(
        FORESAIL_TRAINING="vertex",
        FORESAIL_VERTEX_REGISTRY="deploy",
        FORESAIL_CLOUD_SCHEDULER="projects/shop/locations/europe-west3",
        FORESAIL_CLOUD_SCHEDULER_URL="https://airflow.example.com",
        FORESAIL_CLOUD_SCHEDULER_ACCOUNT="ticker@shop.iam.gserviceaccount.com",
    )
    for module in (checking, command):
        monkeypatch.setattr(module, "settings", lambda: chosen)

    def run(*arguments):
        code = command.main(list(arguments))
        return capsys.readouterr().out.splitlines(), code

    return run


MISSING = {
    "storage.objects.delete": "files in the bucket: {}. Give Airflow's account roles/storage.objectUser on b/foresail.",
    "cloudsql.instances.get": "the database: {}. Give Airflow's account roles/cloudsql.client on projects/shop.",
    "aiplatform.customJobs.cancel": "jobs of Vertex AI: {}. Give Airflow's account roles/aiplatform.user on projects/shop.",
    "iam.serviceAccounts.actAs": "running jobs as their account: {}. Give Airflow's account roles/iam.serviceAccountUser on projects/-/serviceAccounts/trainer@shop.iam.gserviceaccount.com.",
    "cloudscheduler.jobs.enable": "mirrored schedules: {}. Give Airflow's account roles/cloudscheduler.admin on projects/shop.",
}  # fmt: skip


def test_each_need_is_tried_and_what_is_missing_is_said_with_the_role_that_has_it(run, cloud):
    lines, code = run("check")
    assert [line.split()[0] for line in lines] == ["ok"] * len(lines)
    assert (len(lines), code) == (10, 0)

    cloud.access.denied.update(MISSING)
    lines, code = run("check")
    missing = {f"missing  {words.format(permission)}" for permission, words in MISSING.items()}
    assert missing <= set(lines), lines
    assert [line for line in lines if line.startswith("ok       deploying models")]
    assert code == 1

    cloud.new_key()  # an account that Google does not know any more
    cloud.access.tokens.clear()
    lines, code = run("check")
    assert (code, sum(line.startswith("failed") for line in lines)) == (1, 9), lines
    assert "private" not in "".join(lines).lower()


def test_any_other_word_is_answered_with_how_it_is_used(capsys):
    assert command.main(["chekc"]) == 2
    assert capsys.readouterr().out == "Usage: python -m foresail.google check\n"
