"""How far people with a sciatic list lean, and how much spasm, weakness or sparing would make the model lean so far.

`python -m myotome.evidence.load.list_norms` prints both. No number of the model is fitted to the list.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import chain
from typing import Final

from myotome.load import (
    SETS_OF_TASKS,
    SPARED_LEVELS,
    Alignment,
    Impairment,
    Sparing,
    Spasm,
    Weakness,
    alignment,
    reference_person,
    spine,
    stance,
    task,
)
from myotome.tables import Table, integer, number, one_of, text

__all__ = ["LIST_MUSCLES", "ListNorm", "dose_response", "list_norms", "sparing_response"]

LIST_MUSCLES: Final = ("erector_spinae", "multifidus", "quadratus_lumborum", "psoas_major")
_SPASM: Final = (0.01, 0.02, 0.03, 0.05, 0.1, 0.2, 0.3, 0.5)
_WEAKNESS: Final = (20.0, 40.0, 100.0)
_SPARED: Final = (0.3, 0.6, 0.9)
#: Levels held open: those of most herniations, the low back, the whole of it.
_LEVELS: Final = (SPARED_LEVELS[:2], SPARED_LEVELS[:3], SPARED_LEVELS[:4])


@dataclass(frozen=True, slots=True)
class ListNorm:
    """One measure of one series of people with a list.

    Attributes
    ----------
    quantity : str
        `trunk_shift`, `cobb` or `apical_translation`.
    mean, sd : float
    unit : str
        `mm` or `deg`.
    n : int
    source : str
    """

    quantity: str
    mean: float
    sd: float
    unit: str
    n: int
    source: str


_NORMS = Table(
    "evidence/load/list_norms.csv",
    {
        "quantity": one_of(("apical_translation", "cobb", "trunk_shift")),
        "mean": number(0, 500),
        "sd": number(0, 500),
        "low": number(0, 500, optional=True),
        "high": number(0, 500, optional=True),
        "n": integer(1),
        "population": text(),
    },
)


@cache
def list_norms() -> tuple[ListNorm, ...]:
    """How far do people with a sciatic list lean?

    Sources
    -------
    ssl2022, sciatic_list_60

    Examples
    --------
    >>> list_norms()[1].mean
    26.2
    """
    return tuple(
        ListNorm(row["quantity"], row["mean"], row["sd"], row["unit"], row["n"], row["source"]) for row in _NORMS.rows()
    )


def dose_response(sets: tuple[tuple[str, ...], ...]) -> Iterator[tuple[str, Alignment]]:
    """Where does the reference man settle for ever more spasm, and weakness, of these sets of right muscles?"""
    model = spine(reference_person(), SETS_OF_TASKS)
    standing = stance(model, task("standing"))
    for muscles in sets:
        name = ", ".join(muscles)
        for level in _SPASM:
            spasm = Impairment(spasms=tuple(Spasm(muscle, "right", level) for muscle in muscles))
            yield f"spasm {level:g} of {name}", alignment(model, standing, spasm)
        for percent in _WEAKNESS:
            weak = Impairment(weaknesses=tuple(Weakness(muscle, "right", percent) for muscle in muscles))
            yield f"weakness {percent:g} % of {name}", alignment(model, standing, weak)


def sparing_response() -> Iterator[tuple[str, Alignment]]:
    """Where does the reference man settle who holds these levels open on their left side, ever more?"""
    model = spine(reference_person(), SETS_OF_TASKS)
    for posture in ("standing", "sitting_upright"):
        taken = stance(model, task(posture))
        for levels in _LEVELS:
            for share in _SPARED:
                spared = Impairment(sparings=tuple(Sparing(level, "left", share) for level in levels))
                yield f"{posture}, {share:g} of {levels[-1]} to {levels[0]} spared", alignment(model, taken, spared)


def main() -> None:
    """Print people beside the model."""
    for norm in list_norms():
        print(f"{norm.quantity:20} {norm.mean:6.1f} +- {norm.sd:4.1f} {norm.unit:4} n = {norm.n}  {norm.source}")
    print(f"\n{'T1 mm':>8} {'apex mm':>8} {'Cobb':>6} {'lordosis':>9} {'forward':>8}")
    muscles = (LIST_MUSCLES, ("lumbar_paraspinals",), *((muscle,) for muscle in LIST_MUSCLES))
    for name, response in chain(sparing_response(), dose_response(muscles)):
        forward = response.curve.t1_forward_mm - response.healthy.t1_forward_mm
        numbers = (
            f"{response.trunk_shift_mm:8.1f} {response.curve.apical_translation_mm:8.1f} {response.curve.cobb_deg:6.1f}"
        )
        ending = ("" if response.stable else "; cannot stand") + ("; past its range" if response.past_range else "")
        print(f"{numbers} {response.lordosis_change_deg:+9.1f} {forward:+8.1f}  {name}{ending}")


if __name__ == "__main__":
    main()
