"""Causes that sit at a listed place: roots, canal, plexus parts, nerve sites, pairs of nerves; and those with none."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, Literal

from myotome.pathology.condition_table import Cause, Cut, ProfileLoss, Side, TractLoss, conditions
from myotome.pathology.loss_profiles import syndrome
from myotome.tables import read_csv

__all__ = ["cord_causes", "diffuse_causes", "placed_causes", "unplaced_causes"]

_Lateral = Literal["left", "right"]
_OPPOSITE: dict[_Lateral, _Lateral] = {"left": "right", "right": "left"}


@cache
def _rows(name: str, *numbers: str) -> Mapping[str, tuple[dict[str, Any], ...]]:
    """Rows of a table by condition."""
    grouped: dict[str, list[dict[str, Any]]] = {}
    for row in read_csv(name, dict.fromkeys(numbers, float)):
        grouped.setdefault(row["condition"], []).append(row)
    return {condition: tuple(rows) for condition, rows in grouped.items()}


@cache
def _side_shares() -> Mapping[str, tuple[tuple[Side, float], ...]]:
    shares: dict[str, list[tuple[Side, float]]] = {}
    for row in read_csv("pathology/side_shares.csv", {"share": float}):
        shares.setdefault(row["mode"], []).append((row["side"], row["share"]))
    return {mode: tuple(sides) for mode, sides in shares.items()}


def _cuts(text: str, side: _Lateral) -> tuple[Cut, ...]:
    """Parse `token:depth|token+token:depth` into cuts on one side."""
    parts = [part.rsplit(":", 1) for part in text.split("|") if part]
    return tuple(Cut(side, tuple(tokens.split("+")), float(depth)) for tokens, depth in parts)


def _placed(row: Mapping[str, Any], side: Side, share: float, lead: _Lateral) -> Cause:
    other = row["cuts"] if side == "bilateral" and not row["other_cuts"] else row["other_cuts"]
    near, far = _cuts(row["cuts"], lead), _cuts(other, _OPPOSITE[lead])
    crossed = bool(far) and {cut.tokens for cut in far}.isdisjoint(cut.tokens for cut in near)
    places, side_reported = tuple(row["places"].split("|")), "bilateral" if crossed else side
    spread = tuple(_profile(extra, side) for extra in _extras(row["condition"], row["variant"]))
    site = row["site"] or None
    return Cause(
        row["condition"], row["variant"], places, side_reported, share, site=site, cuts=near + far, profiles=spread
    )


def _extras(condition: str, variant: str) -> tuple[dict[str, Any], ...]:
    """What a placed variant does beyond its cuts, such as the tract above a high conus lesion."""
    rows = _rows("pathology/diffuse_effects.csv", "share", "severity", "other_side").get(condition, ())
    return tuple(row for row in rows if row["variant"] == variant)


def _on_both_sides(row: Mapping[str, Any], share: float) -> Iterator[Cause]:
    """One cause where both sides are hurt alike; where they are not, either side may be the worse one."""
    if row["other_cuts"] in {"", row["cuts"]}:
        yield _placed(row, "bilateral", share, "left")
        return
    for lead in _OPPOSITE:
        yield _placed(row, "bilateral", share / 2, lead)


def placed_causes(condition: str) -> Iterator[Cause]:
    """Causes of a condition whose places are listed one by one."""
    for row in _rows("pathology/cause_places.csv", "share", "bilateral_share")[condition]:
        if row["side_mode"] == "bilateral":
            yield from _on_both_sides(row, row["share"])
            continue
        one_side = row["share"] * (1 - row["bilateral_share"]) / 2
        for lead in _OPPOSITE:
            yield _placed(row, lead, one_side, lead)
        if row["bilateral_share"]:
            yield from _on_both_sides(row, row["share"] * row["bilateral_share"])


def cord_causes(condition: str) -> Iterator[Cause]:
    """Causes of a cord condition: each usual segment, on the sides the syndrome takes."""
    sided = syndrome(condition)["sided"]
    for row in _rows("pathology/cord_levels.csv", "share")[condition]:
        for side, part in _side_shares()[sided]:
            tract = TractLoss(condition, row["segment"], side)
            share = row["share"] * part
            yield Cause(condition, row["segment"], ("cord",), side, share, segment=row["segment"], tract=tract)


def _profile(row: Mapping[str, Any], side: Side) -> ProfileLoss:
    lead, other = row["severity"], row["other_side"]
    left, right = (other, lead) if side == "right" else (lead, other)
    return ProfileLoss(row["feature"], row["profile"], left, right)


def diffuse_causes(condition: str) -> Iterator[Cause]:
    """Causes of a disease spread over the body, one for each usual pattern and side."""
    variants: dict[str, list[dict[str, Any]]] = {}
    for row in _rows("pathology/diffuse_effects.csv", "share", "severity", "other_side")[condition]:
        variants.setdefault(row["variant"], []).append(row)
    for variant, rows in variants.items():
        for side, part in _side_shares()[rows[0]["side_mode"]]:
            profiles = tuple(_profile(row, side) for row in rows)
            yield Cause(condition, variant, (), side, rows[0]["share"] * part, profiles=profiles)


def unplaced_causes(condition: str) -> Iterator[Cause]:
    """Causes without a place in the wiring, one for each side they take."""
    for side, share in _side_shares()[conditions()[condition].sided]:
        yield Cause(condition, side, (), side, share)
