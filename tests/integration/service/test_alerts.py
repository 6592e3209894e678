"""A run that fails in a real Airflow is mailed to who chose to know, once."""

import email
import email.policy
import time
from pathlib import Path

from tests.sessions import await_run, start_run

RUN = "of-an-unknown-upload"


def mails_about(service, run_id):
    """The mails about a run by their receivers; where there is no mail server, they lie in the storage."""
    place = Path(service.home) / "foresail" / "storage" / "outbox" / "events"
    said = {mail.stem: words_of(mail) for mail in place.rglob("*.eml")}
    return {subscriber_id: words for subscriber_id, words in said.items() if run_id in words}


def words_of(file):
    mail = email.message_from_bytes(file.read_bytes(), policy=email.policy.default)
    return mail.get_body(("plain",)).get_content()


def test_a_run_that_fails_is_mailed_once_with_its_reason(service, http, airflow, published):
    wanted = {"email": "on.call@example.com", "events": ["failed"]}
    subscriber = http.post("/subscribers", json=wanted).json()
    start_run(airflow, "foresail_ingest", RUN, {"upload_id": 999_999})
    state, tasks = await_run(airflow, "foresail_ingest", RUN)
    assert (state, tasks["validate"]) == ("failed", "failed")
    for number in range(2):
        start_run(airflow, "foresail_alert", f"by-hand-{number}", {})
        assert await_run(airflow, "foresail_alert", f"by-hand-{number}") == ("success", {"send": "success"})
    deadline = time.monotonic() + 60  # the run of its schedule may have taken it a moment before
    while not mails_about(service, RUN) and time.monotonic() < deadline:
        time.sleep(1)
    assert set(mails_about(service, RUN)) == {subscriber["id"]}
    assert "There is no upload 999999." in mails_about(service, RUN)[subscriber["id"]]
    http.delete(f"/subscribers/{subscriber['id']}")
