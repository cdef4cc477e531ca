"""Impairment: which muscles are weak, cannot let go, are braced or too short, and which levels are held open."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from myotome.errors import InputError, Problem
from myotome.load.body.sparing import Sparing, sparing_problems
from myotome.load.muscles.fascicles import Fascicles

__all__ = [
    "Contracture",
    "Guarding",
    "Impairment",
    "Spasm",
    "Weakness",
    "floors",
    "guarded",
    "sides_named",
    "strength_left",
]

_OTHER = {"left": "right", "right": "left"}
_SHORT = "0 to 50 percent of the length, 0.1 to 10 times as stiff"


@dataclass(frozen=True, slots=True)
class Weakness:
    """A muscle that has lost part of its strength.

    Attributes
    ----------
    muscle : str
        A muscle of the vocabulary that has fascicles, or a group of such muscles.
    side : str
        `right`, `left` or `bilateral`.
    percent : float
        Strength lost, 0 to 100.
    """

    muscle: str
    side: str
    percent: float


@dataclass(frozen=True, slots=True)
class Spasm:
    """A muscle that cannot let go.

    Attributes
    ----------
    muscle, side : str
        As in `Weakness`.
    level : float
        Least activation, 0 to 1.
    """

    muscle: str
    side: str
    level: float


@dataclass(frozen=True, slots=True)
class Guarding:
    """A muscle that is braced beyond what its task asks: what it does in health, and this much more.

    Attributes
    ----------
    muscle, side : str
        As in `Weakness`.
    level : float
        Activation added, 0 to 1; the antagonists balance it.
    """

    muscle: str
    side: str
    level: float


@dataclass(frozen=True, slots=True)
class Contracture:
    """A muscle that is too short: its fibres have their best length earlier, and resist sooner and more.

    Attributes
    ----------
    muscle, side : str
        As in `Weakness`.
    percent : float
        By how much the fibres are shorter, 0 to 50.
    stiffness : float
        How many times as stiff it is at rest for the same stretch, 0.1 to 10.
    """

    muscle: str
    side: str
    percent: float
    stiffness: float = 1.0


@dataclass(frozen=True, slots=True)
class Impairment:
    """All that changes the muscles and the posture of one person.

    Attributes
    ----------
    weaknesses : tuple of Weakness
    spasms : tuple of Spasm
    conducting : mapping of (root, side) to float
        Share of a root's fibres that still conduct, 0 to 1; roots not named are whole.
    guardings : tuple of Guarding
    contractures : tuple of Contracture
    sparings : tuple of Sparing
        In the posture that a standing or sitting spine settles into.
    """

    weaknesses: tuple[Weakness, ...] = ()
    spasms: tuple[Spasm, ...] = ()
    conducting: Mapping[tuple[str, str], float] = field(default_factory=dict)
    guardings: tuple[Guarding, ...] = ()
    contractures: tuple[Contracture, ...] = ()
    sparings: tuple[Sparing, ...] = ()

    @property
    def is_none(self) -> bool:
        """Is everything healthy?"""
        hurt = self.weaknesses or self.spasms or self.guardings or self.contractures or self.sparings
        return not (hurt or any(share < 1.0 for share in self.conducting.values()))

    @property
    def mirrored(self) -> Impairment:
        """The same with right and left exchanged."""
        return Impairment(
            tuple(replace(one, side=_OTHER.get(one.side, one.side)) for one in self.weaknesses),
            tuple(replace(one, side=_OTHER.get(one.side, one.side)) for one in self.spasms),
            {(root, _OTHER.get(side, side)): share for (root, side), share in self.conducting.items()},
            tuple(replace(one, side=_OTHER.get(one.side, one.side)) for one in self.guardings),
            tuple(replace(one, side=_OTHER.get(one.side, one.side)) for one in self.contractures),
            tuple(one.mirrored for one in self.sparings),
        )


def strength_left(fascicles: Fascicles, impairment: Impairment) -> NDArray[np.float64]:
    """How much of each fascicle still works?

    What is lost takes its fibres with it: the same force then costs more of the fibres that are left.

    Parameters
    ----------
    fascicles : Fascicles
    impairment : Impairment

    Returns
    -------
    ndarray, shape (fascicles,)
        0 to 1; losses of one fascicle multiply.

    Raises
    ------
    UnknownNameError
        No such muscle, side or root.
    InputError
        A percentage or a level outside its limits: all at once.

    Examples
    --------
    >>> from myotome.load import reference_person, spine
    >>> muscles = spine(reference_person()).fascicles
    >>> float(strength_left(muscles, Impairment(weaknesses=(Weakness("multifidus", "right", 40.0),))).min())
    0.6
    """
    _check(impairment)
    left = fascicles.conduction(impairment.conducting) if impairment.conducting else np.ones(len(fascicles))
    for weakness in impairment.weaknesses:
        for side in sides_named(weakness.side):
            left[fascicles.of(weakness.muscle, side)] *= 1.0 - weakness.percent / 100.0
    return left


def floors(fascicles: Fascicles, impairment: Impairment) -> NDArray[np.float64]:
    """Below which activation can each fascicle not go?

    Parameters
    ----------
    fascicles : Fascicles
    impairment : Impairment

    Returns
    -------
    ndarray, shape (fascicles,)
        0 to 1, as a share of what still works.

    Raises
    ------
    UnknownNameError
        No such muscle or side.
    InputError
        A percentage or a level outside its limits: all at once.
    """
    _check(impairment)
    least = np.zeros(len(fascicles))
    kept: tuple[Spasm | Guarding, ...] = (*impairment.spasms, *impairment.guardings)
    for held in kept:
        for side in sides_named(held.side):
            taken = fascicles.of(held.muscle, side)
            least[taken] = np.maximum(least[taken], held.level)
    return least


def guarded(
    fascicles: Fascicles, impairment: Impairment, calm: Callable[[NDArray[np.float64]], NDArray[np.float64]]
) -> NDArray[np.float64]:
    """Below which activation can each fascicle not go, guarding added to what it would do without?

    Parameters
    ----------
    fascicles : Fascicles
    impairment : Impairment
    calm : callable
        Activation by the floors that hold without guarding; only called where there is some.

    Returns
    -------
    ndarray, shape (fascicles,), or (frames, fascicles) as `calm` gives it
        0 to 1; of two guardings that overlap the greater counts.

    Raises
    ------
    UnknownNameError
        No such muscle or side.
    InputError
        A percentage or a level outside its limits: all at once.
    """
    floor = floors(fascicles, impairment)
    if not impairment.guardings:
        return floor
    added = floors(fascicles, Impairment(guardings=impairment.guardings))
    without = calm(floors(fascicles, replace(impairment, guardings=())))
    return np.asarray(np.where(added > 0.0, np.clip(without + added, floor, 1.0), floor))


def sides_named(side: str) -> Sequence[str]:
    """One side, or both."""
    return ("right", "left") if side == "bilateral" else (side,)


def _check(impairment: Impairment) -> None:
    problems = [
        Problem(f"weakness of {item.muscle}", None, f"{item.percent:g}", "0 to 100 percent of the strength")
        for item in impairment.weaknesses
        if not 0.0 <= item.percent <= 100.0
    ]
    problems += [
        Problem(f"spasm of {item.muscle}", None, f"{item.level:g}", "0 to 1, as a share of full activation")
        for item in impairment.spasms
        if not 0.0 <= item.level <= 1.0
    ]
    problems += [
        Problem(f"guarding of {item.muscle}", None, f"{item.level:g}", "0 to 1, added to the activation of the task")
        for item in impairment.guardings
        if not 0.0 <= item.level <= 1.0
    ]
    problems += [
        Problem(f"contracture of {item.muscle}", None, f"{item.percent:g} percent, {item.stiffness:g} times", _SHORT)
        for item in impairment.contractures
        if not (0.0 <= item.percent <= 50.0 and 0.1 <= item.stiffness <= 10.0)
    ]
    problems += sparing_problems(impairment.sparings)
    if problems:
        raise InputError(problems)
