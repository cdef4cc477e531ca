"""A case file that is opened in the page."""

from __future__ import annotations

from typing import Final

from myotome.errors import InputError, Problem
from myotome.exam import case_from_text
from myotome.web.examination.examination import Examination, examination_of, opened

__all__ = ["examination_in"]

_UTF8: Final = "a case file in YAML or JSON, UTF-8"


def examination_in(sent: bytes, name: str) -> Examination:
    """The examination of a file; where it is wrong, an empty one with every problem."""
    try:
        return opened(case_from_text(_decoded(sent, name), name))
    except InputError as error:
        empty = examination_of({})
        return Examination(empty.case, problems=tuple(("file", fault) for fault in error.problems))


def _decoded(sent: bytes, name: str) -> str:
    if not sent.strip():
        raise InputError([Problem(name, None, "an empty file", _UTF8, (), "Choose a case file first.")])
    try:
        return sent.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise InputError(
            [Problem(name, None, "bytes that are no text", _UTF8, (), "Save the file as UTF-8.")]
        ) from None
