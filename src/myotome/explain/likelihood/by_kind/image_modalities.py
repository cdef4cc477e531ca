"""What each kind of image can show, and which absences another image of the same place overrules.

What is there is there on every image of its place: an image that does not show it missed it. So an absence counts by
how much of such a finding its kind of image shows, and not at all where another image, no less telling, shows it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache

from myotome.exam import Imaging, vocabulary
from myotome.pathology import span_of_level
from myotome.tables import Table, fraction, one_of

__all__ = ["levels_overlap", "overlooked_by", "shown_by", "sides_agree"]

_SHOWN = Table(
    "explain/image_modalities.csv",
    {
        "modality": one_of(lambda: vocabulary().ids("imaging_modalities")),
        "group": one_of(
            lambda: {str(e.group) for e in vocabulary().sections["imaging_findings"].values()}, optional=True
        ),
        "region": one_of(("cervical", "thoracic", "lumbar"), optional=True),
        "share": fraction(),
        "low": fraction(optional=True),
        "high": fraction(optional=True),
    },
    key=("modality", "group", "region"),
)


@cache
def _shares() -> Mapping[tuple[str, ...], float]:
    return {tuple(filter(None, (row["modality"], row["group"], row["region"]))): row["share"] for row in _SHOWN.rows()}


def shown_by(image: Imaging, finding: str | None = None, region: str = "") -> float:
    """How much of what is there does this kind of image show, of all that the best kind of image shows?

    Parameters
    ----------
    image : Imaging
        Only its modality is read, and its finding where none is given.
    finding : str or None
        What is looked for.
    region : str
        Region of the spine, where it is there.

    Examples
    --------
    >>> from myotome.exam import case_from_mapping
    >>> case = case_from_mapping({"id": "x", "demographics": {"age": 40, "sex": "male"}, "findings": [
    ...     {"type": "imaging", "modality": "XR", "levels": ["hip"], "finding": "fracture", "side": "left"}]})
    >>> film = case.findings[0]
    >>> shown_by(film) > shown_by(film, "extrusion")
    True
    """
    group = str(vocabulary().sections["imaging_findings"][finding or image.finding].group)
    keys = ((image.modality, group, region), (image.modality, group), (image.modality,))
    return next(_shares()[key] for key in keys if key in _shares())


def sides_agree(one: str, other: str) -> bool:
    """Whether two sides can be said of one thing: left and right cannot.

    Examples
    --------
    >>> sides_agree("left", "bilateral"), sides_agree("left", "right")
    (True, False)
    """
    return one == other or not {one, other} <= {"left", "right"}


def levels_overlap(level: str, other: str) -> bool:
    """Whether two levels share a stretch of the spine, or are one place elsewhere."""
    one, two = span_of_level(level), span_of_level(other)
    if one is None or two is None:
        return level == other
    return one[0] <= two[1] and two[0] <= one[1]


def overlooked_by(image: Imaging, shown: Iterable[Imaging]) -> bool:
    """Whether an image that does not show a finding missed it: another one, no less telling, shows it at that place.

    Parameters
    ----------
    image : Imaging
        States that a finding is absent.
    shown : iterable of Imaging
        What the images of the case show; other findings are passed over.
    """
    return any(
        other.finding == image.finding
        and shown_by(other) >= shown_by(image)
        and sides_agree(other.side, image.side)
        and any(levels_overlap(one, two) for one in other.levels for two in image.levels)
        for other in shown
        if other.present
    )
