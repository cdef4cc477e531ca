"""The answers of a lookup: what supplies a muscle or an area, and what a root, nerve or disc reaches."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

__all__ = [
    "AreaSupply",
    "DiscNeighbours",
    "MuscleSupply",
    "NerveSupply",
    "Portion",
    "RootSupply",
    "RootWithSpread",
    "SupplyPath",
]


@dataclass(frozen=True, slots=True)
class Portion:
    """A share, 0 to 1, of what is named."""

    name: str
    share: float


@dataclass(frozen=True, slots=True)
class RootWithSpread:
    """A root's share of a muscle's supply with one standard error."""

    root: str
    share: float
    spread: float


@dataclass(frozen=True, slots=True)
class SupplyPath:
    """One bundle: its share of the whole supply and the places it runs through, root first."""

    share: float
    path: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Answer:
    """What every answer can do: plain JSON and its sources."""

    source_keys: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        """Everything as plain dicts, lists, strings and numbers."""
        plain: dict[str, Any] = _plain(asdict(self))
        return plain

    def sources(self) -> tuple[str, ...]:
        """Keys of `sources.toml` behind the answer."""
        return self.source_keys


@dataclass(frozen=True, slots=True)
class MuscleSupply(_Answer):
    """Roots, nerves and paths of one muscle."""

    id: str
    label: str
    region: str
    part_of: str | None
    roots: tuple[RootWithSpread, ...]
    nerves: tuple[Portion, ...]
    paths: tuple[SupplyPath, ...]


@dataclass(frozen=True, slots=True)
class RootSupply(_Answer):
    """Where a root leaves the spine, the discs that may meet it, and the share it gives to each target."""

    id: str
    region: str
    exits_between: str
    exits_at_disc: str | None
    traverses_disc: str | None
    vertebra_over_segment: str
    muscles: tuple[Portion, ...]
    areas: tuple[Portion, ...]
    reflexes: tuple[Portion, ...]


@dataclass(frozen=True, slots=True)
class NerveSupply(_Answer):
    """What is lost when a nerve, a plexus part or one site is cut through: the share of each target."""

    id: str
    sites: tuple[str, ...]
    roots: tuple[str, ...]
    muscles: tuple[Portion, ...]
    areas: tuple[Portion, ...]
    reflexes: tuple[Portion, ...]


@dataclass(frozen=True, slots=True)
class DiscNeighbours(_Answer):
    """Roots beside a disc, what the canal holds there, and the muscles of the two roots."""

    id: str
    region: str
    exiting_root: str
    traversing_root: str
    canal: str
    canal_shares: tuple[Portion, ...]
    cord_segments: tuple[str, ...]
    muscles_of_exiting_root: tuple[Portion, ...]
    muscles_of_traversing_root: tuple[Portion, ...]


@dataclass(frozen=True, slots=True)
class AreaSupply(_Answer):
    """Roots and nerves of an area of skin; of a composite area, the mean over its members."""

    id: str
    members: tuple[str, ...]
    roots: tuple[Portion, ...]
    nerves: tuple[Portion, ...]


def _plain(value: Any) -> Any:
    """Tuples become lists, all the way down."""
    if isinstance(value, dict):
        return {key: _plain(inner) for key, inner in value.items()}
    return [_plain(inner) for inner in value] if isinstance(value, list | tuple) else value
