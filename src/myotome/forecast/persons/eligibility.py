"""Read who takes part from a plain mapping, as it stands in a specification or in the table of published cohorts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from myotome.errors import InputError, Problem, nearest_names
from myotome.exam import HERNIATION_TYPES
from myotome.forecast.persons.people import BURDENS, CORD, Group, Range, Start
from myotome.printing import shown
from myotome.tables import Anything, Every, TomlTable, fraction, number, text

__all__ = [
    "EligibilityChecks",
    "access_of_setting",
    "known_by",
    "least_probability",
    "loss_of_grade",
    "loss_of_grades",
    "setting_of_case",
    "start_of",
    "touched",
    "typical",
]

_RANGES = {
    **dict.fromkeys(("leg_pain", "back_pain"), (0.0, 10.0)),
    "age": (10.0, 100.0),
    "bmi": (10.0, 80.0),
    "odi": (0.0, 100.0),
}
_SHARES = (*BURDENS, "male", "smoker", "large_defect", "weak", "second_root")
_GIVEN = (*BURDENS, "male", "smoker", "large_defect", "weak", "cauda_risk")
_PAIRS = {"duration_weeks": (0.1, 2000.0), "adherence": (0.0, 1.0), "mrc": (0.0, 5.0)}
_WORDS = ("region", "setting", "cord", "resolved")
_FIELDS = ("share", "types", "defect_mm", "cauda_risk", "access", "mix", *_RANGES, *_SHARES, *_PAIRS, *_WORDS)
_REGIONS = ("lumbar", "cervical", "back_pain")
_ROUNDED = 0.02
_RESOLVED = ("none", "leg", "back", "both")


_TABLE = TomlTable(
    "forecast/people.toml",
    {
        "typical": {"lumbar": Every(Anything()), "cervical": Every(Anything()), "back_pain": Every(Anything())},
        "known_by": Every(Anything()),
        "worth_telling": Every(number(0, 1)),
        "touched": Every(Anything()),
        "setting": {"access": Every(fraction()), "of_case": Every(text())},
    },
)


@cache
def _table() -> Mapping[str, Any]:
    return _TABLE.read()


def typical(region: str) -> Mapping[str, Any]:
    """Return the eligibility of a typical person of a region, as a plain mapping."""
    entry: Mapping[str, Any] = _table()["typical"][region]
    return entry


def least_probability() -> float:
    """Probability that a herniation is the cause, below which its course is not given."""
    return float(_table()["worth_telling"]["least_probability"])


def known_by() -> Mapping[str, Mapping[str, Any]]:
    """Which findings of a case tell each trait that the course depends on."""
    return {name: rule for name, rule in _table()["known_by"].items() if isinstance(rule, Mapping)}


def touched(what: str) -> Mapping[str, Any]:
    """Return what is different where a herniation presses on the `cord` or the `cauda_equina`; empty for a `root`."""
    entry: Mapping[str, Any] = _table()["touched"].get(what, {})
    return entry


def access_of_setting() -> Mapping[str, float]:
    """How readily surgery is offered and taken in each setting."""
    entry: Mapping[str, float] = _table()["setting"]["access"]
    return entry


def setting_of_case(setting: str | None) -> str:
    """Setting of the forecast for the setting of a case; a hospital where it is not known."""
    named: Mapping[str, str] = _table()["setting"]["of_case"]
    return named.get(setting or "", "hospital")


@cache
def _grade() -> Mapping[str, Any]:
    from myotome.forecast.outcomes import grade_scale

    return grade_scale()


def loss_of_grades(low: float, high: float) -> tuple[float, float]:
    """Motor conduction lost by those graded `low` to `high` on the MRC scale, as a range from less to more.

    Examples
    --------
    >>> less, more = loss_of_grades(0, 3)
    >>> 0.7 < less < more <= 1.0
    True
    """
    edges = (0.0, *_grade()["edges"], _grade()["top"])
    return loss_of_grade(edges[min(int(high), 5) + 1]), loss_of_grade(edges[int(low)])


def loss_of_grade(grade: float) -> float:
    """Drive lost to a muscle of this grade, 0 to 1; between grades as between numbers.

    Examples
    --------
    >>> loss_of_grade(0.0), loss_of_grade(2.0) > loss_of_grade(4.0)
    (1.0, True)
    """
    scale = _grade()
    return 1.0 - min(float((grade / scale["top"]) ** (1.0 / scale["power"])), 1.0)


@dataclass(slots=True)
class EligibilityChecks:
    """Collects everything wrong with one input, so that all of it is reported at once."""

    where: str
    problems: list[Problem] = field(default_factory=list)

    def wrong(self, place: str, given: Any, allowed: str, message: str, nearest: Sequence[str] = ()) -> None:
        """Note one problem."""
        self.problems.append(Problem(f"{self.where}, {place}", None, shown(given), allowed, tuple(nearest), message))

    def one_of(self, place: str, given: Any, allowed: Sequence[str]) -> bool:
        """Is it one of these words?"""
        if isinstance(given, str) and given in allowed:
            return True
        near = nearest_names(given, allowed) if isinstance(given, str) else ()
        self.wrong(place, given, ", ".join(allowed), "No such name: use one that is allowed.", near)
        return False

    def number(self, place: str, given: Any, low: float, high: float) -> bool:
        """Is it a number within these limits?"""
        if isinstance(given, int | float) and not isinstance(given, bool) and low <= given <= high:
            return True
        self.wrong(place, given, f"a number from {low:g} to {high:g}", "Give a number within the limits.")
        return False

    def numbers(self, place: str, given: Any, count: Sequence[int], limits: tuple[float, float]) -> bool:
        """Is it a list of so many numbers within these limits?"""
        if not isinstance(given, list | tuple) or len(given) not in count:
            many = " or ".join(str(n) for n in count)
            self.wrong(place, given, f"a list of {many} numbers", "Give a list of numbers.")
            return False
        right = [self.number(f"{place}[{n}]", entry, *limits) for n, entry in enumerate(given)]
        return all(right)

    def rising(self, place: str, given: Any, count: int, limits: tuple[float, float]) -> bool:
        """Is it a list of so many numbers within these limits, none below the one before it?"""
        if not self.numbers(place, given, (count,), limits):
            return False
        if list(given) == sorted(given):
            return True
        message = "The numbers are the wrong way round: put them in rising order."
        self.wrong(place, list(given), f"{count} numbers in rising order, here {sorted(given)}", message)
        return False

    def known(self, place: str, given: Mapping[str, Any], allowed: Sequence[str]) -> None:
        """Note every name that means nothing."""
        for name in given:
            self.one_of(f"{place}.{name}" if place else str(name), name, allowed)

    def end(self) -> None:
        """Raise InputError if anything was wrong."""
        if self.problems:
            raise InputError(self.problems)


def _check(given: Mapping[str, Any], place: str, checks: EligibilityChecks) -> None:
    checks.known(place, given, _FIELDS)
    _check_ranges(given, place, checks)
    _check_numbers(given, place, checks)
    words = {"region": _REGIONS, "setting": tuple(access_of_setting()), "cord": CORD, "resolved": _RESOLVED}
    for name, allowed in words.items():
        if name in given:
            checks.one_of(f"{place}.{name}", given[name], allowed)
    _check_types(given.get("types", {}), f"{place}.types", checks)


def _check_ranges(given: Mapping[str, Any], place: str, checks: EligibilityChecks) -> None:
    for name, limits in _RANGES.items():
        if name in given and checks.numbers(f"{place}.{name}", given[name], (2, 4), (0.0, limits[1])):
            checks.number(f"{place}.{name}[{len(given[name]) - 2}]", given[name][-2], *limits)
            _check_order(given[name], f"{place}.{name}", checks)
            _check_mean(given[name], f"{place}.{name}", checks)
    for name, limits in _PAIRS.items():
        if name in given and checks.numbers(f"{place}.{name}", given[name], (2,), limits):
            _check_order(given[name], f"{place}.{name}", checks)


def _check_numbers(given: Mapping[str, Any], place: str, checks: EligibilityChecks) -> None:
    for name in _SHARES:
        if name in given:
            checks.number(f"{place}.{name}", given[name], 0.0, 1.0)
    for name, high in (("share", 1.0), ("access", 5.0), ("cauda_risk", 100.0)):
        if name in given:
            checks.number(f"{place}.{name}", given[name], 0.0, high)
    if "defect_mm" in given:
        checks.rising(f"{place}.defect_mm", given["defect_mm"], 3, (0.0, 30.0))


def _check_order(given: Sequence[float], place: str, checks: EligibilityChecks) -> None:
    if given[-2] > given[-1]:
        checks.wrong(place, list(given), "the lower limit first", "The limits are the wrong way round: swap them.")


def _check_mean(given: Sequence[float], place: str, checks: EligibilityChecks) -> None:
    if len(given) == 4 and given[2] <= given[3] and not given[2] <= given[0] <= given[3]:
        allowed = f"a mean from {given[2]:g} to {given[3]:g}, the limits given with it"
        checks.wrong(place, list(given), allowed, "The mean lies outside its own limits: change it or the limits.")


def _check_shares(parts: Sequence[Mapping[str, Any]], place: str, checks: EligibilityChecks) -> None:
    """Shares of the groups are all there, or none is; together they make up everybody."""
    shares = [part["share"] for part in parts if "share" in part]
    if not shares:
        return
    where = f"{place}.mix" if len(parts) > 1 else place
    if len(shares) < len(parts):
        message = "Some groups have a share and some have none: give each one, or none for groups of one size."
        checks.wrong(where, shares, f"{len(parts)} shares, or none", message)
    elif abs(sum(shares) - 1.0) > _ROUNDED:
        message = f"The shares sum to {sum(shares):g}: change them so that they make up everybody."
        checks.wrong(where, shares, "shares that sum to 1", message)


def _check_types(given: Any, place: str, checks: EligibilityChecks) -> None:
    if not isinstance(given, Mapping):
        checks.wrong(place, given, "a table of shares by type", "Give a share for each type of herniation.")
        return
    checks.known(place, given, HERNIATION_TYPES)
    right = [checks.number(f"{place}.{name}", share, 0.0, 1.0) for name, share in given.items()]
    if all(right) and sum(given.values()) > 1.0 + 1e-9:
        checks.wrong(place, dict(given), "shares that sum to at most 1", "The shares sum to more than 1: lower them.")


def _range(given: Sequence[float], usual: Sequence[float]) -> Range:
    """Mean, deviation, limits as given; two numbers are limits around the usual mean."""
    if len(given) == 4:
        return Range(*given)
    return Range(min(max(usual[0], given[0]), given[1]), usual[1], given[0], given[1])


def _group(given: Mapping[str, Any]) -> Group:
    region = given.get("region", "lumbar")
    usual = typical(region)
    merged = {**usual, **given}
    ranges = {name: _range(merged[name], usual.get(name, (30.0, 15.0))) for name in _RANGES if name in merged}
    texts: dict[str, Any] = {name: merged[name] for name in _GIVEN}
    weak_from, weak_to = loss_of_grades(*merged["mrc"])
    resolved = merged.get("resolved", "none")
    return Group(
        leg_pain=ranges["leg_pain"],
        back_pain=ranges["back_pain"],
        age=ranges["age"],
        bmi=ranges["bmi"],
        odi=ranges.get("odi"),
        types=merged["types"],
        share=merged.get("share", 1.0),
        region="cervical" if region == "cervical" else "lumbar",
        duration_weeks=tuple(merged["duration_weeks"]),
        **texts,
        defect_mm=tuple(merged["defect_mm"]),
        loss=(weak_from, weak_to),
        second_ratio=merged["second_root"],
        access=merged.get("access", access_of_setting()[merged.get("setting", "hospital")]),
        cord=merged.get("cord", "none"),
        adherence=tuple(merged["adherence"]),
        leg_resolved=resolved in ("leg", "both"),
        back_resolved=resolved in ("back", "both"),
    )


def start_of(given: Mapping[str, Any], checks: EligibilityChecks, place: str = "eligibility") -> Start:
    """Make a start distribution of an eligibility; what is wrong is noted in `checks`.

    Parameters
    ----------
    given : mapping
        Any of `region`, `setting`, `types`, `leg_pain`, `back_pain`, `odi`, `age`, `duration_weeks`, `male`, `smoker`,
        `distress`, `compensation`, `sick_leave`, `earlier_episodes`, `diabetes`, `modic`, `bmi`, `large_defect`,
        `defect_mm`, `weak`, `mrc`, `second_root`, `cord`, `cauda_risk`, `adherence`, `resolved`,
        `access`; or `mix`, a list of such tables with a `share` each that override the rest.
    checks : EligibilityChecks
        Collects the problems.
    place : str
        Name of the table in messages.

    Returns
    -------
    Start
        The people; a placeholder where something was wrong.
    """
    before = len(checks.problems)
    mix = given.get("mix", [{}])
    rest = {name: value for name, value in given.items() if name != "mix"}
    if not isinstance(mix, list) or not mix or not all(isinstance(part, Mapping) for part in mix):
        checks.wrong(f"{place}.mix", mix, "a list of tables", "Give one table for each group of people.")
        mix = [{}]
    parts = [{**rest, **part} for part in mix]
    for part_index, part in enumerate(parts):
        _check(part, place if len(parts) == 1 else f"{place}.mix[{part_index}]", checks)
    if len(checks.problems) == before:
        _check_shares(parts, place, checks)
    if len(checks.problems) > before:
        return Start((_group({}),))
    return Start(tuple(_group(part) for part in parts))
