"""What a case tells of the traits that a course depends on; what it does not tell is left to be drawn."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from myotome.exam import Case, History, Imaging, Questionnaire
from myotome.forecast import known_by

__all__ = ["known_traits"]

_CM = 100.0


def known_traits(case: Case) -> dict[str, Any]:
    """Traits by their names in `PersonNow`; those that the case does not tell are left out.

    Parameters
    ----------
    case : Case

    Returns
    -------
    dict
        Yes or no for each burden that is told, and `bmi` where height and weight are.
    """
    told = {name: _told(case, rule) for name, rule in known_by().items()}
    known: dict[str, Any] = {name: value for name, value in told.items() if value is not None}
    who = case.demographics
    if who.height_cm and who.weight_kg:
        known["bmi"] = who.weight_kg / (who.height_cm / _CM) ** 2
    return known


def _told(case: Case, rule: Mapping[str, Any]) -> bool | None:
    """Yes where any finding says so, no where one denies it and none says so, None where none speaks of it."""
    answers = [*_history(case, rule), *_scores(case, rule), *_images(case, rule)]
    return any(answers) if answers else None


def _history(case: Case, rule: Mapping[str, Any]) -> list[bool]:
    items = [one for one in case.findings if isinstance(one, History)]
    said = [bool(one.value) for one in items if one.item == rule.get("history")]
    return said + [not one.value for one in items if one.item == rule.get("absent_history")]


def _scores(case: Case, rule: Mapping[str, Any]) -> list[bool]:
    limits = rule.get("scores", {})
    asked = [one for one in case.findings if isinstance(one, Questionnaire)]
    return [one.value >= limits[one.name] for one in asked if one.name in limits]


def _images(case: Case, rule: Mapping[str, Any]) -> list[bool]:
    seen = [one for one in case.findings if isinstance(one, Imaging)]
    return [one.present for one in seen if one.finding in rule.get("images", ())]
