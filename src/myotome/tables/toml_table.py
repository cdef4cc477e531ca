"""A TOML table of the package, declared once: its keys, and what may stand under each."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import reduce
from itertools import islice
from typing import Any

from myotome.errors import DataError, nearest_names
from myotome.tables.columns import SEEN, Column, Names, one_of, source_list, text
from myotome.tables.disk_cache import kept
from myotome.tables.files import data_path

__all__ = ["Anything", "Every", "TomlTable", "constant", "constants"]

#: So many wrong places are shown at once.
_SHOWN = 5


#: Keys that every mapping may hold, and hands on to those inside.
_COMMON: Mapping[str, Column] = {
    "unit": text(optional=True),
    "source": source_list(optional=True),
    "seen": one_of(SEEN, optional=True),
    "note": text(optional=True),
    "reason": text(optional=True),
}
_ORDERED = ("low", "value", "high")
_Path = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Every:
    """The same shape under every key, whose names may be restricted."""

    shape: Any
    names: Names | None = None


@dataclass(frozen=True, slots=True)
class Anything:
    """What another reader checks: the findings of a case, for example."""


def constant(value: Column) -> dict[str, Column]:
    """A constant of the model: a value with its unit and range, whose ends are allowed values too.

    Examples
    --------
    >>> from myotome.tables import fraction
    >>> sorted(constant(fraction()))
    ['high', 'low', 'unit', 'value']
    """
    bound = replace(value, optional=True)
    return {"value": value, "low": bound, "high": bound, "unit": text()}


def constants(values: Mapping[str, Column]) -> dict[str, Any]:
    """Constants of a model by their place, such as `reference.mass_kg`.

    Examples
    --------
    >>> from myotome.tables import number
    >>> sorted(constants({"age": number(0), "size.mass_kg": number(0), "size.height_m": number(0)})["size"])
    ['height_m', 'mass_kg']
    """
    shape: dict[str, Any] = {}
    for place, value in values.items():
        *sections, name = place.split(".")
        inner = shape
        for section in sections:
            inner = inner.setdefault(section, {})
        inner[name] = constant(value)
    return shape


@dataclass(frozen=True, eq=False)
class TomlTable:
    """One TOML file under `data/`.

    Parameters
    ----------
    name : str
        Path under `data/`.
    shape : mapping or Every
        Keys and what each holds: a column, a mapping in turn, or the same under every key. `unit`, `source`, `seen`,
        `note` and `reason` may stand in each mapping, and hold for those inside.
    sourced : bool
        Each mapping with a number needs a source, how it was seen, and a note or reason, of its own or from outside.

    Examples
    --------
    >>> from myotome.tables import fraction
    >>> TomlTable("load/spread.toml", Every(constant(fraction()))).read()["trunk_mass"]["value"]
    0.06
    """

    name: str
    shape: Any
    sourced: bool = True

    def read(self) -> dict[str, Any]:
        """What the file says; raises DataError with line, key, value, what is allowed and the nearest name."""
        return kept(f"{self.name} {_declared(self.shape)} {self.sourced}", self._checked)

    def _checked(self) -> dict[str, Any]:
        content = data_path(self.name).read_text(encoding="utf-8")
        self.check(content)
        return tomllib.loads(content)

    def values(self, *section: str) -> dict[str, float]:
        """Values of the constants of a section, by name."""
        entries = reduce(lambda tree, key: tree[key], section, self.read())
        return {name: float(entry["value"]) for name, entry in entries.items() if isinstance(entry, dict)}

    def check(self, content: str) -> None:
        """Hold the text of the file against the declaration; raises DataError."""
        try:
            tree = tomllib.loads(content)
        except tomllib.TOMLDecodeError as error:
            raise DataError(f"{self.name}: not TOML ({error})") from error
        wrong = list(islice(self.wrong_places(tree), _SHOWN))
        if wrong:
            lines = _lines(content)
            raise DataError(
                "\n".join(f"{self.name}, line {_line(lines, path)}, {'.'.join(path)}: {words}" for path, words in wrong)
            )

    def wrong_places(self, tree: Mapping[str, Any]) -> Iterator[tuple[_Path, str]]:
        """Every place of a tree that is not as declared, with what is wrong there in words."""
        yield from _against(tree, self.shape, ())
        if self.sourced:
            yield from _unsourced(tree, {}, ())


def _declared(shape: Any) -> Any:
    """What distinguishes a shape from others, the same in every process."""
    if isinstance(shape, Column):
        return shape.declared()
    if isinstance(shape, Every):
        return "every", shape.names is None, _declared(shape.shape)
    return {key: _declared(inner) for key, inner in shape.items()} if isinstance(shape, Mapping) else ()


def _against(value: Any, shape: Any, path: _Path) -> Iterator[tuple[_Path, str]]:
    """What is wrong with a value and with all inside it."""
    if isinstance(shape, Anything):
        return
    if isinstance(shape, Column):
        if not shape.holds(value, {}):
            yield path, f"{value!r}; allowed: {shape.allowed({})}{_hint(shape.nearest(str(value), {}))}"
    elif not isinstance(value, dict):
        yield path, f"{value!r}; allowed: a section of keys"
    else:
        yield from _section(value, shape, path)


def _section(section: Mapping[str, Any], shape: Any, path: _Path) -> Iterator[tuple[_Path, str]]:
    every = shape if isinstance(shape, Every) else None
    known = dict(_COMMON) if every else {**_COMMON, **shape}
    free = None if every is None or every.names is None else _names(every.names)
    for key, value in section.items():
        if key in known:
            yield from _against(value, known[key], (*path, key))
        elif every and (free is None or key in free):
            yield from _against(value, every.shape, (*path, key))
        else:
            yield (*path, key), f"no such key{_hint(nearest_names(key, free or known))}"
    for key, inner in {} if every else shape.items():
        if key not in section and not (isinstance(inner, Column) and inner.optional):
            yield path, f"{key!r} is missing"
    bounded = [section[name] for name in _ORDERED if isinstance(section.get(name), int | float)]
    if bounded != sorted(bounded):
        yield path, "low <= value <= high does not hold"


def _unsourced(section: Mapping[str, Any], outer: Mapping[str, Any], path: _Path) -> Iterator[tuple[_Path, str]]:
    """Sections with a number of which neither they nor those around them say where it is from, and why."""
    stated = {**outer, **{key: section[key] for key in ("source", "seen", "note", "reason") if key in section}}
    numbers = any(type(value) in (int, float) for value in section.values())
    if numbers and not ({"source", "seen"} <= stated.keys() and stated.keys() & {"note", "reason"}):
        yield path, "numbers without source, seen, and a note or reason"
    for key, value in section.items():
        if isinstance(value, dict):
            yield from _unsourced(value, stated, (*path, key))


def _names(names: Names) -> tuple[str, ...]:
    return tuple(names() if callable(names) else names)


def _lines(content: str) -> dict[_Path, int]:
    """Line on which each section and key of a TOML text begins."""
    found: dict[_Path, int] = {}
    section: _Path = ()
    for number, line in enumerate(content.splitlines(), start=1):
        if header := re.match(r"\[+([^\[\]]+)\]", line):
            section = _keys(header[1])
            found.setdefault(section, number)
        elif key := re.match(r"([\w.\"'-]+)\s*=", line):
            found.setdefault((*section, *_keys(key[1])), number)
    return found


def _keys(dotted: str) -> _Path:
    return tuple(part.strip().strip("\"'") for part in dotted.split("."))


def _line(lines: Mapping[_Path, int], path: _Path) -> int:
    """Line of the innermost part of a path that has one."""
    return next((lines[path[:end]] for end in range(len(path), 0, -1) if path[:end] in lines), 1)


def _hint(near: tuple[str, ...]) -> str:
    return f"; nearest: {', '.join(near)}" if near else ""
