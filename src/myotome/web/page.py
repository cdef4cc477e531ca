"""The page as HTML: what was found and what follows from it, laid out by the templates."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, Final

from jinja2 import Environment, FileSystemLoader
from markupsafe import Markup

from myotome import __version__
from myotome.exam import vocabulary, words
from myotome.web.chart import FRAMES, VIEWS, expected_shades, marks, paths, regions, shades, silhouette, skin_states
from myotome.web.computing import Answers
from myotome.web.examination import Examination
from myotome.web.form import act, conclusions, groups, history_items, images, questions
from myotome.web.phrases import readings
from myotome.web.reply import percent, reply_of
from myotome.web.sheet import PARTS

__all__ = ["page"]

#: Parts that are asked for by themselves: what was entered, then what follows from it.
ENTRY, ANSWER = "entry", "answer"
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
}


@cache
def _environment() -> Environment:
    made = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters["percent"] = percent
    made.filters["capital"] = lambda text: text[:1].upper() + text[1:]
    made.filters["plain"] = lambda name: str(name).replace("_", " ")
    made.globals.update(act=act, words=words, PARTS=PARTS, VIEWS=VIEWS, FRAMES=FRAMES, version=__version__)
    made.globals.update(silhouette=silhouette, paths=paths, regions=regions, shades=shades)
    made.globals.update(expected_shades=expected_shades, marks=marks)
    return made


def page(answers: Answers, examination: Examination, given: Mapping[str, Sequence[str]], part: str = "") -> str:
    """The whole page, or one part of it for the script of the page.

    Parameters
    ----------
    answers : Answers
    examination : Examination
    given : mapping
        What was sent of the form: the line typed, the parts shown, the rival.
    part : str
        `entry` leaves the answer out, `answer` the form; else both.
    """
    shown = {
        "examination": examination,
        "case": examination.case,
        "document": examination.document,
        "part": part,
        **_chosen(given),
        **_entry(examination, given, part),
        **_answer(answers, examination, given, part),
    }
    return _environment().get_template("page.html").render(shown)


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
        "rival": _one(given, "rival", ("best", "kind"), "best"),
        "line": _one(given, "line")[:400],
    }


def _entry(examination: Examination, given: Mapping[str, Sequence[str]], part: str) -> dict[str, Any]:
    if part == ANSWER:
        return {}
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
    onset = examination.document.get("onset")
    return f"{onset['value']:g} {onset['unit']}" if onset else ""


def _answer(
    answers: Answers, examination: Examination, given: Mapping[str, Sequence[str]], part: str
) -> dict[str, Any]:
    if part == ENTRY:
        return {"reply": None}
    answer = answers.of(examination.case, examination.text)
    did = examination.did or _one(given, "did")[:200]
    reply = reply_of(answer, rival=_one(given, "rival"), before=_one(given, "before")[:2000], did=did)
    asked = questions(examination.case)
    return {
        "reply": reply,
        "explanation": reply.explanation,
        "drawings": [Markup(drawing) for drawing in reply.spine],  # our own drawings, escaped where made
        "unasked": sum(one.state == "open" for one in asked),
        "of_questions": len(asked),
    }
