"""Images that contradict each other: a herniation that one shows and another, as able to, does not."""

from __future__ import annotations

from collections.abc import Iterable

from myotome.anatomy import disc_levels
from myotome.exam import HERNIATION_TYPES, Finding, Imaging
from myotome.explain.likelihood.by_kind.disc_images import herniation_excluded, herniation_kind
from myotome.explain.likelihood.by_kind.image_modalities import shown_by, sides_agree
from myotome.explain.model_constants import constants
from myotome.pathology import disc_region

__all__ = ["contradicting_image"]


def _discs(image: Imaging) -> frozenset[str]:
    return frozenset(level for level in image.levels if level in disc_levels())


def _regions(discs: Iterable[str]) -> frozenset[str]:
    return frozenset(disc_region(disc) for disc in discs)


def _shows_herniation(image: Imaging) -> bool:
    return image.present and herniation_kind(image) in HERNIATION_TYPES and bool(_discs(image))


def _same_disc(image: Imaging, other: Imaging) -> bool:
    return not _discs(image).isdisjoint(_discs(other)) and sides_agree(image.side, other.side)


def _shows_another_alone(seen: Imaging, other: Imaging, images: Iterable[Imaging]) -> bool:
    """Whether an image of the same discs has a herniation at another of them and none at the one seen."""
    of_modality = [image for image in images if image.modality == other.modality and _shows_herniation(image)]
    return (
        _shows_herniation(other)
        and not _regions(_discs(seen)).isdisjoint(_regions(_discs(other)))
        and not any(_same_disc(seen, image) for image in of_modality)
    )


def _denies(seen: Imaging, other: Imaging) -> bool:
    """Whether an image has no herniation at a disc that is seen to be herniated, or none of that type."""
    same_type = not other.present and other.finding == seen.finding and not _discs(seen).isdisjoint(_discs(other))
    whole = not _discs(seen).isdisjoint(herniation_excluded(other))
    return (same_type or whole) and sides_agree(seen.side, other.side)


def contradicting_image(seen: Imaging, findings: Iterable[Finding]) -> Imaging | None:
    """Which image speaks against a herniation that another shows?

    Parameters
    ----------
    seen : Imaging
        A herniation that an image shows.
    findings : iterable of Finding
        All findings of the case; only images are looked at.

    Returns
    -------
    Imaging or None
        One that denies a herniation at that disc, or an image of another kind that has one at another disc of the
        region alone; only kinds of images that show herniations speak.

    Examples
    --------
    >>> from myotome.exam import case_from_mapping
    >>> there = {"type": "imaging", "modality": "MRI", "levels": ["L5-S1"], "finding": "extrusion", "side": "left"}
    >>> case = case_from_mapping({"id": "x", "demographics": {"age": 40, "sex": "male"}, "findings": [
    ...     there, {**there, "modality": "CT", "value": "absent"}]})
    >>> contradicting_image(case.findings[0], case.findings).modality
    'CT'
    """
    every = [finding for finding in findings if isinstance(finding, Imaging)]
    able = [other for other in every if shown_by(other, seen.finding) >= constants("verdict")["shown_by"]]
    for other in able:
        if _denies(seen, other) or (other.modality != seen.modality and _shows_another_alone(seen, other, every)):
            return other
    return None
