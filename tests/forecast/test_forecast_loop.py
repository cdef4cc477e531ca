"""The loop from spasm through disc pressure, opened in the same futures."""

from __future__ import annotations

from myotome.forecast import ForecastOptions, arm_of, loop_effect, no_loop
from support.made_people import one_person

OPTIONS = ForecastOptions(104, 3200)


def test_opening_the_loop_never_raises_recurrence() -> None:
    for one in loop_effect(one_person(), arm_of("no_surgery"), OPTIONS):
        if one.outcome in ("sciatica_recurrence", "back_pain_recurrence", "herniation_size"):
            assert one.mean >= 0.0, one


def test_without_pressure_under_spasm_there_is_no_loop_to_open() -> None:
    options = ForecastOptions(26, 640, pressure=no_loop())
    assert all(one.mean == 0.0 for one in loop_effect(one_person(), arm_of("no_surgery"), options))


def test_it_is_said_in_the_weeks_that_were_forecast() -> None:
    assert {one.week for one in loop_effect(one_person(), arm_of("no_surgery"), ForecastOptions(30, 640))} == {26}
    assert {one.against for one in loop_effect(one_person(), arm_of("no_surgery"), OPTIONS)} == {"no_loop"}


def test_an_interval_has_a_width_where_futures_differ() -> None:
    """However well the parameter sets happen to agree."""
    for one in loop_effect(one_person(), arm_of("no_surgery"), OPTIONS):
        assert one.low < one.mean < one.high or one.mean == 0.0, one
