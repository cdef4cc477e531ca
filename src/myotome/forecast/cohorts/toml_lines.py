"""In which line of a TOML file does a setting stand?"""

from __future__ import annotations

import re

__all__ = ["line_of"]

# no two parts of these can match the same signs, so that no line takes the square of its length
_HEADER = re.compile(r"(\[\[?)([^\[\]]+)\]")
_KEY = re.compile(r"([A-Za-z0-9_.\"'-]+)\s*=")


def line_of(text: str, place: str) -> int | None:
    r"""Find the line of a setting, or of the table that should hold it.

    Parameters
    ----------
    text : str
        The file.
    place : str
        Path of the setting, such as `eligibility.leg_pain[1]` or `outcomes[0].weeks`.

    Returns
    -------
    int or None
        1-based; None where neither it nor its table is there.

    Examples
    --------
    >>> line_of("n = 5\n[arms.a]\nuptake = 2", "arms.a.uptake")
    3
    """
    wanted = _parts(place)
    best, line = 0, None
    for number, here in _settings(text):
        length = len(here)
        if length > best and here == wanted[:length]:
            best, line = length, number
    return line


def _parts(place: str) -> list[str]:
    """Names and numbers of a path; a single table is its own first entry."""
    return [part for part in re.split(r"[.\[\]]+", place.replace('"', "").replace("'", "")) if part]


def _settings(text: str) -> list[tuple[int, list[str]]]:
    """Every header and every key with its line and its whole path."""
    settings, table, counts = [], [], dict[str, int]()
    for number, line in enumerate(text.splitlines(), 1):
        if header := _HEADER.match(line.lstrip()):
            name = header[2].strip()
            table = _parts(name)
            if header[1] == "[[":
                counts[name] = counts.get(name, -1) + 1
                table = [*table, str(counts[name])]
            settings.append((number, table))
        elif key := _KEY.match(line.lstrip()):
            settings.append((number, [*table, *_parts(key[1])]))
    return settings
