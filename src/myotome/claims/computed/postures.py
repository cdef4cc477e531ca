"""Computed with the settling spine: the curve under one-sided weakness, and what spasm presses on a disc."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import cache, partial
from typing import Any

from myotome.claims.computed.loads import WEAKNESSES, ratio_of_discs, reference_spine, weaknesses_of
from myotome.claims.model_value import ModelValue
from myotome.forecast import activities
from myotome.load import (
    Alignment,
    Control,
    Impairment,
    Weakness,
    alignment,
    braced_pressure,
    control_limits,
    stance,
    standing_control,
    task,
)
from myotome.tables import Table, identifier, one_of, parsed, text

__all__ = ["registered"]

_SETTLED = "over the range of what is not known of the tone and the stiffness of muscle"
_SPASM = "from a quarter of the worst spasm to the worst"


_TABLE = Table(
    "claims/postures.csv",
    {
        "computation": identifier(),
        "weaken": parsed(weaknesses_of, WEAKNESSES),
        "reads": one_of(("cobb_deg", "trunk_shift_mm")),
        "said": text(),
    },
    key=("computation",),
)


@cache
def _rows() -> Mapping[str, dict[str, Any]]:
    return {row["computation"]: row for row in _TABLE.rows()}


def registered() -> Mapping[str, Callable[[], ModelValue]]:
    """Every computation of this kind by its name."""
    special = {"spasm-pressure": spasm_pressure, "pressure-low-over-high": pressure_low_over_high}
    return {**{name: partial(_of_settled, name) for name in _rows()}, **special}


def _controls() -> Iterator[Control]:
    """The usual control first, then each unknown at its limits; none rights itself, as the claims mean it."""
    usual = replace(standing_control(), righting_nm=0.0, balance_n_m=0.0)
    limits = control_limits()
    yield usual
    yield from (Control(stiffness, usual.tone) for stiffness in limits["muscle_stiffness"])
    yield from (Control(usual.stiffness, tone) for tone in limits["tone"])


@cache
def _settled(weaken: tuple[Weakness, ...]) -> tuple[Alignment, ...]:
    of = reference_spine()
    standing, hurt = stance(of, task("standing")), Impairment(weaknesses=weaken)
    return tuple(alignment(of, standing, hurt, control) for control in _controls())


def _of_settled(name: str) -> ModelValue:
    """Where does the spine settle under this weakness?"""
    row = _rows()[name]
    alignments = _settled(row["weaken"])
    sizes = [abs(_read(one, row["reads"])) for one in alignments]
    limits, keys = (min(sizes), max(sizes)), alignments[0].sources()
    return ModelValue(name, sizes[0], *limits, row["unit"], row["said"], _SETTLED, "composed", keys)


def _read(alignment: Alignment, what: str) -> float:
    return alignment.curve.cobb_deg if what == "cobb_deg" else alignment.trunk_shift_mm


def spasm_pressure() -> ModelValue:
    """How many times its usual pressure has the disc under spasm of half the worst?"""
    worst = next(one.activation for one in activities() if one.task == "standing")
    pairs = [braced_pressure("standing", share * worst) for share in (0.25, 0.5, 1.0)]
    low, middle, high = (braced / calm for calm, braced in pairs)
    said = "pressure of L4-L5 standing with both sides of the back in half the worst spasm against none, posture held"
    keys = ("wilkinson_full_body_model", "judgement")
    return ModelValue("spasm-pressure", middle, low, high, "ratio", said, _SPASM, "composed", keys)


def pressure_low_over_high() -> ModelValue:
    """Does the L4-L5 disc bear more than the L1-L2 disc when bent forward?"""
    said = "compression of L4-L5 against that of L1-L2, bent forward 40 degrees"
    return ratio_of_discs("pressure-low-over-high", "standing_flexed", "flexion_deg=40", ("L4-L5", "L1-L2"), said)
