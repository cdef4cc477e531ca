"""The judged numbers of a plan and of the choice of exercises, read once."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from myotome.tables import Every, TomlTable, fraction, ids, integer, list_of, number, one_of

__all__ = ["exercise_rule", "limit", "limits", "lost_percent"]


_TREATMENTS = ids("forecast/treatments", "treatment")
_LIMITS = TomlTable(
    "patient/limits.toml",
    {
        "limit": {"in_play": fraction()},
        "forecast": {
            "futures": integer(1, 1000000),
            "weeks": integer(1, 2000),
            "muscles": integer(1, 100),
            "shown_weeks": list_of(integer(0, 2000)),
            "compared_weeks": list_of(integer(0, 2000)),
            "published_weeks": list_of(integer(0, 2000)),
            **dict.fromkeys(("usual_lumbar", "usual_thoracic", "usual_cervical"), list_of(one_of(_TREATMENTS))),
        },
        "test": {"least_bits": number(0, 10)},
        "referral": {"least": fraction(), "leading": fraction()},
    },
)
_RULES = TomlTable(
    "care/exercise/rules.toml",
    {
        "choice": dict.fromkeys(("most", "more_for_weak"), integer(0, 100)),
        "price": dict.fromkeys(
            ("each", "per_standing", "caution", "preferred", "weak", "least", "counts_from"), number(0, 10)
        ),
        "load": dict.fromkeys(("low", "high", "co_contraction"), number(1, 10)),
        "age": {"full_until": number(0, 120), "least_from": number(0, 120), "least": fraction()},
        "pain": dict.fromkeys(("high_from", "moderate_from", "high", "moderate"), number(0, 10)),
        "tag": Every(number(0, 180)),
        "grade": {
            **dict.fromkeys(("active", "resisted", "unstated"), number(0, 5)),
            "lost_percent": Every(number(0, 100)),
            "hardest": fraction(),
            "enough": fraction(),
        },
        "spasm": {"level": fraction()},
    },
)


@cache
def limits(section: str) -> Mapping[str, Any]:
    """One section of patient/limits.toml."""
    entry: Mapping[str, Any] = _LIMITS.read()[section]
    return entry


def limit(section: str, name: str) -> float:
    """One number of patient/limits.toml.

    Examples
    --------
    >>> 0.0 < limit("limit", "in_play") < 1.0
    True
    """
    return float(limits(section)[name])


@cache
def _rules() -> Mapping[str, Any]:
    return _RULES.read()


def exercise_rule(section: str, name: str) -> float:
    """One number of care/exercise/rules.toml.

    Examples
    --------
    >>> exercise_rule("load", "co_contraction") > 1.0
    True
    """
    return float(_rules()[section][name])


def lost_percent(grade: float) -> float:
    """Strength that a muscle of this grade has lost, percent; between grades in a line.

    Examples
    --------
    >>> lost_percent(5.0), lost_percent(0.0) > lost_percent(3.5) > lost_percent(4.0)
    (0.0, True)
    """
    table = {float(mrc): float(lost) for mrc, lost in _rules()["grade"]["lost_percent"].items()}
    low, high = max(mrc for mrc in table if mrc <= grade), min(mrc for mrc in table if mrc >= grade)
    share = 0.0 if high == low else (grade - low) / (high - low)
    return table[low] + share * (table[high] - table[low])
