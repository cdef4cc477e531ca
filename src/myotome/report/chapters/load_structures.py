"""What takes the load of a lumbar level: muscles, fascia, ligaments by name, facet joints, disc."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np

from myotome.load import LIGAMENTS, PLANES, SIDES, TAKERS, LevelBalance, Sacroiliac, notable
from myotome.report.document.parts import Block, Cell, Subheading, TableOf, cell, cited, paragraph
from myotome.report.words.probabilities import capitalised

__all__ = ["structure_blocks"]

_WORDS: Final = {
    "muscles": "muscles at work",
    "stretched_muscle": "stretched muscle",
    "fascia": "the thoracolumbar fascia",
    "ligaments": "ligaments",
    "facets": "facet joints",
    "disc": "the disc",
}
#: What the load does to the part above, by plane: negative and positive moments.
_WAYS: Final = {
    "flexion": ("bends the spine forward", "bends the spine backward"),
    "lateral": ("bends the spine to the left", "bends the spine to the right"),
    "axial": ("turns the spine to the right", "turns the spine to the left"),
}
_NAMES: Final = {
    "capsular": "facet capsules",
    "flavum": "ligamentum flavum",
    "posterior_longitudinal": "posterior longitudinal ligament",
    "anterior_longitudinal": "anterior longitudinal ligament",
}
_SACRAL: Final = {
    "sacrotuberous_and_sacrospinous": "the sacrotuberous and sacrospinous ligaments",
    "long_dorsal": "the long dorsal sacroiliac ligament",
}
_HOW: Final = (
    "Each level as a whole resists as measured; how disc, ligaments and facet joints share that follows from a model "
    "whose ligaments were cut one by one. What ligaments pull presses on the disc, too: that is not in the compression "
    "and pressure above. The fascia is what the stretched muscles of the back pull beyond muscle alone."
)


def structure_blocks(levels: Sequence[LevelBalance], sacrum: Sacroiliac, posture: str) -> Iterator[Block]:
    """Who takes the greatest moment, the force in each ligament, fascia and facet joint by level, and what is below."""
    yield Subheading("What takes it")
    yield paragraph(cited(_taken(max(levels, key=lambda level: max(map(abs, level.load_nm)))), strong=True))
    head = ("right and left together, N", *(level.joint for level in levels))
    rows = tuple(_rows(levels))
    title = f"Ligaments, fascia and facet joints of the lumbar spine{posture}"
    yield TableOf(title, head, rows, (4, *[1 for _ in levels]), frozenset(range(1, len(head))))
    yield paragraph(_sacral(sacrum))
    yield paragraph(_HOW, small=True)


def _taken(level: LevelBalance) -> str:
    """The greatest moment of a level in words: what it does, what takes it, what adds to it."""
    plane = int(np.abs(level.load_nm).argmax())
    load = level.load_nm[plane]
    least = notable("joint")
    if abs(load) < least:
        return "No lumbar level bears a moment worth naming."
    against = {taker: -level.taken_nm[taker][plane] * np.sign(load) for taker in TAKERS}
    told = sorted(against, key=lambda taker: -abs(against[taker]))
    takes = [f"{_WORDS[one]} {against[one]:.0f} Nm" for one in told if against[one] >= least]
    adds = [f"{_WORDS[one]} {-against[one]:.0f} Nm" for one in told if against[one] <= -least]
    more = f" Adding to the load: {', '.join(adds)}." if adds else ""
    way = _WAYS[PLANES[plane]][int(load > 0.0)]
    return f"At {level.joint} the load {way} with {abs(load):.0f} Nm. It is held by {', '.join(takes)}.{more}"


def _sacral(sacrum: Sacroiliac) -> str:
    """What the sacroiliac joints bear, in a sentence or two."""
    right, left = sacrum.shear_n
    borne = f"Sacroiliac joints: {right:.0f} N of shear on the right, {left:.0f} N on the left."
    if abs(sacrum.nutation_nm) < notable("joint"):
        return borne
    way = "forward" if sacrum.nutation_nm > 0.0 else "back"
    named = _SACRAL[sacrum.ligament]
    return (
        f"{borne} The load turns the sacrum {way} between the hip bones with {abs(sacrum.nutation_nm):.0f} Nm; alone, "
        f"{named} would pull with {sacrum.ligament_n:.0f} N on each side to stop it."
    )


def _rows(levels: Sequence[LevelBalance]) -> Iterator[tuple[Cell, ...]]:
    """One line a structure, the levels beside each other; a dash where a level has none."""
    for name in LIGAMENTS:
        said = capitalised(_NAMES.get(name, f"{name} ligament{'s' if name in _PAIRED else ''}"))
        yield (cell(said), *(cell(_force(level, name)) for level in levels))
    yield (cell("Thoracolumbar fascia"), *(cell(f"{level.fascia_n:.0f}") for level in levels))
    for number, side in enumerate(SIDES):
        yield (cell(f"Facet joint, {side}"), *(cell(f"{level.facet_n[number]:.0f}") for level in levels))


_PAIRED: Final = ("intertransverse", "iliolumbar")


def _force(level: LevelBalance, name: str) -> str:
    own = [force for (ligament, _), force in level.ligament_n.items() if ligament == name]
    return f"{sum(own):.0f}" if own else "-"
