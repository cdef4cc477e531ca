"""Into which posture do weakness or spasm of one side pull the standing spine?

The healthy twin's muscles hold the posture with their tone. The impairment takes force away or adds it; joints, weight
and the stiffness of active muscle answer, gaze and balance keep the top of the trunk upright, and the spine settles
where energy is least. What the nervous system does about it beyond that is a given share, none by default: nobody has
measured it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from myotome.errors import InputError, Problem
from myotome.load.body.impairment import Impairment, Spasm, floors, strength_left
from myotome.load.body.skeleton import JOINTS, PLANES
from myotome.load.body.spine import Spine
from myotome.load.compensation import compensation
from myotome.load.kinematics.curve import curve
from myotome.load.muscles.fascicle_table import muscle_parts
from myotome.load.settling.descent import Rest, settle_along
from myotome.load.settling.potential import Held, Potential, righting, springs
from myotome.load.settling.result import Alignment, Control
from myotome.load.stances.stance import Stance
from myotome.load.statics.contracture import shortened
from myotome.load.statics.solution import Solution, solve
from myotome.tables import TomlTable, constants, fraction, integer, number

__all__ = ["alignment", "control_limits", "standing_control"]

_SAME = 1e-6
_BALANCED_NM = 1e-6


_TABLE = TomlTable(
    "load/alignment.toml",
    constants(
        {
            "muscle_stiffness": number(0, 1000),
            "tone": fraction(),
            "righting": number(0, 1e6),
            "balance": number(0, 1e5),
            "spared.stiffness": number(0, 1000),
            "spared.flexion": fraction(),
            "steps": integer(1, 1000),
            "curve.tie_deg": number(0, 10),
        }
    ),
)


@cache
def _table() -> dict[str, Any]:
    return _TABLE.read()


def standing_control() -> Control:
    """How muscles hold a posture by default: stiffness, tone and righting of the table, nothing corrected.

    Sources
    -------
    brown_2010_stiffness_gain, trunk_stiffness_and_effort, cholewicki_coactivation
    """
    stiffness, tone, tilt, shift = (
        float(_table()[name]["value"]) for name in ("muscle_stiffness", "tone", "righting", "balance")
    )
    return Control(stiffness, tone, righting_nm=tilt, balance_n_m=shift)


def control_limits() -> Mapping[str, tuple[float, float]]:
    """Between which limits may stiffness (`muscle_stiffness`) and tone (`tone`) of that control lie?"""
    return {
        name: (float(_table()[name]["low"]), float(_table()[name]["high"])) for name in ("muscle_stiffness", "tone")
    }


def alignment(
    spine: Spine, stance: Stance, impairment: Impairment | None = None, control: Control | None = None
) -> Alignment:
    """Into which posture does the impairment pull this spine?

    The pelvis stays where it is, and ribs 1 to 10 do not give sideways.

    Parameters
    ----------
    spine : Spine
        Of one person, with all fascicles of tasks.
    stance : Stance
        One frame, which the healthy twin can hold.
    impairment : Impairment or None
        Weakness, spasm, lesioned roots, levels that are held open.
    control : Control or None
        By default `standing_control()`.

    Returns
    -------
    Alignment
        Where `stable` is false, the numbers are those of a spine that does not stand by itself.

    Raises
    ------
    InputError
        More than one frame, a control out of its limits, or a posture that the healthy twin cannot hold.
    UnknownNameError
        No such muscle, side or root.

    Sources
    -------
    brown_2010_stiffness_gain, trunk_stiffness_and_effort, gardner_morse_stokes_2004, cholewicki_coactivation,
    moorhouse_2006

    Examples
    --------
    >>> from myotome.load import SETS_OF_TASKS, reference_person, spine, stance, task
    >>> model = spine(reference_person(), SETS_OF_TASKS)
    >>> spasm = Impairment(spasms=(Spasm("quadratus_lumborum", "right", 0.1),))
    >>> alignment(model, stance(model, task("standing")), spasm).trunk_shift_mm > 0.0
    True
    """
    impaired, held = impairment or Impairment(), control or standing_control()
    _check(stance, held)
    healthy = _healthy(spine, stance, held)
    before_change = _potential(healthy, held)
    muscles, spared = (_tone_n(healthy, impaired, held), _least_n(healthy, impaired)), _spared(spine, impaired)
    way = [before_change.towards(part, muscles, spared, held.stiffness) for part in _parts()]
    before = settle_along([before_change])
    changed = bool(np.any(muscles[0] != before_change.tone_n)) or bool(np.any(spared.at_rad))
    after = settle_along(way) if changed else before
    return _shaped((impaired, held), (healthy, before_change), way[-1], before, after)


def _parts() -> Sequence[float]:
    steps = int(_table()["steps"]["value"])
    return [(step + 1) / steps for step in range(steps)]


def _braced(impairment: Impairment, tone: float) -> Impairment:
    """The same impairment in someone whose muscles all keep at least this tone."""
    return replace(
        impairment, spasms=(*impairment.spasms, *(Spasm(muscle, "bilateral", tone) for muscle in muscle_parts()))
    )


def _healthy(spine: Spine, stance: Stance, control: Control) -> Solution:
    joints = spine.passive
    solution = solve(spine, stance, _braced(Impairment(), control.tone))
    if control.preloaded:
        joints = joints.preloaded(np.maximum(solution.discs.compression_n[0], 0.0))
        solution = solve(spine, stance, _braced(Impairment(), control.tone), passive=joints)
    if not solution.feasible.all():
        raise InputError([Problem("posture", None, "one that healthy muscles cannot hold", "one that they can")])
    return solution


def _potential(healthy: Solution, control: Control) -> Potential:
    """The healthy spine in its posture, to the last bit in balance."""
    active = _mirrored(healthy)
    tone = healthy.geometry.passive[0] * healthy.spine.fascicles.strength_n + active * _strength(healthy)
    length, free = healthy.geometry.length_m[0], ~healthy.spine.caged
    potential = Potential(
        spine=healthy.spine,
        stance=healthy.stance,
        joints=healthy.passive,
        tone_n=tone,
        least_n=np.zeros_like(tone),
        spring_n_m=springs(tone, length, control.stiffness),
        length_m=length,
        open=free,
        left_over_nm=np.zeros(free.size),
        righting=righting(healthy.spine, control.righting_nm, control.balance_n_m),
        held=_spared(healthy.spine, Impairment()),
    )
    left_over = np.zeros(free.size)
    left_over[free] = potential.moment_nm(np.zeros((1, int(free.sum()))))[0]
    return replace(potential, left_over_nm=left_over)


def _spared(spine: Spine, impairment: Impairment) -> Held:
    """How far, and how stiffly, levels are held open: bent forward, and to the side that does not hurt."""
    stiffness, at = np.zeros((2, len(JOINTS), len(PLANES)))
    for one in impairment.sparings:
        row = JOINTS.index(one.level)
        at[row, 0] = -one.share * spine.passive.limit_negative[row, 0] * _of_flexion()
        away = {"left": spine.passive.limit_positive, "right": -spine.passive.limit_negative}.get(one.side)
        at[row, 1] = 0.0 if away is None else one.share * away[row, 1]
        stiffness[row, :2] = float(np.rad2deg(_table()["spared"]["stiffness"]["value"]))
    return Held(stiffness, np.deg2rad(at))


def _of_flexion() -> float:
    """Which part of the range forward opens a level as far as it goes?"""
    return float(_table()["spared"]["flexion"]["value"])


def _strength(solution: Solution) -> NDArray[np.float64]:
    return np.asarray(solution.geometry.active[0] * solution.spine.fascicles.strength_n)


def _mirrored(healthy: Solution) -> NDArray[np.float64]:
    """Activation; where right and left differ by rounding alone, their mean, so that the mirror image is exact."""
    activation = healthy.activation[0]
    other = np.roll(activation, len(activation) // 2)
    same = np.allclose(activation, other, rtol=0.0, atol=_SAME)
    return np.asarray(0.5 * (activation + other) if same else activation)


def _tone_n(healthy: Solution, impairment: Impairment, control: Control) -> NDArray[np.float64]:
    """Force of each fascicle in the old posture, after the impairment and before the spine gives way."""
    muscles = healthy.spine.fascicles
    resting = shortened(healthy.geometry, impairment).passive[0] * muscles.strength_n
    active = (
        np.maximum(_mirrored(healthy), floors(muscles, impairment))
        * strength_left(muscles, impairment)
        * _strength(healthy)
    )
    if control.corrected == 0.0:
        return np.asarray(active + resting)
    made_up = solve(healthy.spine, healthy.stance, _braced(impairment, control.tone), passive=healthy.passive).force_n[
        0
    ]
    return np.asarray((1.0 - control.corrected) * (active + resting) + control.corrected * made_up)


def _least_n(healthy: Solution, impairment: Impairment) -> NDArray[np.float64]:
    """Force below which a fascicle in spasm does not go, wherever the spine is; 0 for the others."""
    muscles = healthy.spine.fascicles
    return np.asarray(floors(muscles, impairment) * strength_left(muscles, impairment) * _strength(healthy))


def _shaped(
    held: tuple[Impairment, Control],
    left_behind: tuple[Solution, Potential],
    spine: Potential,
    before: Rest,
    after: Rest,
) -> Alignment:
    (impairment, control), (twin, healthy) = held, left_behind
    tie = float(_table()["curve"]["tie_deg"]["value"])
    start, end = spine.stance.angles_deg[0], spine.angles_deg(after.moved_rad[None])[0]
    rest, left = spine.geometry(after.moved_rad[None]), healthy.geometry(np.zeros((1, after.moved_rad.size)))
    past = (end > spine.joints.limit_positive) | (end < -spine.joints.limit_negative)
    # A spring that holds one level open stands for no muscle: forces that would do its work mean nothing.
    there = None if impairment.sparings else _holding(twin, impairment, control, end)
    return Alignment(
        impairment=impairment,
        control=control,
        curve=curve(rest, tie),
        healthy=curve(left, tie),
        angles_deg=end,
        change_deg=end - start,
        stable=not after.buckled and after.moment_nm <= _BALANCED_NM,
        healthy_stable=not before.buckled,
        buckled=after.buckled,
        stiffness_nm=after.stiffness_nm,
        moment_nm=after.moment_nm,
        pressure_mpa=None if there is None else there.pressure_mpa[0],
        healthy_pressure_mpa=twin.pressure_mpa[0],
        past_range=tuple(f"{JOINTS[joint]}, {PLANES[plane]}" for joint, plane in np.argwhere(past)),
        changes=() if there is None else compensation(there, twin),
    )


def _holding(healthy: Solution, impairment: Impairment, control: Control, angles_deg: NDArray[np.float64]) -> Solution:
    """Which muscles hold it where it settled? Those that right the trunk pull too, and press on the discs."""
    settled = replace(healthy.stance, angles_deg=angles_deg[None], freedom=None, dual=None)
    tense = _braced(impairment, control.tone)
    return solve(healthy.spine, settled, tense, passive=healthy.passive, posture="prescribed")


def _check(stance: Stance, control: Control) -> None:
    ranges = (
        ("frames", float(len(stance.angles_deg)), 1.0, 1.0),
        ("stiffness of active muscle", control.stiffness, 0.0, np.inf),
        ("righting", control.righting_nm, 0.0, np.inf),
        ("balance", control.balance_n_m, 0.0, np.inf),
        ("tone", control.tone, 0.0, 1.0),
        ("share corrected", control.corrected, 0.0, 1.0),
    )
    problems = [
        Problem(f"alignment, {name}", None, f"{value:g}", f"{low:g}" if low == high else f"{low:g} to {high:g}")
        for name, value, low, high in ranges
        if not low <= value <= high or np.isinf(value)
    ]
    if problems:
        raise InputError(problems)
