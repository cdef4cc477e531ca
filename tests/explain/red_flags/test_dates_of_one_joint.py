"""A fracture and a dislocation of one joint are one injury: either may bear the date."""

from __future__ import annotations

import pytest

from myotome.explain.red_flags.rules import fired_rules
from support.compact_cases import history, patient, strength

YEARS = {"value": 40, "unit": "years"}
TODAY = {"value": 1, "unit": "days"}


def urgency(*findings: dict[str, object]) -> str | None:
    case = patient([strength("finger_extension", "right", 2), *findings])
    return next((rule.urgency for rule in fired_rules(case) if rule.id == "dislocation_nerve"), None)


def elbow(item: str, side: str = "right", **more: object) -> dict[str, object]:
    return history(item, areas=["elbow"], side=side, **more)


def test_the_date_of_the_fracture_is_that_of_the_dislocation() -> None:
    assert urgency(elbow("dislocation")) == "urgent"
    assert urgency(elbow("dislocation"), elbow("fracture", ago=YEARS)) is None
    assert urgency(elbow("dislocation"), elbow("fracture", ago=TODAY)) == "urgent"


@pytest.mark.parametrize(
    "other",
    [
        elbow("fracture", "left", ago=YEARS),
        history("fracture", areas=["wrist"], side="right", ago=YEARS),
        history("surgery", "nerve_release", areas=["elbow"], side="right", ago=YEARS),
    ],
)
def test_no_other_event_lends_its_date(other: dict[str, object]) -> None:
    assert urgency(elbow("dislocation"), other) == "urgent"


def test_of_two_dates_the_later_one_counts() -> None:
    assert urgency(elbow("dislocation"), elbow("fracture", ago=YEARS), elbow("fracture", ago=TODAY)) == "urgent"
