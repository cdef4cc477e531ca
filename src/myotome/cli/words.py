"""`myotome words`: what may a case file say?"""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from myotome.cli.process.endings import print_json

if TYPE_CHECKING:
    from myotome.exam import FoundWord

__all__ = ["words"]

_SHOWN = 20


def words(
    query: list[str] = typer.Argument(
        help="Words or a part of one: reflex, ankle jerk, numb, bladder.", show_default=False
    ),
    everything: bool = typer.Option(False, "--all", help=f"All names that are found, not the first {_SHOWN}."),
    as_json: bool = typer.Option(False, "--json", help="One JSON object a line."),
) -> None:
    """Search the vocabulary of a case file: names, synonyms, allowed values, and a line to copy."""
    from myotome.exam import search_words

    asked = " ".join(query)
    found = search_words(asked)
    if not found and not as_json:
        print(f"Nothing was found for {asked!r}: a case file has no such word, and none that is near it.")
    shown = found if everything else found[:_SHOWN]
    for word in shown:
        if as_json:
            print_json(word.to_dict())
        else:
            _print(word)
    if len(shown) < len(found) and not as_json:
        print(f"{len(found) - len(shown)} more: --all shows them.")


def _print(word: FoundWord) -> None:
    from myotome.printing import printable

    print(f"{word.id} ({word.section.replace('_', ' ')})" + (f": {word.label}" if word.label != word.id else ""))
    parts = {"is": word.means, "also": ", ".join(word.also_called), "values": ", ".join(word.allowed)}
    for name, text in parts.items():
        if text:
            print(f"  {name + ':':8}{printable(text)}")
    print(f"  {'line:':8}{_as_line(word)}")


def _as_line(word: FoundWord) -> str:
    """Example as it stands in a case file."""
    import yaml

    flow = str(yaml.safe_dump(word.example, default_flow_style=True, sort_keys=False, allow_unicode=True, width=1000))
    return f"- {flow.strip()}" if "type" in word.example else flow.strip()[1:-1]
