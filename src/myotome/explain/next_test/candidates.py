"""Tests that can be proposed for a case: those not yet done, on the sides and in the parts of the body in question."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from myotome.exam import FINDING_KINDS, Case, expand_muscles, region_of_segment, vocabulary
from myotome.explain.explanation import LikelyDisc
from myotome.explain.likelihood.by_kind.disc_images import SECTIONAL
from myotome.explain.red_flags.first_questions import unfitting_items
from myotome.tables import Row, Table, identifier, ids, list_of, number, one_by, one_of, text, yes_no

__all__ = ["TO_ORDER", "Examination", "Proposal", "Written", "examinations", "proposals"]

Written = dict[str, Any]
#: Kinds of test that are not done at the bedside.
TO_ORDER = frozenset({"lab", "imaging", "emg", "ncs"})


#: Sections of the vocabulary, by the kind of name that is examined.
_SECTIONS = {
    "sign": "signs",
    "muscle": "muscles",
    "group": "muscle_groups",
    "movement": "movements",
    "item": "history",
    "dermatome": "dermatomes",
    "area": "areas",
    "modality": "imaging_modalities",
    "nerve": "nerves",
    "lab": "lab_tests",
    "reflex": "reflexes",
}
_DETAILS = {"sensation": "modalities", "lab": "lab_values", "imaging": "levels", "ncs": "ncs_components"}


def _names(row: Row) -> tuple[str, ...]:
    return vocabulary().ids(_SECTIONS[row["name_kind"]])


def _details(row: Row) -> tuple[str, ...]:
    return vocabulary().ids(_DETAILS[row["finding_type"]])


def _aims() -> tuple[str, ...]:
    """Conditions, their families and classes, roots, nerves, parts of a plexus and levels that a test speaks of."""
    columns = ("condition", "families", "class")
    named = (name for column in columns for name in ids("pathology/conditions", column)())
    return (*named, *vocabulary().ids(("roots", "nerves", "plexus_parts", "levels")))


_EXAMINATIONS = Table(
    "explain/examinations.csv",
    {
        "id": identifier(),
        "finding_type": one_of(FINDING_KINDS),
        "finding": one_by(_names),
        "name_kind": one_of(_SECTIONS),
        "detail": one_by(_details, optional=True),
        "label": text(),
        "burden": number(0.1, 1000),
        "core": yes_no(),
        "aims": list_of(one_of(_aims), optional=True),
        "shows": list_of(one_of(lambda: vocabulary().ids("imaging_findings")), optional=True),
        "answered_by": one_of(FINDING_KINDS, optional=True),
    },
    key=("id",),
)


@dataclass(frozen=True, slots=True)
class Examination:
    """One test that can be proposed, and its burden in minutes at the bedside or their equivalent.

    Attributes
    ----------
    aims : frozenset of str
        Conditions, families, classes or places it is meant to tell; empty for a test of any complaint.
    shows : tuple of str
        What an image of this kind shows, besides herniated discs.
    answered_by : str
        Kind of finding that makes the question needless; empty for none.
    """

    id: str
    finding_type: str
    finding: str
    detail: str
    label: str
    burden: float
    aims: frozenset[str]
    shows: tuple[str, ...]
    answered_by: str

    @property
    def name(self) -> str:
        """What is examined: for an image its region."""
        return self.detail if self.finding_type == "imaging" else self.finding


@dataclass(frozen=True, slots=True)
class Proposal:
    """A test on a side, and the findings it may give: each abnormal or not."""

    test: Examination
    side: str
    readings: tuple[Written, ...]


@cache
def examinations() -> tuple[Examination, ...]:
    """Return the tests that are proposed."""
    return tuple(_examination(row) for row in _EXAMINATIONS.rows() if row["core"])


def _examination(row: Mapping[str, Any]) -> Examination:
    what = (row["id"], row["finding_type"], row["finding"], row["detail"], row["label"], row["burden"])
    return Examination(*what, frozenset(row["aims"]), row["shows"], row["answered_by"])


def _strength(test: Examination, side: str) -> list[Written]:
    key = "movement" if test.finding in vocabulary().movements else "muscle"
    return [{"type": "strength", key: test.finding, "side": side, "value": "weak"}]


def _sensation(test: Examination, side: str) -> list[Written]:
    key = "dermatomes" if test.finding in vocabulary().ids("dermatomes") else "areas"
    modality = test.detail or "light_touch"
    return [{"type": "sensation", key: [test.finding], "side": side, "modality": modality, "value": "normal"}]


def _sign(test: Examination, side: str) -> list[Written]:
    entry = vocabulary().signs[test.finding]
    if entry.needs:
        return []
    where = side if entry.sidedness == "sided" else "none"
    return [{"type": "sign", "sign": test.finding, "side": where, "value": "positive"}]


def _reflex(test: Examination, side: str) -> list[Written]:
    where = side if vocabulary().reflexes[test.finding].sidedness == "sided" else "none"
    return [{"type": "reflex", "reflex": test.finding, "side": where, "value": "normal"}]


def _history(test: Examination, _: str) -> list[Written]:
    asked = vocabulary().history[test.finding].value == "bool"
    return [{"type": "history", "item": test.finding, "value": True}] if asked else []


def _lab(test: Examination, _: str) -> list[Written]:
    return [{"type": "lab", "test": test.finding, "value": test.detail}]


def _emg(test: Examination, side: str) -> list[Written]:
    return [{"type": "emg", "muscles": [test.finding], "side": side, "value": "denervation"}]


def _ncs(test: Examination, side: str) -> list[Written]:
    made = {"type": "ncs", "nerve": test.finding, "side": side, "value": "abnormal"}
    return [made | ({"component": test.detail} if test.detail else {})]


def _imaging(test: Examination, discs: tuple[LikelyDisc, ...]) -> list[Written]:
    """An image is asked whether any of the likely herniations in its region is there, and about what else it shows."""
    region = region_of_segment(test.detail)
    likely = dict.fromkeys(disc.disc for disc in discs if region and region_of_segment(disc.disc) == region)
    plain = {"type": "imaging", "modality": test.finding, "side": "none"}
    none = (
        [{**plain, "levels": list(likely), "finding": "protrusion", "value": "absent"}]
        if likely and test.finding in SECTIONAL
        else []
    )
    return none + [{**plain, "levels": [test.detail], "finding": name} for name in test.shows]


_FORMS: Mapping[str, Callable[[Examination, str], list[Written]]] = {
    "strength": _strength,
    "sensation": _sensation,
    "sign": _sign,
    "reflex": _reflex,
    "history": _history,
    "lab": _lab,
    "emg": _emg,
    "ncs": _ncs,
}


def _done(case: Case) -> set[tuple[str, str, str]]:
    """What has been examined already: kind, name and side."""
    done: set[tuple[str, str, str]] = set()
    for finding in case.findings:
        written = finding.to_dict()
        side = written.get("side")
        sides = (side,) if side in {"left", "right"} else ("left", "right")
        done |= {(finding.kind, name, one) for one in sides for name in _names_of(written)}
    return done


def _names_of(written: Mapping[str, Any]) -> Iterator[str]:
    for key in ("muscle", "movement", "reflex", "sign", "nerve", "item", "test"):
        if key in written:
            yield str(written[key])
    for key in ("muscle", "movement"):
        if key in written:
            yield from expand_muscles(str(written[key]))
    for key in ("areas", "dermatomes", "muscles"):
        yield from written.get(key, ())
    if written["type"] == "imaging":
        yield from (region_of_segment(level) or level for level in written["levels"])


def proposals(
    case: Case, sides: tuple[str, ...], discs: tuple[LikelyDisc, ...], leading: frozenset[str]
) -> list[Proposal]:
    """Which tests, not yet done, are meant for one of the leading explanations?

    Parameters
    ----------
    case : Case
        What has been examined.
    sides : tuple of str
        Sides worth examining.
    discs : tuple of LikelyDisc
        Herniations that imaging would look for.
    leading : frozenset of str
        Conditions, families, classes, places and spinal regions of the leading explanations.

    Returns
    -------
    list of Proposal
        One for each test and side; a test without a side stands once.
    """
    done, kinds, unfitting = _done(case), {finding.kind for finding in case.findings}, unfitting_items(case)
    made: dict[tuple[str, str], Proposal] = {}
    for test in examinations():
        if test.answered_by in kinds or (test.aims and test.aims.isdisjoint(leading)):
            continue
        if test.finding_type == "history" and test.finding in unfitting:
            continue
        for side in sides:
            if (test.finding_type, test.name, side) not in done:
                one = _proposal(test, side, discs)
                made.setdefault((test.id, one.side), one)
    return [one for one in made.values() if one.readings]


def _proposal(test: Examination, side: str, discs: tuple[LikelyDisc, ...]) -> Proposal:
    readings = _FORMS[test.finding_type](test, side) if test.finding_type in _FORMS else _imaging(test, discs)
    sided = any(reading.get("side") == side for reading in readings) and test.finding_type != "imaging"
    return Proposal(test, side if sided else "none", tuple(readings))
