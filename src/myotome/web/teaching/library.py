"""Published patients with a known answer, to learn from; their names would give them away, so they are numbered."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Final

from myotome.exam import Case, read_case
from myotome.tables import data_path
from myotome.tables.files import files_like
from myotome.web.answer.shares import capital

__all__ = ["Lesson", "lesson_of", "lessons", "patient_words"]

#: The case files. Which are there was chosen by what they teach, not by how the program answers them.
_FILES: Final = "web/teaching/*.yaml"
_SEXES: Final = {"male": "man", "female": "woman"}
_GROWN: Final = 18


@dataclass(frozen=True, slots=True)
class Lesson:
    """One patient of the library: its number, who it is, and the case with the known answer."""

    number: int
    case: Case

    @property
    def who(self) -> str:
        """Who it is, without what it is."""
        return patient_words(self.case)


def patient_words(case: Case) -> str:
    """Sex and age of a patient in words.

    Examples
    --------
    >>> patient_words(lessons()[0].case).partition(",")[0] in ("Man", "Woman", "Boy", "Girl")
    True
    """
    who = case.demographics
    young = who.age is not None and who.age < _GROWN
    what = _SEXES.get(who.sex or "", "patient")
    named = {"man": "boy", "woman": "girl"}.get(what, "child") if young else what
    return capital(named) if who.age is None else f"{capital(named)}, {who.age:g}"


@cache
def lessons() -> tuple[Lesson, ...]:
    """All patients of the library; those with fewer findings first, since they are the quickest."""
    read = [read_case(data_path(name)) for name in files_like(_FILES)]
    cases = sorted(read, key=lambda case: (len(case.findings), case.id))
    return tuple(Lesson(number, case) for number, case in enumerate(cases, start=1))


def lesson_of(number: str) -> Lesson | None:
    """A patient of the library by number; None where there is none."""
    known = {str(lesson.number): lesson for lesson in lessons()}
    return known.get(number)
