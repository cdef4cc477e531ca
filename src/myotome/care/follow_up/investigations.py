"""Tests that would tell more: what they ask, when they are best done, how good they are and what they cost."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from myotome.care.treatment.guidelines import Recommendation, guidelines, populations, recommendations
from myotome.explain import TO_ORDER, Explanation, NextTest
from myotome.pathology import conditions
from myotome.patient import REGION_CELL, Circumstances, condition_cell, limit, patient_condition, scopes
from myotome.plain_json import plain_fields
from myotome.tables import Table, identifier, ids, list_of, number, one_of, text
from myotome.units import duration_in_words

__all__ = ["Investigation", "investigations", "not_advised_yet"]

_NO_MRI = "the history says that MRI cannot be done: ask radiology for an alternative"
_NO_WAIT = "does not wait for, and does not delay, what the red flags ask for"
_PLAIN, _ANY_BACK = "non_specific_low_back_pain", "low_back_pain_with_or_without_sciatica"
_PLAIN_CLASSES = ("nonspecific_back_pain", "muscle_strain_spasm")
_MEASURED = number(0, 1000, optional=True)
_TESTS = Table(
    "care/follow_up/referral_tests.csv",
    {
        "id": identifier(),
        "tests": list_of(identifier()),
        "about": list_of(one_of(scopes), optional=True),
        "region": REGION_CELL,
        "question": text(optional=True),
        "when_best": text(optional=True),
        "wait_weeks": _MEASURED,
        "quantity": text(optional=True),
        "value": _MEASURED,
        "low": _MEASURED,
        "high": _MEASURED,
        "invasiveness": text(),
        "radiation_msv": _MEASURED,
    },
    key=("id",),
)
_CAUTIONS = Table(
    "care/follow_up/test_cautions.csv",
    {"tests": list_of(identifier()), "when": condition_cell(optional=False), "wording": text()},
)


#: Which recommendations of guidelines speak of which tests.
_RECOMMENDED = Table(
    "care/follow_up/recommended_tests.csv",
    {"treatment": one_of(ids("care/treatment/guidelines", "treatment")), "tests": list_of(identifier())},
    key=("treatment",),
)


@dataclass(frozen=True, slots=True)
class Investigation:
    """A test not yet done.

    Attributes
    ----------
    setting : str
        `bedside` or `to order`.
    question : str
        What it shall distinguish.
    when : str
        When it is best done, and whether that time has come; empty where nothing was found.
    quality : tuple of str
        How good it is, in the words of the sources.
    information_bits, burden : float
        Information expected about the answer; minutes at the bedside or their equivalent.
    radiation_msv : float or None
        None where no dose was found.
    recommendations : tuple of Recommendation
        What guidelines say of images of this kind for such patients.
    cautions : tuple of str
        What speaks for care with it in this person: radiation in pregnancy and in the young.
    """

    test: str
    wording: str
    setting: str
    question: str
    when: str
    why: str
    quality: tuple[str, ...]
    information_bits: float
    burden: float
    radiation_msv: float | None
    invasiveness: str
    recommendations: tuple[Recommendation, ...]
    cautions: tuple[str, ...]
    sources: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON."""
        return plain_fields(self, digits={"information_bits": 4, "burden": 4})


@cache
def _rows() -> tuple[Mapping[str, Any], ...]:
    return tuple(_TESTS.rows())


def _about(test: NextTest, patient: Circumstances) -> list[Mapping[str, Any]]:
    """Rows that speak of a test, for what may be the cause; those about a condition first."""
    least = limit("limit", "in_play")
    rows = [
        row
        for row in _rows()
        if test.id.startswith(row["tests"])
        and (not row["about"] or patient.probability(row["about"], row["region"]) >= least)
    ]
    return sorted(rows, key=lambda row: not row["about"])


def _when(test: NextTest, rows: Sequence[Mapping[str, Any]], patient: Circumstances, urgent: bool) -> str:
    first = [_NO_WAIT] if urgent and _setting(test) == "to order" else []
    no_mri = patient.holds(patient_condition("history:imaging_contraindication=true"))
    timed = [_timed(row, patient.case.weeks_since_onset) for row in rows if row["when_best"]]
    return "; ".join(
        dict.fromkeys([*first, *([_NO_MRI] if no_mri and test.id.startswith("imaging_mr") else []), *timed])
    )


def _setting(test: NextTest) -> str:
    return "to order" if test.id.split("_")[0] in TO_ORDER else "bedside"


def _timed(row: Mapping[str, Any], weeks: float | None) -> str:
    """When a test is best done, and how that stands to the time since onset."""
    best, wait = row["when_best"], row["wait_weeks"]
    about = f"{row['question']}: {best}"
    if wait is None:
        return about
    if weeks is None:
        return f"{about} (time since onset unknown)"
    return (
        f"{about} ({'that time has come' if weeks >= wait else 'too early for that'}: now {duration_in_words(weeks)})"
    )


def _quality(rows: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    for row in rows:
        if not row["quantity"]:
            continue
        span = f" ({row['low']:g} to {row['high']:g})" if row["low"] is not None and row["high"] is not None else ""
        note = f"; {row['note']}" if row["note"] else ""
        yield f"{row['quantity']}: {row['value']:g} {row['unit']}{span}{note}"


def _radiation(rows: Sequence[Mapping[str, Any]], setting: str) -> float | None:
    doses = [float(row["radiation_msv"]) for row in rows if row["radiation_msv"] is not None]
    return 0.0 if setting == "bedside" else max(doses, default=None)


def _why(test: NextTest) -> str:
    if test.if_abnormal == test.if_normal:
        return f"it would confirm or weaken: {test.if_abnormal}"
    yes, no = ("yes", "no") if test.id.startswith("history_") else ("abnormal", "normal")
    return f"if {yes}, more likely: {test.if_abnormal}; if {no}, more likely: {test.if_normal}"


def _said(test: NextTest, patient: Circumstances) -> tuple[Recommendation, ...]:
    """Return what guidelines say of this kind of test for patients of these populations."""
    return tuple(
        one
        for one, _ in recommendations(patient)
        if any(test.id.startswith(_spoken_of().get(name, ())) for name in one.treatments)
    )


@cache
def _spoken_of() -> Mapping[str, tuple[str, ...]]:
    return {row["treatment"]: tuple(row["tests"]) for row in _RECOMMENDED.rows()}


@cache
def _cautions() -> tuple[Mapping[str, Any], ...]:
    return tuple(_CAUTIONS.rows())


def _cautions_of(test: NextTest, patient: Circumstances) -> list[Mapping[str, Any]]:
    return [row for row in _cautions() if test.id.startswith(row["tests"]) and patient.holds(row["when"])]


def _investigation(test: NextTest, patient: Circumstances, urgent: bool) -> Investigation:
    setting = _setting(test)
    rows, said, cautions = _about(test, patient), _said(test, patient), _cautions_of(test, patient)
    questions = [row["question"] for row in rows if row["question"]]
    keys = (
        *(key for row in (*rows, *cautions) for key in row["source"].split("|")),
        *(one.source for one in said),
        "judgement",
    )
    return Investigation(
        test=test.id,
        wording=test.label,
        setting=setting,
        question=questions[0] if questions else "which of the likely explanations holds",
        when=_when(test, rows, patient, urgent),
        why=_why(test),
        quality=tuple(_quality(rows)),
        information_bits=test.information_bits,
        burden=test.burden,
        radiation_msv=_radiation(rows, setting),
        invasiveness=next((row["invasiveness"] for row in rows if row["invasiveness"]), "none"),
        recommendations=said,
        cautions=tuple(row["wording"] for row in cautions),
        sources=tuple(dict.fromkeys(keys)),
    )


def _is_plain(condition: str) -> bool:
    """Is it low back pain without a cause that an image would show?"""
    known = condition in populations()[_PLAIN].scopes
    return known and conditions()[condition].truth_class in _PLAIN_CLASSES


def not_advised_yet(explanation: Explanation) -> Mapping[str, str]:
    """Which next tests do guidelines strongly advise against for plain back pain without a flag?

    Parameters
    ----------
    explanation : Explanation
        With its next tests.

    Returns
    -------
    mapping
        Test to the source that advises against it; nothing where another cause leads or a flag stands.
    """
    flag, lead = explanation.red_flag, explanation.causes[0].conditions if explanation.causes else ()
    if flag.urgent or flag.soon or not lead or not all(_is_plain(one) for one in lead):
        return {}
    found = {
        start: row["source"]
        for row in guidelines()
        if row["direction"] == "against" and row["strength"] == "strong" and row["population"] in (_PLAIN, _ANY_BACK)
        for name in row["treatment"]
        for start in _spoken_of().get(name, ())
    }
    said = ((test.id, start) for test in explanation.next_tests for start in found if test.id.startswith(start))
    return {test: found[start] for test, start in said}


def investigations(explanation: Explanation, patient: Circumstances) -> tuple[Investigation, ...]:
    """Which tests are worth their burden, and when?

    Parameters
    ----------
    explanation : Explanation
        With its next tests.
    patient : Circumstances
        The patient.

    Returns
    -------
    tuple of Investigation
        In the order of information for burden; those expected to tell next to nothing are left out.
    """
    least = limit("test", "least_bits")
    urgent = explanation.red_flag.urgent
    return tuple(
        _investigation(test, patient, urgent) for test in explanation.next_tests if test.information_bits >= least
    )
