"""Values as people write them, put under the keys of the format: an angle, a severity, a grade, an amount."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from myotome.exam.reading.spoken import spoken_amount, spoken_angle, spoken_scale
from myotome.exam.vocabulary_table import vocabulary

__all__ = ["with_plain_value"]

_Raw = Mapping[str, Any]


def with_plain_value(kind: str, raw: _Raw) -> _Raw:
    """The finding with its value under the keys of the format; itself where it stands so.

    Examples
    --------
    >>> with_plain_value("sign", {"sign": "SLR", "value": "positive at 40 degrees"})
    {'sign': 'SLR', 'value': 'positive', 'angle_deg': 40.0}
    >>> with_plain_value("imaging", {"finding": "spondylolisthesis", "severity": "grade 1"})
    {'finding': 'spondylolisthesis', 'grade': 1.0}
    """
    return _BY_KIND[kind](raw) if kind in _BY_KIND else raw


def _moved(raw: _Raw, key: str, **to: Any) -> _Raw:
    """The keys without one of them, and what it says under others."""
    return {**{name: value for name, value in raw.items() if name != key}, **to}


def _sign(raw: _Raw) -> _Raw:
    """The angle apart, where the value says at which a test was positive."""
    said = spoken_angle(raw.get("value"))
    if said is None or "angle_deg" in raw:
        return raw
    value, angle = said
    return _moved(raw, "value", **({"value": value} if value else {}), angle_deg=angle)


def _imaging(raw: _Raw) -> _Raw:
    """How severe it is as the severity, the grade of a scale as the grade, wherever they stand."""
    for key in ("value", "grade", "severity"):
        said = raw.get(key)
        named = isinstance(said, str) and key != "severity" and vocabulary().find("severities", said)
        if named and "severity" not in raw:
            return _moved(raw, key, severity=said)
        if "grade" not in raw and (grade := spoken_scale(said)) is not None:
            return _moved(raw, key, grade=grade)
    return raw


def _lab(raw: _Raw) -> _Raw:
    """A number as the number, where it stands as the value or with its unit."""
    unit = _unit("lab_tests", raw.get("test"))
    for key in ("value", "number"):
        said = raw.get(key)
        plain = said if isinstance(said, int | float) and not isinstance(said, bool) else spoken_amount(said, unit)
        if plain is not None and (key == "number" or "number" not in raw):
            return _moved(raw, key, number=plain)
    return raw


def _history(raw: _Raw) -> _Raw:
    """A number without its unit."""
    amount = spoken_amount(raw.get("value"), _unit("history", raw.get("item")))
    return raw if amount is None else {**raw, "value": amount}


def _unit(section: str, name: Any) -> str:
    """Unit of a test or an item; empty where it has none or is not known."""
    found = vocabulary().find(section, name) if isinstance(name, str) else None
    return "" if found is None else vocabulary().sections[section][found].unit or ""


_BY_KIND: Mapping[str, Callable[[_Raw], _Raw]] = {"sign": _sign, "imaging": _imaging, "lab": _lab, "history": _history}
