"""`myotome anatomy`: what supplies what?"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import TYPE_CHECKING

import typer

from myotome.cli.process.endings import checked_input, print_json
from myotome.errors import UnknownNameError

if TYPE_CHECKING:
    from myotome.report import Supply

__all__ = ["LookupKind", "anatomy"]


class LookupKind(StrEnum):
    """What may be looked up."""

    MUSCLE = "muscle"
    ROOT = "root"
    NERVE = "nerve"
    DISC = "disc"
    AREA = "area"


def anatomy(
    kind: LookupKind = typer.Argument(help="What to look up.", show_default=False),
    name: str = typer.Argument(help="An id, a label or an alias: EHL, L5, L4-5, 'big toe'.", show_default=False),
    as_json: bool = typer.Option(False, "--json", help="One JSON object a line."),
) -> None:
    """Show what supplies a muscle or an area, or what a root, a nerve or a disc reaches.

    A muscle group or a movement is answered muscle by muscle.
    """
    with checked_input(as_json):
        found = _found(kind, name)
    for supply in found:
        if as_json:
            print_json(supply.to_dict())
        else:
            from myotome.report import print_supply

            print_supply(supply)


def _found(kind: LookupKind, name: str) -> list[Supply]:
    from myotome.anatomy import area, disc, muscle, nerve, root

    match kind:
        case LookupKind.MUSCLE:
            return [muscle(single) for single in _muscles(name)]
        case LookupKind.ROOT:
            return [root(name.strip().capitalize())]
        case LookupKind.NERVE:
            return [nerve(_nerve(name))]
        case LookupKind.DISC:
            return [disc(_resolved("discs", name))]
        case LookupKind.AREA:
            return [area(_area(name))]


def _resolved(sections: str | tuple[str, ...], name: str) -> str:
    from myotome.exam import vocabulary

    return vocabulary().resolve(sections, name)


def _muscles(name: str) -> tuple[str, ...]:
    """Wired muscles that a muscle, a group or a movement stands for."""
    from myotome.anatomy import muscles
    from myotome.exam import expand_muscles, vocabulary

    words = vocabulary()
    named = expand_muscles(words.resolve(("muscles", "muscle_groups", "movements"), name))
    known: Mapping[str, object] = muscles()
    return tuple(muscle for muscle in named if muscle in known) or named


def _nerve(name: str) -> str:
    """Id of a nerve, a plexus part or, after an @, a site of it; what the vocabulary does not know is left as given."""
    nerve, at, site = name.strip().partition("@")
    try:
        found = _resolved(("nerves", "plexus_parts"), nerve)
    except UnknownNameError:
        if not at:
            raise
        found = nerve
    return f"{found}@{site.strip().lower().replace(' ', '_').replace('-', '_')}" if at else found


def _area(name: str) -> str:
    """Id of an area; a root's name stands for its dermatome."""
    from myotome.exam import vocabulary

    root = name.strip().upper().removeprefix("DERMATOME:").removeprefix("DERMATOME ").strip()
    return f"dermatome:{root}" if root in vocabulary().sections["dermatomes"] else _resolved("areas", name)
