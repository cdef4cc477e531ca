"""How probabilities, classes, places and sides are said in plain words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from myotome.exam import folded, plain_sided, sided, vocabulary
from myotome.language import capitalised, listed, message, verbatim
from myotome.units import percent

if TYPE_CHECKING:
    from myotome.explain import LikelyCause

__all__ = [
    "capitalised",
    "cause_in_words",
    "class_in_words",
    "percent",
    "place_in_words",
    "place_plainly",
    "share_in_words",
    "weeks_in_words",
    "with_share",
]

_CLASSES: Mapping[str, str] = {
    "cauda_equina": "cauda equina syndrome",
    "conus": "conus medullaris syndrome",
    "motor_neuron": "motor neuron disease",
    "muscle_strain_spasm": "muscle strain or spasm",
    "nonspecific_back_pain": "nonspecific spinal pain",
    "other": "other: joint, tendon, narrow canal",
    "peripheral_nerve": "peripheral nerve lesion",
    "primary_imbalance": "primary muscle imbalance",
}
#: What stands for the diseases of one place that are not named.
_ANOTHER = "another"
_NERVES = ("nerves", "plexus_parts", "central_places")


def share_in_words(share: float) -> str:
    """Share of a supply as a whole percentage; all of it is 100%."""
    return f"{100 * share:.0f}%"


def cause_in_words(cause: LikelyCause, most: int | None = None) -> str:
    """One explanation; where several conditions are likely at its place, each of them or the first, by probability.

    Examples
    --------
    >>> from myotome.explain import LikelyCause
    >>> shares = (("disc herniation", 0.6), ("bony stenosis", 0.3))
    >>> cause_in_words(LikelyCause("L5 root, left: disc herniation", (), (), ("L5",), "left", 0.9, shares))
    'L5 root, left: disc herniation (60%), or bony stenosis (30%)'
    >>> cause_in_words(LikelyCause("L5 root: disc herniation", (), (), ("L5",), "left", 0.9, shares), 1)
    'L5 root: disc herniation (60%), or another'
    """
    if not cause.shares:
        return cause.label
    (_, first), *others = cause.shares[:most]
    named = [f"{cause.label} ({percent(first)})", *(f"{name} ({percent(one)})" for name, one in others)]
    return ", or ".join([*named, *([_ANOTHER] if len(named) < len(cause.shares) else [])])


def class_in_words(name: str) -> str:
    """Class of answers in words."""
    return _CLASSES.get(name, name.replace("_", " "))


def place_in_words(place: str, side: str, site: str | None = None) -> str:
    """Lesioned place in words, with its side: `right L5 root`.

    Examples
    --------
    >>> place_in_words("median", "left", "median@carpal_tunnel")
    'left median nerve at carpal tunnel'
    """
    name, _, within = place.partition("@")
    at = site.partition("@")[2] or site if site else within
    return sided(_name(name), side) + (f" at {at.replace('_', ' ')}" if at else "")


def place_plainly(place: str, side: str, site: str | None = None) -> str:
    """The same for a patient.

    Examples
    --------
    >>> place_plainly("L5", "right")
    'right L5 root'
    """
    name, _, within = place.partition("@")
    at = site.partition("@")[2] or site if site else within
    sections = vocabulary().sections
    label = message("{level} root", level=verbatim(name)) if name in sections["roots"] else _name(name)
    where = plain_sided(label, side)
    return message("{place} at {site}", place=where, site=at.replace("_", " ")) if at else where


def _name(place: str) -> str:
    sections = vocabulary().sections
    if place in sections["roots"]:
        return f"{place} root"
    known = next((sections[section][place].label for section in _NERVES if place in sections[section]), None)
    label = known or place.replace("_", " ")
    return f"{label} nerve" if place in sections["nerves"] and "nerve" not in folded(label) else label


def weeks_in_words(weeks: Sequence[float]) -> str:
    """Weeks from now: the first days in words, the rest as numbers.

    Examples
    --------
    >>> weeks_in_words((0, 0.3, 1, 2)), weeks_in_words((6, 12)), weeks_in_words((7,))
    ('now, in a few days, then at weeks 1, 2', 'at weeks 6, 12', 'at week 7')
    """
    soon = dict.fromkeys(message("now") if week == 0 else message("in a few days") for week in weeks if week < 1)
    later = [week for week in weeks if week >= 1]
    if not later:
        return listed(soon)
    shown = listed(verbatim(f"{week:g}") for week in later)
    if soon:
        then = message("then at weeks {weeks}", weeks=shown)
        return listed((*soon, then if len(later) > 1 else message("then at week {weeks}", weeks=shown)))
    return message("at weeks {weeks}", weeks=shown) if len(later) > 1 else message("at week {weeks}", weeks=shown)


def with_share(words: str, probability: float) -> str:
    """Words with a probability; of several that bear their own, the probability of all together.

    Examples
    --------
    >>> with_share("S1 root, left", 0.2)
    'S1 root, left (20%)'
    >>> with_share("a disc (19%), or bone (16%)", 0.35)
    'a disc (19%), or bone (16%), together 35%'
    >>> with_share("a disc (19%), or another", 0.35)
    'a disc (19%), or another, together 35%'
    """
    several = words.endswith(("%)", f", or {_ANOTHER}"))
    return f"{words}, together {percent(probability)}" if several else f"{words} ({percent(probability)})"
