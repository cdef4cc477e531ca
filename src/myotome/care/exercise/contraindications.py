"""Which exercises are barred, allowed with care, or preferred for this person, by condition and by week."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

from myotome.anatomy import muscles
from myotome.care.statement import Statement
from myotome.errors import DataError
from myotome.exam.case import History, Imaging, Lab, Pain, Sign
from myotome.explain.explanation import Explanation
from myotome.patient.circumstances import Circumstances
from myotome.patient.judged import exercise_rule, limit
from myotome.tables import listed, read_csv

__all__ = ["ALL", "CLOCKS", "EFFECTS", "KINDS", "ExerciseRule", "active_rules", "exercise_rules", "rule_holds"]

#: A rule with this tag is about every exercise.
ALL: Final = "all"
EFFECTS: Final = ("bar", "caution", "prefer")
#: What the weeks of a rule count from: not at all, the start of this plan, the onset, the operation.
CLOCKS: Final = ("", "plan", "onset", "surgery")
_LIKELIER_THAN_NOT: Final = 0.5
_LIMBS: Final = {
    "upper": frozenset({"shoulder", "arm", "forearm", "hand"}),
    "lower": frozenset({"hip", "thigh", "leg", "foot"}),
}


@dataclass(frozen=True, slots=True)
class ExerciseRule:
    """One rule about exercises.

    Attributes
    ----------
    rule : str
        Name.
    effect : str
        One of `EFFECTS`.
    when : tuple of str
        Circumstances, one of which must hold.
    unless : tuple of str
        Circumstances, none of which may hold.
    tags : frozenset of str
        Exercises it is about: those that have one of these tags.
    clock : str
        One of `CLOCKS`.
    from_weeks, until_weeks : float
        On that clock; the last is not included.
    wording, plain, lift : str
        For the clinician, for the patient, and what ends the rule.
    """

    rule: str
    effect: str
    when: tuple[str, ...]
    unless: tuple[str, ...]
    tags: frozenset[str]
    clock: str
    from_weeks: float
    until_weeks: float
    wording: str
    plain: str
    lift: str
    sources: tuple[str, ...]

    def concerns(self, tags: frozenset[str]) -> bool:
        """Is this rule about an exercise with these tags?"""
        return ALL in self.tags or not self.tags.isdisjoint(tags)

    def at(self, weeks: float) -> bool:
        """Does it hold so many weeks after its clock began?"""
        return self.from_weeks <= weeks < self.until_weeks

    @property
    def statement(self) -> Statement:
        """As a line of the plan."""
        until = f"; until: {self.lift}" if self.lift else ""
        return Statement(f"{self.wording}{until}", self.plain, self.sources)


@cache
def exercise_rules() -> tuple[ExerciseRule, ...]:
    """Every rule, in the order of the table.

    Raises
    ------
    DataError
        An effect or a clock that there is not.
    """
    return tuple(_rule(row) for row in read_csv("care/exercise/contraindications.csv", _COLUMNS))


_COLUMNS: Final[Mapping[str, Callable[[str], object]]] = {"from_weeks": float, "until_weeks": float}


def _rule(row: Mapping[str, object]) -> ExerciseRule:
    text = {name: str(value) for name, value in row.items()}
    if text["effect"] not in EFFECTS or text["clock"] not in CLOCKS:
        raise DataError(f"care/exercise/contraindications.csv, {text['rule']}: effect or clock")
    start, end = row["from_weeks"], row["until_weeks"]
    return ExerciseRule(
        rule=text["rule"],
        effect=text["effect"],
        when=listed(text["when"]),
        unless=listed(text["unless"]),
        tags=frozenset(listed(text["tags"])),
        clock=text["clock"],
        from_weeks=start if isinstance(start, float) else 0.0,
        until_weeks=end if isinstance(end, float) else float("inf"),
        wording=text["wording"],
        plain=text["plain"],
        lift=text["lift"],
        sources=(text["source"],),
    )


@dataclass(frozen=True, slots=True)
class _Seen:
    of: Circumstances
    told: Explanation


def active_rules(of: Circumstances, explanation: Explanation, ahead_weeks: float = 0.0) -> tuple[ExerciseRule, ...]:
    """Which rules hold for this patient, now or some weeks from now?

    A date that is not stated is taken for the strictest: the operation or the onset may be fresh.

    Parameters
    ----------
    of : Circumstances
    explanation : Explanation
        For its red flags and discs.
    ahead_weeks : float
        From today; what does not pass with time holds throughout.
    """
    seen = _Seen(of, explanation)
    return tuple(one for one in exercise_rules() if _applies(seen, one) and one.at(_weeks(of, one) + ahead_weeks))


def _applies(seen: _Seen, rule: ExerciseRule) -> bool:
    return any(_holds(seen, need) for need in rule.when) and not any(_holds(seen, need) for need in rule.unless)


def rule_holds(of: Circumstances, explanation: Explanation, needs: str) -> bool:
    """Does one of these circumstances hold? The grammar is that of the table of contraindications."""
    return any(_holds(_Seen(of, explanation), need) for need in listed(needs))


def _weeks(of: Circumstances, rule: ExerciseRule) -> float:
    if rule.clock in ("", "plan"):
        return 0.0
    onset = of.case.weeks_since_onset or 0.0
    if rule.clock != "surgery":
        return onset
    named = {need.partition(":")[2] for need in rule.when if need.startswith("surgery:")}
    dates = [
        one.ago_weeks if one.ago_weeks is not None else onset  # an operation came before the complaint
        for one in of.case.findings
        if isinstance(one, History) and one.item == "surgery" and one.value in named
    ]
    return min(dates, default=0.0)


def _holds(seen: _Seen, need: str) -> bool:
    kind, _, name = need.partition(":")
    if kind in KINDS:
        return KINDS[kind](seen, name)
    return seen.of.holds(need)


def _flag(seen: _Seen, name: str) -> bool:
    flag = seen.told.red_flag
    return flag.urgent if name == "urgent" else bool(flag.soon)


def _likely(seen: _Seen, name: str) -> bool:
    """`condition`, `condition@region`, or either with `>share`; without one, from where a cause is in play."""
    about, _, least = name.partition(">")
    scope, _, region = about.partition("@")
    share = seen.of.probability([scope], region or "any")
    return share >= (float(least) if least else limit("limit", "in_play"))


def _sign(seen: _Seen, name: str) -> bool:
    found = (one for one in seen.of.case.findings if isinstance(one, Sign))
    return any(one.positive and one.sign == name for one in found)


def _image(seen: _Seen, name: str) -> bool:
    found = (one for one in seen.of.case.findings if isinstance(one, Imaging))
    return any(one.present and one.finding == name for one in found)


def _value(seen: _Seen, name: str) -> bool:
    item, _, value = name.partition("=")
    return value in seen.of.history(item)


def _modifier(field: str) -> Callable[[_Seen, str], bool]:
    def changed(seen: _Seen, name: str) -> bool:
        return any(name in getattr(one, field) for one in seen.of.case.findings if isinstance(one, Pain))

    return changed


def _lab(seen: _Seen, name: str) -> bool:
    test, _, most = name.partition("=")
    found = (one.number for one in seen.of.case.findings if isinstance(one, Lab) and one.test == test)
    return any(number is not None and number <= float(most) for number in found)


def _weak(seen: _Seen, limb: str) -> bool:
    """A muscle of the limb that cannot be trusted with the body: below the grade from which it is resisted."""
    feeble = seen.of.weak_at(exercise_rule("grade", "resisted") - 0.5)
    return any(muscles()[muscle].region in _LIMBS[limb] for one in feeble for muscle in one.muscles)


def _herniation(seen: _Seen, kind: str) -> bool:
    if _image(seen, kind):
        return True
    likely = [one for one in seen.told.discs[:1] if one.probability >= limit("limit", "in_play")]
    return any(one.types.get(kind, 0.0) >= _LIKELIER_THAN_NOT for one in likely)


#: First word of a circumstance that only exercises ask for.
KINDS: Final[Mapping[str, Callable[[_Seen, str], bool]]] = {
    "flag": _flag,
    "likely": _likely,
    "image": _image,
    "sign": _sign,
    "history_value": _value,
    "worse": _modifier("worse_with"),
    "better": _modifier("better_with"),
    "surgery": lambda seen, name: name in seen.of.history("surgery"),
    "lab": _lab,
    "weak": _weak,
    "herniation": _herniation,
}
