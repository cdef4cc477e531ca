"""Random valid case files, drawn from the vocabulary."""

from __future__ import annotations

from collections.abc import Callable
from math import ceil, floor
from typing import Any

from hypothesis import strategies as st

from myotome.anatomy import root_levels
from myotome.exam.case import Demographics
from myotome.exam.findings.investigations import History
from myotome.exam.reading.consistency.impossible import impossibilities, is_of_disc
from myotome.exam.reading.forms.finding_forms import LEFT_RIGHT, SIDES_OF
from myotome.exam.reading.limits import Limits, imaging_limits, limits, strength_limits, time_limits
from myotome.exam.vocabulary_table import MUSCLE_SECTIONS, Entry, vocabulary

WORDS = vocabulary()


def one(sections: Any) -> st.SearchStrategy[str]:
    return st.sampled_from(WORDS.ids(sections))


def some(sections: Any) -> st.SearchStrategy[list[str]]:
    return st.lists(one(sections), min_size=1, max_size=3, unique=True)


def mapping(required: dict[str, Any], optional: dict[str, Any] | None = None) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries(required, optional=optional or {})


def number_in(of: Limits) -> st.SearchStrategy[float]:
    return st.one_of(st.integers(ceil(of.low), floor(of.high)), st.floats(of.low, of.high, allow_nan=False))


def value_in(unit_section: str, of: Callable[[str], Limits]) -> st.SearchStrategy[dict[str, Any]]:
    units = WORDS.ids(unit_section)
    return st.one_of(mapping({"value": number_in(of(unit)), "unit": st.just(unit)}) for unit in units)


def time_of(item: str) -> st.SearchStrategy[dict[str, Any]]:
    return value_in("time_units", lambda unit: time_limits(item, unit))


def a(kind: str) -> dict[str, Any]:
    return {"type": st.just(kind)}


LR = st.sampled_from(LEFT_RIGHT)
ANY_SIDE = one("sides")


def strengths() -> st.SearchStrategy[dict[str, Any]]:
    tested = [{"muscle": one(MUSCLE_SECTIONS)}, {"movement": one("movements")}]
    graded = [
        {"mrc": st.sampled_from(WORDS.mrc_grades)},
        {"value": one("strength_values")},
        {"measured": value_in("strength_units", strength_limits)},
    ]
    return st.one_of(mapping({**a("strength"), **name, "side": LR, **grade}) for name in tested for grade in graded)


def sensations() -> st.SearchStrategy[dict[str, Any]]:
    places = [
        {"areas": some("areas")},
        {"dermatomes": some("dermatomes")},
        {"areas": some("areas"), "dermatomes": some("dermatomes")},
        {"sensory_level": one("dermatomes")},
    ]
    rest = {"side": LR, "modality": one("modalities"), "value": one("sensation_values")}
    return st.one_of(mapping({**a("sensation"), **place, **rest}) for place in places)


def reflex_of(entry: Entry) -> st.SearchStrategy[dict[str, Any]]:
    side = st.sampled_from(SIDES_OF[str(entry.sidedness)])
    return mapping({**a("reflex"), "reflex": st.just(entry.id), "side": side, "value": one("reflex_values")})


def sign_of(entry: Entry) -> st.SearchStrategy[dict[str, Any]]:
    lists = {"muscles": some(MUSCLE_SECTIONS), "areas": some("areas"), "dermatomes": some("dermatomes")}
    side = st.sampled_from(SIDES_OF[str(entry.sidedness)])
    own = {**a("sign"), "sign": st.just(entry.id), "side": side, "value": one("sign_values")}
    return mapping({**own, **{key: lists[key] for key in entry.needs}}, {key: lists[key] for key in entry.takes})


def history_of(entry: Entry) -> st.SearchStrategy[dict[str, Any]]:
    values = {"bool": st.booleans(), "enum": st.sampled_from(entry.values or ("",))}
    if entry.value == "number":
        values["number"] = number_in(limits()["history", entry.id, str(entry.unit)])
    extra = {"areas": some("areas"), "levels": some("levels"), "side": LR, "ago": time_of("ago")}
    own = {**a("history"), "item": st.just(entry.id), "value": values[str(entry.value)]}
    return mapping(own, {key: extra[key] for key in entry.takes})


PAINS = mapping(
    {
        **a("pain"),
        "areas": some("areas"),
        "side": st.sampled_from((*LEFT_RIGHT, "midline")),
        "radiating": st.booleans(),
    },
    {
        "dermatomes": some("dermatomes"),
        "onset": one("pain_onsets"),
        "character": some("pain_characters"),
        "severity": st.integers(0, 10),
        "worse_with": some("pain_modifiers"),
        "better_with": some("pain_modifiers"),
    },
)


def image_of(finding: str) -> st.SearchStrategy[dict[str, Any]]:
    own = {**a("imaging"), "modality": one("imaging_modalities"), "finding": st.just(finding), "side": ANY_SIDE}
    measure = value_in("measure_units", lambda unit: imaging_limits(finding, unit))
    told = {**TOLD_OF_AN_IMAGE, "measure": measure}
    bones = set(root_levels()) if is_of_disc(finding) else set()
    level = st.sampled_from([name for name in WORDS.ids("levels") if name not in bones])
    levels = st.lists(level, min_size=1, max_size=3, unique=True)
    anywhere = mapping({**own, "levels": levels}, {**told, "structure": one(("imaging_structures", "nerves"))})
    lumbar = st.lists(st.sampled_from(WORDS.ids("discs")[-5:]), min_size=1, max_size=3, unique=True)
    return st.one_of(anywhere, mapping({**own, "levels": lumbar, "structure": st.sampled_from(LOW_ROOTS)}, told))


def lab_of(entry: Entry) -> st.SearchStrategy[dict[str, Any]]:
    own = {**a("lab"), "test": st.just(entry.id)}
    number = st.floats(-1e6, 1e6) if entry.unit is None else number_in(limits()["lab", entry.id, entry.unit])
    abnormal = mapping({**own, "value": st.sampled_from(["raised", "low", "positive", "negative"])}, {"number": number})
    return st.one_of(mapping({**own, "value": st.just("normal")}), abnormal)


#: Roots that something at any lumbar disc can touch.
LOW_ROOTS = ("L3", "L4", "L5", "S1", "S2")
TOLD_OF_AN_IMAGE = {
    "value": one("imaging_values"),
    "zone": one("zones"),
    "root_contact": one("root_contacts"),
    "muscles": some(MUSCLE_SECTIONS),
}
EMGS = st.one_of(
    mapping({**a("emg"), **tested, "side": LR, "value": one("emg_values")})
    for tested in ({"muscles": some(MUSCLE_SECTIONS)}, {"roots": some("roots")})
)
CONDUCTIONS = mapping(
    {**a("ncs"), "nerve": one("nerves"), "side": LR, "value": one("ncs_values"), "site": one("nerve_sites")},
    {"component": one("ncs_components")},
)
LABS = st.sampled_from(list(WORDS.sections["lab_tests"].values())).flatmap(lab_of)


def score_of(entry: Entry) -> st.SearchStrategy[dict[str, Any]]:
    of = limits()["questionnaire", entry.id, entry.unit or ""]
    return mapping({"type": st.just("questionnaire"), "name": st.just(entry.id), "value": number_in(of)})


BY_KIND: dict[str, st.SearchStrategy[dict[str, Any]]] = {
    "strength": strengths(),
    "sensation": sensations(),
    "reflex": st.sampled_from(list(WORDS.reflexes.values())).flatmap(reflex_of),
    "sign": st.sampled_from(list(WORDS.signs.values())).flatmap(sign_of),
    "pain": PAINS,
    "imaging": one("imaging_findings").flatmap(image_of),
    "emg": EMGS,
    "ncs": CONDUCTIONS,
    "history": st.sampled_from([entry for entry in WORDS.history.values() if entry.id != "pain"]).flatmap(history_of),
    "lab": LABS,
    "questionnaire": st.sampled_from(list(WORDS.sections["questionnaires"].values())).flatmap(score_of),
}

DEMOGRAPHICS = mapping(
    {"age": st.one_of(st.none(), st.integers(0, 120)), "sex": st.sampled_from(["male", "female", None])},
    {
        "height_cm": st.floats(30, 280),
        "weight_kg": st.floats(0.3, 700),
        "dominant_hand": st.sampled_from(["left", "right", None]),
    },
)
TRUTHS = mapping(
    {
        "class": one("truth_classes"),
        "structure": st.text(min_size=1, max_size=20).filter(str.strip),
        "roots": st.lists(one("roots"), max_size=3, unique=True),
        "side": ANY_SIDE,
        "disc_level": st.one_of(st.none(), one("discs")),
        "zone": st.one_of(st.none(), one("zones")),
        "disc_to_blame": st.booleans(),
        "red_flag": st.booleans(),
        "confirmed_by": one("confirmations"),
    },
    {"places": st.lists(one(("roots", "nerves", "plexus_parts", "central_places")), max_size=3, unique=True)},
)


def told_of(findings: list[dict[str, Any]]) -> list[History]:
    """Items of the history among some findings."""
    return [History(0, 0, one["item"], one["value"]) for one in findings if one["type"] == "history"]


@st.composite
def case_mappings(draw: Any) -> dict[str, Any]:
    """One valid case file as a plain mapping, at most one finding of each kind."""
    kinds = draw(st.lists(st.sampled_from(sorted(BY_KIND)), min_size=1, max_size=6, unique=True))
    body = {
        "id": draw(st.from_regex(r"[a-z0-9]{1,6}(-[a-z0-9]{1,4}){0,2}", fullmatch=True)),
        "demographics": draw(DEMOGRAPHICS),
        "findings": [draw(BY_KIND[kind]) for kind in kinds],
    }
    if any(one.get("sign") == "saddle_anaesthesia" for one in body["findings"]):
        # its skin may be named as well, and the two must agree
        body["findings"] = [one for one in body["findings"] if one["type"] != "sensation"]
    if impossibilities(Demographics(sex=body["demographics"]["sex"]), told_of(body["findings"])):
        body["demographics"]["sex"] = None
    extra = mapping(
        {},
        {
            "version": st.just(1),
            "source": st.text(min_size=1, max_size=20).filter(str.strip),
            "kind": one("case_kinds"),
            "truth": TRUTHS,
            "setting": one("settings"),
            "record": one("records"),
            "onset": time_of("onset"),
            "withheld": st.lists(one("finding_kinds"), max_size=3, unique=True),
            "doubtful": st.booleans(),
            "note": st.text(min_size=1, max_size=20).filter(str.strip),
        },
    )
    return {**body, **draw(extra)}
