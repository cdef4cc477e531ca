"""What each finding says for the leading explanation or against it, and the verdict, as bars to both sides."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from myotome.explain import Evidence, Explanation
from myotome.report.figures.svg import INK, PALE_INK, label, line, number, rectangle, svg_page, text_lines, wrapped
from myotome.report.words.certainty import verdict_in_words
from myotome.report.words.rivals import leader

__all__ = ["by_rival", "evidence_figure", "heaviest"]

_WIDTH: Final = 460.0
_AXIS: Final = 230.0
_REACH: Final = 176.0
_BAR: Final = 10.0
_SIZE: Final = 12.5
_FOR, _AGAINST = "#1f5f8b", "#b3541e"
_AT_MOST: Final = 12


def heaviest(evidence: Sequence[Evidence], at_most: int = _AT_MOST) -> list[Evidence]:
    """Pick the findings that weigh most, those for the leader first; what says little is left out."""
    notable = [item for item in evidence if item.is_notable]
    chosen = sorted(notable, key=lambda item: -abs(item.weight))[:at_most]
    return sorted(chosen, key=lambda item: -item.weight)


def by_rival(evidence: Sequence[Evidence]) -> list[list[Evidence]]:
    """Part the findings by what they are weighed against, each rival once and in its order."""
    parts: dict[str, list[Evidence]] = {}
    for item in evidence:
        parts.setdefault(item.against, []).append(item)
    return list(parts.values())


def evidence_figure(explanation: Explanation) -> str | None:
    """Which findings carry the answer?

    Parameters
    ----------
    explanation : Explanation
        Its weights of evidence are drawn: log10 units, each unit ten times as likely.

    Returns
    -------
    str or None
        SVG; None where no finding tells the leader from its rival.
    """
    shown = heaviest(explanation.evidence)
    if not shown:
        return None
    rivals = tuple(dict.fromkeys(item.against for item in explanation.evidence))
    body = list(_head(explanation, rivals))
    top = _head_height(explanation, rivals)
    end = max(abs(item.weight) for item in shown)
    rows: list[str] = []
    y = top
    for item in shown:
        rows += _row(item, y, end, len(rivals) > 1)
        y += _row_height(item, len(rivals) > 1)
    body += [*_grid(top, y, end), *rows, *_foot(explanation, y + 24.0)]
    return svg_page((_WIDTH, y + 58.0), "Evidence for and against the leading explanation", _weights(shown), body)


def _weights(shown: Sequence[Evidence]) -> str:
    return "; ".join(f"{item.label}: {item.weight:+.1f} against {item.against}" for item in shown)


def _rival(rivals: Sequence[str]) -> str:
    return rivals[0] if len(rivals) == 1 else "the best rival, named under each finding"


def _heads(explanation: Explanation, rivals: Sequence[str]) -> tuple[str, str]:
    return f"For: {leader(explanation)}", f"Against it, for: {_rival(rivals)}"


def _head_height(explanation: Explanation, rivals: Sequence[str]) -> float:
    lines = sum(len(wrapped(words, _WIDTH - 40.0, _SIZE)) for words in _heads(explanation, rivals))
    return 16.0 + lines * 1.25 * _SIZE + 44.0


def _head(explanation: Explanation, rivals: Sequence[str]) -> Iterator[str]:
    """Tell which colour speaks for what, in words beside a sample."""
    y = 16.0
    for words, against in zip(_heads(explanation, rivals), (False, True), strict=True):
        yield from _bar(10.0, y - 9.0, 18.0, against)
        yield from text_lines((36.0, y), words, _WIDTH - 40.0, _SIZE)
        y += len(wrapped(words, _WIDTH - 40.0, _SIZE)) * 1.25 * _SIZE + 4.0
    yield label((_AXIS - 8.0, y + 16.0), "← against", _SIZE, PALE_INK, 'text-anchor="end"')
    yield label((_AXIS + 8.0, y + 16.0), "for →", _SIZE, PALE_INK)


def _grid(top: float, foot: float, end: float) -> Iterator[str]:
    """Lines at each power of ten, with what it means under them."""
    yield line((_AXIS, top - 6.0), (_AXIS, foot), INK, 1.2)
    step = 1 if end <= 4.0 else 2
    for unit in range(step, int(end) + 1, step):
        for sign in (-1.0, 1.0):
            x = _AXIS + sign * _REACH * unit / end
            yield line((x, top - 6.0), (x, foot), "#d3d9de", 0.8)
            yield label((x, foot + 14.0), f"{10**unit:,}x", 10.5, PALE_INK, 'text-anchor="middle"')
    yield label((_AXIS, foot + 14.0), "1x", 10.5, PALE_INK, 'text-anchor="middle"')


def _row_height(item: Evidence, with_rival: bool) -> float:
    rival = len(wrapped(f"against {item.against}", _WIDTH - 24.0, 11.0)) * 13.75 if with_rival else 0.0
    return len(wrapped(item.label, _WIDTH - 24.0, _SIZE)) * 1.25 * _SIZE + rival + _BAR + 7.0


def _row(item: Evidence, y: float, end: float, with_rival: bool) -> Iterator[str]:
    lines = len(wrapped(item.label, _WIDTH - 24.0, _SIZE)) * 1.25 * _SIZE
    height = _row_height(item, with_rival)
    yield rectangle((0.0, y), (_WIDTH, height - _BAR - 6.0), "#ffffff")
    yield from text_lines((12.0, y + 11.0), item.label, _WIDTH - 24.0, _SIZE)
    if with_rival:
        yield from text_lines((12.0, y + lines + 9.0), f"against {item.against}", _WIDTH - 24.0, 11.0, PALE_INK)
    length, top = _REACH * abs(item.weight) / end, y + height - _BAR - 4.0
    against = item.weight < 0.0
    start = _AXIS - length if against else _AXIS
    yield from _bar(start, top, length, against)
    x, anchor = (start - 6.0, "end") if against else (start + length + 6.0, "start")
    yield label((x, top + 9.5), f"{item.weight:+.1f}", 11.5, INK, f'text-anchor="{anchor}"')


def _bar(x: float, y: float, length: float, against: bool) -> Iterator[str]:
    """Full for what speaks for; framed and striped for what speaks against, so that no colour is needed."""
    if not against:
        yield rectangle((x, y), (max(length, 0.8), _BAR), _FOR)
        return
    yield rectangle((x, y), (max(length, 0.8), _BAR), "#ffffff", f'stroke="{_AGAINST}" stroke-width="1.4"')
    steps = "".join(f"M{number(x + 4.0 * place)},{number(y)}v{_BAR:g}" for place in range(1, int(length / 4.0) + 1))
    if steps:
        yield f'<path d="{steps}" fill="none" stroke="{_AGAINST}" stroke-width="1.2"/>'


def _foot(explanation: Explanation, y: float) -> Iterator[str]:
    words = f"Is a disc to blame? {verdict_in_words(explanation).rstrip('.')}"
    yield line((12.0, y + 2.0), (_WIDTH - 12.0, y + 2.0), "#d3d9de", 0.8)
    yield label((12.0, y + 22.0), words, 13.5, INK, 'font-weight="bold"')
