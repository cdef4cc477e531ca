"""Options of a plan side by side: what guidelines say, and what is likely under each for this person."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from myotome.care import Outlooks, Recommendation, TreatmentOption
from myotome.report.terminal.lines import items, section
from myotome.report.words.probabilities import capitalised, percent

__all__ = ["options_section", "said_by"]

_WEEK, _YEAR = 13, 52
_SURE = 0.9
_SHORT = {
    "APTA orthopaedic CPG": "APTA",
    "Danish Health Authority": "Danish",
    "AO Spine NA / CSRS": "AO Spine",
    "NASS lumbar disc herniation": "NASS",
    "BMJ Rapid Recommendations": "BMJ",
}
_NO_FORECAST = "No outlook is shown: "


def options_section(made: Sequence[TreatmentOption], course: Outlooks) -> RenderableType:
    """Table of options; those advised against, and what is unfit for this person, in words below."""
    shown = [one for one in made if one.stance not in ("against", "insufficient evidence") and not one.not_for]
    others = [one for one in made if one not in shown]
    parts: list[RenderableType] = [Text("Possibilities to weigh with the patient, not orders.", style="dim")]
    parts += [_table(shown, course.told is not None)] if shown else []
    parts += items("Where guidelines disagree:", _conflicts(made))
    parts += items("Advised against, not settled, or unfit for this person:", map(_not_shown, others))
    parts += _about(course)
    return section("Options", *parts)


def _table(shown: Sequence[TreatmentOption], with_course: bool) -> Table:
    table = Table(box=None, padding=(0, 1), header_style="dim")
    table.add_column("option", ratio=4, overflow="fold")
    table.add_column("guidelines say", ratio=3, overflow="fold")
    for head in ("limb pain", "disability", "recovered") if with_course else ():
        table.add_column(head, justify="right", ratio=2)
    if with_course:
        table.add_row(*(Text(word, style="dim") for word in ("", "", *_heads())))
    for one in shown:
        table.add_row(_named(one), said_by(one), *(_cells(one) if with_course else ()))
    return table


def _named(one: TreatmentOption) -> str:
    """Name of an option; with how likely the patient has what it is for, where that is in doubt."""
    doubt = f" (for a cause of {percent(one.covers)})" if one.covers < _SURE else ""
    return f"{capitalised(one.wording)}{doubt}"


def _heads() -> tuple[str, str, str]:
    return f"week {_WEEK}", f"week {_WEEK}", f"by {_WEEK}, {_YEAR}"


def _cells(one: TreatmentOption) -> tuple[str, str, str]:
    if not one.outlook:
        return ("", "", "")
    then, later = one.outlook[_WEEK], one.outlook[_YEAR]
    pain, disability = then["leg_pain_nrs"], then["odi"]
    shares = f"{percent(then['recovered_perceived'].mean)}, {percent(later['recovered_perceived'].mean)}"
    return (
        f"{pain.q50:.1f} [{pain.q25:.1f}-{pain.q75:.1f}]",
        f"{disability.q50:.0f} [{disability.q25:.0f}-{disability.q75:.0f}]",
        shares,
    )


def said_by(one: TreatmentOption) -> str:
    """What guidelines say together, and which: `for (Danish 2018); consider (NICE NG59 2016)`."""
    by_direction: dict[str, dict[str, None]] = {}
    for said in one.recommendations:
        by_direction.setdefault(said.direction, {})[_told(said, one.recommendations)] = None
    told = (f"{direction} ({', '.join(names)})" for direction, names in by_direction.items())
    return "; ".join(told) or one.stance


def _told(said: Recommendation, among: Sequence[Recommendation]) -> str:
    """Name of the guideline, and whereof it speaks where it says different things of different patients."""
    same = [one for one in among if _guideline(one) == _guideline(said)]
    if len({one.direction for one in same}) == 1:
        return _guideline(said)
    about = said.phase if len({one.phase for one in same}) == len(same) else said.what
    return f"{_guideline(said)}: {about}"


def _guideline(one: Recommendation) -> str:
    name = one.guideline.removesuffix(" update")
    return f"{_SHORT.get(name, name)} {one.year}".strip()


def _conflicts(made: Iterable[TreatmentOption]) -> Iterator[str]:
    for one in made:
        if one.stance == "mixed":
            told = "; ".join(f"{_guideline(said)} {said.direction}: {_whom(said)}" for said in one.recommendations)
            yield f"{one.wording}: {told}"


def _whom(one: Recommendation) -> str:
    detail = f", {one.detail}" if one.detail and len(one.detail) < 60 else ""
    return f"{one.population}{detail}"


def _not_shown(one: TreatmentOption) -> str:
    if one.not_for:
        return f"{one.wording}: {'; '.join(one.not_for)}"
    return f"{one.wording}: {said_by(one)}"


def _about(course: Outlooks) -> list[RenderableType]:
    if course.told is None:
        return [Text(f"{_NO_FORECAST}{course.reason}.", style="dim")]
    told = (
        f"Medians, in brackets half of {course.told.options.futures} futures, in the same luck for each; if a disc at "
        f"a root is the cause (probability {percent(course.covered)}). Pain 0-10, disability 0-100."
    )
    return [Text(told, style="dim")]
