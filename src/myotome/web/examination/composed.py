"""Acts of several fields: a region of skin, an image, a study, a number."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from myotome.anatomy import area_members
from myotome.errors import InputError, Problem
from myotome.web.body.chart import skin_states
from myotome.web.examination.buttons import act
from myotome.web.examination.examination import Examination, Given

__all__ = ["composed"]


def composed(said: str, given: Given, examination: Examination) -> str:
    """The act that a button says with the fields beside it; any other is given back as it is.

    Raises
    ------
    InputError
        One of the fields is left empty.
    """
    made = _COMPOSED.get(said)
    return said if made is None else made(given, examination)


def _field(given: Given, name: str, words: str) -> str:
    value = (given.get(name) or [""])[-1].strip()
    if not value:
        raise InputError([Problem(name, None, "nothing", words, (), f"Choose {words} first.")])
    return value


def _optional(given: Given, *names: str) -> dict[str, str]:
    """Keys of a finding, by their fields; those that are left empty are left out."""
    told = {name: (given.get(f"image_{name}") or [""])[-1].strip() for name in names}
    return {name: value for name, value in told.items() if value}


def _skin(given: Given, examination: Examination) -> str:
    """Mark a region of skin; a second time takes the mark back."""
    area, side = _field(given, "area", "a region"), _field(given, "area_side", "a side")
    mode = (given.get("mode") or ["pain"])[-1]
    if mode == "pain":
        finding: dict[str, Any] = {"type": "pain", "areas": [area], "side": side}
        kind = "pain"
    else:
        modality = (given.get("modality") or ["light_touch"])[-1]
        finding = {"type": "sensation", "areas": [area], "side": side, "modality": modality, "value": mode}
        severity = (given.get("severity") or [""])[-1]
        finding |= {"severity": severity} if severity and mode != "normal" else {}
        kind = "feeling"
    return act(clear=finding) if _is_marked(examination, area, side, kind, mode) else act(put=finding)


def _is_marked(examination: Examination, area: str, side: str, kind: str, value: str) -> bool:
    states = skin_states(examination.case)
    sides = ("right", "left") if side == "bilateral" else (side,)
    leaves = area_members().get(area, (area,))
    return all(states.get((leaf, one), {}).get(kind) == value for leaf in leaves for one in sides)


def _image(given: Given, _: Examination) -> str:
    found, disc = _field(given, "image_finding", "a finding"), _field(given, "image_disc", "a disc")
    finding = {"type": "imaging", "modality": "MRI", "levels": [disc], "finding": found, "side": "none"}
    return act(put={**finding, **_optional(given, "modality", "side", "zone", "root_contact", "structure")})


def _study(given: Given, _: Examination) -> str:
    conclusion = _field(given, "conclusion", "a conclusion")
    kind, side = _field(given, "study", "a study"), _field(given, "study_side", "a side")
    return act(put={"type": kind, "conclusion": conclusion, "side": side})


def _needle(given: Given, _: Examination) -> str:
    muscle, value = _field(given, "emg_muscle", "a muscle"), _field(given, "emg_value", "what the needle shows")
    finding = {"type": "emg", "muscles": [muscle], "side": _field(given, "emg_side", "a side"), "value": value}
    return act(put=finding)


def _conduction(given: Given, _: Examination) -> str:
    nerve, value = _field(given, "ncs_nerve", "a nerve"), _field(given, "ncs_value", "what conduction shows")
    finding = {"type": "ncs", "nerve": nerve, "side": _field(given, "ncs_side", "a side"), "value": value}
    component = (given.get("ncs_component") or [""])[-1].strip()
    return act(put={**finding, **({"component": component} if component else {})})


def _number(given: Given, _: Examination) -> str:
    text = _field(given, "number", "a number")
    try:
        value: Any = float(text)
    except ValueError:
        value = text
    return act(put={"type": "history", "item": _field(given, "item", "an item"), "value": value})


_COMPOSED: Final[Mapping[str, Callable[[Given, Examination], str]]] = {
    "skin": _skin,
    "image": _image,
    "study": _study,
    "needle": _needle,
    "conduction": _conduction,
    "number": _number,
}
