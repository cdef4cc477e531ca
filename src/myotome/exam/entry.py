"""One name of the vocabulary, and all that is said of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

__all__ = ["Entry"]


@dataclass(frozen=True, slots=True)
class Entry:
    """One name of the vocabulary; fields that mean nothing for its section are empty.

    Attributes
    ----------
    id, label : str
        The stable id, and the words for people.
    aliases : tuple of str
        Other names it is found by.
    region, group, part_of, within : str or None
        Region of the body, group of the section, the whole that a muscle is a part of, the area that an area lies in.
    members, prime_movers : tuple of str
        Muscles of a muscle group; muscles that make a movement, the chief one first.
    all_of : tuple of str
        Regions whose muscles, all of them, a movement stands for.
    sidedness, positive : str or None
        `sided`, `unsided`, `midline` or `either`; what a positive sign is.
    takes, needs : tuple of str
        Keys that the finding may, and must, carry besides its own.
    value, values, unit, means : str, tuple of str
        Type of a history item (`bool`, `number`, `enum`), its values, the unit of its number, what it means.
    recorded : bool
        It is kept with the case and printed; the answer does not use it yet.
    """

    id: str
    label: str
    aliases: tuple[str, ...] = ()
    region: str | None = None
    group: str | None = None
    part_of: str | None = None
    within: str | None = None
    members: tuple[str, ...] = ()
    prime_movers: tuple[str, ...] = ()
    all_of: tuple[str, ...] = ()
    sidedness: str | None = None
    positive: str | None = None
    takes: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    value: str | None = None
    values: tuple[str, ...] = ()
    unit: str | None = None
    means: str | None = None
    recorded: bool = False

    def names(self) -> Iterator[str]:
        """Every name this entry is found by: id, label, aliases."""
        yield self.id
        yield self.label
        yield from self.aliases
