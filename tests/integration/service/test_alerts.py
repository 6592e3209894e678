"""A run that fails in a real Airflow is mailed to who chose to know, once."""

import time
from pathlib import Path

from tests.integration.service.test_maintaining import finish

RUN = "of-an-unknown-upload"


def mails_about(service, run_id):
    """The mails about a run; where there is no mail server, they lie in the storage."""
    place = Path(service.home) / "foresail" / "storage" / "outbox" / "events"
    return [mail for mail in place.rglob("*.eml") if run_id in mail.read_text()]


def test_a_run_that_fails_is_mailed_once_with_its_reason(service, http, airflow, published):
    wanted = {"email": "on.call@example.com", "events": ["failed"]}
    subscriber = http.post("/subscribers", json=wanted).json()
    state, tasks = finish(airflow, "foresail_ingest", RUN, {"upload_id": 999_999})
    assert (state, tasks["validate"]) == ("failed", "failed")
    for number in range(2):
        assert finish(airflow, "foresail_alert", f"by-hand-{number}", {}) == ("success", {"send": "success"})
    deadline = time.monotonic() + 60  # the run of its schedule may have taken it a moment before
    while not mails_about(service, RUN) and time.monotonic() < deadline:
        time.sleep(1)
    [mail] = mails_about(service, RUN)
    assert mail.name == f"{subscriber['id']}.eml"
    assert "There is no upload 999999." in mail.read_text()
    http.delete(f"/subscribers/{subscriber['id']}")
