"""Red flag rules: what fires them, and that nothing takes them back."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from myotome.errors import DataError
from myotome.exam.query.grammar import FlagAtom, parse_atom
from myotome.exam.query.matching import hit
from myotome.exam.reading.files import case_from_mapping
from myotome.exam.vocabulary_table import vocabulary
from myotome.explain.red_flags import rules as module
from myotome.explain.red_flags.rules import Rule, fired_rules, red_flag_rules
from myotome.sources import sources
from myotome.tables import read_csv
from support.case_strategies import BY_KIND

Mapping = dict[str, Any]
RULES = red_flag_rules()
RULE_IDS = [rule.id for rule in RULES]
PLACE = {"leg": "foot", "arm": "hand", "limb": "hand", "trunk": "abdomen"}
MUSCLE = {"leg": "soleus", "arm": "deltoid", "limb": "deltoid"}
REFLEX = {"leg": "patellar", "arm": "biceps", "limb": "biceps"}
SIDE_OF = {"sided": "bilateral", "unsided": "none", "midline": "midline", "either": "none"}
CROSSED = [
    {"type": "strength", "muscle": "soleus", "side": "left", "mrc": 3},
    {"type": "sensation", "areas": ["foot"], "side": "right", "modality": "pin", "value": "reduced"},
]
HALF = [{"type": "strength", "muscle": muscle, "side": "left", "mrc": 3} for muscle in ("soleus", "deltoid")]


def a_case(findings: list[Mapping], age: float | None = None, weeks: float | None = None) -> Any:
    onset = {} if weeks is None else {"onset": {"value": weeks, "unit": "weeks"}}
    return case_from_mapping({"id": "a", "demographics": {"age": age, "sex": None}, "findings": findings, **onset})


def strength_finding(atom: FlagAtom) -> Mapping:
    name = MUSCLE.get(atom.name, atom.name)
    key = "movement" if name in vocabulary().movements else "muscle"
    grade: Mapping = {"value": "weak"} if atom.comparison == "=" else {"mrc": atom.number}
    return {key: name, "side": "bilateral", **grade}


def sensation_finding(atom: FlagAtom) -> Mapping:
    name = PLACE.get(atom.name, atom.name)
    place: Mapping = {"dermatomes": [name]} if name in vocabulary().sections["dermatomes"] else {"areas": [name]}
    if atom.name == "level":
        place = {"sensory_level": atom.value or "T8"}
    return {**place, "side": "bilateral", "modality": "light_touch", "value": "reduced"}


def reflex_finding(atom: FlagAtom) -> Mapping:
    name = REFLEX.get(atom.name, atom.name)
    side = SIDE_OF[str(vocabulary().reflexes[name].sidedness)]
    return {"reflex": name, "side": side, "value": atom.value}


def sign_finding(atom: FlagAtom) -> Mapping:
    entry = vocabulary().signs[atom.name]
    needed = {"muscles": ["deltoid"], "areas": [atom.area or "knee"], "dermatomes": ["L3"]}
    more = {key: needed[key] for key in entry.needs}
    return {"sign": atom.name, "side": SIDE_OF[str(entry.sidedness)], "value": "positive", **more}


def pain_finding(atom: FlagAtom) -> Mapping:
    said: Mapping = {"areas": ["knee"], "radiating": atom.name == "radiating"}
    if atom.name in {"onset", "worse_with"}:
        said[atom.name] = atom.value if atom.name == "onset" else [atom.value]
    elif atom.name != "radiating":
        said["areas"] = [atom.name]
    return {"side": "bilateral", **said}


def history_finding(atom: FlagAtom) -> Mapping:
    entry = vocabulary().history[atom.name]
    value: Any = True if atom.value == "true" else atom.value
    if atom.value == "any":
        value = next(value for value in entry.values if value != "none")
    sided: Mapping = {"side": "bilateral"} if atom.mark == "bilateral" else {}
    return {"item": atom.name, "value": value, **({"areas": [atom.area]} if atom.area else {}), **sided}


def lab_finding(atom: FlagAtom) -> Mapping:
    return {"test": atom.name, **({"value": atom.value} if atom.comparison == "=" else {"number": atom.number})}


def imaging_finding(atom: FlagAtom) -> Mapping:
    level = "L4" if atom.area in {None, "spine"} else atom.area
    return {"modality": "MRI", "levels": [level], "finding": atom.name, "side": "none"}


WITNESS = {
    "strength": strength_finding,
    "sensation": sensation_finding,
    "reflex": reflex_finding,
    "sign": sign_finding,
    "pain": pain_finding,
    "history": history_finding,
    "lab": lab_finding,
    "imaging": imaging_finding,
}


def witness(atom: FlagAtom) -> list[Mapping]:
    """Findings that make an atom true; none for age and duration, which the patient brings."""
    if atom.kind == "pattern":
        return CROSSED if atom.name == "crossed_sensory" else HALF
    return [{"type": atom.kind, **WITNESS[atom.kind](atom)}] if atom.kind in WITNESS else []


def case_that_fires(rule: Rule, which: int = 0) -> Any:
    """A patient with just enough: the first, second ... atom of each condition, and as few conditions as will do."""
    chosen = [rule.any_of[(which + number) % len(rule.any_of)] for number in range(rule.minimum)]
    atoms = [condition[which % len(condition)] for condition in (*rule.all_of, *chosen)]
    findings = [finding for atom in atoms for finding in witness(atom)]
    young = any(atom.kind == "age" and atom.comparison == "<" for atom in atoms)
    age = (5.0 if young else 75.0) if any(atom.kind == "age" for atom in atoms) else None
    weeks = 0.5 if any(atom.kind == "duration" for atom in atoms) else None
    return a_case([{"type": "history", "item": "handedness", "value": "right"}, *findings], age, weeks)


def fired(case: Any) -> set[str]:
    return {rule.id for rule in fired_rules(case)}


@pytest.mark.parametrize("rule", RULES, ids=RULE_IDS)
def test_every_rule_fires_on_every_atom_it_asks_for(rule):
    conditions = (*rule.all_of, *rule.any_of)
    for which in range(max(len(conditions), *(len(condition) for condition in conditions))):
        assert rule.id in fired(case_that_fires(rule, which))


@pytest.mark.parametrize("rule", RULES, ids=RULE_IDS)
def test_the_named_findings_are_enough(rule):
    case = case_that_fires(rule)
    found = next(one for one in fired_rules(case) if one.id == rule.id)
    assert list(found.findings) == sorted(set(found.findings))
    assert 0 not in found.findings  # which hand is dominant fires nothing
    kept = case.with_findings(finding for finding in case.findings if finding.index in found.findings)
    assert rule.id in fired(kept)


@pytest.mark.parametrize("rule", RULES, ids=RULE_IDS)
def test_mirrored_patient_has_the_same_flags(rule):
    case = case_that_fires(rule)
    assert fired_rules(case.mirrored()) == fired_rules(case)


def normal_form(finding: Mapping) -> Mapping:
    """The same examination with a normal result."""
    plain = {key: value for key, value in finding.items() if key not in {"mrc", "measured", "number"}}
    values = {"strength": "normal", "sensation": "normal", "reflex": "normal", "sign": "negative", "lab": "normal"}
    if finding["type"] == "history":
        kind = vocabulary().history[finding["item"]].value
        enum = vocabulary().history[finding["item"]].values
        return (
            {**plain, "value": False} if kind == "bool" else {**plain, "value": "none" if "none" in enum else enum[0]}
        )
    return {**plain, "value": values.get(finding["type"], "absent")}


EXAMINED = st.one_of(*(BY_KIND[kind] for kind in ("strength", "sensation", "reflex", "sign", "imaging", "lab")))
BOOLEAN_HISTORY = st.sampled_from([name for name, entry in vocabulary().history.items() if entry.value == "bool"])
NORMAL = st.one_of(
    EXAMINED.map(normal_form), BOOLEAN_HISTORY.map(lambda item: {"type": "history", "item": item, "value": False})
)
ANY_FINDING = st.one_of(*BY_KIND.values())


def with_more(case: Any, extra: list[Mapping]) -> Any:
    """Add findings as they stand, even where a file with both would be questioned."""
    age = case.demographics.age
    added = [a_case([one], age).findings[0] for one in extra]
    return case.with_findings([*case.findings, *added])


@settings(max_examples=150)
@given(st.sampled_from(RULES), st.lists(NORMAL, min_size=1, max_size=4))
def test_normal_findings_take_no_flag_back_and_raise_none(rule, extra):
    case = case_that_fires(rule)
    assert fired(with_more(case, extra)) == fired(case)


@settings(max_examples=150)
@given(st.sampled_from(RULES), st.lists(ANY_FINDING, min_size=1, max_size=4))
def test_more_findings_never_take_a_flag_back(rule, extra):
    case = case_that_fires(rule)
    compares_sides = {one.id for one in RULES if "pattern" in {a.kind for c in (*one.all_of, *one.any_of) for a in c}}
    assert fired(with_more(case, extra)) >= fired(case) - compares_sides


@settings(max_examples=60)
@given(st.sampled_from(RULES), st.lists(ANY_FINDING, max_size=3), st.randoms(use_true_random=False))
def test_order_of_findings_is_irrelevant(rule, extra, random):
    case = with_more(case_that_fires(rule), extra)
    shuffled = case.with_findings(random.sample(case.findings, len(case.findings)))
    assert fired_rules(shuffled) == fired_rules(case)


@settings(max_examples=60)
@given(st.lists(NORMAL, min_size=1, max_size=6), st.sampled_from([None, 30.0, 80.0]))
def test_a_healthy_examination_raises_no_flag(findings, age):
    assert fired(with_more(a_case([{"type": "history", "item": "fever", "value": False}], age), findings)) == set()


def test_most_urgent_first_and_every_source_known():
    order = ["immediate", "urgent", "soon"]
    ranks = [order.index(rule.urgency) for rule in RULES]
    assert ranks == sorted(ranks)
    assert {rule.source for rule in RULES} <= set(sources())


def test_every_set_is_used():
    rows = read_csv("explain/red_flags/rules.csv", {})
    members = read_csv("explain/red_flags/sets.csv", {})
    cells = "|".join([f"{row['all_of']}|{row['any_of']}" for row in rows] + [row["atom"] for row in members])
    assert {row["set"] for row in members} == {name for name in cells.split("|") if name.startswith("@")}


@pytest.mark.parametrize(
    "text",
    [
        "sign:babinsky=positive",
        "sign:babinski=negative",
        "history:fever=false",
        "history:cancer=none",
        "lab:crp=normal",
        "lab:crp>=high",
        "imaging:fracture=absent",
        "strength:tail=weak",
        "strength:leg=normal",
        "sensation:saddle=normal",
        "sensation:level=T99",
        "pain:onset=gradually",
        "pain:elbow=true",
        "pattern:any",
        "mood:low",
        "age>=old",
        "lab:crp=raised@bilateral",
        "sign:babinski=positive@recent",
        "strength:leg=weak@exact",
        "history:trauma=any[moon]",
        "",
    ],
)
def test_what_no_finding_can_say_is_refused_at_load(text):
    with pytest.raises(DataError, match="red flags"):
        parse_atom(text)


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("urgency", "whenever"),
        ("unless", "sign:babinski=positive"),
        ("all_of", "@no_such_set"),
        ("minimum", "9"),
        ("action", "whole_spine_mri_tody"),
        ("condition", "cauda_equine"),
    ],
)
def test_a_rule_that_cannot_be_read_is_refused(column, value, monkeypatch):
    rows = read_csv("explain/red_flags/rules.csv", {"minimum": int})
    rows[0] = {**rows[0], column: value}
    tables = {
        "explain/red_flags/rules.csv": rows,
        "explain/red_flags/sets.csv": read_csv("explain/red_flags/sets.csv", {}),
    }
    monkeypatch.setattr(module, "read_csv", lambda name, _: tables[name])
    with pytest.raises(DataError, match=r"red.flag"):
        red_flag_rules.__wrapped__()


def test_sets_that_hold_one_another_are_refused(monkeypatch):
    rows = [{"set": "@a", "atom": "@b"}, {"set": "@b", "atom": "@a"}]
    monkeypatch.setattr(module, "read_csv", lambda *_: rows)
    with pytest.raises(DataError, match="circle"):
        red_flag_rules.__wrapped__()


def test_not_tested_differs_from_known():
    short = parse_atom("duration<=2")
    plain = {"type": "sign", "sign": "babinski", "side": "left", "value": "positive"}
    told = {"type": "history", "item": "symptom_duration", "value": 1}
    assert hit(short, a_case([plain])) is None
    assert hit(short, a_case([plain], weeks=1)) == frozenset()
    assert hit(short, a_case([plain, told], weeks=60)) == frozenset({1})
    assert hit(parse_atom("age>=50"), a_case([plain])) is None


def test_both_sides_may_stand_in_two_findings():
    both = parse_atom("strength:leg=weak@bilateral")
    left, right = ({"type": "strength", "muscle": "soleus", "side": side, "mrc": 4} for side in ("left", "right"))
    assert hit(both, a_case([left])) is None
    assert hit(both, a_case([left, right])) == frozenset({0, 1})


def test_an_old_operation_is_not_recent():
    recent = parse_atom("history:surgery=discectomy@recent")
    said = {"type": "history", "item": "surgery", "value": "discectomy"}
    assert hit(recent, a_case([said])) == frozenset({0})
    assert hit(recent, a_case([{**said, "ago": {"value": 2, "unit": "years"}}])) is None
