"""A herniation that an image would have shown, and its report does not mention.

Whoever reads the image of a lumbar spine sees all its discs. A report of one disc that says nothing of the next speaks
against a herniation there, and a report of a bulge on the left against a herniation on the right.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from myotome.exam import HERNIATION_TYPES, Imaging
from myotome.explain.likelihood.by_kind.disc_images import SECTIONAL, herniation_excluded, herniation_kind
from myotome.explain.likelihood.by_kind.image_modalities import levels_overlap, sides_agree
from myotome.explain.likelihood.model_world import World
from myotome.explain.likelihood.observations import Floats
from myotome.pathology import Cause, type_shares

__all__ = ["Unseen", "unseen_herniations"]

_REGIONS = ("cervical_spine", "thoracic_spine", "lumbar_spine")
_LARGE = tuple(name for name in HERNIATION_TYPES if name != "bulge")


def _settled(image: Imaging) -> tuple[str, ...]:
    """Discs of which a finding states what is not there."""
    denied = image.finding in HERNIATION_TYPES and not image.present
    return image.levels if denied else herniation_excluded(image)


@dataclass(frozen=True, slots=True)
class Unseen:
    """What the images of a case leave unseen of the discs.

    Attributes
    ----------
    regions : frozenset of str
        Parts of the spine of which a sectional image is reported.
    shown : tuple of (levels, side)
        Herniations reported.
    settled : frozenset of str
        Discs stated to have none, or none of some type.
    """

    regions: frozenset[str]
    shown: tuple[tuple[tuple[str, ...], str], ...]
    settled: frozenset[str]

    @classmethod
    def of(cls, images: Iterable[Imaging]) -> Unseen:
        """Read the findings of images, in any order."""
        sectional = [image for image in images if image.modality in SECTIONAL]
        levels = {level for image in sectional for level in image.levels}
        return cls(
            frozenset(region for region in _REGIONS if any(levels_overlap(level, region) for level in levels)),
            tuple((tuple(i.levels), i.side) for i in sectional if i.present and herniation_kind(i) in HERNIATION_TYPES),
            frozenset(disc for image in sectional for disc in _settled(image)),
        )

    def is_silent(self, cause: Cause) -> bool:
        """Whether the disc of a cause was imaged, and nothing is reported of it that fits its side."""
        if cause.disc is None or cause.disc in self.settled:
            return False
        if not any(levels_overlap(cause.disc, region) for region in self.regions):
            return False
        return not any(cause.disc in levels and sides_agree(cause.side, side) for levels, side in self.shown)


def unseen_herniations(world: World, images: Sequence[Imaging]) -> Floats:
    """Probability that an image shows each state by a herniation that its report does not mention: shape (states,).

    Parameters
    ----------
    world : World
        States and where they lie.
    images : sequence of Imaging
        Findings of images. A disc stated to be free of herniations is left to that statement.
    """
    unseen = Unseen.of(images)
    silent = [unseen.is_silent(cause) for cause in world.states.causes]
    large = np.array([sum(shares.get(kind, 0.0) for kind in _LARGE) for shares in type_shares()])
    seen = world.p["disc_seen"] * large[np.minimum(world.states.level, len(large) - 1)]
    return np.asarray(np.array(silent)[world.states.cause] * seen)
