"""What do the answers rest on? The weight of evidence on cases with known answers, by how its numbers were seen.

Counting rows says little: most rows are never asked. Here each finding of each case counts by the absolute weight that
it has for the true class against its best rival, and the weight is shared out over the numbers behind it on both sides.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from myotome.exam import Case, Finding, read_case
from myotome.explain import (
    NO_FINDING,
    Floats,
    World,
    observations_of_case,
    seen_behind,
    silence_seen,
    single_cause_posterior,
    world,
)
from myotome.pathology import CLASSES, conditions

__all__ = ["Influence", "influence", "main"]

_PUBLISHED = ("full", "abstract", "secondary")


@dataclass(frozen=True, slots=True)
class Influence:
    """Shares of the absolute weight of evidence.

    Attributes
    ----------
    shares : mapping
        How the numbers were seen, to their share; sums to 1.
    judged : tuple of (str, float)
        Findings whose judged numbers weigh most, each with its share of all weight, the heaviest first.
    """

    shares: Mapping[str, float]
    judged: tuple[tuple[str, float], ...]


@dataclass(frozen=True, eq=False)
class _Side:
    """States of one class, weighted by how well they fit, and the condition among them that fits best."""

    weight: Floats
    condition: str

    def mean(self, log: Floats) -> float:
        return float(self.weight @ log)


def _sides(case: Case, of: World) -> tuple[_Side, _Side] | None:
    """The true class and its best rival; None where the truth is not known."""
    if case.truth is None:
        return None
    fit = single_cause_posterior(case, of)
    number = np.array([CLASSES.index(conditions()[cause.condition].truth_class) for cause in of.states.causes])
    of_class = np.bincount(number[of.states.cause], weights=fit, minlength=len(CLASSES))
    true = CLASSES.index(case.truth.class_)
    of_class[true] = -1.0
    return _side(fit, number, true, of), _side(fit, number, int(of_class.argmax()), of)


def _side(fit: Floats, number: Floats, which: int, of: World) -> _Side:
    mine = np.where(number[of.states.cause] == which, fit, 0.0)
    best = of.states.causes[of.states.cause[int(mine.argmax())]].condition
    return _Side(mine / max(float(mine.sum()), 1e-300), best)


def _weights(case: Case, of: World, sides: tuple[_Side, _Side]) -> Mapping[int, float]:
    """Weight of each finding for the first side against the second, in log units."""
    weights: dict[int, float] = defaultdict(float)
    for seen in observations_of_case(case, of):
        none = float(seen.log_likelihood(np.ones((1, seen.survival.shape[1])))[0])
        log = np.full(len(of.states), none)
        if len(seen.touched):
            log[seen.touched] = seen.log_likelihood(seen.survival)
        weights[seen.finding] += sides[0].mean(log) - sides[1].mean(log)
    return weights


def _name(finding: Finding) -> str:
    """Kind of a finding, and what it is of where the tables have a row for that."""
    names = (getattr(finding, part, None) for part in ("sign", "item", "test", "finding"))
    return " ".join((finding.kind, *(str(name).replace("_", " ") for name in names if name)))


def influence(cases: Iterable[Case], most: int = 30) -> Influence:
    """What share of the weight of evidence rests on judged numbers, and on which findings?

    Parameters
    ----------
    cases : iterable of Case
        With their truth; others are passed over.
    most : int
        How many findings to name.
    """
    of = world()
    shares: dict[str, float] = defaultdict(float)
    judged: dict[str, float] = defaultdict(float)
    for case in cases:
        sides = _sides(case, of)
        if sides is None:
            continue
        findings = {finding.index: finding for finding in case.findings}
        for index, weight in _weights(case, of, sides).items():
            for side in sides:
                behind = (
                    silence_seen(case.record) if index == NO_FINDING else seen_behind(findings[index], side.condition)
                )
                label = "not mentioned" if index == NO_FINDING else _name(findings[index])
                for seen, part in behind.items():
                    shares[seen] += abs(weight) * part / 2
                judged[label] += abs(weight) * behind.get("judgement", 0.0) / 2
    total = sum(shares.values())
    heaviest = sorted(judged.items(), key=lambda one: -one[1])[:most]
    named = tuple((label, share / total) for label, share in heaviest)
    return Influence({seen: share / total for seen, share in shares.items()}, named)


def _report(result: Influence) -> str:
    published = sum(result.shares.get(seen, 0.0) for seen in _PUBLISHED)
    lines = ["share of the absolute weight of evidence, by how its numbers were seen"]
    lines += [f"  {seen:<10} {share:6.1%}" for seen, share in sorted(result.shares.items(), key=lambda one: -one[1])]
    lines += [f"  published  {published:6.1%} in all", "", "judged numbers that weigh most"]
    return "\n".join(lines + [f"  {share:6.2%}  {label}" for label, share in result.judged])


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the shares over the cases of a folder; 0 when done."""
    (folder,) = sys.argv[1:] if arguments is None else arguments
    print(_report(influence(read_case(path) for path in sorted(Path(folder).glob("*.yaml")))))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
