"""What bars an exercise or an operation, added at random to random patients: operations, pregnancy, bones, heart."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from random import Random

from myotome.exam import Case, case_from_mapping
from support.compact_cases import Mapping, disc_image, history, pain, sign, strength
from support.random_discs import disc_patient
from support.random_patients import benign, diluted, emergency

_OPERATIONS = (
    "discectomy",
    "laminectomy",
    "spinal_fusion",
    "abdominal_surgery",
    "cardiac_surgery",
    "caesarean_section",
)
_SPOILED = ("vertebral_fracture", "metastasis", "spondylodiscitis", "epidural_abscess", "spondylolisthesis")
_WORSE = (
    "bending_forward",
    "bending_backward",
    "lying_prone",
    "lying_flat",
    "kneeling",
    "twisting",
    "lifting",
    "walking",
)
_KINDS: tuple[Callable[[int], Case], ...] = (
    disc_patient,
    lambda seed: benign(seed)[1],
    lambda seed: emergency(seed)[1],
    lambda seed: diluted(emergency(seed)[1], seed),
)


def _circumstance(rng: Random) -> Mapping:
    at = rng.choice(("left", "right"))
    made: list[Callable[[], Mapping]] = [
        lambda: history("surgery", rng.choice(_OPERATIONS), ago={"value": rng.randint(0, 30), "unit": "weeks"}),
        lambda: history("surgery", rng.choice(_OPERATIONS)),
        lambda: history("pregnancy"),
        lambda: history("osteoporosis"),
        lambda: history("hypertension"),
        lambda: history("vascular_disease", rng.choice(("coronary", "aortic_aneurysm"))),
        lambda: history("steroid_use", "long_term"),
        lambda: history("falls"),
        lambda: history("neurogenic_claudication"),
        lambda: disc_image(rng.choice(("L3", "L4-L5", "T12", "C5-C6")), rng.choice(_SPOILED), "none"),
        lambda: sign("straight_leg_raise", at),
        lambda: pain(["low_back"], "midline", False, severity=rng.randint(1, 10), worse_with=[rng.choice(_WORSE)]),
        lambda: strength(rng.choice(("tibialis_anterior", "deltoid", "gluteus_medius")), at, rng.randint(1, 4)),
    ]
    return rng.choice(made)()


def circumscribed(seed: int) -> Case:
    """A patient of any kind, of any age and sex, with up to four circumstances that forbid something."""
    rng = Random(seed)
    case = rng.choice(_KINDS)(seed)
    added = [_alone(_circumstance(rng), rng) for _ in range(rng.randint(0, 4))]
    body = replace(case.demographics, age=float(rng.randint(18, 90)), sex=rng.choice(("male", "female")))
    return replace(case.with_findings([*case.findings, *(one.findings[0] for one in added)]), demographics=body)


def _alone(finding: Mapping, rng: Random) -> Case:
    """As it stands by itself: a file with both might be questioned."""
    known = {"age": rng.randint(20, 40), "sex": "female"}
    return case_from_mapping({"id": "circumstance", "demographics": known, "findings": [finding]})
