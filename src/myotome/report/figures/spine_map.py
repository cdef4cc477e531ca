"""The whole column from behind and from the right, with the discs in question marked: level, side and zone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

import numpy as np

from myotome.anatomy import disc_levels
from myotome.arrays import Points
from myotome.exam import MODALITIES, Case, Imaging, sided, words
from myotome.explain import Explanation
from myotome.language import listed, message, verbatim
from myotome.report.figures.svg import INK, PALE_INK, label, line, number, rounded, svg_page
from myotome.report.words.probabilities import percent
from myotome.tables import Table, identifier
from myotome.tables import number as number_column

__all__ = [
    "BACK_X",
    "SACRUM",
    "SIDE_X",
    "TOP",
    "DiscMark",
    "Vertebra",
    "bones",
    "column",
    "disc_marks",
    "discs",
    "herniations",
    "marks_in_words",
    "sacrum",
    "slabs",
    "spine_map",
]


_BONE, _DISC, _SEEN, _LESION = "#ece7da", "#a9b9c6", "#e6c229", "#b3261e"
BACK_X, SIDE_X, _WORDS_X = 84.0, 196.0, 252.0
_WIDTH, TOP, SACRUM = 460.0, 40.0, 58.0
_LINE: Final = 16.0
_WORTH_MARKING: Final = 0.05
_AT_MOST: Final = 3
#: Where a zone lies from behind, as a share of the half width of the disc.
_ZONES: Final = {"central": 0.0, "subarticular": 0.45, "foraminal": 0.95, "extraforaminal": 1.35}
_SIDE_WORDS: Final = {"left": message("on the left"), "right": message("on the right")}
_IN_THE_MIDDLE: Final = message("in the middle")
_SIDES: Final = {"left": -1.0, "right": 1.0}


@dataclass(frozen=True, slots=True)
class DiscMark:
    """A disc to point at.

    Attributes
    ----------
    disc : str
    places : tuple of (side, zone)
        Where a herniation is thought to lie; empty where only an image speaks of the disc.
    words : tuple of str
        What is said beside it.
    """

    disc: str
    places: tuple[tuple[str, str], ...]
    words: tuple[str, ...]


_COLUMN = Table(
    "report/figures/body_column.csv",
    {
        "vertebra": identifier(),
        **dict.fromkeys(("top", "foot", "width", "depth"), number_column(0, 1000)),
        "forward": number_column(-100, 100),
    },
    key=("vertebra",),
)


@dataclass(frozen=True, slots=True)
class Vertebra:
    """One body as it is drawn: its ends, width, depth, and how far forward it stands, in units of the page."""

    name: str
    top: float
    foot: float
    width: float
    depth: float
    forward: float


@cache
def column() -> tuple[Vertebra, ...]:
    """Every vertebral body, from the neck down."""
    columns = ("vertebra", "top", "foot", "width", "depth", "forward")
    return tuple(Vertebra(*(row[name] for name in columns)) for row in _COLUMN.rows())


def disc_marks(case: Case, explanation: Explanation, plain: bool = False) -> tuple[DiscMark, ...]:
    """Which discs does the answer speak of, and which do the images show?

    Parameters
    ----------
    case : Case
    explanation : Explanation
        Herniations that are likely enough to be the cause.
    plain : bool
        Say the side alone, for a patient: no zone, no share, no finding of an image.

    Returns
    -------
    tuple of DiscMark
        From the neck down; empty where no disc is in question.
    """
    places: dict[str, list[tuple[str, str]]] = {}
    listed: dict[str, list[str]] = {}
    for one in [disc for disc in explanation.discs if disc.probability >= _WORTH_MARKING][:_AT_MOST]:
        places.setdefault(one.disc, []).append((one.side, one.zone))
        words_ = f"{sided(one.zone, one.side)}: {percent(one.probability)}"
        listed.setdefault(one.disc, []).append(_SIDE_WORDS.get(one.side, _IN_THE_MIDDLE) if plain else words_)
    for finding in case.findings:
        if isinstance(finding, Imaging) and finding.present:
            told_by = words(finding.finding, "imaging_findings")
            shown = message("on a picture ({kind})", kind=MODALITIES.get(finding.modality, finding.modality))
            seen = shown if plain else f"{finding.modality}: {told_by}"
            for level in finding.levels:
                if level in disc_levels():
                    listed.setdefault(level, []).append(seen)
    return tuple(
        DiscMark(name, tuple(places.get(name, ())), tuple(dict.fromkeys(listed[name])))
        for name in disc_levels()
        if name in listed
    )


def marks_in_words(marks: Sequence[DiscMark]) -> str:
    """Each disc, and what is said beside it."""
    told = (message("{what}: {found}", what=verbatim(mark.disc), found=listed(mark.words)) for mark in marks)
    return listed(told, "; ")


def spine_map(marks: Sequence[DiscMark]) -> str:
    """Where in the spine are these discs?

    Parameters
    ----------
    marks : sequence of DiscMark

    Returns
    -------
    str
        SVG. From behind the patient's left lies to the left; the other view is from the right side.
    """
    marked = {mark.disc: mark for mark in marks}
    foot = TOP + column()[-1].foot + 8.0
    body = [
        label((BACK_X, 20.0), "From behind", 13, INK, 'text-anchor="middle" font-weight="bold"'),
        label((SIDE_X, 20.0), "From the right", 13, INK, 'text-anchor="middle" font-weight="bold"'),
        label((8.0, 40.0), "left", 12.5, PALE_INK),
        label((128.0, 40.0), "right", 12.5, PALE_INK),
    ]
    body += [*sacrum(foot), *bones(), *discs(marked)]
    body += [*herniations(marks), *_words(marks), *_legend(foot + SACRUM + 22.0)]
    title = "The discs in question, in the spine"
    return svg_page((_WIDTH, foot + SACRUM + 36.0), title, marks_in_words(marks), body)


def _box(middle: float, half: float, top: float, foot: float) -> Points:
    return np.array([[middle - half, top], [middle + half, top], [middle + half, foot], [middle - half, foot]])


def _tilted(above: Vertebra, below: Vertebra, top: float, foot: float) -> Points:
    """Outline in the side view, leaning with the curve from the vertebra above to the one below."""
    span = below.foot - above.top
    lean = (below.forward - above.forward) / span
    forward = 0.5 * (above.forward + below.forward) if above is not below else above.forward
    half = 0.25 * (above.depth + below.depth)
    corners = _box(SIDE_X + forward, half, top, foot)
    corners[:, 1] -= lean * (corners[:, 0] - SIDE_X - forward)
    return corners


def bones(letter: float = 8.5) -> Iterator[str]:
    """Bodies, each with its spinous process in the side view, and its name where there is room for such letters."""
    bodies = column()
    for place, one in enumerate(bodies):
        top, foot = TOP + one.top, TOP + one.foot
        above, below = bodies[max(place - 1, 0)], bodies[min(place + 1, len(bodies) - 1)]
        corners = _box(SIDE_X + one.forward, 0.5 * one.depth, top, foot)
        lean = (below.forward - above.forward) / (below.foot - above.top)
        corners[:, 1] -= lean * (corners[:, 0] - SIDE_X - one.forward)
        process = np.array([[-0.5, 0.25], [-0.5, 0.75], [-1.15, 1.15], [-1.2, 0.85]])
        spine = np.array([SIDE_X + one.forward, top]) + process * np.array([one.depth, one.foot - one.top])
        yield rounded(spine, _BONE, one.name)
        yield rounded(corners, _BONE, one.name)
        yield rounded(_box(BACK_X, 0.5 * one.width, top, foot), _BONE, one.name)
        if one.foot - one.top >= 1.2 * letter:
            middle = 0.5 * (top + foot) + 0.35 * letter
            yield label((BACK_X, middle), one.name, letter, PALE_INK, 'text-anchor="middle"')


def sacrum(foot: float, letter: float = 8.5, name: str = "sacrum") -> Iterator[str]:
    """The sacrum in both views, from where the last body ends."""
    last = column()[-1]
    half = 0.5 * last.width
    shape = np.array([[-half - 8, 0], [half + 8, 0], [9, SACRUM], [-9, SACRUM]]) + np.array([BACK_X, foot])
    yield rounded(shape, _BONE, name)
    side = np.array([[-0.5 * last.depth, 4], [0.5 * last.depth, -4], [-10, SACRUM - 6], [-22, SACRUM]])
    yield rounded(side + np.array([SIDE_X + last.forward - 2.0, foot]), _BONE, name)
    yield label((BACK_X, foot + 20.0), "S1", letter, PALE_INK, 'text-anchor="middle"')


def slabs() -> Iterator[tuple[str, Points, Points]]:
    """Each disc from behind and from the side."""
    bodies = column()
    last = bodies[-1]
    below_all = Vertebra("S1", last.foot + 8.0, last.foot + 24.0, 50.0, 34.0, last.forward - 2.0)
    for above, below in zip(bodies, (*bodies[1:], below_all), strict=True):
        top, foot = TOP + above.foot, TOP + below.top
        behind = _box(BACK_X, 0.25 * (above.width + below.width), top, foot)
        yield f"{above.name}-{below.name}", behind, _tilted(above, below, top, foot)


def discs(marked: dict[str, DiscMark]) -> Iterator[str]:
    """Every disc in both views; those spoken of stand out."""
    for name, behind, beside in slabs():
        colour = _SEEN if name in marked else _DISC
        yield rounded(behind, colour, name)
        yield rounded(beside, colour, name)


def herniations(marks: Sequence[DiscMark]) -> Iterator[str]:
    """Draw the most likely sites, biggest first; ringed, so that a grey print shows them too."""
    placed = {name: (behind, beside) for name, behind, beside in slabs()}
    for mark in marks:
        behind, beside = placed[mark.disc]
        middle, half = behind.mean(axis=0), 0.5 * float(np.ptp(behind[:, 0]))
        for rank, (side, zone) in enumerate(mark.places):
            signs = (_SIDES[side],) if side in _SIDES else ((0.0,) if zone == "central" else (-1.0, 1.0))
            for sign in signs:
                yield _blob((middle[0] + sign * _ZONES.get(zone, 0.0) * half, middle[1]), rank)
        if mark.places:
            rear = beside[[0, 3]].mean(axis=0)
            yield _blob((float(rear[0]) - 2.0, float(rear[1])), 0)


def _blob(at: tuple[float, float], rank: int) -> str:
    colour = _LESION if rank == 0 else "#ffffff"
    place = f'cx="{number(at[0])}" cy="{number(at[1])}"'
    return f'<circle {place} r="5.5" fill="{colour}" stroke="{INK if rank == 0 else _LESION}" stroke-width="1.6"/>'


def _words(marks: Sequence[DiscMark]) -> Iterator[str]:
    """What is said of each disc, beside it, moved down where the one above needs the room."""
    placed = {name: behind for name, behind, _ in slabs()}
    free = TOP
    foot = TOP + column()[-1].foot + SACRUM
    waiting = sum(_LINE * (len(mark.words) + 1) + 6.0 for mark in marks)
    for mark in marks:
        level = float(placed[mark.disc][:, 1].mean())
        top = max(free, min(level - 6.0, foot - waiting))
        height = _LINE * (len(mark.words) + 1) + 6.0
        yield line((SIDE_X + 38.0, level), (_WORDS_X - 4.0, top + 8.0), PALE_INK, 0.8)
        yield label((_WORDS_X, top + 12.0), mark.disc, 14.5, INK, 'font-weight="bold"')
        for row, text in enumerate(mark.words, start=1):
            yield label((_WORDS_X, top + 13.0 + _LINE * row), text, 13)
        free, waiting = top + height, waiting - height


def _legend(y: float) -> Iterator[str]:
    yield _blob((14.0, y - 4.0), 0)
    yield label((25.0, y), "most likely site", 12.5, PALE_INK)
    yield _blob((130.0, y - 4.0), 1)
    yield label((141.0, y), "other likely", 12.5, PALE_INK)
    box = _box(240.0, 8.0, y - 9.0, y + 1.0)
    yield rounded(box, _SEEN, "spoken of")
    yield label((254.0, y), "disc in question, or imaged", 12.5, PALE_INK)
