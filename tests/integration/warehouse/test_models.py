"""Models by number, whatever the number is."""

import pytest
from foresail.errors import UnknownModel
from foresail.warehouse import models
from foresail.warehouse.connecting import reading, writing


@pytest.mark.parametrize("number", [0, -1, 2**31, 2**63, -(2**63) - 1, 10**30])
def test_a_number_that_no_model_can_have_is_that_of_no_model(engine, number):
    with reading(engine) as connection, pytest.raises(UnknownModel):
        models.get_registered(connection, number)
    with writing(engine) as connection, pytest.raises(UnknownModel):
        models.get_complete(connection, number)
