"""A bedside examination as templates: the tests of strength, skin, reflexes, history and signs that may be proposed."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import accumulate
from typing import Any

from myotome.exam import vocabulary
from myotome.explain.next_test.candidates import Examination, examinations
from myotome.explain.screening.table import Template

__all__ = ["bedside_templates"]

_COLUMNS = 500
_VALUES: dict[str, tuple[Any, ...]] = {
    "strength": ("weak", "normal"),
    "sensation": ("reduced", "normal"),
    "reflex": ("absent", "reduced", "normal", "brisk"),
    "history": (True, False),
    "sign": ("positive", "negative"),
}


def bedside_templates(columns: int = _COLUMNS) -> list[Template]:
    """Tests that the package proposes at the bedside, on both sides, until their values make this many columns.

    Examples
    --------
    >>> len(bedside_templates(100)), bedside_templates(100)[0].values
    (50, ('weak', 'normal'))
    """
    every = list(_templates())
    widths = accumulate(len(template.values) for template in every)
    return [template for template, width in zip(every, widths, strict=True) if width <= columns]


def _templates() -> Iterator[Template]:
    for kind, values in _VALUES.items():
        for test in examinations():
            for side in _sides(test) if test.finding_type == kind else ():
                where = {} if side is None else {"side": side}
                yield Template({"type": kind, **_named(test), **where}, values)


def _sides(test: Examination) -> tuple[str | None, ...]:
    """Sides on which a test is done; None where it has none, no side at all where it needs more said."""
    if test.finding_type == "history":
        return (None,) if vocabulary().history[test.finding].value == "bool" else ()
    if test.finding_type not in {"sign", "reflex"}:
        return ("left", "right")
    entry = (vocabulary().signs if test.finding_type == "sign" else vocabulary().reflexes)[test.finding]
    if entry.needs:
        return ()
    return {"sided": ("left", "right"), "midline": ("midline",)}.get(str(entry.sidedness), ("none",))


def _named(test: Examination) -> dict[str, Any]:
    """Name what is tested, as in a case file."""
    if test.finding_type == "strength":
        return {"movement" if test.finding in vocabulary().movements else "muscle": test.finding}
    if test.finding_type == "sensation":
        key = "dermatomes" if test.finding in vocabulary().ids("dermatomes") else "areas"
        return {key: [test.finding], "modality": test.detail or "light_touch"}
    return {"item" if test.finding_type == "history" else test.finding_type: test.finding}
