"""Emergencies as a written convention of red flags describes them, each said in a random way."""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import Any

from support.compact_cases import (
    Mapping,
    compressed,
    disc_image,
    history,
    lab,
    pain,
    reflex,
    sign,
    skin,
    strength,
)

Drawn = tuple[list[Mapping], Mapping]


def side(rng: Random) -> str:
    return rng.choice(("left", "right"))


def ago(days: float) -> Mapping:
    return {"ago": {"value": days, "unit": "days"}}


def back(rng: Random, **more: Any) -> Mapping:
    return pain([rng.choice(("low_back", "back", "thoracic_back"))], "midline", False, **more)


def sciatica(rng: Random, where: str) -> Mapping:
    return pain(["low_back", rng.choice(("posterior_thigh", "lateral_lower_leg"))], where, True)


def weak_both(rng: Random, grade: float) -> Mapping:
    """Weakness of both legs in one finding, graded or reported."""
    movement = rng.choice(("hip_flexion", "knee_extension", "ankle_dorsiflexion", "ankle_plantarflexion"))
    reported = history("weakness_reported", areas=["lower_limb"], side="bilateral")
    return rng.choice((strength(movement, "bilateral", grade), reported))


def weak_legs(rng: Random, grade: float) -> list[Mapping]:
    """Weakness of both legs, in one finding or side by side."""
    apart = [strength("hip_flexion", "left", grade), strength("hip_flexion", "right", grade)]
    return rng.choice(([weak_both(rng, grade)], apart))


def gait(rng: Random) -> Mapping:
    told = rng.choice(("gait_disturbance", "falls"))
    seen = rng.choice(("spastic_gait", "ataxic_gait", "tandem_gait_impaired"))
    return rng.choice((history(told), sign(seen, "none")))


def tract_sign(rng: Random) -> Mapping:
    return sign(rng.choice(("babinski", "hoffmann", "clonus")), rng.choice(("left", "right", "bilateral")))


def sacral(rng: Random) -> Mapping:
    return rng.choice(
        (
            sign("urinary_retention", "none"),
            history("bladder_or_bowel_disturbance"),
            history("saddle_numbness_reported"),
            sign("saddle_anaesthesia", rng.choice(("left", "bilateral"))),
            lab("post_void_residual", number=rng.randint(200, 900)),
            sign("reduced_anal_tone", "none"),
            skin(["perianal"], side(rng), rng.choice(("reduced", "paraesthesia"))),
        )
    )


def cancer(rng: Random) -> Mapping:
    return rng.choice((history("cancer", rng.choice(("breast", "prostate", "lung"))), history("cancer_in_remission")))


def cauda_equina(rng: Random) -> Drawn:
    company = rng.choice((back(rng), sciatica(rng, side(rng)), reflex("achilles", "bilateral", "absent")))
    return [sacral(rng), company], {"age": rng.randint(20, 85), "days": rng.choice((None, 1, 10, 60))}


def both_legs(rng: Random) -> Drawn:
    growing = rng.choice((history("course", "worsening"), history("rapid_progression")))
    return [*weak_legs(rng, 4), sciatica(rng, "bilateral"), growing], {"days": rng.choice((None, 5, 100))}


def both_legs_disc(rng: Random) -> Drawn:
    image = compressed("L4-L5", rng.choice(("extrusion", "sequestration")), "midline", "central", "cauda_equina")
    return [*weak_legs(rng, 3), image], {"days": rng.choice((None, 3, 40))}


def acute_cord(rng: Random) -> Drawn:
    return [tract_sign(rng), rng.choice((gait(rng), weak_both(rng, 3)))], {"days": rng.randint(1, 21)}


def level(rng: Random) -> Drawn:
    at = {"sensory_level": rng.choice(("T4", "T8", "T12")), "side": "bilateral", "modality": "pin", "value": "reduced"}
    return [{"type": "sensation", **at}, *weak_legs(rng, 4)], {"days": rng.choice((None, 4, 80))}


def cord_growing(rng: Random) -> Drawn:
    return [tract_sign(rng), gait(rng), history("rapid_progression")], {"days": rng.choice((None, 20, 300))}


def cord_on_image(rng: Random) -> Drawn:
    pressed = rng.choice(
        (
            disc_image("T8-T9", "cord_compression", "midline"),
            compressed("T8-T9", "extrusion", "midline", "central", "cord"),
        )
    )
    return [pressed, rng.choice((gait(rng), weak_both(rng, 4)))], {"days": rng.choice((None, 10, 40))}


def cord_on_image_severe(rng: Random) -> Drawn:
    pressed = disc_image(rng.choice(("C4-C5", "C6-C7")), "cord_compression", "midline")
    severe = rng.choice((strength("hip_flexion", side(rng), rng.randint(0, 2)), history("urinary_hesitancy")))
    return [pressed, severe], {"days": rng.choice((None, 200))}


def cancer_cord(rng: Random) -> Drawn:
    loss = rng.choice((gait(rng), tract_sign(rng), strength("knee_extension", side(rng), 4)))
    return [cancer(rng), loss], {"age": rng.randint(40, 85), "days": rng.choice((None, 7, 80))}


def cancer_pain(rng: Random) -> Drawn:
    where = rng.choice(
        (back(rng, worse_with=["night"]), pain(["thoracic_back"], "midline", False), back(rng, severity=8))
    )
    return [cancer(rng), where], {"age": rng.randint(40, 85), "days": rng.choice((None, 30, 170))}


def infection(rng: Random) -> Drawn:
    ill = rng.choice((history("fever"), lab("crp", number=rng.randint(101, 300)), history("iv_drug_use")))
    return [back(rng), ill], {"age": rng.randint(20, 85), "days": rng.choice((None, 10, 85))}


def infection_cord(rng: Random) -> Drawn:
    ill = rng.choice((history("fever"), lab("crp", number=rng.randint(50, 250))))
    return [ill, rng.choice((gait(rng), sacral(rng), weak_both(rng, 4)))], {"days": rng.choice((None, 200))}


def wound(rng: Random) -> Drawn:
    cut = history("trauma", rng.choice(("laceration", "stab_wound", "bite_or_burn")), **rng.choice(({}, ago(2))))
    lost = rng.choice((strength("finger_abduction", side(rng), 2), skin(["thumb"], side(rng))))
    return [cut, lost], {"age": rng.randint(5, 80)}


def broken_limb(rng: Random) -> Drawn:
    event = history(rng.choice(("fracture", "dislocation")), **rng.choice(({}, ago(3))))
    return [event, strength(rng.choice(("wrist_extension", "ankle_dorsiflexion")), side(rng), 2)], {"age": 30}


def knee_out(rng: Random) -> Drawn:
    artery = rng.choice((sign("reduced_peripheral_pulses", "left"), strength("ankle_dorsiflexion", "left", 1)))
    return [history("dislocation", areas=["knee"], side="left"), artery], {"age": 25}


def haematoma(rng: Random) -> Drawn:
    seen = {"type": "imaging", "modality": rng.choice(("CT", "MRI", "US")), "levels": [rng.choice(("pelvis", "thigh"))]}
    image = {**seen, "finding": "haematoma", "side": "left"}
    return [image, rng.choice((strength("knee_extension", "left", 2), skin(["anterior_thigh"], "left")))], {"age": 70}


def foot_drop(rng: Random) -> Drawn:
    drop = rng.choice(
        (
            strength("ankle_dorsiflexion", "left", rng.randint(0, 3)),
            sign("foot_drop_gait", "left"),
            {"type": "strength", "movement": "ankle_dorsiflexion", "side": "left"}
            | {"measured": {"value": 20, "unit": "percent_of_other_side"}},
        )
    )
    return [drop, sciatica(rng, "left")], {"age": rng.randint(25, 80), "days": rng.randint(1, 14)}


def aneurysm(rng: Random) -> Drawn:
    sudden = pain([rng.choice(("low_back", "flank", "abdomen"))], "left", False, onset="sudden")
    risk = rng.choice((history("smoking"), history("hypertension"), sign("hypotension", "none")))
    return [sudden, risk], {"age": rng.randint(61, 90), "sex": "male", "days": rng.choice((None, 1, 10))}


def guillain_barre(rng: Random) -> Drawn:
    lost = [reflex("patellar", "bilateral", "absent"), reflex("achilles", "bilateral", "absent")]
    return [*weak_legs(rng, 3), *lost], {"age": rng.randint(18, 80), "days": rng.randint(2, 28)}


def breath(rng: Random) -> Drawn:
    weak = rng.choice((history("myasthenia"), strength("shoulder_abduction", "bilateral", 3)))
    return [weak, lab("vital_capacity", number=rng.randint(20, 60))], {"days": rng.choice((None, 200))}


def lax_neck(rng: Random) -> Drawn:
    lax = history(rng.choice(("rheumatoid_arthritis", "down_syndrome")))
    return [lax, rng.choice((history("drop_attacks"), tract_sign(rng)))], {"age": rng.randint(20, 80)}


def bleeding_canal(rng: Random) -> Drawn:
    loss = rng.choice((sacral(rng), weak_both(rng, 3), skin(["foot"], "left")))
    return [history("anticoagulants"), back(rng, onset="sudden"), loss], {"age": 72, "days": rng.choice((None, 1, 6))}


def injured_cord(rng: Random) -> Drawn:
    event = history("trauma", rng.choice(("fall", "road_accident")), **rng.choice(({}, ago(1))))
    pins = skin(["upper_arm", "hand"], "bilateral", "reduced", "pin")
    return [event, rng.choice((tract_sign(rng), sacral(rng), pins, weak_both(rng, 4)))], {"age": rng.randint(18, 90)}


def broken_spine(rng: Random) -> Drawn:
    event = history("trauma", "fall_from_height", **rng.choice(({}, ago(2))))
    return [event, rng.choice((back(rng), sign("spinal_tenderness", "midline")))], {"age": rng.randint(18, 90)}


def hot_joint(rng: Random) -> Drawn:
    swollen = sign("swelling", "left", areas=[rng.choice(("knee", "ankle"))])
    return [swollen, sign("antalgic_gait", "left"), history("fever")], {"age": 60, "days": rng.choice((None, 4))}


def torn_neck_artery(rng: Random) -> Drawn:
    hurts = rng.choice((pain(["neck"], "left", False), history("headache")))
    return [sign("horner", "left"), hurts], {"age": rng.randint(25, 70), "days": rng.choice((None, 3))}


EMERGENCIES: dict[str, Callable[[Random], Drawn]] = {
    made.__name__: made
    for made in (
        cauda_equina, both_legs, both_legs_disc, acute_cord, level, cord_growing, cord_on_image, cord_on_image_severe,
        cancer_cord, cancer_pain, infection, infection_cord, wound, broken_limb, knee_out, haematoma, foot_drop,
        aneurysm, guillain_barre, breath, lax_neck, bleeding_canal, injured_cord, broken_spine, hot_joint,
        torn_neck_artery,
    )
}  # fmt: skip
