"""How often is the answer right, and can its probabilities be believed?

Cases with known answers are explained without them, then compared. Every case is scored twice: with all its findings,
and as at the bedside, with the findings hidden that would give the answer away.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from myotome.exam import Case, Truth
from myotome.explain import Explanation

__all__ = ["Evaluation", "ScoredCase", "Scores", "evaluation", "scored_case", "scores"]

_FLOOR = 1e-12
_BINS = 10
_BLAMED = 0.5
_ANY_SIDE = ("bilateral", "none", "midline")
_CORRECT = ("class_correct", "place_correct", "disc_level_correct", "disc_verdict_correct", "red_flag_correct")


@dataclass(frozen=True, slots=True)
class ScoredCase:
    """One case: what is true, what was said, and whether it agrees; None where the question does not arise.

    Attributes
    ----------
    probability, p_true : float
        Probability of the class said, and of the true class.
    rank : int
        Place of the true class among the classes, from 1.
    brier : float
        Squared distance of the class probabilities from the truth, 0 to 2.
    disc_probability : float
        Probability that a disc is to blame; it is said to be so from 0.5 on.
    """

    id: str
    class_true: str
    class_said: str
    probability: float
    p_true: float
    rank: int
    brier: float
    place_said: str | None
    side_said: str | None
    places_true: tuple[str, ...]
    side_true: str
    disc_said: str | None
    disc_true: str | None
    disc_verdict: str
    disc_probability: float
    disc_to_blame_true: bool
    red_flag_said: bool
    red_flag_true: bool
    outcome: str

    @property
    def class_correct(self) -> bool:
        """The class said is the true one."""
        return self.class_said == self.class_true

    @property
    def place_correct(self) -> bool | None:
        """The place said is among the true ones, on the right side."""
        if not self.places_true:
            return None
        return self.place_said in self.places_true and _same_side(self.side_said or "", self.side_true)

    @property
    def disc_level_correct(self) -> bool | None:
        """The disc said is the true one, to blame or not."""
        return None if self.disc_true is None else self.disc_said == self.disc_true

    @property
    def disc_verdict_correct(self) -> bool:
        """A disc is blamed where one is to blame, and only there."""
        return (self.disc_probability >= _BLAMED) is self.disc_to_blame_true

    @property
    def red_flag_correct(self) -> bool:
        """A red flag is raised where there is one, and only there."""
        return self.red_flag_said is self.red_flag_true

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON."""
        correct = {name: getattr(self, name) for name in _CORRECT}
        return {**asdict(self), "places_true": list(self.places_true), **correct}


@dataclass(frozen=True, slots=True)
class Scores:
    """Shares of right answers, 0 to 1, over a set of cases; None where no case asks the question.

    Attributes
    ----------
    false_blame, missed : float or None
        Share of discs blamed among cases where none is to blame, and of discs not blamed where one is.
    log_score : float or None
        Mean natural logarithm of the probability of the true class; 0 is best.
    brier : float or None
        Mean squared distance of the class probabilities from the truth, 0 (best) to 2.
    ece : float or None
        Expected calibration error of the class said, over ten bins of its probability.
    """

    cases: tuple[ScoredCase, ...]
    class_top1: float | None
    class_top3: float | None
    place_top1: float | None
    disc_level: float | None
    disc_accuracy: float | None
    false_blame: float | None
    missed: float | None
    sensitivity: float | None
    specificity: float | None
    log_score: float | None
    brier: float | None
    ece: float | None

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON."""
        top = {"class_top1": self.class_top1, "class_top3": self.class_top3, "place_top1": self.place_top1}
        blame = {"accuracy": self.disc_accuracy, "false_blame": self.false_blame, "missed": self.missed}
        flag = {"sensitivity": self.sensitivity, "specificity": self.specificity}
        calibration = {"log_score": self.log_score, "brier": self.brier, "ece": self.ece}
        parts = {"disc_level": self.disc_level, "disc_verdict": blame, "red_flag": flag, "calibration": calibration}
        return {"n": len(self.cases), **top, **parts, "cases": [case.to_dict() for case in self.cases]}


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Scores with all findings and at the bedside; cases whose known answer is doubtful apart."""

    full: Scores
    bedside: Scores
    doubtful: Scores
    doubtful_bedside: Scores

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON, as `myotome evaluate --json` prints it."""
        doubtful = {**self.doubtful.to_dict(), "bedside": self.doubtful_bedside.to_dict()}
        return {**self.full.to_dict(), "bedside": self.bedside.to_dict(), "doubtful": doubtful}


def evaluation(cases: Iterable[Case], explain: Callable[[Case], Explanation] | None = None) -> Evaluation:
    """Explain and score cases with known answers.

    Parameters
    ----------
    cases : iterable of Case
        Each with a truth; the truth is taken out before a case is explained.
    explain : callable, optional
        What answers a case; by default the engine, without next tests.

    Returns
    -------
    Evaluation
        The scores. A small set gives wide scores: one case more or less of 38 moves a share by 0.026.

    Raises
    ------
    ValueError
        A case has no truth.
    """
    answered = _engine if explain is None else explain
    pairs = [(case.doubtful, _scored_twice(case, answered)) for case in cases]
    parts = [[pair for doubtful, pair in pairs if doubtful is wanted] for wanted in (False, True)]
    blocks = [scores([pair[column] for pair in part]) for part in parts for column in (0, 1)]
    return Evaluation(*blocks)


def _engine(case: Case) -> Explanation:
    from myotome.explain import explain

    return explain(case, with_next_tests=False)


def _scored_twice(case: Case, explain: Callable[[Case], Explanation]) -> tuple[ScoredCase, ScoredCase]:
    """Score with all findings and with the withheld ones hidden."""
    if case.truth is None:
        raise ValueError(f"case {case.id} has no truth")
    blind = case.without_truth().as_published()
    full = scored_case(case.truth, explain(blind))
    return full, scored_case(case.truth, explain(blind.without(case.withheld))) if case.withheld else full


def scored_case(truth: Truth, answer: Explanation) -> ScoredCase:
    """Compare one answer with the truth."""
    ranked = sorted(answer.classes, key=lambda name: -answer.classes[name])
    said, true = ranked[0], truth.class_
    place, disc = next(iter(answer.places), None), next(iter(answer.discs), None)
    return ScoredCase(
        id=answer.id,
        class_true=true,
        class_said=said,
        probability=answer.classes[said],
        p_true=answer.classes.get(true, 0.0),
        rank=ranked.index(true) + 1 if true in ranked else len(ranked) + 1,
        brier=sum((answer.classes.get(name, 0.0) - (name == true)) ** 2 for name in {*ranked, true}),
        place_said=place.place if place else None,
        side_said=place.side if place else None,
        places_true=truth.places or (),
        side_true=truth.side,
        disc_said=disc.disc if disc else None,
        disc_true=truth.disc_level,
        disc_verdict=answer.disc_to_blame.verdict,
        disc_probability=answer.disc_to_blame.probability,
        disc_to_blame_true=truth.disc_to_blame,
        red_flag_said=answer.red_flag.urgent,
        red_flag_true=truth.red_flag,
        outcome=answer.outcome,
    )


def _same_side(one: str, other: str) -> bool:
    return one == other or one in _ANY_SIDE or other in _ANY_SIDE


def scores(cases: Sequence[ScoredCase]) -> Scores:
    """Scores of a set of cases."""
    blamed, blameless = _parted(cases, "disc_to_blame_true")
    flagged, unflagged = _parted(cases, "red_flag_true")
    return Scores(
        cases=tuple(cases),
        class_top1=_mean(case.class_correct for case in cases),
        class_top3=_mean(case.rank <= 3 for case in cases),
        place_top1=_mean(case.place_correct for case in cases),
        disc_level=_mean(case.disc_level_correct for case in cases),
        disc_accuracy=_mean(case.disc_verdict_correct for case in cases),
        false_blame=_mean(not case.disc_verdict_correct for case in blameless),
        missed=_mean(not case.disc_verdict_correct for case in blamed),
        sensitivity=_mean(case.red_flag_correct for case in flagged),
        specificity=_mean(case.red_flag_correct for case in unflagged),
        log_score=_mean(math.log(max(case.p_true, _FLOOR)) for case in cases),
        brier=_mean(case.brier for case in cases),
        ece=_calibration_error(cases),
    )


def _parted(cases: Sequence[ScoredCase], name: str) -> tuple[list[ScoredCase], list[ScoredCase]]:
    """Cases where the truth is yes, and those where it is no."""
    return [case for case in cases if getattr(case, name)], [case for case in cases if not getattr(case, name)]


def _mean(values: Iterable[float | None]) -> float | None:
    """Mean of what is known; None where nothing is."""
    known = [float(value) for value in values if value is not None]
    return sum(known) / len(known) if known else None


def _calibration_error(cases: Sequence[ScoredCase]) -> float | None:
    """Mean distance between how sure the answers of a bin are and how often they are right, weighted by its size."""
    bins: dict[int, list[ScoredCase]] = {}
    for case in cases:
        bins.setdefault(min(int(case.probability * _BINS), _BINS - 1), []).append(case)
    gaps = [abs(sum(case.class_correct - case.probability for case in part)) for part in bins.values()]
    return sum(gaps) / len(cases) if cases else None
