"""What the number behind a finding rests on: read in a paper, fitted, anatomy, or judged."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache

from myotome.exam import Emg, Finding, History, Imaging, Lab, Ncs, Pain, Reflex, Sensation, Sign, Strength
from myotome.explain.likelihood.by_kind.laboratory import lab_value
from myotome.explain.likelihood.condition_findings import Key, base_rate_rows, finding_rows
from myotome.explain.likelihood.mechanisms import mechanism_rows
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
#: Rates of discs without complaints are published, how the report of one that hurts reads is judged.
_DISC: Seen = {"abstract": 0.5, "judgement": 0.5}
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
    stated = _rows().get(key, {})
    families = lineage(condition)
    for name in (families[-1], *families[:-1]):
        if name in stated:
            return {stated[name]: 1.0}
    if key[0] == "history" and key[2] not in {"any", "true"}:
        return _behind_key((key[0], key[1], "any"), condition)
    mechanisms = [row["seen"] for row in mechanism_rows().get(key[:2], ())]
    if mechanisms:
        return _together([{ANATOMY: 0.5, seen: 0.5} for seen in mechanisms])
    return {stated.get("", "judgement"): 1.0}


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


def _keys(finding: Finding) -> tuple[Key, ...]:
    match finding:
        case Sign():
            return (("sign", finding.sign, "positive"),)
        case History():
            value = "true" if isinstance(finding.value, bool) else str(finding.value)
            return (("pain", "none", "present"),) if finding.item == "pain" else (("history", finding.item, value),)
        case Lab():
            return (("lab", finding.test, lab_value(finding) or "raised"),)
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
    parts = [_behind_key(key, condition) for key in _keys(finding)]
    return _together(parts) if parts else _JUDGED


def silence_seen() -> Seen:
    """How the shares of what a record mentions were seen."""
    seen = ids("explain/reporting/silence", "seen")()
    return {name: 1.0 / len(seen) for name in seen}
