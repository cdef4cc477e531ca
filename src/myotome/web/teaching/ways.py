"""What supplies a muscle, an area of skin or a reflex: its roots, and the way of its fibres, place by place."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

from myotome.anatomy import conduction, fibre_table
from myotome.exam import words
from myotome.web.limits import limits

__all__ = ["Traced", "Way", "targets_by_kind", "traced"]

#: Kinds of fibre behind each kind of target, with the section of the vocabulary that names it.
_FIBRES: Final[Mapping[str, tuple[tuple[str, ...], str]]] = {
    "muscle": (("motor",), "muscles"),
    "area": (("sensory",), "areas"),
    "reflex": (("afferent", "efferent"), "reflexes"),
}
_LIMBS: Final = {"motor": "", "sensory": "", "afferent": "to the cord", "efferent": "back to the muscle"}


@dataclass(frozen=True, slots=True)
class Way:
    """One bundle of fibres: its share of the whole, and the places that it runs through, the root first.

    Attributes
    ----------
    limb : str
        Of a reflex: `to the cord` or `back to the muscle`.
    is_cut : bool
        Whether the place that is cut lies on it.
    """

    share: float
    limb: str
    places: tuple[str, ...]
    is_cut: bool


@dataclass(frozen=True, slots=True)
class Traced:
    """A target, its roots, its ways, and how much of it a cut leaves.

    Attributes
    ----------
    left : float
        Share that still conducts; of a reflex, of its whole arc.
    """

    kind: str
    name: str
    label: str
    roots: tuple[tuple[str, float], ...]
    ways: tuple[Way, ...]
    left: float


@cache
def targets_by_kind() -> Mapping[str, tuple[tuple[str, str], ...]]:
    """Every muscle, area and reflex that has fibres, with its words, by the alphabet."""
    found = {}
    for kind, (fibres, section) in _FIBRES.items():
        names = [name for name in fibre_table().targets(fibres[0]) if not name.startswith("dermatome:")]
        found[kind] = tuple(sorted(((name, words(name, section)) for name in names), key=lambda one: one[1].lower()))
    return found


def traced(kind: str, name: str, cut: str = "") -> Traced | None:
    """Where the fibres of a target come from; None where there is no such target.

    Parameters
    ----------
    kind : str
        `muscle`, `area` or `reflex`.
    name : str
        Its id.
    cut : str
        Root or place that is cut through; empty for none.

    Examples
    --------
    >>> told = traced("muscle", "tibialis_anterior", cut="L5")
    >>> told.roots[0], round(told.left, 2), told.ways[0].places[-1]
    (('L5', 0.5498), 0.45, 'deep_peroneal@lower_leg')
    """
    if kind not in _FIBRES or name not in dict(targets_by_kind()[kind]):
        return None
    (*limbs,), section = _FIBRES[kind]
    left = 1.0
    for limb in limbs:
        left *= conduction(fibre_table(), limb, name, {cut: 1.0} if cut else {})
    return Traced(kind, name, words(name, section), _roots(limbs[0], name), _ways(limbs, name, cut), left)


def _roots(fibre: str, name: str) -> tuple[tuple[str, float], ...]:
    table, shares = fibre_table(), defaultdict[str, float](float)
    for row in table.index[fibre, name]:
        shares[table.root[row]] += float(table.weight[row])
    return tuple(sorted(((root, round(share, 4)) for root, share in shares.items()), key=lambda one: -one[1]))


def _ways(fibres: list[str], name: str, cut: str) -> tuple[Way, ...]:
    """Ways of a target, the largest first; what is too small to be shown is left out."""
    table = fibre_table()
    limbs = defaultdict[tuple[float, tuple[str, ...]], list[str]](list)
    for fibre in fibres:
        for row in table.index[fibre, name]:
            limbs[float(table.weight[row]), table.path[row]].append(_LIMBS[fibre])
    found = [
        Way(share, " and ".join(words), places, cut in places)
        for (share, places), words in limbs.items()
        if share >= limits("territory")["little"]
    ]
    return tuple(sorted(found, key=lambda way: -way.share))
