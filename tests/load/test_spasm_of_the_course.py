"""The course over time takes its disc pressure under spasm from the mechanics of the spine."""

from __future__ import annotations

import pytest

from myotome.evidence.forecast.pressure import pressure_rows
from myotome.exam import read_case
from myotome.forecast import PRESSURE, activities
from myotome.load import braced_pressure
from myotome.patient.disc_pressure import pressure_of_person


def test_the_table_is_what_the_mechanics_gives() -> None:
    for made, kept in zip(pressure_rows(), PRESSURE.written(), strict=True):
        assert made["activity"] == kept["activity"]
        for name in ("calm", "braced"):
            assert float(made[name]) == pytest.approx(float(kept[name]), rel=1e-3)


def test_more_bracing_never_lowers_pressure_in_any_activity_of_a_day() -> None:
    for one in activities():
        pressures = [braced_pressure(one.task, share * 0.055)[1] for share in (0.0, 0.5, 1.0)]
        assert pressures[0] < pressures[1] < pressures[2], one


def test_pressure_of_a_person_rises_with_spasm() -> None:
    pressure = pressure_of_person(read_case("examples/l5-foraminal-disc.yaml"), "L5-S1")
    assert pressure is not None
    assert pressure.daily > 1.0


def test_a_disc_of_the_neck_has_the_usual_table() -> None:
    case = read_case("examples/l5-foraminal-disc.yaml")
    assert pressure_of_person(case, "C5-C6") is None
