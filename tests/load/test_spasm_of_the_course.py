"""The course over time takes its disc pressure under spasm from the mechanics of the spine."""

from __future__ import annotations

import pytest

from myotome.evidence.forecast.pressure import pressure_rows
from myotome.exam import read_case
from myotome.forecast import spasm_activations, usual_pressure
from myotome.patient.disc_pressure import pressure_of_person


def test_the_table_is_what_the_mechanics_gives() -> None:
    rows = pressure_rows()
    assert [float(row["multiplier"]) for row in rows] == pytest.approx(usual_pressure().multipliers, rel=1e-3)
    assert [float(row["activation"]) for row in rows] == list(spasm_activations())


def test_pressure_of_a_person_rises_with_spasm() -> None:
    case = read_case("examples/l5-foraminal-disc.yaml")
    pressure = pressure_of_person(case, "L5-S1")
    assert pressure is not None
    assert list(pressure.multipliers) == sorted(pressure.multipliers)
    assert pressure.multipliers[0] == pytest.approx(1.0)


def test_a_disc_of_the_neck_has_the_usual_table() -> None:
    case = read_case("examples/l5-foraminal-disc.yaml")
    assert pressure_of_person(case, "C5-C6") is None
