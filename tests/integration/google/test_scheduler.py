"""Schedules mirrored in Cloud Scheduler by Google's client, and the tokens that its calls carry."""

import time

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from foresail.errors import CallerUnknown, GoogleRefused, GoogleUnavailable, SettingInvalid
from foresail.google.callers import check_token
from foresail.google.calling import Place
from foresail.google.cloud_scheduler import CloudScheduler as Mirror
from foresail.settings import read_settings
from google.oauth2.service_account import Credentials

from tests.integration.google.scheduler import ACCOUNT, PARENT, CloudScheduler

URL = "https://airflow.example.com"
NAME = f"{PARENT}/jobs/foresail-train"


@pytest.fixture
def scheduler(cloud):
    return CloudScheduler.join(cloud)


@pytest.fixture
def mirror(cloud, scheduler):
    scopes = ["https://www.googleapis.com/auth/cloud-platform"]
    credentials = Credentials.from_service_account_info(cloud.account(), scopes=scopes)
    return Mirror(Place(credentials, "shop", "europe-west3", cloud.url), URL, ACCOUNT)


def test_a_schedule_becomes_a_job_follows_its_edits_field_by_field_and_goes_with_it(mirror, scheduler):
    assert mirror.mirror("foresail_train", "30 6 * * 1", "Europe/Berlin") == "created"
    job = scheduler.jobs[NAME]
    assert (job["schedule"], job["timeZone"]) == ("30 6 * * 1", "Europe/Berlin")
    assert job["httpTarget"]["uri"] == f"{URL}/foresail/api/v1/schedules/foresail_train/tick"
    assert job["httpTarget"]["oidcToken"] == {"serviceAccountEmail": ACCOUNT, "audience": URL}
    assert mirror.mirror("foresail_train", "30 6 * * 1", "Europe/Berlin") == "nothing to do"
    assert mirror.mirror("foresail_train", "0 7 * * 1", "Europe/Berlin") == "set schedule"
    assert scheduler.masks == [["schedule"]]
    assert mirror.mirror("foresail_train", None, "UTC") == "removed"
    assert (mirror.mirror("foresail_train", None, "UTC"), scheduler.jobs) == ("nothing to do", {})


def test_a_job_that_was_edited_or_paused_by_hand_is_set_right(mirror, scheduler):
    mirror.mirror("foresail_train", "30 6 * * 1", "UTC")
    job = scheduler.jobs[NAME]
    job["state"], job["timeZone"] = "PAUSED", "Asia/Tokyo"
    job["httpTarget"] = {**job["httpTarget"], "uri": "https://elsewhere.example.com"}
    assert mirror.mirror("foresail_train", "30 6 * * 1", "UTC") == "set time_zone, http_target, resumed"
    assert scheduler.jobs[NAME]["state"] == "ENABLED"
    assert scheduler.jobs[NAME]["httpTarget"]["uri"].startswith(URL)


@pytest.mark.parametrize(
    ("spoil", "kind", "words"),
    [
        (
            lambda cloud: cloud.access.denied.add("cloudscheduler.jobs.create"),
            GoogleRefused,
            "status 403.*google check",
        ),
        (lambda cloud: cloud.access.faults.extend([503]), GoogleUnavailable, "did not answer"),
    ],
)
def test_what_cannot_be_mirrored_is_an_error_with_what_to_do(mirror, cloud, spoil, kind, words):
    spoil(cloud)
    with pytest.raises(kind, match=words):
        mirror.mirror("foresail_train", "30 6 * * 1", "UTC")


def test_who_google_vouches_for_may_tick(cloud, scheduler):
    check_token(scheduler.sign(URL), URL, ACCOUNT, cloud.url)


@pytest.mark.parametrize(
    "other",
    [
        {"aud": "https://elsewhere.example.com"},
        {"email": "someone@shop.iam.gserviceaccount.com"},
        {"email_verified": False},
        {"iss": "https://accounts.example.com"},
        {"exp": int(time.time()) - 100, "iat": int(time.time()) - 4000},
        {"key": rsa.generate_private_key(65537, 2048)},
    ],
)
def test_any_other_token_is_refused(cloud, scheduler, other):
    with pytest.raises(CallerUnknown):
        check_token(scheduler.sign(URL, **other), URL, ACCOUNT, cloud.url)


@pytest.mark.parametrize("token", ["", "nonsense", "a.b.c", "bm9uZQ.e30."])
def test_what_is_no_token_is_refused_without_a_call_to_google(token):
    with pytest.raises(CallerUnknown):
        check_token(token, URL, ACCOUNT, "http://127.0.0.1:9")


@pytest.mark.parametrize(
    "settings",
    [
        {"FORESAIL_CLOUD_SCHEDULER": "europe-west3"},
        {"FORESAIL_CLOUD_SCHEDULER": PARENT},
        {"FORESAIL_CLOUD_SCHEDULER": PARENT, "FORESAIL_CLOUD_SCHEDULER_URL": URL},
        {
            "FORESAIL_CLOUD_SCHEDULER": PARENT,
            "FORESAIL_CLOUD_SCHEDULER_URL": "ftp://x",
            "FORESAIL_CLOUD_SCHEDULER_ACCOUNT": ACCOUNT,
        },
    ],
)
def test_settings_that_name_half_of_it_are_refused(settings):
    with pytest.raises(SettingInvalid, match="FORESAIL_CLOUD_SCHEDULER"):
        read_settings(settings)
