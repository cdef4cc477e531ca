"""An image without a complaint: there is nothing to explain, and what it shows is common in people without pain."""

from __future__ import annotations

from myotome.exam import Case, Imaging
from myotome.explain.likelihood.by_kind.disc_images import incidental_share
from myotome.explain.red_flags.abnormal import is_reassuring

__all__ = ["image_in_words", "images_alone"]


def images_alone(case: Case) -> bool:
    """Whether images show something and nothing else is reported of the patient, or nothing but what is normal.

    Examples
    --------
    >>> from myotome.exam import case_from_mapping
    >>> seen = {"type": "imaging", "modality": "MRI", "levels": ["L4-L5"], "finding": "bulge", "side": "none"}
    >>> images_alone(case_from_mapping({"id": "a", "demographics": {"age": 51, "sex": None}, "findings": [seen]}))
    True
    """
    abnormal = [finding for finding in case.findings if not is_reassuring(finding)]
    return bool(abnormal) and all(isinstance(finding, Imaging) for finding in abnormal)


def image_in_words(case: Case) -> str:
    """How often what the images show is seen in people without pain of this age; empty where no figure is known."""
    shown = {
        (share, finding.finding)
        for finding in case.findings
        if isinstance(finding, Imaging) and finding.present and finding.levels
        if (share := incidental_share(finding.levels[0], finding.finding, case.demographics.age)) is not None
    }
    said = [f"{name.replace('_', ' ')} in {100 * share:.0f} of 100" for share, name in sorted(shown, reverse=True)]
    return f"People of this age without pain have the like: {', '.join(said)}." if said else ""
