"""Eyes, pupils, eyelids and throat name the diseases that take them first."""

from myotome.exam import case_from_mapping
from myotome.explain import explain


def sign(name, value="positive", side="bilateral"):
    return {"type": "sign", "sign": name, "side": side, "value": value}


def reflex(name):
    return {"type": "reflex", "reflex": name, "side": "bilateral", "value": "absent"}


def history(item, value=True):
    return {"type": "history", "item": item, "value": value}


def answer(*findings, days=6):
    case = {"id": "a", "demographics": {"age": 45, "sex": "male"}, "onset": {"value": days, "unit": "days"}}
    return explain(case_from_mapping({**case, "findings": list(findings)}), with_next_tests=False)


REFLEXES = [reflex(name) for name in ("achilles", "patellar", "biceps")]
ATAXIC = sign("ataxic_gait", side="none")
FULL = [
    {"type": "strength", "movement": movement, "side": "bilateral", "mrc": 5}
    for movement in ("hip_flexion", "ankle_dorsiflexion", "grip", "elbow_flexion")
]


def test_eyes_gait_and_reflexes_with_full_strength_are_miller_fisher_syndrome():
    found = answer(sign("eye_movement_loss"), ATAXIC, *REFLEXES, *FULL, history("recent_infection", "respiratory"))
    assert found.causes[0].conditions == ("miller_fisher",)
    assert found.causes[0].probability > 0.8
    assert found.red_flag.urgent


def test_wide_pupils_and_a_failing_throat_are_botulism_and_an_emergency():
    throat = [history("dysphagia"), history("speech_change", "slurred"), history("constipation")]
    found = answer(sign("ptosis"), sign("eye_movement_loss"), sign("fixed_pupils"), *throat, days=2)
    assert found.causes[0].conditions == ("botulism",)
    assert found.red_flag.urgent


def test_a_spared_pupil_and_tiring_lids_are_myasthenia():
    tires = [
        sign("ptosis"),
        sign("eye_movement_loss"),
        sign("fixed_pupils", "negative"),
        sign("fatigable_weakness", side="none"),
    ]
    found = answer(*tires, history("course", "fluctuating"), days=90)
    assert found.causes[0].conditions == ("myasthenia",)
