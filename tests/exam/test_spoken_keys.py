"""Keys as people name them mean those of the format, and none that is said twice is chosen from."""

from __future__ import annotations

from typing import Any

import pytest

from myotome.errors import InputError
from myotome.exam import case_from_mapping
from myotome.exam.reading.files import _KEYS
from myotome.exam.reading.spoken_keys import spoken_keys

PLAIN: dict[str, dict[str, Any]] = {
    "strength": {"muscle": "deltoid", "side": "left", "mrc": "4-"},
    "sensation": {"areas": ["palm"], "side": "left", "value": "reduced"},
    "reflex": {"reflex": "biceps", "side": "left", "value": "absent"},
    "sign": {"sign": "straight_leg_raise", "side": "left", "value": "positive", "angle_deg": 40},
    "pain": {"areas": ["calf"], "side": "left", "severity": 6, "worse_with": ["walking"]},
    "imaging": {"modality": "MRI", "levels": ["L4-L5"], "finding": "stenosis", "severity": "severe"},
    "emg": {"muscles": ["deltoid"], "side": "left", "value": "denervation"},
    "history": {"item": "fever", "value": True},
    "lab": {"test": "crp", "value": "raised"},
}


def _case(finding: dict[str, Any]) -> Any:
    return case_from_mapping({"id": "a", "demographics": {"age": 50, "sex": None}, "findings": [finding]})


NAMED = [
    (kind, said, key) for kind, plain in PLAIN.items() for said, key in spoken_keys()[kind].items() if key in plain
]


@pytest.mark.parametrize(("kind", "said", "key"), NAMED)
def test_a_spoken_key_is_read_as_the_key_it_stands_for(kind: str, said: str, key: str) -> None:
    plain = {"type": kind, **PLAIN[kind]}
    single = plain[key][0] if isinstance(plain[key], list) else plain[key]
    spoken = {said if name == key else name: single if name == key else value for name, value in plain.items()}
    assert _case(spoken).findings == _case(plain).findings


@pytest.mark.parametrize(("kind", "said", "key"), NAMED[:3])
def test_what_is_said_twice_is_refused(kind: str, said: str, key: str) -> None:
    with pytest.raises(InputError, match="is given as well"):
        _case({"type": kind, **PLAIN[kind], said: PLAIN[kind][key]})


def test_no_key_of_the_format_is_taken_for_another() -> None:
    assert not [(kind, said) for kind, names in spoken_keys().items() for said in names if said in _KEYS[kind]]


def test_every_key_meant_is_one_of_the_format() -> None:
    assert not [
        (kind, key) for kind, names in spoken_keys().items() for key in names.values() if key not in _KEYS[kind]
    ]


def test_a_grade_in_words_is_how_severe_it_is() -> None:
    named = {"type": "imaging", "modality": "MRI", "level": "L4-L5", "finding": "stenosis", "grade": "severe"}
    assert _case(named).findings == _case({"type": "imaging", **PLAIN["imaging"]}).findings
