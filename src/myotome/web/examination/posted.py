"""The examination of a form that was sent, after the button that was pressed."""

from __future__ import annotations

from dataclasses import replace

from myotome.errors import InputError
from myotome.web.examination.composed import composed
from myotome.web.examination.examination import Examination, Given, acted, examination_of

__all__ = ["examination_after"]


def examination_after(given: Given) -> Examination:
    """The examination of a form after the button that was pressed."""
    examination = examination_of(given)
    said = (given.get("act") or [""])[-1]
    if not said:
        return examination
    try:
        act = composed(said, given, examination)
    except InputError as error:
        return replace(examination, problems=tuple((fault.where, fault) for fault in error.problems))
    return acted(examination, act)
