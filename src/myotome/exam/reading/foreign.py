"""What was given in the place of a case file (a letter, a table, FHIR, a spinal injury sheet), and what now?"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

from myotome.errors import InputError, Problem
from myotome.files import MEGABYTE, read_text
from myotome.printing import shown

__all__ = ["refuse_foreign", "refuse_prose", "refuse_table"]

_ALLOWED = "a case file: a mapping with the keys id, demographics, findings"
_WAY_OUT = (
    "`myotome exam` asks for the findings and writes such a file; `myotome words` shows how a finding is written."
)
_IMPORT = "`myotome import FILE` makes case files of it, one a patient; then add age, sex and complaint."
_BY_ROW = "A case file holds one patient: write each row as one."
_PROSE = (
    "This is free text. Of a radiology or EMG letter, `myotome letter FILE` shows the findings that it names, to be"
    " confirmed; a history is not read."
)
_TABLES = (".csv", ".tsv", ".xlsx")
_SENTENCE = 3  # a key of so many words is no key
# words of a heading that say what a table is of
_HEADINGS = (
    (r"pfirr?man|modic", "gradings of discs, a disc a row (`disc_degeneration` with its `grade`, `modic_1`, `bulge`)"),
    (r"stenosis|narrowing", "labels of stenosis by level and side (`stenosis` with its `zone` and `severity`)"),
    (r"fibs|psw|recruit|latency", "a needle or conduction study, a muscle or a nerve a row (`emg`, `ncs`)"),
)
_SHEET_KEYS = frozenset({"deepAnalPressure", "voluntaryAnalContraction", "lightTouch", "pinPrick"})


def refuse_table(path: Path) -> None:
    """Raise InputError where a file is a table: it holds many patients, or one in another form."""
    if path.suffix.lower() not in _TABLES:
        return
    heading = "" if path.suffix.lower() == ".xlsx" else read_text(path, _ALLOWED, 4 * MEGABYTE).partition("\n")[0]
    what = next((what for words, what in _HEADINGS if re.search(words, heading, re.IGNORECASE)), "")
    message = f"This is a table{': ' + what if what else ''}. {_IMPORT if what else _BY_ROW}"
    raise InputError([Problem(str(path), 1, shown(heading or "a table"), _ALLOWED, (), f"{message} {_WAY_OUT}")])


def refuse_prose(path: Path, known: Collection[str]) -> None:
    """Raise InputError where a text that is not YAML is a letter: sentences, and no key of a case file."""
    if path.suffix.lower() in (".json", ".yaml", ".yml"):
        return
    text = read_text(path, _ALLOWED, 4 * MEGABYTE)
    begins = {line.partition(":")[0].strip() for line in text.splitlines()}
    if len(text.split()) > _SENTENCE and not begins & set(known):
        raise InputError([Problem(str(path), 1, shown(text.strip()), _ALLOWED, (), f"{_PROSE} {_WAY_OUT}")])


def refuse_foreign(raw: Any, where: str, known: Collection[str]) -> None:
    """Raise InputError where this is a document of another kind, known as such.

    Parameters
    ----------
    raw : any
        What was read.
    where : str
        Name of the file.
    known : collection of str
        Keys of a case file; a mapping with one of them is a case file with errors.
    """
    what = _kind(raw, known)
    if what is not None:
        given, message = what
        raise InputError([Problem(where, 1, given, _ALLOWED, (), f"{message} {_WAY_OUT}")])


def _kind(raw: Any, known: Collection[str]) -> tuple[str, str] | None:
    """What is given, and the sentence that says so; None for what may be a case file."""
    if isinstance(raw, str) and len(raw.split()) > _SENTENCE:
        return shown(raw), _PROSE
    if not isinstance(raw, Mapping) or any(key in known for key in raw):
        return None
    if isinstance(kind := raw.get("resourceType"), str):
        return shown(
            kind
        ), f"This is FHIR, a resource of type {kind}. FHIR is not read yet: write its observations as findings."
    sides = [raw[side] for side in ("left", "right") if isinstance(raw.get(side), Mapping)]
    if _SHEET_KEYS & {*raw, *(key for side in sides for key in side)}:
        message = "This is a sheet of the international spinal injury standard: `myotome isncsci FILE` classifies it,"
        return "a spinal injury sheet", f"{message} and writes its findings as a case file with `--case`."
    if raw and all(len(str(key).split()) > _SENTENCE for key in raw):
        return shown(next(iter(raw))), _PROSE
    return None
