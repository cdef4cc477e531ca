"""A dose as a sentence, in the words of a clinician or in plain ones."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Protocol

from myotome.language import listed, message, verbatim

__all__ = ["dose_sentence"]

_RANGE = re.compile(r"^(\d+)-(\d+)\b")
_EVERY_DAY = "7"
_THEN = ", then "
_UP_TO = "up to "


class _Part(Protocol):
    @property
    def quantity(self) -> str: ...
    @property
    def value(self) -> str: ...


def dose_sentence(parts: Sequence[_Part], *, plain: bool = False) -> str:
    """How many, how long and how often, in the order in which it is done.

    Parameters
    ----------
    parts : sequence
        Each with its quantity and value.
    plain : bool
        Whether a patient reads it.

    Returns
    -------
    str
        Without a full stop.

    Examples
    --------
    >>> from myotome.care.exercise.rules.dose import dose
    >>> dose_sentence(dose("core_hold"))
    '3 sets of 6, then 4, then 2 repetitions, each held for 10 s, every day'
    >>> dose_sentence(dose("limb"), plain=True)
    '8 to 10 times, but stop before you tire; 2 or 3 rounds; 3 days a week'
    """
    values = {part.quantity: part.value for part in parts}
    return listed(_plainly(values), "; ") if plain else ", ".join(_in_short(values))


def _in_short(values: Mapping[str, str]) -> Iterator[str]:
    sets, times, hold = (values.get(name) for name in ("sets", "repetitions", "hold"))
    if times:
        number, _, caution = _spread(times).partition(", short")
        yield f"{_spread(sets)} sets of {number} repetitions" if sets else f"{number} repetitions"
        if caution:
            yield f"short{caution}"
    if hold:
        yield f"each held for {_spread(hold)}" if times else f"{_spread(sets or '1')} times held for {_spread(hold)}"
    if "minutes" in values:
        yield f"{values['minutes']} minutes"
    yield from _how_often(values)


def _plainly(values: Mapping[str, str]) -> Iterator[str]:
    sets, times, hold = (values.get(name) for name in ("sets", "repetitions", "hold"))
    if times:
        number, _, caution = times.partition(", short")
        amount = _amount(number)
        often = message("{amount} times", amount=amount)
        yield message("{amount} times, but stop before you tire", amount=amount) if caution else often
    if hold:
        yield message("hold for {amount} seconds", amount=_amount(hold.removesuffix(" s")))
    if sets:
        yield message("{amount} rounds", amount=_one_or(sets))
    if minutes := values.get("minutes"):
        most = message("up to {amount} minutes", amount=verbatim(minutes.removeprefix(_UP_TO)))
        yield most if minutes.startswith(_UP_TO) else message("{amount} minutes", amount=_amount(minutes))
    yield from _how_often(values)


def _how_often(values: Mapping[str, str]) -> Iterator[str]:
    if week := values.get("sessions a week"):
        often = message("{amount} days a week", amount=_one_or(week))
        yield message("every day") if week == _EVERY_DAY else often
    if day := values.get("times a day"):
        yield message("{amount} times a day", amount=_amount(day))


def _one_or(value: str) -> str:
    """A number, one of two that are neighbours, or a range.

    Examples
    --------
    >>> str(_one_or("2-3")), str(_one_or("1-3"))
    ('2 or 3', '1 to 3')
    """
    found = _RANGE.fullmatch(value)
    if found is None or int(found[2]) - int(found[1]) > 1:
        return _amount(value)
    return message("{low} or {high}", low=verbatim(found[1]), high=verbatim(found[2]))


def _amount(value: str) -> str:
    """A number, a range of numbers, or numbers that follow one another."""
    if _THEN in value:
        first, _, others = value.partition(_THEN)
        return message("{first}, then {others}", first=verbatim(first), others=_amount(others))
    found = _RANGE.fullmatch(value)
    return message("{low} to {high}", low=verbatim(found[1]), high=verbatim(found[2])) if found else verbatim(value)


def _spread(value: str, between: str = "to") -> str:
    return _RANGE.sub(rf"\1 {between} \2", value)
