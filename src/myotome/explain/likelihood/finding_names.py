"""Which findings and values a row of a table may speak of: names of the vocabulary, by the type of finding."""

from __future__ import annotations

from collections.abc import Mapping

from myotome.exam import vocabulary
from myotome.tables import Column, Row, one_by, one_of

__all__ = ["finding_columns", "names_of_type"]

_SECTIONS: Mapping[str, tuple[str, ...]] = {
    "strength": ("muscles", "muscle_groups", "movements"),
    "sensation": ("areas", "dermatomes"),
    "reflex": ("reflexes",),
    "sign": ("signs",),
    "imaging": ("imaging_findings",),
    "emg": ("muscles", "muscle_groups"),
    "ncs": ("nerves",),
    "history": ("history",),
    "lab": ("lab_tests",),
}
#: What a row on pain speaks of, by its value.
_PAIN: Mapping[str, tuple[str, ...]] = {
    "present": ("areas",),
    "character": ("pain_characters",),
    "worse_with": ("pain_modifiers",),
    "better_with": ("pain_modifiers",),
}
#: Names that no section holds: any muscle or nerve, pain itself, its onset and its spread.
_BESIDE = {"emg": ("any",), "ncs": ("any",), "pain": ("none", "onset_sudden", "radiating")}
_VALUES: Mapping[str, tuple[str, ...]] = {
    "strength": ("weak",),
    "sensation": ("absent", "reduced", "increased", "paraesthesia"),
    "reflex": ("absent", "reduced", "brisk"),
    "sign": ("positive",),
    "imaging": ("present",),
    "lab": ("raised", "low", "positive"),
    "pain": tuple(_PAIN),
}


def names_of_type(finding_type: str) -> tuple[str, ...]:
    """Names that findings of a type may have.

    Examples
    --------
    >>> "achilles" in names_of_type("reflex")
    True
    """
    return vocabulary().ids(_SECTIONS[finding_type])


def _findings(row: Row) -> tuple[str, ...]:
    kind = row["finding_type"]
    sections = _PAIN[row["value"]] if kind == "pain" else _SECTIONS[kind]
    return (*vocabulary().ids(sections), *_BESIDE.get(kind, ()))


def _values(row: Row) -> tuple[str, ...]:
    kind = row["finding_type"]
    if kind in _VALUES:
        return _VALUES[kind]
    if kind != "history":
        return vocabulary().ids(f"{kind}_values")
    item = vocabulary().history[row["finding"]]
    return ("true",) if item.value == "bool" else (*item.values, "any")


def finding_columns(finding: str = "finding") -> dict[str, Column]:
    """Columns that say which finding a row is about, and which value of it.

    Parameters
    ----------
    finding : str
        Column that holds the name of the finding.

    Examples
    --------
    >>> row = {"finding_type": "reflex", "finding": "achiles", "value": "absent"}
    >>> finding_columns()["finding"].nearest("achiles", row)
    ('achilles',)
    """
    return {
        "finding_type": one_of((*_SECTIONS, "pain")),
        finding: one_by(_findings),
        "value": one_by(lambda row: _values({**row, "finding": row[finding]})),
    }
