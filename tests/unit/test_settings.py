import pytest
from foresail.errors import SettingInvalid
from foresail.settings import BOUNDS, read_settings


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
