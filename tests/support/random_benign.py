"""Ordinary complaints of every day, each said in a random way: none asks for action the same day."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from support.compact_cases import Mapping, disc_image, history, lab, ncs, pain, reflex, sign, skin, strength

Drawn = tuple[list[Mapping], Mapping]


def _side(rng: Random) -> str:
    return rng.choice(("left", "right"))


def lumbar_root(rng: Random) -> Drawn:
    at = _side(rng)
    hurts = pain(["low_back", "posterior_thigh", "lateral_lower_leg"], at, True, worse_with=["sitting"])
    findings = [
        hurts,
        sign("straight_leg_raise", at),
        rng.choice((strength("great_toe_extension", at, 4), skin(["dorsum_of_foot"], at))),
    ]
    return findings, {"age": rng.randint(22, 68), "days": rng.choice((None, 10, 60))}


def old_foot_drop(rng: Random) -> Drawn:
    at = _side(rng)
    hurts = pain(["low_back", "lateral_lower_leg"], at, True)
    return [hurts, strength("ankle_dorsiflexion", at, 3)], {"age": rng.randint(30, 65), "days": rng.randint(30, 170)}


def cervical_root(rng: Random) -> Drawn:
    at = _side(rng)
    hurts = pain(["posterior_neck", "lateral_forearm"], at, True)
    findings = [hurts, sign("spurling", at), strength("elbow_extension", at, 4), reflex("triceps", at, "reduced")]
    return findings, {"age": rng.randint(30, 65), "days": rng.choice((None, 20, 90))}


def back_pain(rng: Random) -> Drawn:
    hurts = pain(["low_back"], "midline", False, severity=rng.randint(2, 6), worse_with=["bending_forward"])
    return [hurts, rng.choice((history("sleep_problems"), history("onset_trigger", "lifting")))], {
        "age": rng.randint(20, 58),
        "days": rng.choice((None, 4, 500)),
    }


def stenosis(rng: Random) -> Drawn:
    hurts = pain(["low_back", "posterior_thigh"], "bilateral", True, onset="gradual", worse_with=["walking"])
    image = disc_image("L4-L5", "stenosis", "none")
    return [hurts, history("neurogenic_claudication"), image], {
        "age": rng.randint(60, 85),
        "days": rng.randint(200, 900),
    }


def carpal_tunnel(rng: Random) -> Drawn:
    at = _side(rng)
    findings = [skin(["thumb", "index_finger"], at, "paraesthesia"), sign("phalen", at), history("night_symptoms")]
    more = rng.choice(
        ([], [strength("thumb_abduction", at, 4)], [ncs("median", at, "slowed_at_site", site="carpal_tunnel")])
    )
    return [*findings, *more], {"age": rng.randint(30, 75), "days": rng.choice((None, 100))}


def nerve_in_old_cancer(rng: Random) -> Drawn:
    at = _side(rng)
    return [history("cancer", "breast"), sign("wrist_drop", at), strength("wrist_extension", at, 1)], {
        "age": rng.randint(45, 75),
        "days": rng.choice((None, 5, 100)),
    }


def ulnar(rng: Random) -> Drawn:
    at = _side(rng)
    return [skin(["little_finger"], at), strength("finger_abduction", at, 4), sign("tinel_elbow", at)], {
        "age": 50,
        "days": 90,
    }


def peroneal(rng: Random) -> Drawn:
    at = _side(rng)
    pressed = history("external_nerve_compression", rng.choice(("leg_crossing", "squatting_or_kneeling")))
    return [pressed, strength("ankle_dorsiflexion", at, rng.randint(1, 3)), skin(["dorsum_of_foot"], at)], {
        "age": 35,
        "days": 12,
    }


def slow_polyneuropathy(rng: Random) -> Drawn:
    weak = rng.choice(([], [strength("toe_extension", "bilateral", 4)]))
    findings = [skin(["foot"], "bilateral"), reflex("achilles", "bilateral", "absent"), history("diabetes"), *weak]
    return findings, {"age": rng.randint(50, 80), "days": rng.choice((None, 700))}


def slow_myelopathy(rng: Random) -> Drawn:
    clumsy = history(rng.choice(("hand_clumsiness", "dropping_objects")))
    return [clumsy, sign("hoffmann", "bilateral"), reflex("patellar", "bilateral", "brisk")], {
        "age": rng.randint(55, 80),
        "days": rng.randint(200, 900),
    }


def spondyloarthritis(rng: Random) -> Drawn:
    hurts = pain(["low_back", "buttock"], "bilateral", False, worse_with=["rest"], better_with=["exercise"])
    blood = lab("crp", number=rng.randint(5, 40))
    return [hurts, history("morning_stiffness", "over_30_min"), blood], {"age": rng.randint(20, 42), "days": 400}


def whiplash(rng: Random) -> Drawn:
    event = history("trauma", "road_accident")
    findings = [pain(["posterior_neck"], "midline", False), event, history("trauma_energy", "low")]
    return findings, {"age": rng.randint(18, 55), "days": rng.randint(1, 60)}


def shoulder(rng: Random) -> Drawn:
    at = _side(rng)
    hurts = pain(["lateral_shoulder"], at, False, worse_with=["arm_elevation"])
    return [hurts, sign("painful_arc", at), strength("shoulder_abduction", at, 4)], {
        "age": rng.randint(40, 75),
        "days": 80,
    }


def old_injury(rng: Random) -> Drawn:
    long_ago = {"ago": {"value": rng.randint(2, 20), "unit": "years"}}
    event = history(rng.choice(("fracture", "dislocation")), **long_ago)
    return [event, pain(["low_back"], "midline", False)], {"age": rng.randint(30, 60), "days": 300}


def thigh_numb(rng: Random) -> Drawn:
    return [skin(["lateral_thigh"], _side(rng)), history("obesity")], {
        "age": rng.randint(30, 70),
        "days": rng.choice((None, 60)),
    }


def stress_leak(rng: Random) -> Drawn:
    hurts = pain(["low_back"], "midline", False)
    leak = history("urinary_incontinence", rng.choice(("stress", "urge")))
    return [hurts, leak], {"age": rng.randint(40, 75), "days": 500}


BENIGN: dict[str, Callable[[Random], Drawn]] = {
    made.__name__: made
    for made in (
        lumbar_root, old_foot_drop, cervical_root, back_pain, stenosis, carpal_tunnel, nerve_in_old_cancer, ulnar,
        peroneal, slow_polyneuropathy, slow_myelopathy, spondyloarthritis, whiplash, shoulder, old_injury, thigh_numb,
        stress_leak,
    )
}  # fmt: skip
