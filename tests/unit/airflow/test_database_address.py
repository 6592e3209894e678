"""Every extra of the Connection foresail_db is honoured, or refused with a reason."""

from types import SimpleNamespace

import pytest
from foresail.airflow.database_address import make_url
from foresail.errors import SettingInvalid


def url(**extras):
    return make_url(
        SimpleNamespace(
            login="ann", password="p@ss/word", host="db", port=3306, schema="foresail", extra_dejson=extras
        )
    )


def test_without_extras_it_is_the_fields_alone():
    assert url().render_as_string(hide_password=False) == "mysql+pymysql://ann:p%40ss%2Fword@db:3306/foresail"


def test_extras_that_the_driver_takes_are_handed_on():
    extras = {"charset": "utf8mb4", "connect_timeout": 5, "unix_socket": "/run/mysqld/s"}
    assert dict(url(**extras).query) == {
        "charset": "utf8mb4",
        "connect_timeout": "5",
        "unix_socket": "/run/mysqld/s",
    }


@pytest.mark.parametrize(
    "ssl", [{"ca": "/ca.pem", "check_hostname": True}, '{"ca": "/ca.pem", "check_hostname": true}']
)
def test_ssl_is_handed_on_part_by_part_as_json_or_as_text(ssl):
    assert dict(url(ssl=ssl).query) == {"ssl_ca": "/ca.pem", "ssl_check_hostname": "true"}


@pytest.mark.parametrize(
    ("extras", "named"),
    [
        ({"local_infile": True}, "local_infile"),
        ({"cursor": "sscursor"}, "cursor"),
        ({"ssl": {"ca": "/ca.pem", "mode": "x"}}, "ssl.mode"),
        ({"ssl": "not json"}, "ssl"),
        ({"ssl": {}}, "ssl"),
        ({"ssl": True}, "ssl"),
    ],
)
def test_any_other_extra_is_refused_by_its_name_with_what_to_use(extras, named):
    with pytest.raises(SettingInvalid, match="not supported") as refused:
        url(**extras)
    assert repr(named) in refused.value.message
    assert "connect_timeout" in refused.value.hint


def test_the_client_library_that_the_provider_would_load_is_no_matter_here():
    assert dict(url(client="mysql-connector-python").query) == {}
