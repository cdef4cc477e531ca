"""`myotome letter`: findings that a radiology or EMG letter in free text names, to be confirmed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from myotome.cli.process.endings import checked_input, print_json
from myotome.cli.process.targets import OutputTarget, check_targets, refusing

if TYPE_CHECKING:
    from myotome.exam import Finding
    from myotome.interop import Letter

__all__ = ["letter"]

_MOST_DIGITS = 9  # no letter has as many findings


def letter(
    text: Path = typer.Argument(help="A letter as plain text, in English.", show_default=False),
    accept: str = typer.Option("", "--accept", metavar="NUMBERS", help="Findings to take: 1,3-5, or all."),
    into: Path | None = typer.Option(None, "--into", metavar="CASE", help="A case file that gets them."),
    out: Path | None = typer.Option(None, "--out", metavar="FILE", help="The case file to write."),
    modality: str | None = typer.Option(None, "--modality", help="Kind of image, where the letter does not say it."),
    as_json: bool = typer.Option(False, "--json", help="One JSON object."),
) -> None:
    """Read a radiology or EMG letter, and show each finding beside the words that it is made of.

    Denied findings are read as absent; what is uncertain, past or not understood is listed and not taken. Compare, then
    name the numbers that are right with --accept, and a case file with --out.
    """
    with checked_input(as_json):
        check_targets(OutputTarget("--out", out, (".yaml", ".yml", ".json")), read=[one for one in (text, into) if one])
        from myotome.interop import letter_lines, read_letter

        read = read_letter(text, modality)
        taken = _taken(read, accept)
        if out is not None:
            _write(taken, text, into, out)
    if as_json:
        print_json(read.to_dict())
    else:
        print(*letter_lines(read), sep="\n")
        _say_what_next(taken, out)


def _taken(letter: Letter, accept: str) -> tuple[Finding, ...]:
    """Findings whose numbers were named."""
    from myotome.errors import InputError, Problem

    count = len(letter.proposed)
    wanted = set(range(1, count + 1)) if accept.strip().lower() == "all" else _numbers(accept, count)
    if wanted is None:
        allowed = f"numbers of the list, 1 to {count}: 1,3-5; or all"
        raise InputError([Problem("--accept", None, accept, allowed, (), "These are no numbers of the list.")])
    return tuple(one.finding for number, one in enumerate(letter.proposed, start=1) if number in wanted)


def _numbers(accept: str, count: int) -> set[int] | None:
    """Numbers and ranges of them up to a count; None where they are not such."""
    found: set[int] = set()
    for part in filter(None, (part.strip() for part in accept.split(","))):
        first, _, last = part.partition("-")
        ends = [first.strip(), (last or first).strip()]
        if not all(end.isdecimal() and len(end) <= _MOST_DIGITS for end in ends):
            return None
        low, high = map(int, ends)
        if not 1 <= low <= high <= count:  # asked before any list is made of them
            return None
        found.update(range(low, high + 1))
    return found


def _write(taken: tuple[Finding, ...], text: Path, into: Path | None, out: Path) -> None:
    """Write a case with the findings that were accepted, beside those of a case that there is."""
    import re

    from myotome.errors import InputError, Problem
    from myotome.exam import case_from_mapping, read_case, write_case

    if not taken:
        message = "No finding was accepted: look through the list first, then name the numbers that are right."
        raise InputError([Problem("--accept", None, "nothing", "numbers of the list", (), message)])
    name = "-".join(re.findall(r"[a-z0-9]+", text.stem.lower())) or "letter"
    blank = {"id": name, "demographics": {"age": None, "sex": None}, "findings": []}
    plain = blank if into is None else read_case(into).to_dict()
    case = case_from_mapping({**plain, "findings": [*plain["findings"], *(one.to_dict() for one in taken)]})
    with refusing("--out", out):
        write_case(case, out)


def _say_what_next(taken: tuple[Finding, ...], out: Path | None) -> None:
    if out is None:
        print("\nTo take what is right: --accept 1,3-5 (or all) and --out CASE.yaml; --into CASE.yaml adds to a case.")
    else:
        print(f"\n{len(taken)} findings written to {out}. An image alone explains nothing: add age, sex and complaint.")
