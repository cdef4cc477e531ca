"""What is asked by a proposed test: the finding that it will give, without its value."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from myotome.exam import vocabulary
from myotome.explain.next_test.candidates import examinations

__all__ = ["asked_finding"]

_UNSIDED: Final = {"unsided": "none", "midline": "midline", "either": "none"}


def asked_finding(test_id: str) -> dict[str, Any]:
    """Make the finding that a proposed test will give, without its value.

    Parameters
    ----------
    test_id : str
        Of a `NextTest`.

    Examples
    --------
    >>> asked_finding("sign_cannot_toe_walk_right")
    {'type': 'sign', 'sign': 'cannot_toe_walk', 'side': 'right'}
    """
    known = {examination.id: examination for examination in examinations()}
    name, _, side = test_id.rpartition("_")
    test, side = (known[test_id], "none") if test_id in known else (known[name], side)
    return {"type": test.finding_type, **_FORMS[test.finding_type](test.finding, test.detail, side)}


def _tested(name: str, _: str, side: str) -> dict[str, Any]:
    return {"movement" if name in vocabulary().movements else "muscle": name, "side": side}


def _felt(name: str, modality: str, side: str) -> dict[str, Any]:
    key = "dermatomes" if name in vocabulary().ids("dermatomes") else "areas"
    return {key: [name], "side": side, "modality": modality or "light_touch"}


def _sign(name: str, _: str, side: str) -> dict[str, Any]:
    return {"sign": name, "side": _UNSIDED.get(vocabulary().signs[name].sidedness or "", side)}


def _reflex(name: str, _: str, side: str) -> dict[str, Any]:
    return {"reflex": name, "side": _UNSIDED.get(vocabulary().reflexes[name].sidedness or "", side)}


def _nerve(name: str, component: str, side: str) -> dict[str, Any]:
    return {"nerve": name, "side": side} | ({"component": component} if component else {})


_FORMS: Mapping[str, Callable[[str, str, str], dict[str, Any]]] = {
    "strength": _tested,
    "sensation": _felt,
    "sign": _sign,
    "reflex": _reflex,
    "history": lambda name, _, __: {"item": name},
    "lab": lambda name, _, __: {"test": name},
    "emg": lambda name, _, side: {"muscles": [name], "side": side},
    "ncs": _nerve,
    "imaging": lambda name, region, _: {"modality": name, "levels": [region]},
}
