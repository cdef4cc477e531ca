"""Treatments as options, never orders: what guidelines say, the outlook for this person, and what speaks against."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any

from myotome.care.treatment.guidelines import Recommendation, recommendations, stance
from myotome.care.treatment.outlook import REFERENCE, Change, Outlooks, Spread
from myotome.patient import REGION_CELL, Circumstances, condition_cell, limit, scopes
from myotome.plain_json import plain_fields
from myotome.tables import Table, identifier, ids, list_of, one_of, text
from myotome.units import percent

__all__ = ["TreatmentOption", "arm_in_words", "arms_of", "options", "with_outlooks"]

_ORDER = {"for": 0, "consider": 1, "mixed": 2, "no guideline found": 3, "insufficient evidence": 4, "against": 5}
#: Offered after what needs neither needle nor knife, and after waiting, which all are compared with.
_INVASIVE = frozenset({"needling", "injection", "surgery"})
_LIKELY = 0.5
_STRONG = "strong"
_NO_TRIAL = "guideline text only"
_JUDGED = "judgement: no guideline was found"
_STUDIES = ("randomised", "observational")
_TREATMENTS = Table(
    "care/treatment/treatments.csv",
    {
        "treatment": identifier(),
        **dict.fromkeys(("wording", "plain", "kind"), text()),
        "conditions": list_of(one_of(scopes), optional=True),
        "region": REGION_CELL,
        "needs": condition_cell(),
        "study": one_of(_STUDIES, optional=True),
        **dict.fromkeys(("arm_lumbar", "arm_cervical"), one_of(ids("forecast/treatments", "treatment"), optional=True)),
    },
    key=("treatment",),
)


def _about_nothing(row: Mapping[str, Any]) -> str | None:
    return None if row["treatments"] or row["kinds"] else "names neither treatments nor kinds"


_CAUTIONS = Table(
    "care/treatment/cautions.csv",
    {
        "treatments": list_of(one_of(ids("care/treatment/treatments", "treatment")), optional=True),
        "kinds": list_of(one_of(ids("care/treatment/treatments", "kind")), optional=True),
        "when": condition_cell(),
        **dict.fromkeys(("wording", "plain"), text()),
    },
    rules=(_about_nothing,),
)


@dataclass(frozen=True, eq=False)
class TreatmentOption:
    """One thing that may be done, with what speaks for and against it.

    Attributes
    ----------
    covers : float
        Probability that the patient has what the option is for.
    stance : str
        What the recommendations say together; `mixed` where they conflict and neither side weighs more.
    evidence_kind : str
        Kind of study behind the outlook, and whether the sizes in it are published or judged.
    outlook : mapping
        Week to outcome to its spread between futures; empty where nothing is forecast.
    difference : mapping
        Week to outcome to what changes against watchful waiting, with common random numbers.
    not_for : tuple of str
        What makes it unfit for this person, as far as the case says.
    """

    treatment: str
    wording: str
    plain: str
    kind: str
    covers: float
    stance: str
    evidence_kind: str
    recommendations: tuple[Recommendation, ...]
    reasons: tuple[str, ...]
    not_for: tuple[str, ...]
    not_for_plain: tuple[str, ...]
    sources: tuple[str, ...]
    arm: str = ""
    region: str = ""
    outlook: Mapping[int, Mapping[str, Spread]] = field(default_factory=dict)
    difference: Mapping[int, Mapping[str, Change]] = field(default_factory=dict)

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON."""
        by_week = {"outlook": _plain(self.outlook), "difference": _plain(self.difference)}
        return plain_fields(self, ("not_for_plain", "arm", "region"), {"covers": 4}) | by_week


def _plain(by_week: Mapping[int, Mapping[str, Spread | Change]]) -> dict[str, Any]:
    return {str(week): {name: one.to_dict() for name, one in outcomes.items()} for week, outcomes in by_week.items()}


@cache
def _treatments() -> Mapping[str, Mapping[str, Any]]:
    return {row["treatment"]: row for row in _TREATMENTS.rows()}


@cache
def _cautions() -> tuple[Mapping[str, Any], ...]:
    return tuple(_CAUTIONS.rows())


def _cautions_of(treatment: Mapping[str, Any], patient: Circumstances) -> list[Mapping[str, Any]]:
    """What speaks against a treatment by its name, or against all of its kind."""
    named, kind = treatment["treatment"], treatment["kind"]
    about = (row for row in _cautions() if named in row["treatments"] or kind in row["kinds"])
    return [row for row in about if patient.holds(row["when"])]


def _arm(row: Mapping[str, Any], patient: Circumstances) -> str:
    """Return the arm of the forecast for the part of the spine that is more likely to be ill."""
    return str(row[f"arm_{_region(patient)}"])


def _region(patient: Circumstances) -> str:
    roots = ("disc_herniation_root",)
    return "cervical" if patient.probability(roots, "cervical") > patient.probability(roots, "lumbar") else "lumbar"


def _studied(study: str) -> str:
    """Kind of the study that an option rests on where no guideline speaks of it."""
    return f"{study}; no guideline was found" if study else _JUDGED


def _for_condition(row: Mapping[str, Any], patient: Circumstances) -> float:
    """Probability of what the table says an option is for, apart from guidelines."""
    about = row["conditions"]
    return patient.probability(about, row["region"]) if about and patient.holds(row["needs"]) else 0.0


def _by_treatment(patient: Circumstances) -> dict[str, list[tuple[Recommendation, float]]]:
    found: dict[str, list[tuple[Recommendation, float]]] = {}
    for one, share in recommendations(patient):
        for name in one.treatments:
            if name in _treatments() and patient.holds(_treatments()[name]["needs"]):
                found.setdefault(name, []).append((one, share))
    return found


def _reasons(advice: Sequence[Recommendation], covers: float, row: Mapping[str, Any]) -> Iterator[str]:
    for words in dict.fromkeys(one.population for one in advice):
        yield f"recommendations exist for: {words}"
    if stance(advice) == "mixed":
        yield "guidelines disagree; both are shown"
    if any(not one.applies for one in advice):
        yield "the time since onset is not known: recommendations of every phase are shown"
    if any(one.seen == "secondary" for one in advice):
        yield "some recommendations come from secondary sources: check them against the guideline"
    if not advice:
        yield row["note"]
    if covers < _LIKELY:
        yield f"only if it is the cause: probability {percent(covers)}"


def _stance(advice: Sequence[tuple[Recommendation, float]]) -> str:
    """What the recommendations say together; where they conflict, `against` if what speaks against it weighs more."""
    said = stance(one for one, _ in advice)
    return "against" if said == "mixed" and _outweighed(advice) else said


def _outweighed(advice: Sequence[tuple[Recommendation, float]]) -> bool:
    """Do more advise against it, or one strongly where the others only have it considered, for a cause as likely?

    Strength decides only within a phase: where the time since onset is not known, two phases may be set side by side.
    """
    positive = [(one, share) for one, share in advice if one.direction in ("for", "consider")]
    likely = max(share for _, share in positive)
    negative = [one for one, share in advice if one.direction == "against" and share >= likely]
    only_considered = all(one.direction == "consider" for one, _ in positive)
    strong = any(one.strength == _STRONG and one.applies for one in negative)
    return len(negative) > len(positive) or (strong and only_considered)


def _option(
    row: Mapping[str, Any], advice: Sequence[tuple[Recommendation, float]], patient: Circumstances
) -> TreatmentOption:
    covers = max([_for_condition(row, patient), *(share for _, share in advice)])
    said, cautions = tuple(one for one, _ in advice), _cautions_of(row, patient)
    keys = (row["source"], *(one.source for one in said), *(one["source"] for one in cautions))
    return TreatmentOption(
        treatment=row["treatment"],
        wording=row["wording"],
        plain=row["plain"],
        kind=row["kind"],
        covers=covers,
        stance=_stance(advice),
        evidence_kind=_NO_TRIAL if said else _studied(row["study"]),
        recommendations=said,
        reasons=tuple(_reasons(said, covers, row)),
        not_for=tuple(one["wording"] for one in cautions),
        not_for_plain=tuple(one["plain"] for one in cautions),
        sources=tuple(dict.fromkeys(keys)),
        arm=_arm(row, patient),
        region=_region(patient),
    )


def options(patient: Circumstances) -> tuple[TreatmentOption, ...]:
    """Which treatments come into question for what may be the cause?

    Parameters
    ----------
    patient : Circumstances
        The patient.

    Returns
    -------
    tuple of TreatmentOption
        Those recommended first, those advised against last; none where nothing was found for the likely causes.
        Without outlooks: see `with_outlooks`.
    """
    advice, least = _by_treatment(patient), limit("limit", "in_play")
    made = [
        _option(row, advice.get(name, []), patient)
        for name, row in _treatments().items()
        if name in advice or _for_condition(row, patient) >= least
    ]
    return tuple(sorted(made, key=_rank))


def _rank(option: TreatmentOption) -> tuple[bool, bool, int, int, bool, float]:
    """What most likely fits first, what is advised against last; of what is recommended, then waiting, then needles."""
    is_reference, invasive = option.treatment == REFERENCE, option.kind in _INVASIVE
    stance = _ORDER["for"] if is_reference else _ORDER[option.stance]
    judged = option.evidence_kind == _JUDGED
    kind = 1 if is_reference else 2 * invasive
    return bool(option.not_for), option.covers < _LIKELY, stance, kind, judged, -round(option.covers, 1)


def arm_in_words(arm: str, region: str = "lumbar") -> str:
    """How the options call a treatment of the forecast; its own name where no option stands for it.

    Parameters
    ----------
    arm : str
        Of the forecast, with its weeks or with others joined by `+` where they are given.
    region : str
        `cervical`, else the lumbar name is taken.

    Examples
    --------
    >>> arm_in_words("core_stabilisation")
    'trunk muscle activation, strength, endurance and control'
    >>> arm_in_words("no_surgery+nsaid@0-6")
    'no surgery and oral NSAID, lowest dose for the shortest time (0-6)'
    """
    return " and ".join(_part_in_words(part, region) for part in arm.split("+"))


def _part_in_words(part: str, region: str) -> str:
    name, at, weeks = part.partition("@")
    known = _arm_wordings("cervical" if region == "cervical" else "lumbar")
    return known.get(name, name.replace("_", " ")) + (f" ({weeks})" if at else "")


@cache
def _arm_wordings(region: str) -> Mapping[str, str]:
    """Arm of the forecast to the wording of the first option that it stands for."""
    rows = [row for row in _treatments().values() if row[f"arm_{region}"]]
    return {row[f"arm_{region}"]: row["wording"] for row in reversed(rows)}


def arms_of(made: Sequence[TreatmentOption]) -> tuple[str, ...]:
    """Arms of the forecast that these options need, each once; none for what every guideline advises against."""
    return tuple(dict.fromkeys(one.arm for one in made if one.arm and one.stance != "against"))


def with_outlooks(made: Sequence[TreatmentOption], outlooks: Outlooks) -> tuple[TreatmentOption, ...]:
    """Give each option its outlook, where the forecast speaks of it."""
    return tuple(_with_outlook(one, outlooks) for one in made)


def _with_outlook(option: TreatmentOption, outlooks: Outlooks) -> TreatmentOption:
    outlook = outlooks.of(option.arm)
    if not outlook:
        return option
    kind = _kind_of_study(option.arm, option.region)
    return replace(option, outlook=outlook, difference=outlooks.difference(option.arm), evidence_kind=kind)


def _kind_of_study(arm: str, region: str) -> str:
    """Kind of the best study behind an arm, where it was studied, and whether the sizes in it are published."""
    from myotome.forecast import arm_of

    made = arm_of(arm)
    published = [row for row in made.rows() if row.source != "judgement"]
    described = [made.evidence()]
    if made.studied_in() and region not in made.studied_in():
        described.append(f"studied in the {' and '.join(made.studied_in())} spine only")
    if arm != REFERENCE and len(published) < len(made.rows()):
        described.append("some sizes are judged" if published else "its sizes are judged")
    return "; ".join(described)
