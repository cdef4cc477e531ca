"""Findings in words, for people."""

from __future__ import annotations

from myotome.exam.vocabulary_table import vocabulary

__all__ = ["joined", "place", "sided", "words"]


def words(name: str, *sections: str) -> str:
    """Label of an id in the first of these sections that has it."""
    found = (vocabulary().sections[section].get(name) for section in sections)
    return next((entry.label for entry in found if entry is not None), name.replace("_", " "))


def place(areas: tuple[str, ...], dermatomes: tuple[str, ...]) -> str:
    """Areas and dermatomes in words."""
    roots = f"{joined(*dermatomes)} dermatome{'s' * (len(dermatomes) > 1)}" if dermatomes else ""
    return joined(*(words(area, "areas") for area in areas), roots)


def joined(*parts: str) -> str:
    """Parts joined by commas, empty ones left out."""
    return ", ".join(part for part in parts if part)


def sided(what: str, side: str) -> str:
    """Put the side before what was found; nothing for no side."""
    return what if side == "none" else f"{side} {what}"
