"""What supplies what, as a page of text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from rich.console import Console, RenderableType
from rich.table import Table
from rich.text import Text

from myotome.anatomy import AreaSupply, DiscNeighbours, MuscleSupply, NerveSupply, Portion, RootSupply, RootWithSpread
from myotome.exam import words
from myotome.report.terminal.bars import fill_of, share_bar
from myotome.report.terminal.console import page_console
from myotome.report.terminal.lines import items, print_sections, section
from myotome.report.words.probabilities import place_in_words, share_in_words

__all__ = ["Supply", "print_supply"]

Supply = MuscleSupply | RootSupply | NerveSupply | DiscNeighbours | AreaSupply

_BAR = 20
_AT_MOST = 24
_NAMED_IN = ("muscles", "areas", "reflexes", "nerves", "plexus_parts")


def print_supply(supply: Supply, console: Console | None = None) -> None:
    """Print one answer of the anatomy; by default on the standard output, at most 100 columns wide."""
    page = console or page_console()
    print_sections(page, _sections(supply, page))


def _sections(supply: Supply, console: Console) -> Iterator[RenderableType]:
    fill = fill_of(console)
    match supply:
        case MuscleSupply():
            yield _head(supply.label, f"region: {supply.region.replace('_', ' ')}")
            yield from _shares(("Roots", supply.roots), ("Nerves", supply.nerves), fill=fill)
            yield _paths(supply)
        case RootSupply():
            yield _head(f"{supply.id} root", *_exits(supply))
            yield from _reached(supply, fill)
        case NerveSupply():
            sites = ", ".join(site.partition("@")[2].replace("_", " ") for site in supply.sites)
            about = (f"roots: {', '.join(supply.roots)}", f"sites: {sites}" if sites else "")
            yield _head(place_in_words(supply.id, "none"), *about)
            yield from _reached(supply, fill)
        case DiscNeighbours():
            yield _head(f"disc {supply.id}", *_neighbours(supply))
            exiting = (f"Muscles of the exiting root {supply.exiting_root}", supply.muscles_of_exiting_root)
            traversing = (f"Muscles of the traversing root {supply.traversing_root}", supply.muscles_of_traversing_root)
            yield from _shares(exiting, traversing, fill=fill)
        case AreaSupply():
            yield _head(_name(supply.id), *_members(supply))
            yield from _shares(("Roots", supply.roots), ("Nerves", supply.nerves), fill=fill)


def _head(title: str, *about: str) -> RenderableType:
    return section(title, *(Text(line) for line in about if line))


def _exits(root: RootSupply) -> Iterator[str]:
    yield f"leaves the spine between {root.exits_between}"
    yield f"exits at disc {root.exits_at_disc}" if root.exits_at_disc else ""
    yield f"traverses disc {root.traverses_disc}" if root.traverses_disc else ""


def _neighbours(disc: DiscNeighbours) -> Iterator[str]:
    yield f"exiting root: {disc.exiting_root} (met by a foraminal or extraforaminal herniation)"
    yield f"traversing root: {disc.traversing_root} (met by a subarticular herniation)"
    shares = ", ".join(f"{_name(part.name)} {share_in_words(part.share)}" for part in disc.canal_shares if part.share)
    yield f"in the canal: {shares}"
    yield f"cord segments behind it: {', '.join(disc.cord_segments)}" if disc.cord_segments else ""


def _members(area: AreaSupply) -> Iterator[str]:
    if area.members != (area.id,):
        yield f"made of: {', '.join(_name(member) for member in area.members)}"


def _reached(supply: RootSupply | NerveSupply, fill: str) -> Iterator[RenderableType]:
    parts = (("Muscles", supply.muscles), ("Skin areas", supply.areas), ("Reflexes", supply.reflexes))
    yield from _shares(*parts, fill=fill)


def _shares(*parts: tuple[str, Sequence[Portion | RootWithSpread]], fill: str) -> Iterator[RenderableType]:
    """Each part as a table of bars; the share is that of the supply of what is named, or by what is named."""
    for title, portions in parts:
        if portions:
            yield section(title, _table(portions[:_AT_MOST], fill), *_more(portions))


def _table(portions: Iterable[Portion | RootWithSpread], fill: str) -> Table:
    table = Table.grid(padding=(0, 1))
    table.add_column(overflow="fold")
    table.add_column(justify="right", no_wrap=True)
    for portion in portions:
        spread = f" +/- {100 * portion.spread:.0f}" if isinstance(portion, RootWithSpread) else ""
        name = portion.root if isinstance(portion, RootWithSpread) else _name(portion.name)
        table.add_row(Text(name), Text(share_in_words(portion.share) + spread), share_bar(portion.share, _BAR, fill))
    return table


def _more(portions: Sequence[object]) -> list[Text]:
    hidden = len(portions) - _AT_MOST
    return [Text(f"and {hidden} more with smaller shares", style="dim")] if hidden > 0 else []


def _paths(muscle: MuscleSupply) -> RenderableType:
    ways = (f"{share_in_words(way.share)}: {' > '.join(way.path)} > {muscle.id}" for way in muscle.paths)
    return section("Paths", *items("", ways))


def _name(name: str) -> str:
    """Name in words, whatever kind of thing it is of."""
    root = name.removeprefix("dermatome:")
    return f"{root} dermatome" if root != name else words(name, *_NAMED_IN)
