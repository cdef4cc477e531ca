"""Random patients with an emergency, random patients without, and random normal findings to dilute either."""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import Any

from myotome.exam import Case, case_from_mapping
from support.compact_cases import Mapping, disc_image, history, lab, reflex, sign, skin, strength
from support.random_benign import BENIGN
from support.random_emergencies import EMERGENCIES

Sketch = Callable[[Random], tuple[list[Mapping], Mapping]]

_FULL = ("elbow_flexion", "elbow_extension", "grip", "hip_flexion", "knee_extension", "ankle_plantarflexion")
_REFLEXES = ("biceps", "triceps", "patellar", "achilles")
_SKIN = ("thumb", "little_finger", "medial_forearm", "abdomen", "lateral_thigh", "dorsum_of_foot", "perianal")
_SIGNS = ("babinski", "hoffmann", "straight_leg_raise", "spurling", "spinal_tenderness", "saddle_anaesthesia", "clonus")
_DENIED = ("fever", "weight_loss", "night_sweats", "bladder_or_bowel_disturbance", "rapid_progression", "iv_drug_use")
_BLOOD = ("crp", "esr", "white_cell_count", "haemoglobin", "calcium")
_IMAGED = ("C5-C6", "T8-T9", "L4-L5")


def _normal(rng: Random) -> Mapping:
    side = rng.choice(("left", "right", "bilateral"))
    place: Any = rng.choice(_SKIN)
    unsided = {"spinal_tenderness": "midline"}
    made: list[Callable[[], Mapping]] = [
        lambda: strength(rng.choice(_FULL), side, 5),
        lambda: reflex(rng.choice(_REFLEXES), side, "normal"),
        lambda: skin([place], side, "normal"),
        lambda: _negative(rng.choice(_SIGNS), side, unsided),
        lambda: history(rng.choice(_DENIED), False),
        lambda: lab(rng.choice(_BLOOD), value="normal"),
        lambda: disc_image(rng.choice(_IMAGED), "normal", "none"),
    ]
    return rng.choice(made)()


def _negative(name: str, side: str, unsided: dict[str, str]) -> Mapping:
    return sign(name, unsided.get(name, side), False)


def _case(findings: list[Mapping], more: Mapping) -> Case:
    known = {"age": more.get("age", 50), "sex": more.get("sex", "female")}
    days = more.get("days")
    onset = {} if days is None else {"onset": {"value": days, "unit": "days"}}
    return case_from_mapping({"id": "random", "demographics": known, "findings": findings, **onset})


def _drawn(sketches: dict[str, Sketch], seed: int) -> tuple[str, Case]:
    rng = Random(seed)
    name = rng.choice(sorted(sketches))
    findings, more = sketches[name](rng)
    rng.shuffle(findings)
    return name, _case(findings, more)


def emergency(seed: int) -> tuple[str, Case]:
    """An emergency of a random kind, said in a random way, with the name of the kind."""
    return _drawn(EMERGENCIES, seed)


def benign(seed: int) -> tuple[str, Case]:
    """An ordinary complaint of a random kind, with its name."""
    return _drawn(BENIGN, seed)


def diluted(case: Case, seed: int, most: int = 12) -> Case:
    """The same patient with normal findings added, each as it stands: a file with both might be questioned."""
    rng = Random(seed)
    added = [_case([_normal(rng)], {}).findings[0] for _ in range(rng.randint(1, most))]
    return case.with_findings([*case.findings, *added])
