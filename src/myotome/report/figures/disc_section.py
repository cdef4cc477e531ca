"""One disc seen from below, as on an axial image: the herniation in its zone, and the nerves that run past it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import numpy as np

from myotome.anatomy import disc
from myotome.explain import LikelyDisc
from myotome.language import ENGLISH, Language, in_context, message, verbatim
from myotome.report.figures.svg import INK, PALE_INK, label, line, number, points_of_mm, svg_page, text_lines
from myotome.report.words.probabilities import percent, place_in_words

__all__ = ["disc_section"]


_WIDTH, _HEIGHT = 460.0, 404.0
_MIDDLE: Final = 230.0
_BACK: Final = 196.0  # where the disc ends behind
_RING, _CORE, _BONE, _CANAL = "#c9d4dc", "#e8eef2", "#ece7da", "#fbf6df"
_LESION, _NERVE, _HIT = "#b3261e", "#f2c94c", "#ffffff"
_SIDES: Final = {"left": 1.0, "right": -1.0}  # from below, the patient's right lies to the left
#: Middle of each zone: across from the midline, and down the page.
_ZONES: Final = {
    "central": (0.0, 196.0),
    "subarticular": (40.0, 194.0),
    "foraminal": (83.0, 180.0),
    "extraforaminal": (126.0, 158.0),
}
_BORDERS: Final = ((22.0, "central"), (58.0, "subarticular"), (106.0, "foraminal"), (150.0, "extraforaminal"))
#: Half width and depth of what bulges out, by type.
_SIZES: Final = {
    "bulge": (30.0, 9.0),
    "protrusion": (17.0, 15.0),
    "extrusion": (14.0, 23.0),
    "sequestration": (11.0, 20.0),
}
_TRAVERSING: Final = (44.0, 214.0)
_EXITING: Final = (92.0, 198.0)
#: Left, top, width and height of what a small picture shows.
_SMALL: Final = (96.0, 28.0, 268.0, 270.0)
_LETTER_PT: Final = 7.8


def disc_section(
    lesion: LikelyDisc, plain: bool = False, small_mm: float | None = None, language: Language = ENGLISH
) -> str:
    """Where does this herniation lie, and what does it meet?

    Parameters
    ----------
    lesion : LikelyDisc
        Its side, zone, most likely type and the structure that it is thought to compress.
    plain : bool
        For a patient: without zones, types and probabilities.
    small_mm : float or None
        Width in print of a small picture: the disc and its nerves alone, with letters that can be read at this size.
    language : Language
        Of a small picture.

    Returns
    -------
    str
        SVG, seen from below as images are: the patient's right lies to the left. A scheme, not an image.
    """
    kind = max(lesion.types, key=lambda name: lesion.types[name]) if lesion.types else "protrusion"
    side = "" if lesion.side == "none" else f"{lesion.side} "
    meets = place_in_words(lesion.structure, "none") if lesion.structure else "no nerve"
    title = f"{lesion.disc}: {side}{lesion.zone} herniation ({percent(lesion.probability)}), compressing the {meets}"
    if plain:
        title = message("The disc {disc}, seen from below", disc=verbatim(lesion.disc))
    if small_mm is not None:
        return _small(lesion, kind, title, small_mm, language)
    body = [*text_lines((8.0, 18.0), title, _WIDTH - 16.0, 15)]
    body.append('<g transform="translate(0 40)">')
    body += [*_bone(), *_disc(), *([] if plain else _zones()), *_herniation(lesion, kind), *_nerves(lesion)]
    body += [label((14.0, 120.0), "right", 13, PALE_INK), label((446.0, 120.0), "left", 13, PALE_INK, _END)]
    body += [label((_MIDDLE, 24.0), "front", 12.5, PALE_INK, _CENTRE), *([] if plain else _key(lesion, kind)), "</g>"]
    return svg_page((_WIDTH, _HEIGHT), f"Disc {lesion.disc} seen from below", title, body)


def _small(lesion: LikelyDisc, kind: str, told: str, small_mm: float, language: Language) -> str:
    left, top, width, height = _SMALL
    letter = _LETTER_PT * width / points_of_mm(small_mm)
    body = [f'<g transform="translate({number(-left)} {number(-top)})">', *_bone(), *_disc()]
    body += [*_herniation(lesion, kind), *_nerves(lesion, letter, language.text(message("cord")))]
    body.append(label((left + 1.0, 50.0), language.text(in_context("right side", "R")), letter, PALE_INK))
    body.append(label((left + width - 1.0, 50.0), language.text(in_context("left side", "L")), letter, PALE_INK, _END))
    title = language.text(message("Disc {disc} seen from below", disc=verbatim(lesion.disc)))
    return svg_page((width, height), title, language.text(told), [*body, "</g>"])


_END, _CENTRE = 'text-anchor="end"', 'text-anchor="middle"'


def _shape(steps: str, fill: str, width: float = 1.2, more: str = "") -> str:
    return f'<path d="{steps}" fill="{fill}" stroke="{INK}" stroke-width="{width:g}"{more}/>'


def _bone() -> Iterator[str]:
    """Arch behind the canal: lamina, facets and spinous process, and the canal itself."""
    left = "M152 250C118 232 118 214 140 206C160 206 168 222 176 236L230 262"
    yield _shape(
        f"{left}L284 236C292 222 300 206 320 206C342 214 342 232 308 250L246 282L240 322L220 322L214 282Z", _BONE
    )
    yield _shape("M166 192C158 222 196 254 230 258C264 254 302 222 294 192Z", _CANAL)


def _disc() -> Iterator[str]:
    yield _shape("M230 34C312 34 352 78 350 122C348 170 304 200 262 200C246 200 240 196 230 196"
                 "C220 196 214 200 198 200C156 200 112 170 110 122C108 78 148 34 230 34Z", _RING, 1.6)  # fmt: skip
    yield '<ellipse cx="230" cy="112" rx="74" ry="44" fill="#e8eef2" stroke="#8a9aa6" stroke-width="0.8"/>'


def _zones() -> Iterator[str]:
    """Dashed borders of the zones on both sides, with their names under the picture's right half."""
    for x, _ in _BORDERS[:3]:
        for sign in (-1.0, 1.0):
            at = number(_MIDDLE + sign * x)
            yield f'<path d="M{at} 150V232" stroke="{PALE_INK}" stroke-width="0.9" stroke-dasharray="3 3" fill="none"/>'


def _centre(lesion: LikelyDisc, sign: float) -> tuple[float, float]:
    across, down = _ZONES.get(lesion.zone, _ZONES["central"])
    return _MIDDLE + sign * across, down


def _signs(lesion: LikelyDisc) -> tuple[float, ...]:
    if lesion.side in _SIDES:
        return (_SIDES[lesion.side],)
    return (0.0,) if lesion.zone == "central" else (-1.0, 1.0)


def _herniation(lesion: LikelyDisc, kind: str) -> Iterator[str]:
    """What bulges out, striped, so that it shows in a grey print; a sequestrated piece lies free."""
    half, deep = _SIZES.get(kind, _SIZES["protrusion"])
    for sign in _signs(lesion):
        x, y = _centre(lesion, 0.0 if lesion.zone == "central" and lesion.side not in _SIDES else sign)
        x += sign * 9.0 if lesion.zone == "central" else 0.0
        y += 7.0 if kind == "sequestration" else 0.0
        shape = f'cx="{number(x)}" cy="{number(y)}" rx="{number(half)}" ry="{number(deep)}"'
        yield f'<ellipse {shape} fill="{_LESION}" stroke="{INK}" stroke-width="1.2"/>'
        for step in (-0.5, 0.0, 0.5):
            reach = half * float(np.sqrt(1.0 - step * step)) - 1.0
            yield line((x - reach, y + step * deep), (x + reach, y + step * deep), "#ffffff", 0.9)


def _nerves(lesion: LikelyDisc, letter: float = 9.5, cord: str = "cord") -> Iterator[str]:
    """Roots on both sides with their names, and what runs in the canal; what is compressed is ringed."""
    here = disc(lesion.disc)
    pairs = ((here.traversing_root, _TRAVERSING), (here.exiting_root, _EXITING))
    for sign in (-1.0, 1.0):
        side = next(name for name, value in _SIDES.items() if value == sign)
        for root, (across, down) in pairs:
            if root:
                hit = root == lesion.structure and lesion.side in (side, "bilateral", "midline", "none")
                yield from _nerve((_MIDDLE + sign * across, down), root, hit, letter)
    yield from _canal(lesion, bool(here.cord_segments), letter, cord)


def _nerve(at: tuple[float, float], name: str, hit: bool, letter: float) -> Iterator[str]:
    x, y = at
    size = max(10.0, 0.8 * letter)
    middle = f'cx="{number(x)}" cy="{number(y)}"'
    if hit:
        yield f'<circle {middle} r="{number(size + 3.5)}" fill="none" stroke="{_LESION}" stroke-width="2.4"/>'
    yield f'<circle {middle} r="{number(size)}" fill="{_NERVE}" stroke="{INK}" stroke-width="1.2"/>'
    yield label((x, y + 0.37 * letter), name, letter, INK, f'{_CENTRE} font-weight="bold"')


def _canal(lesion: LikelyDisc, cord: bool, letter: float, words: str) -> Iterator[str]:
    hit = lesion.structure in ("cord", "cauda_equina", "conus")
    edge, width = (_LESION, 2.4) if hit else (INK, 1.0)
    if cord:
        yield f'<ellipse cx="230" cy="228" rx="24" ry="14" fill="{_NERVE}" stroke="{edge}" stroke-width="{width:g}"/>'
        yield label((230.0, 228.0 + 0.37 * letter), words, letter, INK, _CENTRE)
        return
    for x, y in ((214, 228), (224, 236), (236, 236), (246, 228), (219, 240), (230, 228), (241, 241)):
        yield f'<circle cx="{x}" cy="{y}" r="3.6" fill="{_NERVE}" stroke="{edge}" stroke-width="{0.6 * width:g}"/>'


def _key(lesion: LikelyDisc, kind: str) -> Iterator[str]:
    here = disc(lesion.disc)
    share = f" ({percent(lesion.types[kind])} of types)" if kind in lesion.types else ""
    yield from text_lines((8.0, 306.0), f"Drawn as: {kind}{share}.", 192.0, 12.5, PALE_INK)
    past = f"{here.traversing_root} runs past in the canal" if here.traversing_root else ""
    leaves = f"{here.exiting_root} leaves here" if here.exiting_root else ""
    roots = "; ".join(part for part in (leaves, past) if part)
    words = ". ".join(part for part in (roots, "Ring: what is compressed.") if part)
    yield from text_lines((262.0, 306.0), words, 192.0, 12.5, PALE_INK)
    yield label(
        (8.0, 356.0), "Zones from the middle out: central, subarticular, foraminal, extraforaminal.", 12, PALE_INK
    )
