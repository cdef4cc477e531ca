"""Which findings of a case cannot both be true?

A finding makes claims: this reflex, on this side, is absent. Two claims on the same subject contradict each other where
no patient could show both; pairs of different subjects stand in a table. Findings that merely sit oddly together (a
weak movement with a strong muscle of it, a level with sparing below it) are left to the explanation: patients do show
them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import product
from typing import Any

from myotome.exam.findings.bedside import Finding, Pain, Reflex, Sensation, Sign, Strength
from myotome.exam.findings.investigations import Emg, History, Imaging, Lab, Ncs, Questionnaire
from myotome.exam.reading.consistency.contradiction_table import declared_contradictions

__all__ = ["Contradiction", "contradictions"]

_Claim = tuple[tuple[Any, ...], Any]
_FULL_STRENGTH = 5.0


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Two findings that cannot both be true, in the order of the file."""

    first: Finding
    second: Finding
    why: str = ""

    @property
    def message(self) -> str:
        """Sentence that names the other finding and its line."""
        because = f": {self.why}" if self.why else ""
        if self.first is self.second:
            return f"This contradicts itself{because}. Keep the one that is true."
        where = f"findings[{self.first.index}]" + (f" on line {self.first.line}" if self.first.line else "")
        return f"This contradicts {where}, which says {self.first.label!r}{because}. Keep the one that is true."

    @property
    def given(self) -> str:
        """Both findings in words."""
        if self.first is self.second:
            return repr(self.first.label)
        return f"{self.first.label!r} and {self.second.label!r}"

    @property
    def allowed(self) -> str:
        """Rule in words."""
        if self.why:
            return "one of the two"
        return "one value for the same thing on the same side; bilateral counts for both sides"


def contradictions(findings: Iterable[Finding]) -> tuple[Contradiction, ...]:
    """Find the pairs of findings that cannot both be true.

    Parameters
    ----------
    findings : iterable of Finding
        In the order of the file.

    Returns
    -------
    tuple of Contradiction
        Each pair once, by the later of the two.

    Examples
    --------
    >>> contradictions([Reflex(0, 4, "biceps", "left", "normal"), Reflex(1, 5, "biceps", "left", "normal")])
    ()
    """
    given = tuple(findings)
    claimed: dict[tuple[Any, ...], list[tuple[Any, Finding]]] = {}
    found: dict[tuple[int, int], Contradiction] = {}
    for finding in given:
        for subject, value in _claims(finding):
            for earlier, first in claimed.get(subject, ()):
                if first is not finding and _RULES[str(subject[0])](earlier, value):
                    found.setdefault((first.index, finding.index), Contradiction(first, finding))
            claimed.setdefault(subject, []).append((value, finding))
    for one, other, why in declared_contradictions(given):
        first, second = (one, other) if one.index <= other.index else (other, one)
        found.setdefault((first.index, second.index), Contradiction(first, second, why))
    return tuple(found.values())


def _claims(finding: Finding) -> Iterator[_Claim]:
    """Everything that a finding says: a subject with its side, and a value."""
    for subject, value in _SAID[finding.kind](finding):
        for side in _each_side(_side(finding), subject[0] == "pain"):
            yield (*subject, side), value


def _side(finding: Finding) -> str | None:
    """Side of a finding; an image where something is absent and no side is given speaks of all of them."""
    if isinstance(finding, Imaging) and not finding.present and finding.side == "none":
        return "everywhere"
    return getattr(finding, "side", None)


def _each_side(side: str | None, everywhere: bool) -> tuple[str, ...]:
    """Single sides that a finding speaks of; pain denied without a side is denied everywhere."""
    if side == "everywhere":
        return ("left", "right", "midline", "none")
    if side is None and everywhere:
        return ("left", "right", "midline")
    return ("left", "right") if side == "bilateral" else (side or "none",)


def _strength(finding: Any) -> Iterator[_Claim]:
    one: Strength = finding
    yield ("strength", one.name_kind, one.name), one


def _sensation(finding: Any) -> Iterator[_Claim]:
    one: Sensation = finding
    for area in one.areas:
        yield ("sensation", "area", area, one.modality), one.value
    for dermatome in one.dermatomes:
        yield ("sensation", "dermatome", dermatome, one.modality), one.value
    if one.sensory_level is not None:
        yield ("sensation", "level", one.sensory_level, one.modality), one.value


def _reflex(finding: Any) -> Iterator[_Claim]:
    one: Reflex = finding
    yield ("reflex", one.reflex), one.value


def _sign(finding: Any) -> Iterator[_Claim]:
    one: Sign = finding
    for place in (*one.names, *one.areas, *one.dermatomes) or ("",):
        yield ("sign", one.sign, place), one.positive


def _pain(finding: Any) -> Iterator[_Claim]:
    one: Pain = finding
    for place in ("", *one.areas):
        yield ("pain", place), True


def _imaging(finding: Any) -> Iterator[_Claim]:
    one: Imaging = finding
    for level, muscle in product(one.levels, one.names or ("",)):
        yield ("imaging", one.modality, level, one.finding, muscle), one


def _emg(finding: Any) -> Iterator[_Claim]:
    one: Emg = finding
    for tested in (*one.names, *one.roots):
        yield ("emg", tested), one.value


def _ncs(finding: Any) -> Iterator[_Claim]:
    one: Ncs = finding
    yield ("ncs", one.nerve, one.component, one.site), one.value


def _history(finding: Any) -> Iterator[_Claim]:
    one: History = finding
    for place in (*one.areas, *one.levels) or ("",):
        yield ("history", one.item, place), one.value
        if one.item == "pain":
            # denied pain also speaks of the pain findings
            yield ("pain", place), one.value


def _lab(finding: Any) -> Iterator[_Claim]:
    one: Lab = finding
    yield ("lab", one.test, "value"), one.value
    yield ("lab", one.test, "number"), one.number


def _questionnaire(finding: Any) -> Iterator[_Claim]:
    one: Questionnaire = finding
    yield ("questionnaire", one.name), one.value


def _differ(first: Any, second: Any) -> bool:
    return bool(first != second)


def _stated_and_differ(first: Any, second: Any) -> bool:
    return first is not None and second is not None and first != second


def _images_clash(first: Imaging, second: Imaging) -> bool:
    """What is absent is absent in every zone and at every structure, unless it says of which it speaks."""
    if first.present == second.present:
        return False
    seen, absent = (first, second) if first.present else (second, first)
    return absent.zone in (None, seen.zone) and absent.structure in (None, seen.structure)


def _normal_and_not(first: str, second: str) -> bool:
    """Several abnormal values may stand together, none of them with normal."""
    return (first == "normal") != (second == "normal")


def _sensations_clash(first: str, second: str) -> bool:
    """Tingling goes with any other sensation; the rest exclude one another."""
    return first != second and "paraesthesia" not in (first, second)


def _items_clash(first: Any, second: Any) -> bool:
    """Two kinds of an item may stand together (two operations), but not one of them with none."""
    if isinstance(first, str) and isinstance(second, str):
        return (first == "none") != (second == "none")
    return bool(first != second)


def _strengths_clash(first: Strength, second: Strength) -> bool:
    """Grades must agree; weak means any grade under 5, normal means 5; measured values must agree within one unit."""
    if first.measured and second.measured:
        return first.measured.unit == second.measured.unit and first.measured.value != second.measured.value
    if first.mrc is not None and second.mrc is not None:
        return first.mrc != second.mrc
    weak = {_is_weak(first), _is_weak(second)}
    return weak == {True, False}


def _is_weak(one: Strength) -> bool | None:
    """Weak or not by grade or word; None for a measured value, which the two do not exclude."""
    if one.mrc is not None:
        return one.mrc < _FULL_STRENGTH
    return None if one.value is None else one.value == "weak"


_SAID: dict[str, Callable[[Any], Iterator[_Claim]]] = {
    "strength": _strength,
    "sensation": _sensation,
    "reflex": _reflex,
    "sign": _sign,
    "pain": _pain,
    "imaging": _imaging,
    "emg": _emg,
    "ncs": _ncs,
    "history": _history,
    "lab": _lab,
    "questionnaire": _questionnaire,
}

_RULES: dict[str, Callable[[Any, Any], bool]] = {
    "strength": _strengths_clash,
    "sensation": _sensations_clash,
    "reflex": _differ,
    "sign": _differ,
    "pain": _differ,
    "imaging": _images_clash,
    "emg": _normal_and_not,
    "ncs": _normal_and_not,
    "history": _items_clash,
    "lab": _stated_and_differ,
    "questionnaire": _differ,
}
