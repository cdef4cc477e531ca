"""Impairment of muscles: lesioned roots and weakness leave less of a fascicle, spasm keeps it from relaxing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from myotome.errors import InputError, Problem
from myotome.load.body.fascicles import Fascicles

__all__ = ["Impairment", "Spasm", "Weakness", "floors", "strength_left"]

_OTHER = {"left": "right", "right": "left"}


@dataclass(frozen=True, slots=True)
class Weakness:
    """A muscle that has lost part of its strength.

    Attributes
    ----------
    muscle : str
        A muscle of the vocabulary that has fascicles.
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
class Impairment:
    """All that changes the muscles of one person.

    Attributes
    ----------
    weaknesses : tuple of Weakness
    spasms : tuple of Spasm
    conducting : mapping of (root, side) to float
        Share of a root's fibres that still conduct, 0 to 1; roots not named are whole.
    """

    weaknesses: tuple[Weakness, ...] = ()
    spasms: tuple[Spasm, ...] = ()
    conducting: Mapping[tuple[str, str], float] = field(default_factory=dict)

    @property
    def is_none(self) -> bool:
        """Is everything healthy?"""
        return not (self.weaknesses or self.spasms or any(share < 1.0 for share in self.conducting.values()))

    @property
    def mirrored(self) -> Impairment:
        """The same with right and left exchanged."""
        return Impairment(
            tuple(replace(one, side=_OTHER.get(one.side, one.side)) for one in self.weaknesses),
            tuple(replace(one, side=_OTHER.get(one.side, one.side)) for one in self.spasms),
            {(root, _OTHER.get(side, side)): share for (root, side), share in self.conducting.items()},
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
        for side in _sides(weakness.side):
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
    for spasm in impairment.spasms:
        for side in _sides(spasm.side):
            taken = fascicles.of(spasm.muscle, side)
            least[taken] = np.maximum(least[taken], spasm.level)
    return least


def _sides(side: str) -> Sequence[str]:
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
    if problems:
        raise InputError(problems)
