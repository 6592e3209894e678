from dataclasses import fields

import pytest
from foresail.errors import SettingInvalid
from foresail.queries.settings import list_settings
from foresail.settings import BOUNDS, CRONS, KEPT, Settings, read_settings


def test_with_nothing_set_everything_lies_under_airflows_home():
    settings = read_settings({"AIRFLOW_HOME": "/srv/airflow"})
    assert settings.storage == "file:///srv/airflow/foresail/storage"
    assert str(settings.database_file) == "/srv/airflow/foresail/warehouse.db"


def test_a_setting_is_read_from_its_variable():
    assert read_settings({"FORESAIL_HORIZON": " 14 "}).horizon == 14
    assert read_settings({"FORESAIL_STORAGE": "gs://bucket/x"}).storage == "gs://bucket/x"


@pytest.mark.parametrize("text", ["0", "91", "ten", "-1", "1.5", "٣"])
def test_a_value_out_of_range_is_refused_naming_the_variable_and_the_range(text):
    with pytest.raises(SettingInvalid, match=r"FORESAIL_HORIZON is .*1 to 90"):
        read_settings({"FORESAIL_HORIZON": text})


def test_a_storage_without_a_scheme_is_refused():
    with pytest.raises(SettingInvalid, match="FORESAIL_STORAGE"):
        read_settings({"FORESAIL_STORAGE": "/tmp/here"})


def test_every_number_has_bounds_that_hold_its_default():
    defaults = read_settings({})
    assert all(low <= getattr(defaults, name) <= high for name, (low, high) in BOUNDS.items())


@pytest.mark.parametrize("name", CRONS)
@pytest.mark.parametrize("cron", ["nonsense", "0 0 31 2 *", "* *"])
def test_a_cron_that_never_occurs_is_refused_naming_the_variable(name, cron):
    with pytest.raises(SettingInvalid, match=f"FORESAIL_{name.upper()} is .* never occurs or is no cron"):
        read_settings({f"FORESAIL_{name.upper()}": cron})


@pytest.mark.parametrize("kind", KEPT)
def test_to_keep_something_for_no_day_is_refused(kind):
    with pytest.raises(SettingInvalid, match=f"FORESAIL_KEEP_{kind.upper()}_DAYS is '0'.*from 7 to 36500"):
        read_settings({f"FORESAIL_KEEP_{kind.upper()}_DAYS": "0"})


@pytest.mark.parametrize("text", ["6:30 UTC", "06:30", "25:00 UTC", "06:30 Mars", "soon"])
def test_a_time_that_forecasts_are_due_by_has_a_clock_and_a_zone(text):
    with pytest.raises(SettingInvalid, match="FORESAIL_LATE"):
        read_settings({"FORESAIL_LATE": text})
    due = read_settings({"FORESAIL_LATE": "06:05 Europe/Berlin"}).late_at
    assert (due.time, str(due.zone)) == ("06:05", "Europe/Berlin")


def listed(**environment):
    return {setting["name"]: setting for setting in list_settings({"AIRFLOW_HOME": "/srv", **environment})}


def test_each_setting_is_listed_with_its_value_its_default_and_where_the_value_comes_from():
    found = listed(FORESAIL_HORIZON="14", FORESAIL_LATE=" ")
    assert list(found) == [f"FORESAIL_{field.name.upper()}" for field in fields(Settings)]
    assert found["FORESAIL_HORIZON"] == {
        "name": "FORESAIL_HORIZON",
        "value": 14,
        "default": 28,
        "source": "environment",
        "unit": "steps",
        "least": 1,
        "most": 90,
        "choices": [],
    }
    assert found["FORESAIL_LATE"]["value"] is None
    assert found["FORESAIL_LATE"]["source"] == "default"
    assert found["FORESAIL_HOME"]["default"] == "/srv/foresail"
    assert found["FORESAIL_UPLOAD_MAX_MIB"]["unit"] == "MiB"
    assert found["FORESAIL_SERIES"]["choices"] == ["product", "product-store"]


def test_a_password_in_an_address_is_not_listed():
    shown = listed(FORESAIL_STORAGE="s3://someone:secret@bucket/x")["FORESAIL_STORAGE"]["value"]
    assert shown == "s3://***@bucket/x"
