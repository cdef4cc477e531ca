"""The page as HTML: what was found and what follows from it, laid out by the templates."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, Final

from markupsafe import Markup

from myotome.exam import vocabulary
from myotome.units import weeks_from
from myotome.web.answer.computing import Answers
from myotome.web.answer.reply import Asked, reply_of
from myotome.web.body.chart import FRAMES, skin_states
from myotome.web.chapters.chapters import CHAPTERS
from myotome.web.examination.examination import Examination
from myotome.web.examination.images import conclusions, images
from myotome.web.examination.questions import history_items, questions
from myotome.web.examination.rows import groups
from myotome.web.examination.sheet import PARTS
from myotome.web.layout import laid_out
from myotome.web.line.readings import readings
from myotome.web.patients.bound import Kept

__all__ = ["PIECES", "page"]

#: Pieces of the page that are asked for by themselves, in the order in which they are sent: how the line is read, what
#: was entered, what follows from it, and what to examine next. Each has a template; the whole page has them all.
PIECES: Final = ("readings", "entry", "answer", "next")
_CHOICES: Final = {
    "modalities": "modalities",
    "feelings": "sensation_values",
    "severities": "severities",
    "onsets": "pain_onsets",
    "characters": "pain_characters",
    "modifiers": "pain_modifiers",
    "image_findings": "imaging_findings",
    "zones": "zones",
    "contacts": "root_contacts",
    "settings": "settings",
    "muscles": "muscles",
    "needle_findings": "emg_values",
    "nerves": "nerves",
    "conduction": "ncs_values",
    "components": "ncs_components",
}
#: Units of a span of time, in the order in which they are tried.
_SPOKEN_UNITS: Final = ("weeks", "years", "months", "days", "hours")
_WHOLE: Final = 1e-6


def page(
    answers: Answers,
    examination: Examination,
    given: Mapping[str, Sequence[str]],
    piece: str = "",
    kept: Kept | None = None,
) -> str:
    """The whole page, or one piece of it for the script of the page.

    Parameters
    ----------
    answers : Answers
    examination : Examination
    given : mapping
        What was sent of the form: the line typed, the parts shown, the rival.
    piece : str
        One of `PIECES`; empty for the whole page.
    kept : Kept or None
        What is said of patients; None where none are kept.
    """
    shown = {
        "examination": examination,
        "case": examination.case,
        "document": examination.document,
        "part": piece,
        "kept": kept,
        "chapters": {name: title for name, (title, _) in CHAPTERS.items()},
        "bound": kept.bound if kept else None,
        **_chosen(given),
        **({} if piece in ("answer", "next") else _entry(examination, given)),
        **({} if piece in ("readings", "entry") else _answer(answers, examination, given, piece)),
    }
    return laid_out(f"{piece or 'page'}.html", **shown)


def _one(given: Mapping[str, Sequence[str]], name: str, allowed: Sequence[str] = (), usual: str = "") -> str:
    value = (given.get(name) or [usual])[-1].strip()
    return value if not allowed or value in allowed else usual


def _chosen(given: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """What is looked at, which is no finding."""
    return {
        "limb": _one(given, "limb", ("leg", "arm"), "leg"),
        "order": _one(given, "order", ("root", "nerve"), "root"),
        "group": _one(given, "group", tuple(PARTS), ""),
        "zoom": _one(given, "zoom", tuple(FRAMES), "whole"),
        "mode": _one(given, "mode", ("pain", *vocabulary().ids("sensation_values")), "pain"),
        "modality": _one(given, "modality", vocabulary().ids("modalities"), "light_touch"),
        "severity": _one(given, "severity", vocabulary().ids("severities"), ""),
        "item": _one(given, "item", vocabulary().ids("history"), ""),
        "line": _one(given, "line")[:400],
        "about": _one(given, "about")[:400],
    }


def _entry(examination: Examination, given: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    case, chosen = examination.case, _chosen(given)
    return {
        "questions": questions(case),
        "strength": groups(case, "strength"),
        "reflexes": groups(case, "reflex"),
        "signs": groups(case, "sign"),
        "discs": images(examination, chosen["limb"]),
        "conclusions": conclusions(),
        "history_buttons": history_items(case, chosen["item"]),
        "phrases": readings(chosen["line"], case) if chosen["line"] else (),
        "states": skin_states(case),
        "choices": {name: _entries(section) for name, section in _CHOICES.items()},
        "areas": _entries("areas"),
        "items": _entries("history"),
        "structures": (*vocabulary().ids("roots"), *vocabulary().ids("imaging_structures")),
        "onset": _onset(examination),
    }


@cache
def _entries(section: str) -> tuple[Any, ...]:
    return tuple(vocabulary().sections[section].values())


def _onset(examination: Examination) -> str:
    """How long ago it began, in the unit in which it is a whole number, as it will have been said."""
    weeks = examination.case.onset_weeks
    if weeks is None:
        return ""
    told = ((weeks / weeks_from(1.0, unit), unit) for unit in _SPOKEN_UNITS)
    value, unit = next(((round(v), u) for v, u in told if v >= 1 and abs(v - round(v)) < _WHOLE), (weeks, "weeks"))
    return f"{value:g} {unit if value != 1 else unit.removesuffix('s')}"


def _answer(
    answers: Answers, examination: Examination, given: Mapping[str, Sequence[str]], piece: str
) -> dict[str, Any]:
    """The answer; by itself it comes without the next tests, which take as long again."""
    asked = Asked(
        rival=_one(given, "rival"),
        before=_one(given, "before")[:2000],
        did=examination.did,
        tests=piece != "answer",
    )
    reply = reply_of(answers.of(examination.case, examination.text, tests=asked.tests), asked)
    to_ask = questions(examination.case)
    return {
        "reply": reply,
        "explanation": reply.explanation,
        "drawings": [Markup(drawing) for drawing in reply.spine],  # our own drawings, escaped where made
        "unasked": sum(one.state == "open" for one in to_ask),
        "of_questions": len(to_ask),
    }
