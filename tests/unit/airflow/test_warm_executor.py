"""What workers load before their first task."""

from importlib.util import find_spec

import pytest
from foresail.airflow.warm_executor import LIBRARIES


@pytest.mark.parametrize("name", LIBRARIES)
def test_what_is_to_be_loaded_is_there(name):
    assert find_spec(name) is not None
