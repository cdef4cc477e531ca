"""The questions to the patient: red flags first, each by itself, then any item of the history."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from myotome.exam import Case, History, vocabulary
from myotome.explain import first_questions
from myotome.web.examination.buttons import Button, act

__all__ = ["Question", "history_items", "questions"]


@dataclass(frozen=True, slots=True)
class Question:
    """A red-flag question; `state` is `open`, `no` or `yes`."""

    item: str
    text: str
    state: str
    buttons: tuple[Button, ...]


def questions(case: Case) -> tuple[Question, ...]:
    """The red-flag questions of this patient, each by itself."""
    told = {finding.item: finding.value for finding in case.findings if isinstance(finding, History)}
    unasked = case.with_findings(finding for finding in case.findings if not isinstance(finding, History))
    return tuple(_question(one.item, one.question, one.yes, told.get(one.item)) for one in first_questions(unasked))


def _question(item: str, text: str, yes: bool | str, value: Any) -> Question:
    name = {"type": "history", "item": item}
    no: bool | str = False if isinstance(yes, bool) else "none"
    state = "open" if value is None else "no" if value in (False, "none") else "yes"
    buttons = (("No", no, state == "no"), ("Yes", yes, state == "yes"))
    made = (
        Button(said, f"{text} {said}", act(clear=name) if chosen else act(put={**name, "value": to}), chosen)
        for said, to, chosen in buttons
    )
    return Question(item, text, state, tuple(made))


def history_items(case: Case, item: str) -> tuple[Button, ...]:
    """What may be answered to an item of the history."""
    entry = vocabulary().history.get(item)
    if entry is None or entry.needs or entry.value == "number":
        return ()
    told = {finding.item: finding.value for finding in case.findings if isinstance(finding, History)}
    values: Sequence[bool | str] = entry.values or (False, True)
    shown = {False: "no", True: "yes"}
    return tuple(
        Button(
            shown.get(value, str(value).replace("_", " ")) if isinstance(value, bool) else value.replace("_", " "),
            entry.label,
            act(put={"type": "history", "item": item, "value": value}),
            told.get(item) == value and item in told,
        )
        for value in values
    )
