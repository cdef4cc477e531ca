"""One patient: who, and what was found."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from myotome.exam.findings.bedside import (
    Finding,
    Measurement,
    Pain,
    Reflex,
    Sensation,
    Side,
    Sign,
    Strength,
    mirrored_side,
    plain_number,
)
from myotome.exam.findings.investigations import Emg, History, Imaging, Lab, Ncs, Questionnaire

__all__ = [
    "DICTATED",
    "Case",
    "Demographics",
    "Emg",
    "Finding",
    "History",
    "Imaging",
    "Lab",
    "Measurement",
    "Ncs",
    "Pain",
    "Questionnaire",
    "Reflex",
    "Sensation",
    "Side",
    "Sign",
    "Strength",
    "Truth",
    "Visit",
]

#: What a file is that does not say how complete it is.
DICTATED = "dictated"
_SWAPPED_HAND = {"left": "right", "right": "left"}


@dataclass(frozen=True, slots=True)
class Demographics:
    """Who the patient is; None means not known.

    Attributes
    ----------
    age : float or None
        Years, 0 to 120.
    sex : str or None
        `male` or `female`.
    height_cm, weight_kg : float or None
        Body size.
    dominant_hand : str or None
        `left` or `right`.
    """

    age: float | None = None
    sex: str | None = None
    height_cm: float | None = None
    weight_kg: float | None = None
    dominant_hand: str | None = None

    def to_dict(self) -> dict[str, Any]:
        """Plain mapping of a case file; age and sex are always written."""
        size = {"height_cm": self.height_cm, "weight_kg": self.weight_kg}
        numbers = {key: plain_number(value) for key, value in size.items() if value is not None}
        hand = {} if self.dominant_hand is None else {"dominant_hand": self.dominant_hand}
        age = None if self.age is None else plain_number(self.age)
        return {"age": age, "sex": self.sex, **numbers, **hand}

    def mirrored(self) -> Demographics:
        """Swap left and right."""
        hand = self.dominant_hand
        return replace(self, dominant_hand=None if hand is None else _SWAPPED_HAND[hand])


@dataclass(frozen=True, slots=True)
class Truth:
    """The known answer of a vignette, kept for scoring. Nothing that explains a case may read it.

    Attributes
    ----------
    class_ : str
        Class of the answer, the key `class` of the file.
    structure : str
        What is lesioned, free text.
    places : tuple of str or None
        Lesioned places of the wiring; empty where there is none, None where the file does not say.
    """

    class_: str
    structure: str
    roots: tuple[str, ...]
    side: Side
    disc_level: str | None
    zone: str | None
    disc_to_blame: bool
    red_flag: bool
    confirmed_by: str
    places: tuple[str, ...] | None = None

    def to_dict(self) -> dict[str, Any]:
        """Plain mapping of a case file."""
        what: dict[str, Any] = {"class": self.class_, "structure": self.structure}
        places = {} if self.places is None else {"places": list(self.places)}
        where = {"roots": list(self.roots), "side": self.side, "disc_level": self.disc_level, "zone": self.zone}
        verdict = {"disc_to_blame": self.disc_to_blame, "red_flag": self.red_flag, "confirmed_by": self.confirmed_by}
        return {**what, **places, **where, **verdict}

    def mirrored(self) -> Truth:
        """Swap left and right; free text is left as it is."""
        return replace(self, side=mirrored_side(self.side))


@dataclass(frozen=True, slots=True)
class Visit:
    """What was found at an earlier visit.

    Attributes
    ----------
    findings : tuple of Finding
        As at the present visit.
    ago_weeks : float or None
        Weeks before the present visit.
    when : str or None
        In words, such as `before the operation`.
    """

    findings: tuple[Finding, ...]
    ago_weeks: float | None = None
    when: str | None = None

    @property
    def label(self) -> str:
        """For example `2 weeks ago`."""
        ago = "" if self.ago_weeks is None else f"{Measurement(self.ago_weeks, 'weeks')} ago"
        return self.when or ago or "earlier"

    def mirrored(self) -> Visit:
        """Swap left and right."""
        return replace(self, findings=tuple(finding.mirrored() for finding in self.findings))

    def to_dict(self) -> dict[str, Any]:
        """Plain mapping of a case file."""
        ago = None if self.ago_weeks is None else Measurement(self.ago_weeks, "weeks").to_dict()
        written = {"ago": ago, "when": self.when, "findings": [finding.to_dict() for finding in self.findings]}
        return {key: value for key, value in written.items() if value is not None}


PUBLISHED = "published_case"
_REPORTS = frozenset({"case_report", "mcq", "series_typical"})


_INJURIES_OF_JOINT = frozenset({"fracture", "dislocation"})


def _same_joint(one: History, other: History) -> bool:
    """Whether both are injuries of one place and side."""
    injuries = {one.item, other.item} <= _INJURIES_OF_JOINT and one.value is not False
    return (
        injuries and one.side == other.side and not {*one.areas, *one.levels}.isdisjoint({*other.areas, *other.levels})
    )


@dataclass(frozen=True, slots=True)
class Case:
    """One patient, checked: every name is an id of the vocabulary and nothing contradicts itself.

    Attributes
    ----------
    id : str
        Lower-case words and numbers joined by hyphens.
    findings : tuple of Finding
        In the order of the file, exact repetitions left out.
    setting : str or None
        Where the patient was seen.
    record : str
        How complete the file is, and so what its silence is worth: `dictated`, `structured` or `complete`.
    side_named : bool
        False where the source speaks of one side and does not say which; the left stands for it.
    visits : tuple of Visit
        Earlier visits.
    onset_weeks : float or None
        Weeks since the first symptom.
    kind, source : str or None
        Kind of case, and where the facts come from.
    truth : Truth or None
        The known answer, where there is one.
    withheld : tuple of str
        Kinds of finding that give the answer away.
    doubtful : bool
        The source's answer is uncertain, or the findings do not settle it.
    path : str or None
        The file it was read from; it does not count when cases are compared.
    """

    id: str
    demographics: Demographics
    findings: tuple[Finding, ...]
    setting: str | None = None
    onset_weeks: float | None = None
    kind: str | None = None
    source: str | None = None
    truth: Truth | None = None
    withheld: tuple[str, ...] = ()
    doubtful: bool = False
    note: str | None = None
    record: str = DICTATED
    side_named: bool = True
    visits: tuple[Visit, ...] = ()
    path: str | None = field(default=None, compare=False)

    @property
    def weeks_since_onset(self) -> float | None:
        """Shortest duration reported: since the first symptom, or since the present complaint began."""
        durations = [f.value for f in self.findings if isinstance(f, History) and f.item == "symptom_duration"]
        weeks = [float(value) for value in durations if isinstance(value, int | float)]
        weeks += [] if self.onset_weeks is None else [self.onset_weeks]
        return min(weeks, default=None)

    def weeks_since(self, event: History) -> float | None:
        """How long ago was it? A fracture and a dislocation of one joint are one injury: either may bear the date.

        Parameters
        ----------
        event : History
            A dated or undated event; of several dates of its joint the latest event counts.
        """
        if event.ago_weeks is not None or event.item not in _INJURIES_OF_JOINT:
            return event.ago_weeks
        weeks = [
            finding.ago_weeks
            for finding in self.findings
            if isinstance(finding, History) and finding.ago_weeks is not None and _same_joint(finding, event)
        ]
        return min(weeks, default=None)

    def as_published(self) -> Case:
        """Give a printed report that names no setting that of print: what is rare gets printed."""
        return replace(self, setting=PUBLISHED) if self.setting is None and self.kind in _REPORTS else self

    def without(self, kinds: Collection[str]) -> Case:
        """Take out every finding of these kinds, for example `case.without(case.withheld)`.

        No finding at all may be left.
        """
        return self.with_findings(finding for finding in self.findings if finding.kind not in kinds)

    def with_findings(self, findings: Iterable[Finding]) -> Case:
        """Give the same patient other findings."""
        return replace(self, findings=tuple(findings))

    def without_finding(self, index: int) -> Case:
        """Take out the finding that stands at this place of the file."""
        return self.with_findings(finding for finding in self.findings if finding.index != index)

    def without_truth(self) -> Case:
        """Take out the known answer: the case as a clinician sees it."""
        return replace(self, truth=None)

    def mirrored(self) -> Case:
        """Swap left and right everywhere but in free text."""
        truth = None if self.truth is None else self.truth.mirrored()
        findings = tuple(finding.mirrored() for finding in self.findings)
        visits = tuple(visit.mirrored() for visit in self.visits)
        who = self.demographics.mirrored()
        return replace(self, demographics=who, findings=findings, truth=truth, visits=visits)

    def to_dict(self) -> dict[str, Any]:
        """Plain mapping of a case file, valid by the schema."""
        onset = None if self.onset_weeks is None else Measurement(self.onset_weeks, "weeks").to_dict()
        truth = None if self.truth is None else self.truth.to_dict()
        head = {"version": 1, "id": self.id, "source": self.source, "kind": self.kind, "truth": truth}
        record = None if self.record == DICTATED else self.record
        body: dict[str, Any] = {
            "setting": self.setting,
            "record": record,
            "demographics": self.demographics.to_dict(),
            "onset": onset,
        }
        findings = [finding.to_dict() for finding in self.findings]
        tail = {"withheld": list(self.withheld) or None, "doubtful": self.doubtful or None, "note": self.note}
        before = {
            "side_named": None if self.side_named else False,
            "visits": [visit.to_dict() for visit in self.visits] or None,
        }
        written = {**head, **body, "findings": findings, **before, **tail}
        return {key: value for key, value in written.items() if value is not None}
