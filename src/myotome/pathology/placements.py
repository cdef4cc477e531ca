"""Causes that sit at a listed place: canal, plexus parts, nerve sites, pairs of nerves; and those with none."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any, Literal

from myotome.anatomy import SPINAL_ROOTS, fibre_table, nerve_sites
from myotome.errors import nearest_names
from myotome.exam import Side, vocabulary
from myotome.pathology.condition_table import Cause, Cut, ProfileLoss, conditions
from myotome.tables import Table, fraction, identifier, ids, list_of, number, one_of, parsed

__all__ = [
    "PLACE_COLUMNS",
    "diffuse_causes",
    "listed_places",
    "placed",
    "placed_causes",
    "side_shares",
    "unknown_cut",
    "unplaced_causes",
]

_Lateral = Literal["left", "right"]
_OPPOSITE: dict[_Lateral, _Lateral] = {"left": "right", "right": "left"}


#: Path tokens that a fibre must all run through to be cut, and how deep the cut is.
_Depths = tuple[tuple[tuple[str, ...], float], ...]


def _depths(cell: str) -> _Depths:
    """Read `token:depth|token+token:depth`."""
    parts = [part.rsplit(":", 1) for part in cell.split("|")]
    return tuple((tuple(tokens.split("+")), float(depth)) for tokens, depth in parts)


def unknown_cut(row: Mapping[str, Any]) -> str | None:
    """What a place cuts that no fibre runs through, or deeper than through."""
    for tokens, depth in (*(row["cuts"] or ()), *(row["other_cuts"] or ())):
        if unknown := set(tokens) - _tokens():
            return f"no fibre runs through {', '.join(sorted(unknown))}{_near(unknown)}"
        if not 0 < depth <= 1:
            return f"a cut is {depth:g} deep; allowed: above 0, up to 1"
    return None


def _near(names: Iterable[str]) -> str:
    near = [name for unknown in names for name in nearest_names(unknown, _tokens())]
    return f"; nearest: {', '.join(near)}" if near else ""


@cache
def _tokens() -> frozenset[str]:
    """Every root, nerve, part of a plexus and site that a fibre runs through."""
    return frozenset(SPINAL_ROOTS) | {token for path in fibre_table().path for token in path}


def _variant_shares(rows: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """Variants of a condition that differ in their share between rows, or whose shares do not sum to 1."""
    shares: dict[str, dict[str, set[tuple[float, str]]]] = {}
    for row in rows:
        shares.setdefault(row["condition"], {}).setdefault(row["variant"], set()).add((row["share"], row["side_mode"]))
    for condition, variants in shares.items():
        total = sum(share for of in variants.values() for share, _ in of)
        if abs(total - 1) > _TOLERANCE:
            yield f"the shares of the variants of {condition} sum to {total:g}; allowed: 1, the same in all rows of one"


_TOLERANCE = 1e-6
_CONDITIONS = ids("pathology/conditions", "condition")
_SIDE_MODES = ids("pathology/side_shares", "mode")
_LISTED = ("cauda_equina", "site", "plexus", "plexus_patchy")
#: What every table of places says: which structures, on which side, what is cut.
PLACE_COLUMNS = {
    "variant": identifier(),
    "places": list_of(
        one_of(lambda: vocabulary().ids(("roots", "nerves", "plexus_parts", "central_places"))), optional=True
    ),
    "site": one_of(lambda: (*nerve_sites(), *vocabulary().nerves), optional=True),
    "side_mode": one_of(_SIDE_MODES),
    "cuts": parsed(_depths, "token:depth joined by '|'; tokens joined by '+'", optional=True),
    "other_cuts": parsed(_depths, "token:depth joined by '|'; tokens joined by '+'", optional=True),
    "share": fraction(),
}
_PLACES = Table(
    "pathology/cause_places.csv",
    {
        "condition": one_of(_CONDITIONS),
        **PLACE_COLUMNS,
        "bilateral_share": fraction(),
    },
    key=("condition", "variant"),
    sums={"share": ("condition",)},
    covers={"condition": ids("pathology/conditions", "condition", placement=_LISTED)},
    rules=(unknown_cut,),
)
_DIFFUSE = Table(
    "pathology/diffuse_effects.csv",
    {
        "condition": one_of(_CONDITIONS),
        "variant": identifier(),
        "share": fraction(),
        "side_mode": one_of(_SIDE_MODES),
        "feature": one_of(("motor", "touch", "pin", "snap", "reflex", "umn")),
        "profile": one_of(ids("pathology/body_profiles", "profile")),
        "severity": number(0, 2),
        "other_side": number(0, 2),
        "low": number(),
        "high": number(),
    },
    key=("condition", "variant", "feature", "profile"),
    covers={"condition": ids("pathology/conditions", "condition", placement=("diffuse", "imbalance"))},
    rows_rules=(_variant_shares,),
)
_SIDES = Table(
    "pathology/side_shares.csv",
    {
        "mode": one_of(("sided", "either", "bilateral", "midline")),
        "side": one_of(lambda: vocabulary().ids("sides")),
        "share": fraction(),
    },
    key=("mode", "side"),
    sums={"share": ("mode",)},
)


@cache
def _rows(table: Table) -> Mapping[str, tuple[dict[str, Any], ...]]:
    """Rows of a table by condition."""
    grouped: dict[str, list[dict[str, Any]]] = {}
    for row in table.rows():
        grouped.setdefault(row["condition"], []).append(row)
    return {condition: tuple(rows) for condition, rows in grouped.items()}


@cache
def side_shares() -> Mapping[str, tuple[tuple[Side, float], ...]]:
    """How often each side is taken, by mode."""
    shares: dict[str, list[tuple[Side, float]]] = {}
    for row in _SIDES.rows():
        shares.setdefault(row["mode"], []).append((row["side"], row["share"]))
    return {mode: tuple(sides) for mode, sides in shares.items()}


def _cuts(depths: _Depths | None, side: _Lateral) -> tuple[Cut, ...]:
    return tuple(Cut(side, tokens, depth) for tokens, depth in depths or ())


def _placed(row: Mapping[str, Any], side: Side, share: float, lead: _Lateral) -> Cause:
    other = row["cuts"] if side == "bilateral" and not row["other_cuts"] else row["other_cuts"]
    near, far = _cuts(row["cuts"], lead), _cuts(other, _OPPOSITE[lead])
    crossed = bool(far) and {cut.tokens for cut in far}.isdisjoint(cut.tokens for cut in near)
    places, side_reported = row["places"], "bilateral" if crossed else side
    spread = tuple(_profile(extra, side) for extra in _extras(row["condition"], row["variant"]))
    return Cause(
        row["condition"],
        row["variant"],
        places,
        side_reported,
        share,
        site=row["site"] or None,
        region=row.get("region") or None,
        cuts=near + far,
        profiles=spread + tuple(row.get("profiles", ())),
    )


def _extras(condition: str, variant: str) -> tuple[dict[str, Any], ...]:
    """What a placed variant does beyond its cuts, such as the tract above a high conus lesion."""
    rows = _rows(_DIFFUSE).get(condition, ())
    return tuple(row for row in rows if row["variant"] == variant)


def _on_both_sides(row: Mapping[str, Any], share: float) -> Iterator[Cause]:
    """One cause where both sides are hurt alike; where they are not, either side may be the worse one."""
    if row["other_cuts"] in (None, row["cuts"]):
        yield _placed(row, "bilateral", share, "left")
        return
    for lead in _OPPOSITE:
        yield _placed(row, "bilateral", share / 2, lead)


def listed_places() -> Mapping[str, tuple[dict[str, Any], ...]]:
    """Places listed one by one, by condition."""
    return _rows(_PLACES)


def placed_causes(condition: str) -> Iterator[Cause]:
    """Causes of a condition whose places are listed one by one."""
    return placed(_rows(_PLACES)[condition])


def placed(rows: Iterable[Mapping[str, Any]]) -> Iterator[Cause]:
    """Causes at rows of places: on either side, or on both."""
    for row in rows:
        if row["side_mode"] == "bilateral":
            yield from _on_both_sides(row, row["share"])
            continue
        one_side = row["share"] * (1 - row["bilateral_share"]) / 2
        for lead in _OPPOSITE:
            yield _placed(row, lead, one_side, lead)
        if row["bilateral_share"]:
            yield from _on_both_sides(row, row["share"] * row["bilateral_share"])


def _profile(row: Mapping[str, Any], side: Side) -> ProfileLoss:
    lead, other = row["severity"], row["other_side"]
    left, right = (other, lead) if side == "right" else (lead, other)
    return ProfileLoss(row["feature"], row["profile"], left, right)


def diffuse_causes(condition: str) -> Iterator[Cause]:
    """Causes of a disease spread over the body, one for each usual pattern and side."""
    variants: dict[str, list[dict[str, Any]]] = {}
    for row in _rows(_DIFFUSE)[condition]:
        variants.setdefault(row["variant"], []).append(row)
    for variant, rows in variants.items():
        for side, part in side_shares()[rows[0]["side_mode"]]:
            profiles = tuple(_profile(row, side) for row in rows)
            yield Cause(condition, variant, (), side, rows[0]["share"] * part, profiles=profiles)


def unplaced_causes(condition: str) -> Iterator[Cause]:
    """Causes without a place in the wiring, one for each side they take."""
    for side, share in side_shares()[conditions()[condition].sided]:
        yield Cause(condition, side, (), side, share)
