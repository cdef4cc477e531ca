"""The answer to one case, as plain frozen records that print well and turn into JSON."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from myotome.explain.model_constants import constants
from myotome.outcomes import Outcome

__all__ = [
    "Danger",
    "DiscToBlame",
    "Evidence",
    "Explanation",
    "LikelyCause",
    "LikelyDisc",
    "LikelyOldDisease",
    "LikelyPlace",
    "MuscleNecessity",
    "NextTest",
    "RedFlag",
    "RedFlagStep",
    "Unused",
    "Verdict",
]

Verdict = Literal["proven", "probable", "possible", "unproven", "contradicted", "cannot tell"]

_DIGITS = 10
_FEW_PERCENT = 0.03
_URGENCIES = ("immediate", "urgent")


def _at_least(urgency: str) -> set[str]:
    """Urgencies that are as great."""
    return set(_URGENCIES[: _URGENCIES.index(urgency) + 1])


def _number(value: float) -> float:
    return round(float(value), _DIGITS)


@dataclass(frozen=True, slots=True)
class LikelyPlace:
    """A lesioned structure (root, nerve, plexus part, cord, conus, cauda equina) and its probability."""

    place: str
    side: str
    probability: float
    site: str | None = None

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON."""
        return {"place": self.place, "side": self.side, "probability": _number(self.probability), "site": self.site}


@dataclass(frozen=True, slots=True)
class LikelyDisc:
    """A herniation that causes the findings: disc, side, zone, and the types it may be of."""

    disc: str
    side: str
    zone: str
    probability: float
    structure: str
    types: Mapping[str, float]

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON."""
        return {
            "disc": self.disc,
            "side": self.side,
            "zone": self.zone,
            "probability": _number(self.probability),
            "structure": self.structure,
            "types": {name: _number(share) for name, share in self.types.items()},
        }


@dataclass(frozen=True, slots=True)
class LikelyCause:
    """A condition at a place: one line of the answer, in words.

    `conditions` are the ids (two for an explanation by two causes), `label` the sentence a clinician reads. Where
    several conditions are likely at that one place, `shares` gives each in words with its probability, the first of
    them that of the label; they add up to at most `probability`.
    """

    label: str
    conditions: tuple[str, ...]
    classes: tuple[str, ...]
    places: tuple[str, ...]
    side: str
    probability: float
    shares: tuple[tuple[str, float], ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON."""
        return {
            "label": self.label,
            "conditions": list(self.conditions),
            "classes": list(self.classes),
            "places": list(self.places),
            "side": self.side,
            "probability": _number(self.probability),
            "shares": [{"condition": name, "probability": _number(share)} for name, share in self.shares],
        }


@dataclass(frozen=True, slots=True)
class Evidence:
    """What one finding says: log10 weight for the leader against a rival; positive speaks for the leader.

    `finding` is None for something that the record does not mention.
    """

    finding: int | None
    label: str
    weight: float
    against: str

    @property
    def is_notable(self) -> bool:
        """Whether it says enough to be printed."""
        return abs(self.weight) >= constants("evidence")["notable"]

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON."""
        return {"finding": self.finding, "label": self.label, "weight": _number(self.weight), "against": self.against}


@dataclass(frozen=True, slots=True)
class MuscleNecessity:
    """Share of the posterior in which removing a lesion would restore a weak muscle: by disc, and by lesion."""

    muscle: str
    side: str
    by_disc: float
    lesions: tuple[tuple[str, float], ...]

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON; `probability` is the probability of necessity of a disc lesion."""
        return {
            "muscle": self.muscle,
            "side": self.side,
            "probability": _number(self.by_disc),
            "lesions": [{"lesion": name, "probability": _number(share)} for name, share in self.lesions],
        }


@dataclass(frozen=True, slots=True)
class DiscToBlame:
    """Is a disc to blame? The probability, the verdict, and the reason in one sentence.

    `incidental` lists herniations that an image shows but that the findings do not need.
    """

    probability: float
    verdict: Verdict
    reason: str
    incidental: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON."""
        return {
            "probability": _number(self.probability),
            "verdict": self.verdict,
            "reason": self.reason,
            "incidental": list(self.incidental),
        }


@dataclass(frozen=True, slots=True)
class Danger:
    """A cause that needs same-day action: how likely it is, and the test that settles it."""

    label: str
    probability: float
    test: str

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON."""
        return {"label": self.label, "probability": _number(self.probability), "test": self.test}


@dataclass(frozen=True, slots=True)
class RedFlagStep:
    """One thing to do about a red flag, and everything that asks for it.

    Attributes
    ----------
    urgency : str
        `immediate` or `urgent`: the greatest of what asks for it.
    probability : float or None
        Of the conditions it is about, together; None where the model holds none of them.
    leads : bool
        Whether no other step is about something more likely.
    set_back : bool
        Whether it comes after the others, since a more likely emergency explains its findings too; it is still due.
    """

    action: str
    urgency: str
    probability: float | None
    reasons: tuple[str, ...]
    sources: tuple[str, ...]
    leads: bool = False
    set_back: bool = False

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON."""
        return {
            "action": self.action,
            "urgency": self.urgency,
            "probability": None if self.probability is None else round(self.probability, 4),
            "reasons": list(self.reasons),
            "sources": list(self.sources),
            "leads": self.leads,
            "set_back": self.set_back,
        }


@dataclass(frozen=True, slots=True)
class RedFlag:
    """Must this patient be seen at once? By rules that read findings, and by the posterior of urgent causes.

    `actions` and `reasons` stand in the order of `steps`: what is most urgent first, then what is most likely. `soon`
    says why something is due within about two weeks, `soon_actions` what.
    `do_not_miss` names the causes behind `probability` that are likely enough to be named, the most likely first.
    """

    urgent: bool
    reasons: tuple[str, ...]
    actions: tuple[str, ...]
    soon: tuple[str, ...]
    probability: float
    steps: tuple[RedFlagStep, ...] = ()
    do_not_miss: tuple[Danger, ...] = ()
    soon_actions: tuple[str, ...] = ()

    @property
    def main_actions(self) -> tuple[str, ...]:
        """The actions that a reader is shown: not those about something below a few percent, as urgent as the others.

        The most urgent of all is always among them, and so is what the model cannot weigh.
        """
        likely = [step for step in self.steps if step.probability is None or step.probability >= _FEW_PERCENT]
        soonest = {step.urgency for step in likely}
        kept = [step for step in self.steps if step in likely or not soonest & _at_least(step.urgency)]
        return tuple(step.action for step in kept) or self.actions

    @property
    def leading_action(self) -> str | None:
        """The action about what is most likely; None where there is none."""
        return next((step.action for step in self.steps if step.leads), None)

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON; `probability` is that of any cause that needs same-day action."""
        return {
            "urgent": self.urgent,
            "reasons": list(self.reasons),
            "actions": list(self.actions),
            "soon": list(self.soon),
            "soon_actions": list(self.soon_actions),
            "probability": _number(self.probability),
            "steps": [step.to_dict() for step in self.steps],
            "do_not_miss": [danger.to_dict() for danger in self.do_not_miss],
        }


@dataclass(frozen=True, slots=True)
class NextTest:
    """A test not yet done: the information it is expected to give about the verdict, and what it costs the patient."""

    id: str
    label: str
    information_bits: float
    burden: float
    if_abnormal: str
    if_normal: str

    @property
    def value(self) -> float:
        """Expected bits per unit of burden."""
        return self.information_bits / self.burden

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON."""
        return {
            "id": self.id,
            "label": self.label,
            "information_bits": _number(self.information_bits),
            "burden": _number(self.burden),
            "bits_per_burden": _number(self.value),
            "if_abnormal": self.if_abnormal,
            "if_normal": self.if_normal,
        }


@dataclass(frozen=True, slots=True)
class LikelyOldDisease:
    """A disease that was probably there before, and the findings that it rather than the new cause accounts for."""

    label: str
    probability: float
    findings: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON."""
        return {"label": self.label, "probability": _number(self.probability), "findings": list(self.findings)}


@dataclass(frozen=True, slots=True)
class Unused:
    """A finding the model could not use, and why: nothing is lost without a word."""

    finding: int
    label: str
    reason: str

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON."""
        return {"finding": self.finding, "label": self.label, "reason": self.reason}


@dataclass(frozen=True, slots=True)
class Explanation:
    """The whole answer to one case.

    Attributes
    ----------
    classes : mapping
        Each of the 14 classes to its probability; sums to 1.
    causes, places, discs : tuple
        Best first; probabilities of places and discs are marginals and need not sum to 1.
    diseases : tuple of LikelyCause
        More likely than not wherever they lie, while no one place is.
    old_diseases : tuple
        What was probably there before, beside the new cause.
    evidence, evidence_of_another_kind : tuple
        Against the best rival; and against the best of another diagnostic class, where that is not the same, then
        against the best that lesions no nerve.
    bound : callable
        Works out `left_out` when it is first asked for.
    """

    id: str
    outcome: Outcome
    classes: Mapping[str, float]
    causes: tuple[LikelyCause, ...]
    diseases: tuple[LikelyCause, ...]
    old_diseases: tuple[LikelyOldDisease, ...]
    places: tuple[LikelyPlace, ...]
    discs: tuple[LikelyDisc, ...]
    disc_to_blame: DiscToBlame
    red_flag: RedFlag
    muscles: tuple[MuscleNecessity, ...]
    evidence: tuple[Evidence, ...]
    evidence_of_another_kind: tuple[Evidence, ...]
    next_tests: tuple[NextTest, ...]
    unused: tuple[Unused, ...]
    bound: Callable[[], float] = field(compare=False, repr=False)
    source_keys: tuple[str, ...]
    tables_hash: str
    version: str

    @property
    def left_out(self) -> float:
        """Bound on the posterior of all states with more causes than were enumerated."""
        return self.bound()

    @property
    def outcome_sentence(self) -> str:
        """What the outcome means, in one sentence."""
        return Outcome(self.outcome).sentence

    def sources(self) -> tuple[str, ...]:
        """Keys of the sources behind this answer."""
        return self.source_keys

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON, as `myotome explain --json` prints it."""
        return {
            "id": self.id,
            "outcome": str(self.outcome),
            "outcome_sentence": self.outcome_sentence,
            "classes": {name: _number(share) for name, share in self.classes.items()},
            "causes": [cause.to_dict() for cause in self.causes],
            "diseases": [disease.to_dict() for disease in self.diseases],
            "old_diseases": [disease.to_dict() for disease in self.old_diseases],
            "places": [place.to_dict() for place in self.places],
            "discs": [disc.to_dict() for disc in self.discs],
            "disc_to_blame": self.disc_to_blame.to_dict(),
            "red_flag": self.red_flag.to_dict(),
            "muscles": [muscle.to_dict() for muscle in self.muscles],
            "evidence": [item.to_dict() for item in self.evidence],
            "evidence_of_another_kind": [item.to_dict() for item in self.evidence_of_another_kind],
            "next_tests": [test.to_dict() for test in self.next_tests],
            "unused": [item.to_dict() for item in self.unused],
            "left_out": round(self.left_out, 4),
            "sources": list(self.source_keys),
            "tables_hash": self.tables_hash,
            "version": self.version,
        }
