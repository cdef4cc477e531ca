"""What may be wrong: the conditions, and the single causes they can be placed as."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cache
from operator import attrgetter
from typing import Any, Literal

from myotome.exam import Side
from myotome.tables import Table, fraction, identifier, ids, list_of, number, one_of, text, yes_no

__all__ = [
    "CLASSES",
    "PLACEMENTS",
    "Cause",
    "Condition",
    "Cut",
    "ProfileLoss",
    "TractLoss",
    "cause_from_plain",
    "conditions",
    "lineage",
    "plain_cause",
]


CLASSES = (
    "radiculopathy",
    "myelopathy",
    "cauda_equina",
    "conus",
    "peripheral_nerve",
    "plexopathy",
    "polyneuropathy",
    "motor_neuron",
    "myopathy",
    "nonspecific_back_pain",
    "muscle_strain_spasm",
    "primary_imbalance",
    "serious_pathology",
    "other",
)
PLACEMENTS = (
    "herniation",
    "root",
    "cord",
    "cauda_equina",
    "site",
    "several_nerves",
    "plexus",
    "plexus_patchy",
    "diffuse",
    "imbalance",
    "place_less",
    "generated",
)


def _families() -> tuple[str, ...]:
    """Families that some table says anything of."""
    return (*ids("pathology/severity_grid", "family")(), *ids("explain/condition_findings/families", "condition")())


#: `share_in_class` is relative: it is scaled to 1 within the class, so a new condition leaves others as they are.
_TABLE = Table(
    "pathology/conditions.csv",
    {
        "condition": identifier(),
        "label": text(),
        "class": one_of(CLASSES),
        "families": list_of(one_of(_families), optional=True),
        "placement": one_of(PLACEMENTS),
        "sided": one_of(ids("pathology/side_shares", "mode")),
        "urgent": yes_no(),
        "tempo": one_of(ids("pathology/time_since_onset", "name", kind=("tempo",))),
        "share_in_class": fraction(),
        "age_peak_years": number(0, 120),
        "age_sd_years": number(1, 60),
        "male_ratio": number(0.01, 100),
    },
    key=("condition",),
    covers={"class": CLASSES},
)


@dataclass(frozen=True, slots=True)
class Condition:
    """A disease or mechanism, before it is placed anywhere in the body."""

    id: str
    label: str
    truth_class: str
    families: tuple[str, ...]
    placement: str
    sided: str
    urgent: bool
    tempo: str
    share_in_class: float
    age_peak_years: float
    age_sd_years: float
    male_ratio: float


@dataclass(frozen=True, slots=True)
class Cut:
    """A structure of the wiring that is cut on one side, and how deeply at full severity (0 to 1).

    `tokens` are path tokens that a fibre must all run through to be hit: one as a rule.
    """

    side: Literal["left", "right"]
    tokens: tuple[str, ...]
    depth: float

    def structures(self) -> frozenset[str]:
        """The roots, nerves or plexus parts that are lesioned, their sites left out."""
        return frozenset(token.split("@")[0].split(".")[0] for token in self.tokens)


@dataclass(frozen=True, slots=True)
class ProfileLoss:
    """A loss spread over the body by a profile (longest fibres first, proximal muscles ...)."""

    feature: Literal["motor", "touch", "pin", "snap", "reflex", "umn"]
    profile: str
    left: float
    right: float


@dataclass(frozen=True, slots=True)
class TractLoss:
    """What a cord lesion takes: at its own segments, and of the tracts below them."""

    condition: str
    segment: str
    side: Side


@dataclass(frozen=True, slots=True)
class Cause:
    """One cause: a condition at one place, on one side, before its severity.

    Attributes
    ----------
    places : tuple of str
        Roots, nerves, plexus parts, `cord`, `conus` or `cauda_equina`; empty where there is no place in the wiring.
    region : str or None
        Region of the body, for a disorder of joint, tendon or bone that may lie in any.
    share : float
        Share of this cause among the causes of its condition; they sum to 1.
    """

    condition: str
    variant: str
    places: tuple[str, ...]
    side: Side
    share: float
    site: str | None = None
    disc: str | None = None
    zone: str | None = None
    segment: str | None = None
    cuts: tuple[Cut, ...] = ()
    profiles: tuple[ProfileLoss, ...] = ()
    tract: TractLoss | None = None
    region: str | None = None

    @property
    def is_herniation(self) -> bool:
        """Is this a herniated disc that presses on something?"""
        return self.disc is not None

    def side_of(self, place: str) -> Side:
        """Side of one of the places: that of the cuts there where it has any of its own."""
        sides = {cut.side for cut in self.cuts if place in cut.structures()}
        return next(iter(sides)) if len(sides) == 1 and self.side == "bilateral" else self.side

    @property
    def exclusive_place(self) -> str:
        """Lesions of one root exclude each other too: one thing compresses it. Else the same as `exclusive`."""
        root = self.places[0] if self.places and conditions()[self.condition].truth_class == "radiculopathy" else None
        return f"root:{root}:{self.side}" if root is not None else self.exclusive

    @property
    def is_several(self) -> bool:
        """Is this a set of several lesions already? Such a set stands beside no other cause."""
        return conditions()[self.condition].placement == "several_nerves"

    @property
    def exclusive(self) -> str:
        """Causes with the same key never occur together: states of one disc, places of one disease."""
        if self.disc is not None:
            return f"disc:{self.disc}"
        place = self.site or self.region
        return f"{self.condition}:{place}:{self.side}" if place else self.condition


_CAUSE, _CUT, _PROFILE, _TRACT = (
    attrgetter(*(field.name for field in fields(kind))) for kind in (Cause, Cut, ProfileLoss, TractLoss)
)


def plain_cause(cause: Cause) -> tuple[Any, ...]:
    """A cause as tuples, texts and numbers, as it is kept on disk."""
    *first, cuts, profiles, tract, region = _CAUSE(cause)
    return (*first, tuple(map(_CUT, cuts)), tuple(map(_PROFILE, profiles)), tract and _TRACT(tract), region)


def cause_from_plain(plain: Sequence[Any]) -> Cause:
    """Cause of which `plain_cause` made these."""
    *first, cuts, profiles, tract, region = plain
    of_cuts, spread = tuple(Cut(*cut) for cut in cuts), tuple(ProfileLoss(*loss) for loss in profiles)
    whole = (*first, of_cuts, spread, tract and TractLoss(*tract), region)
    return Cause(*whole)


_SAME = ("label", "families", "placement", "sided", "urgent", "tempo", "share_in_class")


def _condition(row: Mapping[str, Any]) -> Condition:
    same = {name: row[name] for name in (*_SAME, "age_peak_years", "age_sd_years", "male_ratio")}
    return Condition(id=row["condition"], truth_class=row["class"], **same)


@cache
def conditions() -> Mapping[str, Condition]:
    """Every condition by its id."""
    return {condition.id: condition for condition in map(_condition, _TABLE.rows())}


def lineage(condition: str) -> tuple[str, ...]:
    """Where a condition inherits rows from, the most general first and itself last."""
    return (*conditions()[condition].families, condition)
