"""The strength of one person's trunk muscles, from a test of that person."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np

from myotome.errors import InputError, Problem
from myotome.evidence.load.strength_test import Trial, trial
from myotome.load import SETS_OF_TASKS, STRENGTH_SCALES, Person, Spine, Weakness, spine

__all__ = ["strength_of_person", "weaknesses_for_ratio"]

#: Group of fascicles that a direction measures.
_GROUPS: Final = {"extension": "extensors", "flexion": "flexors"}
#: Muscles that make up such a group.
_MUSCLES: Final = {
    "flexion": ("abdominal_wall",),
    "extension": ("back_extensors", "quadratus_lumborum", "latissimus_dorsi"),
}
_ROUNDS: Final = 3
_BOUNDS: Final = (0.02, 20.0)
_CLOSE: Final = 1e-4


def strength_of_person(person: Person, measured_nm: Mapping[str, float]) -> dict[str, float]:
    """Which factors on the strength of each group make this person as strong as measured?

    Parameters
    ----------
    person : Person
    measured_nm : mapping of str to float
        Isometric peak torque about L5-S1, upright, Nm, in `extension` and `flexion`; what was not tested stays.

    Returns
    -------
    dict of str to float
        For `spine`.

    Raises
    ------
    InputError
        scipy is not installed, or no strength of the group makes this torque while the joints stay in balance.
    """
    _check_scipy()
    scales = {row["group"]: float(row["value"]) for row in STRENGTH_SCALES.rows()}
    factors = dict.fromkeys((_GROUPS[direction] for direction in measured_nm), 1.0)
    model = spine(person, SETS_OF_TASKS)
    trials = {direction: trial(model, direction) for direction in measured_nm}
    for _ in range(_ROUNDS):
        for direction, wanted in measured_nm.items():
            factors[_GROUPS[direction]] = _factor(model, trials[direction], (direction, wanted), factors)
    return {group: value * factors.get(group, 1.0) for group, value in scales.items()}


def weaknesses_for_ratio(person: Person, flexion_over_extension: float) -> Sequence[Weakness]:
    """Which weakness gives the trunk this ratio of strength, where the stronger side of it is kept?

    Parameters
    ----------
    person : Person
    flexion_over_extension : float
        Isometric peak torque of flexion over that of extension, upright; above 0.

    Returns
    -------
    sequence of Weakness
        Of the muscles of one group, both sides alike.

    Raises
    ------
    InputError
        scipy is not installed, or no weakness of the group makes this ratio.
    """
    _check_scipy()
    model = spine(person, SETS_OF_TASKS)
    trials = {direction: trial(model, direction) for direction in ("flexion", "extension")}

    def ratio(direction: str, left: float) -> float:
        strength = np.array([left if group == _GROUPS[direction] else 1.0 for group in model.fascicles.group])
        flexion, extension = (trials[name].capacity_nm(strength) for name in trials)
        return flexion / max(extension, _CLOSE)

    usual = ratio("flexion", 1.0)
    direction = "flexion" if flexion_over_extension < usual else "extension"
    low, high = _BOUNDS[0], 1.0
    ends = sorted((ratio(direction, low), usual))
    if not ends[0] <= flexion_over_extension <= ends[1]:
        allowed = f"{ratio('flexion', low):.2f} to {ratio('extension', low):.2f}; {usual:.2f} is usual for this person"
        message = "No weakness of these muscles makes this ratio of flexion over extension."
        raise InputError([Problem("--imbalance", None, f"{flexion_over_extension:g}", allowed, (), message)])
    while high - low > _CLOSE:
        middle = 0.5 * (low + high)
        below = ratio(direction, middle) < flexion_over_extension
        low, high = (middle, high) if below == (direction == "flexion") else (low, middle)
    return tuple(Weakness(muscle, "bilateral", 100.0 * (1.0 - low)) for muscle in _MUSCLES[direction])


def _factor(model: Spine, test: Trial, measured: tuple[str, float], factors: Mapping[str, float]) -> float:
    """Factor of a group with which the torque is reached, the other groups held: halved until it is near."""
    direction, wanted = measured
    low, high = _BOUNDS

    def torque(factor: float) -> float:
        tried = {**factors, _GROUPS[direction]: factor}
        return test.capacity_nm(np.array([tried.get(group, 1.0) for group in model.fascicles.group]))

    ends = torque(low), torque(high)
    if not ends[0] <= wanted <= ends[1]:
        message = "With no strength of these muscles does the model make this torque; is it in newton metres?"
        allowed = f"{ends[0]:.0f} to {ends[1]:.0f} Nm for this person"
        raise InputError([Problem(f"--strength, {direction}", None, f"{wanted:g} Nm", allowed, (), message)])
    while high / low > 1.0 + _CLOSE:
        middle = float(np.sqrt(low * high))
        low, high = (middle, high) if torque(middle) < wanted else (low, middle)
    return float(np.sqrt(low * high))


def _check_scipy() -> None:
    try:
        import scipy.optimize  # noqa: F401
    except ImportError:
        message = "Measured strength needs scipy: pip install 'myotome[calibrate]'."
        raise InputError([Problem("--strength", None, "a file", "scipy installed", (), message)]) from None
