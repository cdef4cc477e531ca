"""An error says what is allowed, in so far as a person can read it."""

from __future__ import annotations

import pytest

from myotome.errors import UnknownNameError
from myotome.forecast import arm_of


def test_an_unknown_treatment_is_answered_with_every_treatment() -> None:
    with pytest.raises(UnknownNameError) as refused:
        arm_of("surgery")
    said = str(refused.value)
    assert "no treatment is called 'surgery'" in said
    assert [name for name in refused.value.allowed if name not in said] == []


def test_of_many_names_the_nearest_are_named() -> None:
    error = UnknownNameError("muscle", "muscle_41x", [f"muscle_{number}" for number in range(200)])
    assert "Nearest: muscle_41" in str(error)
    assert "Allowed" not in str(error)


def test_an_alias_leads_to_the_name_that_it_stands_for() -> None:
    error = UnknownNameError("disc", "L4-6", ["L4-L5"], {"L4-5": "L4-L5", "L4-L5": "L4-L5"})
    assert error.nearest == ("L4-L5",)
