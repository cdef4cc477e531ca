"""What the number behind a finding rests on: read in a paper, fitted, anatomy, or judged."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache

from myotome.exam import (
    Emg,
    Finding,
    History,
    Imaging,
    Lab,
    Ncs,
    Pain,
    Reflex,
    Sensation,
    Sign,
    Strength,
    vocabulary,
)
from myotome.explain.likelihood.by_kind.laboratory import lab_value
from myotome.explain.likelihood.condition_findings import Key, base_rate_rows, finding_rows
from myotome.explain.likelihood.mechanisms import mechanism_rows
from myotome.explain.likelihood.model_world import world
from myotome.explain.likelihood.parameters import PARAMETERS
from myotome.pathology import lineage
from myotome.tables import ids

__all__ = ["ANATOMY", "seen_behind", "silence_seen"]

#: How a number was seen, to its part of all that a finding rests on; sums to 1.
Seen = Mapping[str, float]

#: Not a number: which fibre runs where, as any atlas has it.
ANATOMY = "anatomy"
_JUDGED: Seen = {"judgement": 1.0}
#: The wiring, and how a loss shows: links fitted to published sensitivities.
_WIRED: Seen = {ANATOMY: 0.5, "fitted": 0.5}
#: Rates of discs without complaints are published; that one that hurts shows is fitted, how its report reads is judged.
_DISC: Seen = {"abstract": 0.5, "fitted": 0.25, "judgement": 0.25}
_DISCS = frozenset({"bulge", "protrusion", "extrusion", "sequestration", "recurrent_herniation", "herniation"})


@cache
def _rows() -> Mapping[Key, Mapping[str, str]]:
    rows: dict[Key, dict[str, str]] = {}
    for row in finding_rows():
        rows.setdefault((row["finding_type"], row["finding"], row["value"]), {})[row["condition"]] = row["seen"]
    for row in base_rate_rows():
        rows.setdefault((row["finding_type"], row["finding"], row["value"]), {})[""] = row["seen"]
    return rows


@cache
def _behind_key(key: Key, condition: str) -> Seen:
    """The condition's own row, that of its nearest family, the mechanism of the sign, or the base rate."""
    names = _nearest(condition)
    for stated in (_rows().get(one, {}) for one in _or_any(key)):
        seen = next((stated[name] for name in names if name in stated), None)
        if seen is not None:
            return {seen: 1.0}
    mechanisms = [row["seen"] for row in mechanism_rows().get(key[:2], ())]
    if mechanisms:
        return _together([{ANATOMY: 0.5, seen: 0.5} for seen in mechanisms])
    return {next((_rows()[one][""] for one in _or_any(key) if "" in _rows().get(one, {})), "judgement"): 1.0}


@cache
def _nearest(condition: str) -> tuple[str, ...]:
    """The condition, then its families, as rows are looked up."""
    families = lineage(condition)
    return (families[-1], *families[:-1])


def _or_any(key: Key) -> tuple[Key, ...]:
    """The key, and that of any value of a history item, whose row a value without one of its own shares."""
    return (key, (*key[:2], "any")) if key[0] == "history" and key[2] not in {"any", "true"} else (key,)


def _together(parts: list[Seen]) -> Seen:
    """Mean of several."""
    names = {name for part in parts for name in part}
    return {name: sum(part.get(name, 0.0) for part in parts) / len(parts) for name in names}


def _pain_keys(finding: Pain) -> Iterator[Key]:
    yield from (("pain", area, "present") for area in finding.areas)
    yield "pain", "radiating", "present"
    if finding.onset is not None:
        yield "pain", "onset_sudden", "present"
    for value in ("character", "worse_with", "better_with"):
        yield from (("pain", name, value) for name in getattr(finding, value))


def _abnormal(finding: Lab) -> tuple[str, ...]:
    """Values of a test whose rows a result rests on: a normal one on those of every abnormal one."""
    value = lab_value(finding) or "raised"
    if value not in {"normal", "negative"}:
        return (value,)
    return tuple(name for name in ("raised", "low", "positive") if ("lab", finding.test, name) in _rows())


def _keys(finding: Finding) -> tuple[Key, ...]:
    match finding:
        case Sign():
            return (("sign", finding.sign, "positive"),)
        case History():
            value = "true" if isinstance(finding.value, bool) else str(finding.value)
            return (("pain", "none", "present"),) if finding.item == "pain" else (("history", finding.item, value),)
        case Lab():
            return tuple(("lab", finding.test, value) for value in _abnormal(finding))
        case Imaging():
            return (("imaging", finding.finding, "present"),)
        case Pain():
            return tuple(_pain_keys(finding))
    return ()


def seen_behind(finding: Finding, condition: str) -> Seen:
    """How were the numbers seen that say how often a condition shows a finding?

    Parameters
    ----------
    finding : Finding
        Of a case.
    condition : str
        Id of a condition.

    Returns
    -------
    mapping
        `full`, `abstract`, `secondary`, `fitted`, `judgement` or `anatomy` to its part; sums to 1. It says where a
        number comes from, not how good it is.

    Examples
    --------
    >>> from myotome.exam import case_from_mapping
    >>> case = case_from_mapping({"id": "x", "demographics": {"age": 40, "sex": "male"}, "findings": [
    ...     {"type": "sign", "sign": "phalen", "side": "left", "value": "positive"}]})
    >>> seen_behind(case.findings[0], "carpal_tunnel")
    {'abstract': 1.0}
    """
    if isinstance(finding, Strength | Sensation | Reflex | Emg | Ncs):
        return _WIRED
    if isinstance(finding, Imaging) and (finding.finding in _DISCS or finding.finding == "normal"):
        return _DISC
    parts = [_behind_pain_at_site(key, condition) or _behind_key(key, condition) for key in _keys(finding)]
    return _together(parts) if parts else _JUDGED


def _behind_pain_at_site(key: Key, condition: str) -> Seen | None:
    """Pain in an area that no row of the condition speaks of: that of any lesion of a nerve or region where it lies."""
    if (
        key[0] != "pain"
        or key[1] not in vocabulary().areas
        or any(n in _rows().get(key, {}) for n in _nearest(condition))
    ):
        return None
    parameter = _pain_at_site().get(condition)
    return None if parameter is None else _together([_behind_key(key, condition), {parameter: 1.0}])


@cache
def _pain_at_site() -> Mapping[str, str]:
    """Conditions that lie at a site of a nerve or in a region, to how the pain that they give there was seen."""
    seen = {row["name"]: row["seen"] for row in PARAMETERS.rows()}
    regional = {cause.condition: "regional_pain" for cause in world().states.causes if cause.region is not None}
    nerves = {cause.condition: "site_pain" for cause in world().states.causes if cause.site}
    return {condition: seen[name] for condition, name in (regional | nerves).items()}


def silence_seen(record: str) -> Seen:
    """How the shares of what a record mentions were seen: those that such a record is read by.

    Parameters
    ----------
    record : str
        `dictated`, `structured` or `complete`.
    """
    if record == "dictated":
        seen = [row["seen"] for row in PARAMETERS.rows() if row["name"].startswith("mentioned_")]
    else:
        seen = list(ids("explain/reporting/silence", "seen")())
    return _together([{name: 1.0} for name in seen])
