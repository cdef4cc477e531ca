"""One person's start: what the findings leave open stays open, as groups with their probabilities."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from myotome.anatomy import muscle_root_weights
from myotome.errors import InputError, Problem, UnknownNameError
from myotome.forecast.persons.eligibility import access_of_setting, loss_of_grade, touched, typical
from myotome.forecast.persons.people import BURDENS, Group, Range, Start

__all__ = ["PersonNow", "PossibleHerniation", "RootWeakness", "person_start", "weaknesses"]

_MEASURED = {"leg_pain": 0.7, "back_pain": 0.7, "odi": 5.0}
_TOP = {"leg_pain": 10.0, "back_pain": 10.0, "odi": 100.0}


@dataclass(frozen=True, slots=True)
class PossibleHerniation:
    """One herniation that may be the cause: one row of a posterior.

    Attributes
    ----------
    probability : float
        Relative to the other rows.
    disc, side, zone : str
        As in the vocabulary, for example `L4-L5`, `left`, `subarticular`.
    roots : tuple of str
        Roots it touches, the most affected first; one or two.
    severity : float
        Motor conduction lost at the first root, 0 to 1.
    types : mapping
        Share of each herniation type.
    second_ratio : float
        Loss at the second root relative to the first.
    touches : str
        `root`, `cord`, or `cauda_equina`.
    """

    probability: float
    disc: str
    side: str
    zone: str
    roots: tuple[str, ...]
    severity: float
    types: Mapping[str, float]
    second_ratio: float = 0.0
    touches: str = "root"


@dataclass(frozen=True, slots=True)
class PersonNow:
    """What is known of the person beside the cause; None where it is not.

    Attributes
    ----------
    age : float or None
        Years.
    sex : str or None
        `male` or `female`.
    smoker, distress, compensation, sick_leave, earlier_episodes, diabetes, modic : bool or None
        Whether the person smokes, is depressed, anxious or afraid of movement, has a claim for compensation, is off
        work for it, has had earlier episodes, has diabetes, has Modic changes at the disc.
    bmi : float or None
        Body mass index, kg/m2.
    leg_pain, back_pain : float or None
        NRS 0-10; arm and neck for a cervical disc.
    odi : float or None
        Disability 0-100.
    duration_weeks : float or None
        Since onset.
    annular_defect_mm : float or None
        Width of the hole in the annulus.
    setting : str
        Where the person is seen: how readily surgery is offered.
    adherence : float or None
        To exercise, 0 to 1.
    """

    age: float | None = None
    sex: str | None = None
    smoker: bool | None = None
    distress: bool | None = None
    compensation: bool | None = None
    sick_leave: bool | None = None
    earlier_episodes: bool | None = None
    diabetes: bool | None = None
    modic: bool | None = None
    bmi: float | None = None
    leg_pain: float | None = None
    back_pain: float | None = None
    odi: float | None = None
    duration_weeks: float | None = None
    annular_defect_mm: float | None = None
    setting: str = "hospital"
    adherence: float | None = None


@dataclass(frozen=True, slots=True)
class RootWeakness:
    """A weak muscle, and how much of its drive the roots of each possible herniation supply.

    Attributes
    ----------
    muscle : str
        Name as shown, for example `left tibialis_anterior`.
    first, second : tuple of float
        For each group of the start: share of the muscle's supply by its first and by its second root.
    found : float or None
        Drive lost by the grade that was found, 0 to 1; None where none was.
    """

    muscle: str
    first: tuple[float, ...] = field(default=())
    second: tuple[float, ...] = field(default=())
    found: float | None = None

    def loss(self, loss: NDArray[np.float32], second: NDArray[np.float32], component: Any) -> NDArray[np.float32]:
        """Drive lost to the muscle, 0 to 1, from the loss at both roots: each of shape (weeks, people), from week 0 on.

        It starts at what was found and recovers as its roots do; by other roots, it stays.
        """
        chosen = np.asarray(component, dtype=np.intp)
        of_first = np.array(self.first, dtype=np.float32)[chosen]
        of_second = np.array(self.second, dtype=np.float32)[chosen]
        lost = of_first * loss + of_second * second
        if self.found is None:
            return lost
        left = np.divide(lost, lost[:1], out=np.ones_like(lost), where=lost[:1] > 0.0)
        return np.asarray(np.minimum(np.float32(self.found) * left, np.float32(1.0)))

    def root_loss(self, group: int) -> float:
        """Conduction that the first root of a group has lost at least, by what was found; 0 where no grade was."""
        return 0.0 if self.found is None else self.found * self.first[group]


def _about(name: str, value: float | None, usual: Mapping[str, Any]) -> Range:
    """Return a value as measured, with its error of measurement, or the usual range."""
    if value is None:
        return Range(*usual[name])
    return Range(value, _MEASURED[name], 0.0, _TOP[name])


def _check(person: PersonNow) -> None:
    limits = {
        "age": (0.0, 120.0),
        "bmi": (10.0, 80.0),
        "leg_pain": (0.0, 10.0),
        "back_pain": (0.0, 10.0),
        "odi": (0.0, 100.0),
        "duration_weeks": (0.0, 5000.0),
        "annular_defect_mm": (0.0, 30.0),
        "adherence": (0.0, 1.0),
    }
    problems = []
    for name, (low, high) in limits.items():
        value = getattr(person, name)
        if value is not None and not low <= value <= high:
            allowed = f"a number from {low:g} to {high:g}"
            problems.append(Problem(name, None, repr(value), allowed, (), "The value lies outside its limits."))
    if problems:
        raise InputError(problems)
    if person.setting not in access_of_setting():
        raise UnknownNameError("setting", person.setting, access_of_setting())


def _burdens(person: PersonNow, usual: Mapping[str, Any]) -> dict[str, Any]:
    """What is known, as a share of 0 or 1; of what is not, the share in such people: it is drawn, so integrated out."""
    known = {name: getattr(person, name) for name in BURDENS}
    return {name: float(usual[name]) if value is None else float(value) for name, value in known.items()}


def _group(possible: PossibleHerniation, person: PersonNow, found: float) -> Group:
    severity = max(possible.severity, found)
    region = "cervical" if possible.disc.startswith("C") else "lumbar"
    usual = {**typical(region), **touched(possible.touches)}
    weeks = person.duration_weeks
    duration = tuple(usual["duration_weeks"]) if weeks is None else (max(weeks * 0.8, 0.1), max(weeks * 1.25, 0.2))
    age = Range(*usual["age"]) if person.age is None else Range(person.age, 0.0, person.age, person.age)
    defect = person.annular_defect_mm
    narrow, wide, widest = usual["defect_mm"]
    known = (narrow, wide, widest) if defect is None else (max(defect - 1.0, 0.0), defect + 1.0, defect + 1.0)
    return Group(
        share=possible.probability,
        region=region,
        types=dict(possible.types),
        leg_pain=_about("leg_pain", person.leg_pain, usual),
        back_pain=_about("back_pain", person.back_pain, usual),
        odi=None if person.odi is None else _about("odi", person.odi, usual),
        age=age,
        bmi=Range(*usual["bmi"]) if person.bmi is None else Range(person.bmi, 0.0, person.bmi, person.bmi),
        **_burdens(person, usual),
        duration_weeks=duration,
        male=usual["male"] if person.sex is None else float(person.sex == "male"),
        smoker=usual["smoker"] if person.smoker is None else float(person.smoker),
        large_defect=usual["large_defect"] if defect is None else 0.0,
        defect_mm=known,
        weak=1.0 if severity > 0.0 else 0.0,
        loss=(max(severity - 0.05, 0.0), min(severity + 0.05, 1.0)),
        second_ratio=possible.second_ratio,
        access=access_of_setting()[person.setting],
        cord="mild" if possible.touches == "cord" else "none",
        cauda_risk=usual["cauda_risk"] * (usual.get("central_cauda_risk", 1.0) if possible.zone == "central" else 1.0),
        adherence=tuple(usual["adherence"]) if person.adherence is None else (person.adherence, person.adherence),
    )


def person_start(possible: Sequence[PossibleHerniation], person: PersonNow, weak: Sequence[RootWeakness] = ()) -> Start:
    """Return the start distribution of one person.

    Parameters
    ----------
    possible : sequence of PossibleHerniation
        At least one, as likely as their probabilities say.
    person : PersonNow
        What else is known.
    weak : sequence of RootWeakness
        Of the same herniations: a root has lost at least what the grades found at its muscles say.

    Returns
    -------
    Start
        One group for each possible herniation, in the same order.

    Raises
    ------
    InputError
        Nothing is possible, or a value lies outside its limits.

    Examples
    --------
    >>> disc = PossibleHerniation(1.0, "L4-L5", "left", "subarticular", ("L5",), 0.6, {"extrusion": 1.0})
    >>> person_start([disc], PersonNow(age=41, leg_pain=7)).groups[0].region
    'lumbar'
    """
    _check(person)
    if not possible:
        raise InputError([Problem("possible", None, "nothing", "at least one", (), "No herniation to forecast.")])
    found = (max((one.root_loss(group) for one in weak), default=0.0) for group in range(len(possible)))
    return Start(tuple(_group(one, person, lost) for one, lost in zip(possible, found, strict=True)))


def weaknesses(
    muscles: Sequence[tuple[str, str]],
    possible: Sequence[PossibleHerniation],
    grades: Mapping[tuple[str, str], float] | None = None,
) -> tuple[RootWeakness, ...]:
    """How much of each weak muscle the roots of each possible herniation supply.

    Parameters
    ----------
    muscles : sequence of (muscle, side)
        For example `("tibialis_anterior", "left")`.
    possible : sequence of PossibleHerniation
        In the order of the groups of the start.
    grades : mapping or None
        Muscle and side to the MRC grade that was found, where one was.

    Returns
    -------
    tuple of RootWeakness
        Of the muscles that at least one possible herniation weakens, in the order given.
    """
    weak = []
    for muscle, side in muscles:
        if muscle not in muscle_root_weights():
            raise UnknownNameError("muscle", muscle, muscle_root_weights())
        weights = {entry.root: entry.weight for entry in muscle_root_weights()[muscle]}
        shares = [[_share(weights, one, side, place) for one in possible] for place in (0, 1)]
        if any(shares[0]) or any(shares[1]):
            grade = (grades or {}).get((muscle, side))
            found = None if grade is None else loss_of_grade(grade)
            weak.append(RootWeakness(f"{side} {muscle}", tuple(shares[0]), tuple(shares[1]), found))
    return tuple(weak)


def _share(weights: Mapping[str, float], herniation: PossibleHerniation, side: str, place: int) -> float:
    if side not in (herniation.side, "bilateral") and herniation.side != "bilateral":
        return 0.0
    return weights.get(herniation.roots[place], 0.0) if place < len(herniation.roots) else 0.0
