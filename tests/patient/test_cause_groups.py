"""Causes that a plan, a sheet or a forecast treats alike stand in one table."""

from __future__ import annotations

import pytest

from myotome.errors import DataError
from myotome.patient import cause_group, scopes


def test_what_comes_before_any_forecast_is_never_learnt_from_a_sheet() -> None:
    assert cause_group("before_any_forecast") <= cause_group("named_in_person") <= scopes()


def test_a_group_that_there_is_not_is_a_mistake_of_the_tables() -> None:
    with pytest.raises(DataError, match="no group 'named_in_persn'"):
        cause_group("named_in_persn")
