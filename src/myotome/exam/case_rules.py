"""What a finding of the schema may hold beside its form: what depends on the sign, the item, the test, the areas."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from myotome.exam.entry import Entry
from myotome.exam.reading.forms import finding_forms
from myotome.exam.reading.forms.form_values import Node
from myotome.exam.reading.forms.investigation_forms import YES_NO
from myotome.exam.reading.forms.said_by_places import middle_areas
from myotome.exam.reading.forms.scales import angle_signs, measured_signs
from myotome.exam.reading.limits import limits
from myotome.exam.reading.spoken import flag_words
from myotome.exam.vocabulary_table import vocabulary

__all__ = ["finding_rules", "when"]


def finding_rules(kind: str) -> Iterator[Node]:
    """What the entries of the vocabulary ask of a finding of this kind."""
    yield from _RULES[kind]() if kind in _RULES else ()


def _sign() -> Iterator[Node]:
    entries = tuple(vocabulary().signs.values())
    for sidedness, sides in finding_forms.SIDES_OF.items():
        own = [entry.id for entry in entries if (entry.sidedness or "either") == sidedness]
        yield when("sign", own, {"properties": {"side": {"enum": list(sides)}}, **_side_needed(sidedness)})
    yield from _extra_keys("sign", entries, ("muscles", "areas", "dermatomes"))
    named: Node = {"properties": {"value": {"$ref": "#/$defs/sign_values"}}, "required": ["value"]}
    yield {"if": {"properties": {"sign": {"enum": list(angle_signs())}}}, "else": named}
    unmeasured: Node = {"properties": {"angle_deg": False}}
    yield {"if": {"properties": {"sign": {"enum": list(measured_signs())}}}, "else": unmeasured}


def _side_or_middle(kind: str) -> Callable[[], Iterator[Node]]:
    """A side, or areas of the middle of the body alone."""

    def rules() -> Iterator[Node]:
        middle: Node = {"areas": {"items": {"enum": sorted(middle_areas(kind))}}, "dermatomes": False}
        yield {"anyOf": [{"required": ["side"]}, {"properties": middle, "required": ["areas"]}]}

    return rules


def _imaging() -> Iterator[Node]:
    """A severity may stand in the place of the value, once."""
    value = {"$ref": "#/$defs/imaging_values"}
    either = {"anyOf": [value, {"$ref": "#/$defs/severities"}]}
    beside: Node = {"if": {"required": ["severity"]}, "then": {"properties": {"value": value}}}
    yield {**beside, "else": {"properties": {"value": either}}}


def _reflex() -> Iterator[Node]:
    of_sides = [entry.id for entry in vocabulary().reflexes.values() if entry.sidedness != "unsided"]
    yield when("reflex", of_sides, _side_needed("sided"))


def _history() -> Iterator[Node]:
    entries = tuple(vocabulary().history.values())
    for entry in entries:
        if entry.values:
            yes_no = [said for said, name in YES_NO.items() if name in entry.values]
            yield when("item", [entry.id], {"properties": {"value": {"enum": [*entry.values, *yes_no]}}})
    own = [entry.id for entry in entries if entry.value == "bool"]
    yes_or_no: Node = {"anyOf": [{"type": "boolean"}, {"enum": list(flag_words())}]}
    yield when("item", own, {"properties": {"value": yes_or_no}})
    yield from _ranges("history", "item", (entry for entry in entries if entry.value == "number"))
    yield from _extra_keys("item", entries, ("areas", "levels", "side", "ago"))


def _lab() -> Iterator[Node]:
    """A number may stand in the place of the value, once."""
    named: Node = {"$ref": "#/$defs/lab_values"}
    for test in vocabulary().sections["lab_tests"].values():
        amount: Node = {"type": "number", **(_ends("lab", test) if test.unit else {})}
        yield when("test", [test.id], {"properties": {"value": {"anyOf": [named, amount]}, "number": amount}})
    yield {"if": {"required": ["number"]}, "then": {"properties": {"value": named}}}


def _questionnaire() -> Iterator[Node]:
    yield from _ranges("questionnaire", "name", vocabulary().sections["questionnaires"].values())


def _side_needed(sidedness: str) -> Node:
    """What has no side may leave it out."""
    return {} if sidedness in finding_forms.SIDELESS else {"required": ["side"]}


def _ranges(kind: str, key: str, entries: Iterable[Entry]) -> Iterator[Node]:
    """What the number of an item of the history, or the score of a questionnaire, may be."""
    for entry in entries:
        yield when(key, [entry.id], {"properties": {"value": {"type": "number", **_ends(kind, entry)}}})


def _ends(kind: str, entry: Entry) -> Node:
    """Least and most that a number may be."""
    of = limits()[kind, entry.id, entry.unit or ""]
    return {"minimum": of.low, "maximum": of.high}


def _extra_keys(key: str, entries: Iterable[Entry], extra: tuple[str, ...]) -> Iterator[Node]:
    """Keys that only some signs or items take, and some need."""
    for other in extra:
        takes = [entry.id for entry in entries if other in (*entry.takes, *entry.needs)]
        needs = [entry.id for entry in entries if other in entry.needs]
        yield {"if": {"properties": {key: {"enum": takes}}}, "else": {"properties": {other: False}}}
        if needs:
            yield when(key, needs, {"required": [other]})


def when(key: str, values: list[str], then: Node) -> Node:
    """Where the key has one of these values, the rest holds."""
    is_one = {"const": values[0]} if len(values) == 1 else {"enum": values}
    return {"if": {"properties": {key: is_one}, "required": [key]}, "then": then}


_RULES: Mapping[str, Callable[[], Iterator[Node]]] = {
    "sign": _sign,
    "pain": _side_or_middle("pain"),
    "sensation": _side_or_middle("sensation"),
    "imaging": _imaging,
    "reflex": _reflex,
    "history": _history,
    "lab": _lab,
    "questionnaire": _questionnaire,
}
