"""Follow-up: what to examine, when, which change matters, and what the forecast expects by then."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from myotome.care.treatment.outlook import REFERENCE, Outlooks, Spread
from myotome.exam import Strength, joined, plain_muscle, sided, words
from myotome.language import listed, message
from myotome.patient import REGION_CELL, Circumstances, condition_cell, limit, scopes
from myotome.plain_json import plain_fields
from myotome.tables import Table, identifier, ids, list_of, number, one_of, text

__all__ = ["Reexamination", "reexaminations"]

_LABELS = {
    "leg_pain_nrs": "pain of the limb, 0 to 10",
    "back_pain_nrs": "pain of the spine, 0 to 10",
    "odi": "disability, 0 to 100",
}
_SHARE = "recovered_perceived"
_THRESHOLDS = Table(
    "care/follow_up/thresholds.csv",
    {
        "id": identifier(),
        "measure": text(),
        "group": identifier(),
        "quantity": text(),
        "condition": text(),
        "sex": one_of(("male", "female"), optional=True),
        **dict.fromkeys(("age_low", "age_high"), number(0, 120, optional=True)),
        "value": number(-1000, 1000),
        **dict.fromkeys(("low", "high"), number(-1000, 1000, optional=True)),
    },
    key=("id",),
)
_ITEMS = Table(
    "care/follow_up/reexamination.csv",
    {
        "id": identifier(),
        "wording": text(),
        "plain": text(),
        "scope": list_of(one_of(scopes), optional=True),
        "region": REGION_CELL,
        "needs": condition_cell(),
        "at_weeks": list_of(number(0, 520)),
        "outcome": one_of(("mrc", _SHARE, *_LABELS), optional=True),
        "why": text(),
        "groups": list_of(one_of(ids("care/follow_up/thresholds", "group")), optional=True),
    },
    key=("id",),
)


@dataclass(frozen=True, slots=True)
class Reexamination:
    """One item of the follow-up.

    Attributes
    ----------
    at_weeks : tuple of float
        From now.
    change_that_counts : tuple of str
        Least change that is more than error or that matters, with whom it was measured in.
    expected : tuple of str
        What the forecast under watchful waiting expects by then; a course outside it is a reason to think again.
    """

    what: str
    wording: str
    plain: str
    at_weeks: tuple[float, ...]
    why: str
    change_that_counts: tuple[str, ...]
    expected: tuple[str, ...]
    sources: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON."""
        return plain_fields(self)


@cache
def _thresholds() -> tuple[Mapping[str, Any], ...]:
    return tuple(_THRESHOLDS.rows())


@cache
def _items() -> tuple[Mapping[str, Any], ...]:
    return tuple(_ITEMS.rows())


def _fits(row: Mapping[str, Any], patient: Circumstances) -> bool:
    """Is a threshold for a person of this sex and age? One for a sex or an age needs it to be known."""
    who = patient.case.demographics
    if row["sex"] and row["sex"] != who.sex:
        return False
    if row["age_low"] is None:
        return True
    return who.age is not None and row["age_low"] <= who.age < row["age_high"] + 1


def _counts(row: Mapping[str, Any]) -> str:
    span = f" ({row['low']:g} to {row['high']:g})" if row["low"] is not None and row["high"] is not None else ""
    note = f"; {row['note']}" if row["note"] else ""
    return f"{row['measure']}, {row['quantity']}: {row['value']:g} {row['unit']}{span} ({row['condition']}{note})"


def _muscles(found: Sequence[Strength]) -> str:
    names = (sided(words(one.name, "muscles", "muscle_groups", "movements"), one.side) for one in found)
    return joined(*dict.fromkeys(names))


def _muscles_plainly(found: Sequence[Strength]) -> str:
    return listed(dict.fromkeys(plain_muscle(one.name, one.side) for one in found))


def _weak_of(row: Mapping[str, Any], patient: Circumstances) -> tuple[Strength, ...]:
    """Weak muscles that a row speaks of."""
    behind = patient.behind(row["needs"]) or frozenset()
    return tuple(one for one in patient.weak if one.index in behind) or patient.weak


def _spread(name: str, spread: Spread) -> str:
    if spread.q50 is None or spread.q05 is None or spread.q95 is None:
        return f"{spread.mean:.2f}"
    digits = 0 if name == "odi" else 1
    return f"{spread.q50:.{digits}f} ({spread.q05:.{digits}f} to {spread.q95:.{digits}f})"


def _expected(outcome: str, weak: Sequence[Strength], outlooks: Outlooks) -> Iterator[str]:
    """What is expected under watchful waiting: median, and where 90 of 100 futures lie."""
    followed = {f"mrc.{one.side} {one.muscles[0]}" for one in weak if one.muscles}
    for week, found in outlooks.of(REFERENCE).items():
        for name, spread in found.items():
            if name == outcome == _SHARE:
                yield f"week {week}: recovered, as perceived, in {100 * spread.mean:.0f} of 100 futures"
            elif name == outcome or (outcome == "mrc" and name in followed):
                label = _LABELS.get(name) or f"strength of {name[4:].replace('_', ' ')}, MRC"
                yield f"week {week}: {label} {_spread(name, spread)}"


def _applies(row: Mapping[str, Any], patient: Circumstances) -> bool:
    likely = not row["scope"] or patient.probability(row["scope"], row["region"]) >= limit("limit", "in_play")
    return likely and patient.holds(row["needs"])


def _reexamination(row: Mapping[str, Any], patient: Circumstances, outlooks: Outlooks) -> Reexamination:
    weak = _weak_of(row, patient)
    muscles, groups, plain = _muscles(weak), row["groups"], row["plain"]
    fitting = (one for one in _thresholds() if one["group"] in groups and _fits(one, patient))
    counted = sorted(fitting, key=lambda one: groups.index(one["group"]))
    return Reexamination(
        what=row["id"],
        wording=row["wording"].format(muscles=muscles),
        plain=message(plain, muscles=_muscles_plainly(weak)),
        at_weeks=row["at_weeks"],
        why=row["why"],
        change_that_counts=tuple(_counts(one) for one in counted),
        expected=tuple(_expected(row["outcome"], weak, outlooks)) if row["outcome"] else (),
        sources=tuple(dict.fromkeys(key for one in (row, *counted) for key in one["source"].split("|"))),
    )


def reexaminations(patient: Circumstances, outlooks: Outlooks) -> tuple[Reexamination, ...]:
    """What to follow up, and when.

    Parameters
    ----------
    patient : Circumstances
        The patient.
    outlooks : Outlooks
        For what is expected by then.

    Returns
    -------
    tuple of Reexamination
        The soonest first.
    """
    made = [_reexamination(row, patient, outlooks) for row in _items() if _applies(row, patient)]
    return tuple(sorted(made, key=lambda one: [week for week in one.at_weeks if week > 0][:1]))
