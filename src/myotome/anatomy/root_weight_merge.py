"""How evidence of different rank becomes one set of root weights for a muscle.

The rule, in four steps. Its numbers and their reasons are in `anatomy/merge_rule.toml`.

1. *Background.* Texts that grade roots are averaged over their sources; all plain lists together are one vote, because
   lists copy one another; a text that names a single root grades nothing and ranks among the lists; the authors'
   judgement is a third voice. Their weighted mean is the background.
2. *Series.* Each surgical or stimulation series gives a score to every root it examined. A root it did not examine is
   unknown, not spared, and keeps its background share. Fractions are drawn towards
   one half by their counts, (k+1)/(n+2).
3. *Names.* Stimulation alone never names a root: responses spread to neighbours.
4. *Mean.* The voices are averaged with their weights (a series counts n/(n + half_n)); a root below both bounds of
   `tidy` is dropped; weights sum to one. The spread is the standard error between the voices, not below a floor.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from myotome.anatomy.nerve_tree import CRANIAL_ROOTS, SPINAL_ROOTS
from myotome.tables import Table, TomlTable, fraction, ids, integer, number, one_of, yes_no

__all__ = ["MergeRule", "RootEvidence", "RootShare", "merge", "merge_rule", "root_evidence"]

_LISTS = ("textbook_list", "segmental")
_WITH_COUNTS_PER_ROOT = ("surgical_emg_fraction", "surgical_emg_pattern")
_GRADES = ("dominant", "major", "minor")
_TRUSTED = (
    *("surgical_emg_fraction", "surgical_emg_pattern", "manual_testing"),
    *("stimulation_dominant", "stimulation_amplitude", "stimulation_fraction", "stimulation_present"),
)
_RULE = TomlTable(
    "anatomy/merge_rule.toml",
    {
        "series": {
            "weight": fraction(),
            "half_n": number(0, 1000),
            "n_when_not_given": integer(1, 1000),
            "trust": dict.fromkeys(_TRUSTED, fraction()),
        },
        "graded": {"weight": fraction(), **dict.fromkeys(_GRADES, fraction())},
        "lists": {"weight": fraction()},
        "judged": {"weight": fraction()},
        "tidy": dict.fromkeys(("least_weight", "least_share_of_largest", "spread_floor"), fraction()),
    },
)
#: Measures that grade a root by its class; the others state a value, or only that the root is named.
_GRADING = ("graded_textbook", "stimulation_dominant", "manual_testing")


def _ungraded(row: Mapping[str, Any]) -> str | None:
    """What is wrong where the class or the value that the measure is merged by is not given."""
    if row["measure"] in _GRADING and row["weight_class"] not in _GRADES:
        return f"weight_class {row['weight_class']!r}; allowed with {row['measure']}: {', '.join(_GRADES)}"
    if row["measure"] in ("judgement", "surgical_emg_fraction", "stimulation_amplitude") and row["value"] is None:
        return f"no value; {row['measure']} needs one"
    in_microvolts = row["measure"] == "stimulation_amplitude"
    return "value; allowed: 0 to 1" if not in_microvolts and (row["value"] or 0) > 1 else None


_EVIDENCE = Table(
    "anatomy/muscle_root_evidence.csv",
    {
        "muscle": one_of(ids("anatomy/muscles", "muscle")),
        "root": one_of((*SPINAL_ROOTS, *CRANIAL_ROOTS)),
        "measure": one_of((*_TRUSTED, *_LISTS, "graded_textbook", "judgement")),
        "weight_class": one_of((*_GRADES, "listed", "segmental", "share", "fraction", "named", "present")),
        "value": number(0, 100_000, optional=True),
        "n": integer(1, optional=True),
        "used": yes_no(),
    },
    rules=(_ungraded,),
)


@dataclass(frozen=True, slots=True)
class RootEvidence:
    """One source's statement about one root of one muscle."""

    muscle: str
    root: str
    measure: str
    weight_class: str
    value: float | None
    n: int | None
    used: bool
    source: str
    seen: str


@dataclass(frozen=True, slots=True)
class RootShare:
    """The merged share of one root in a muscle's supply, with its spread (one standard error)."""

    root: str
    weight: float
    spread: float


@dataclass(frozen=True, slots=True)
class MergeRule:
    """The numbers of the merge rule, as `anatomy/merge_rule.toml` gives them."""

    series_weight: float
    half_n: float
    n_when_not_given: int
    trust: Mapping[str, float]
    graded_weight: float
    class_score: Mapping[str, float]
    list_weight: float
    judged_weight: float
    least_weight: float
    least_share_of_largest: float
    spread_floor: float


@dataclass(frozen=True, slots=True)
class _Voice:
    weight: float
    shares: Mapping[str, float]


@cache
def merge_rule() -> MergeRule:
    """Read the numbers of the rule."""
    table = _RULE.read()
    series, graded, tidy = table["series"], table["graded"], table["tidy"]
    return MergeRule(
        series_weight=series["weight"],
        half_n=series["half_n"],
        n_when_not_given=series["n_when_not_given"],
        trust={key: value for key, value in series["trust"].items() if key != "reason"},
        graded_weight=graded["weight"],
        class_score={name: graded[name] for name in _GRADES},
        list_weight=table["lists"]["weight"],
        judged_weight=table["judged"]["weight"],
        least_weight=tidy["least_weight"],
        least_share_of_largest=tidy["least_share_of_largest"],
        spread_floor=tidy["spread_floor"],
    )


def root_evidence() -> tuple[RootEvidence, ...]:
    """Every statement about the roots of muscles, used or not."""
    fields = RootEvidence.__slots__
    return tuple(RootEvidence(**{name: row[name] for name in fields}) for row in _EVIDENCE.rows())


def merge(rows: Iterable[RootEvidence], rule: MergeRule) -> tuple[RootShare, ...]:
    """Which share of one muscle's supply comes from each root, all evidence taken together?

    Parameters
    ----------
    rows : iterable of RootEvidence
        Statements about one muscle; those not `used` are passed over.
    rule : MergeRule
        The numbers of the rule.

    Returns
    -------
    tuple of RootShare
        Largest weight first; weights sum to 1. Empty where no used row names a root.

    Examples
    --------
    >>> row = RootEvidence("soleus", "S1", "graded_textbook", "dominant", None, None, True, "general_anatomy", "full")
    >>> [(share.root, share.weight) for share in merge([row], merge_rule())]
    [('S1', 1.0)]
    """
    used = [row for row in rows if row.used]
    texts = _text_voices(used, rule)
    background = _mean(texts)
    named = set(background) | {row.root for row in used if not row.measure.startswith("stimulation")}
    voices = texts + _series_voices(used, named, background, rule)
    return _tidied(_mean(voices), voices, rule)


def _text_voices(rows: Sequence[RootEvidence], rule: MergeRule) -> list[_Voice]:
    """Graded texts (mean over sources), all lists as one vote, and judgement."""
    graded: dict[str, dict[str, float]] = defaultdict(dict)
    counts: dict[str, float] = defaultdict(float)
    judged: dict[str, float] = {}
    for row in rows:
        if row.measure == "graded_textbook":
            graded[row.source][row.root] = rule.class_score[row.weight_class]
        elif row.measure in _LISTS:
            counts[row.root] += 1.0
        elif row.measure == "judgement" and row.value is not None:
            judged[row.root] = row.value
    for source in [source for source, scores in graded.items() if len(scores) == 1]:
        counts[next(iter(graded.pop(source)))] += 1.0
    mean_graded = _mean([_Voice(1.0, _normalised(scores)) for scores in graded.values()])
    pairs = ((rule.graded_weight, mean_graded), (rule.list_weight, counts), (rule.judged_weight, judged))
    return [_Voice(weight, _normalised(shares)) for weight, shares in pairs if shares]


def _series_voices(
    rows: Sequence[RootEvidence], named: set[str], background: Mapping[str, float], rule: MergeRule
) -> list[_Voice]:
    """One voice per series; roots it did not examine keep their background share."""
    series: dict[tuple[str, str], list[RootEvidence]] = defaultdict(list)
    for row in rows:
        if row.measure in rule.trust and row.root in named:
            series[row.measure, row.source].append(row)
    voices = []
    for (measure, _), members in series.items():
        n = _series_size(measure, members, rule)
        shares = _normalised({**background, **_scores(measure, members, rule)})
        voices.append(_Voice(rule.series_weight * rule.trust[measure] * n / (n + rule.half_n), shares))
    return voices


def _series_size(measure: str, members: Sequence[RootEvidence], rule: MergeRule) -> float:
    """Muscles examined: counts add up where each root had its own patients."""
    counts = [row.n for row in members if row.n is not None]
    if not counts:
        return float(rule.n_when_not_given)
    return float(sum(counts) if measure in _WITH_COUNTS_PER_ROOT else max(counts))


def _scores(measure: str, members: Sequence[RootEvidence], rule: MergeRule) -> dict[str, float]:
    """Score of each examined root, 0 to 1."""
    if measure == "surgical_emg_fraction":
        return {row.root: ((row.value or 0.0) * (row.n or 0) + 1.0) / ((row.n or 0) + 2.0) for row in members}
    if measure in ("stimulation_dominant", "manual_testing"):
        return {row.root: rule.class_score[row.weight_class] for row in members}
    values = {row.root: 1.0 if row.value is None else row.value for row in members}
    largest = max(values.values()) if measure == "stimulation_amplitude" else 1.0
    return {root: value / largest for root, value in values.items()}


def _normalised(scores: Mapping[str, float]) -> dict[str, float]:
    total = sum(scores.values())
    return {root: score / total for root, score in scores.items()} if total else {}


def _mean(voices: Sequence[_Voice]) -> dict[str, float]:
    """Weighted mean of shares; a root a voice does not name has share zero in it."""
    total: dict[str, float] = defaultdict(float)
    for voice in voices:
        for root, share in voice.shares.items():
            total[root] += voice.weight * share
    return _normalised(total)


def _tidied(mean: Mapping[str, float], voices: Sequence[_Voice], rule: MergeRule) -> tuple[RootShare, ...]:
    """Drop noise, let the rest sum to one, and add the spread between the voices."""
    if not mean:
        return ()
    bound = min(rule.least_weight, rule.least_share_of_largest * max(mean.values()))
    kept = _normalised({root: weight for root, weight in mean.items() if weight >= bound})
    total = sum(voice.weight for voice in voices)
    shares = []
    for root, weight in kept.items():
        variance = sum(voice.weight * (voice.shares.get(root, 0.0) - mean[root]) ** 2 for voice in voices) / total
        spread = max(rule.spread_floor, (variance / len(voices)) ** 0.5) if len(kept) > 1 else rule.spread_floor
        shares.append(RootShare(root, round(weight, 4), round(spread, 4)))
    return tuple(sorted(_exact(shares), key=lambda share: (-share.weight, share.root)))


def _exact(shares: Sequence[RootShare]) -> list[RootShare]:
    """Put the rounding error on the largest weight, so that the sum is one."""
    largest = max(range(len(shares)), key=lambda i: shares[i].weight)
    error = 1.0 - sum(share.weight for share in shares)
    fixed = list(shares)
    fixed[largest] = RootShare(shares[largest].root, round(shares[largest].weight + error, 4), shares[largest].spread)
    return fixed
