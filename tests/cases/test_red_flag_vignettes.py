"""Short patients with and without an emergency: what a spine clinician must not miss, and must not cry wolf over."""

from typing import Any

import pytest

from myotome.exam.reading.files import case_from_mapping
from myotome.explain.red_flags.rules import fired_rules

Finding = dict[str, Any]


def pain(*areas: str, side: str = "midline", radiating: bool = False, **more: Any) -> Finding:
    return {"type": "pain", "areas": list(areas), "side": side, "radiating": radiating, **more}


def weak(name: str, side: str, mrc: float | None = None, key: str = "movement") -> Finding:
    grade: Finding = {"value": "weak"} if mrc is None else {"mrc": mrc}
    return {"type": "strength", key: name, "side": side, **grade}


def sign(name: str, side: str = "none", **more: Any) -> Finding:
    return {"type": "sign", "sign": name, "side": side, "value": "positive", **more}


def told(item: str, value: bool | float | str = True, **more: Any) -> Finding:
    return {"type": "history", "item": item, "value": value, **more}


def numb(*areas: str, side: str = "bilateral", value: str = "reduced", modality: str = "light_touch") -> Finding:
    return {"type": "sensation", "areas": list(areas), "side": side, "modality": modality, "value": value}


def level(name: str, side: str = "bilateral") -> Finding:
    return {"type": "sensation", "sensory_level": name, "side": side, "modality": "pin", "value": "reduced"}


def reflex(name: str, side: str, value: str) -> Finding:
    return {"type": "reflex", "reflex": name, "side": side, "value": value}


def lab(test: str, value: str | None = None, number: float | None = None) -> Finding:
    return {"type": "lab", "test": test} | {
        k: v for k, v in {"value": value, "number": number}.items() if v is not None
    }


def image(finding: str, level_: str, **more: Any) -> Finding:
    return {"type": "imaging", "modality": "MRI", "levels": [level_], "finding": finding, "side": "none", **more}


SCIATICA = pain("low_back", "buttock", "posterior_thigh", side="left", radiating=True, worse_with=["sitting"])
LUMBAGO = pain("low_back", worse_with=["bending_forward"])
NECK_ARM = pain("posterior_neck", "lateral_forearm", side="right", radiating=True)


def patient(age: float, weeks: float, *findings: Finding) -> Finding:
    """Somebody of this age, ill for so many weeks."""
    onset = {"value": weeks, "unit": "weeks"}
    return {"id": "a", "demographics": {"age": age, "sex": None}, "onset": onset, "findings": list(findings)}


# fmt: off
EMERGENCIES: dict[str, Finding] = {
    "cauda-equina-early-tingling-between-the-legs": patient(38, 0.4, SCIATICA, numb("saddle", value="paraesthesia"),
        sign("straight_leg_raise", "left")),
    "cauda-equina-retention-with-normal-legs": patient(45, 1, LUMBAGO, sign("urinary_retention"),
        lab("post_void_residual", number=650)),
    "cauda-equina-both-legs-within-days": patient(41, 0.5,
        pain("low_back", "posterior_thigh", "posterior_lower_leg", side="bilateral", radiating=True),
        sign("straight_leg_raise", "bilateral"), reflex("achilles", "bilateral", "absent")),
    "cauda-equina-painless": patient(66, 1, told("urinary_incontinence", "overflow"),
        numb("sole_of_foot", "posterior_thigh"), reflex("achilles", "bilateral", "absent")),
    "conus-sacral-level": patient(52, 0.3, LUMBAGO, level("S3"), sign("reduced_anal_tone")),
    "cord-compression-by-unknown-cancer": patient(68, 3,
        pain("thoracic_back", "girdle_band", radiating=True, worse_with=["night", "lying_flat"]),
        told("gait_disturbance"), sign("babinski", "bilateral"), level("T8")),
    "cord-compression-by-known-cancer-before-signs": patient(63, 5, pain("thoracic_back"),
        told("cancer", "prostate"), told("gait_disturbance")),
    "transverse-myelitis-feeling-first": patient(29, 1, level("T6"),
        told("numbness_reported", areas=["lower_limb"], side="bilateral")),
    "anterior-spinal-artery-after-aortic-operation": patient(71, 0.1,
        told("surgery", "aortic_surgery", ago={"value": 1, "unit": "days"}),
        weak("whole_lower_limb", "bilateral", 0), reflex("patellar", "bilateral", "absent")),
    "epidural-haematoma-after-epidural": patient(74, 0.1,
        told("spinal_injection_or_puncture", ago={"value": 1, "unit": "days"}), told("anticoagulants"), LUMBAGO,
        weak("hip_flexion", "right", 3), weak("knee_extension", "left", 3)),
    "stab-in-the-back": patient(24, 0.1, told("trauma", "stab_wound"), weak("whole_lower_limb", "left", 2),
        numb("lower_limb", side="right", modality="pin")),
    "central-cord-after-a-fall": patient(70, 0.1, told("trauma", "fall"), weak("grip", "bilateral", 2),
        weak("hip_flexion", "bilateral", 4), numb("hand")),
    "disc-infection-without-fever": patient(58, 6, pain("low_back", worse_with=["movement"]), told("diabetes"),
        told("constant_pain_at_rest"), sign("spinal_tenderness", "midline"), lab("crp", number=96)),
    "abscess-in-an-injector": patient(34, 1, pain("thoracic_back"), told("iv_drug_use"),
        lab("white_cell_count", number=17)),
    "disc-infection-of-a-young-man": patient(31, 3, LUMBAGO, told("recent_infection", "skin_or_soft_tissue"),
        sign("spinal_tenderness", "midline"), lab("esr", number=70)),
    "discitis-of-a-toddler": patient(2, 1, told("gait_disturbance"), lab("crp", number=38)),
    "myeloma-by-numbers": patient(69, 12, LUMBAGO, told("constant_pain_at_rest"), lab("haemoglobin", number=9.1),
        lab("creatinine", number=190)),
    "stiff-spine-after-a-stumble": patient(58, 0.1, pain("posterior_neck"), told("spondyloarthritis"),
        told("trauma", "fall")),
    "neck-injury-with-tingling-arms": patient(44, 0.05, pain("posterior_neck"), told("trauma", "road_accident"),
        told("numbness_reported", areas=["upper_limb"], side="bilateral")),
    "rheumatoid-neck": patient(61, 10, told("rheumatoid_arthritis"), pain("posterior_neck", "occiput"),
        told("gait_disturbance"), told("hand_clumsiness")),
    "leaking-aneurysm": patient(74, 0.02, pain("low_back", "flank", side="left", onset="sudden"), told("smoking"),
        told("syncope")),
    "aneurysm-as-colic": patient(72, 0.05, pain("flank", "groin", side="left", radiating=True, onset="sudden"),
        told("smoking"), told("hypertension")),
    "aortic-dissection": patient(57, 0.02, pain("chest", "interscapular", onset="sudden", character=["sharp"]),
        told("hypertension")),
    "cold-leg": patient(69, 0.05, pain("lower_leg", side="right", onset="sudden"),
        sign("reduced_peripheral_pulses", "right"), told("vascular_disease", "atrial_fibrillation"),
        weak("ankle_dorsiflexion", "right", 3)),
    "guillain-barre-told-not-graded": patient(35, 1,
        told("weakness_reported", areas=["lower_limb"], side="bilateral"),
        told("recent_infection", "gastrointestinal"), reflex("patellar", "bilateral", "absent"),
        reflex("achilles", "bilateral", "absent")),
    "miller-fisher": patient(42, 1, told("visual_disturbance"), sign("ataxic_gait"),
        reflex("patellar", "bilateral", "absent"), told("recent_infection", "respiratory")),
    "botulism": patient(27, 0.3, sign("ptosis", "bilateral"), told("dysphagia"),
        weak("shoulder_abduction", "bilateral", 3)),
    "myasthenic-crisis": patient(50, 20, told("myasthenia"), told("dysphagia"), told("dyspnoea"),
        weak("neck_flexion", "bilateral", 3)),
    "low-potassium": patient(22, 0.1, weak("whole_lower_limb", "bilateral", 2), lab("potassium", number=2.1)),
    "foot-drop-that-grows": patient(47, 1, SCIATICA, weak("ankle_dorsiflexion", "left", 3),
        told("rapid_progression")),
    "dense-foot-drop-of-a-disc": patient(47, 2, SCIATICA, weak("ankle_dorsiflexion", "left", 1)),
    "stroke-taken-for-a-neck": patient(70, 0.1, weak("grip", "right", 3), weak("hip_flexion", "right", 4),
        told("speech_change", "slurred")),
    "torn-carotid": patient(46, 0.3, sign("horner", "left"), pain("anterior_neck", side="left", onset="sudden"),
        told("headache")),
    "meningitis": patient(20, 0.2, sign("neck_stiffness"), told("headache"), told("fever")),
    "giant-cell-arteritis": patient(73, 4, pain("posterior_neck", "shoulder", side="bilateral"), told("headache"),
        lab("esr", number=88)),
    "rhabdomyolysis": patient(25, 0.3, pain("thigh", side="bilateral"), told("recent_intense_exercise"),
        lab("creatine_kinase", number=42000)),
    "quickly-worse-myelopathy": patient(59, 30, told("hand_clumsiness"), sign("hoffmann", "bilateral"),
        told("rapid_progression"), told("gait_disturbance")),
    "bleed-in-the-neck-taken-for-a-stroke": patient(60, 0.02, pain("neck", onset="sudden"),
        weak("whole_upper_limb", "left", 3), weak("whole_lower_limb", "left", 3)),
    "cord-infarct-of-feeling-only": patient(62, 0.1, pain("neck", onset="sudden"), sign("ataxic_gait"),
        numb("foot", modality="vibration")),
    "wrist-dropped-after-a-fracture": patient(40, 0.2, told("fracture", areas=["elbow"], side="right"),
        sign("wrist_drop", "right")),
    "numb-scrotum-with-back-pain": patient(44, 0.3, LUMBAGO, numb("scrotum_or_labia", side="left")),
    "child-with-a-cord-tumour": patient(9, 10, pain("thoracic_back", worse_with=["night"]), told("gait_disturbance")),
}
# fmt: on

# fmt: off
# the rule that a clinician would name first
BECAUSE = {
    "cauda-equina-early-tingling-between-the-legs": "ces_sacral",
    "cauda-equina-retention-with-normal-legs": "ces_sacral",
    "cauda-equina-both-legs-within-days": "ces_bilateral_sciatica",
    "cauda-equina-painless": "ces_sacral",
    "conus-sacral-level": "ces_sacral",
    "cord-compression-by-unknown-cancer": "cord_level_loss",
    "cord-compression-by-known-cancer-before-signs": "cancer_pain_deficit",
    "transverse-myelitis-feeling-first": "cord_level",
    "anterior-spinal-artery-after-aortic-operation": "cord_procedure",
    "epidural-haematoma-after-epidural": "bleeding_canal",
    "stab-in-the-back": "cord_crossed",
    "central-cord-after-a-fall": "injury_neurology",
    "disc-infection-without-fever": "crp_high",
    "abscess-in-an-injector": "drug_use_spinal_pain",
    "disc-infection-of-a-young-man": "crp_high",
    "discitis-of-a-toddler": "child_infection",
    "myeloma-by-numbers": "myeloma_blood",
    "stiff-spine-after-a-stumble": "injury_stiff_spine",
    "neck-injury-with-tingling-arms": "injury_spine_loss",
    "rheumatoid-neck": "lax_neck",
    "leaking-aneurysm": "aneurysm_circulation",
    "aneurysm-as-colic": "aneurysm_risk",
    "aortic-dissection": "dissection",
    "cold-leg": "limb_ischaemia",
    "guillain-barre-told-not-graded": "guillain_barre",
    "miller-fisher": "miller_fisher",
    "botulism": "guillain_barre",
    "myasthenic-crisis": "breath_failing",
    "low-potassium": "potassium",
    "foot-drop-that-grows": "root_progressive_leg",
    "dense-foot-drop-of-a-disc": "root_severe_leg",
    "stroke-taken-for-a-neck": "stroke",
    "torn-carotid": "horner_pain",
    "meningitis": "meningism",
    "giant-cell-arteritis": "giant_cell_arteritis",
    "rhabdomyolysis": "muscle_breakdown",
    "quickly-worse-myelopathy": "cord_signs_growing",
    "child-with-a-cord-tumour": "child_neurology",
    "bleed-in-the-neck-taken-for-a-stroke": "half_body_neck_pain",
    "cord-infarct-of-feeling-only": "cord_pain_sudden",
    "wrist-dropped-after-a-fracture": "fracture_nerve",
    "numb-scrotum-with-back-pain": "ces_sacral",
}

QUIET: dict[str, Finding] = {
    "disc-with-one-root": patient(42, 4, SCIATICA, weak("great_toe_extension", "left", 4),
        sign("straight_leg_raise", "left"), reflex("achilles", "left", "normal")),
    "disc-with-foot-drop-grade-3": patient(50, 6, SCIATICA, weak("ankle_dorsiflexion", "left", 3),
        numb("dorsum_of_foot", side="left")),
    "arm-root": patient(47, 5, NECK_ARM, weak("elbow_extension", "right", 4), reflex("triceps", "right", "reduced"),
        sign("spurling", "right")),
    "lumbar-strain": patient(33, 0.3, pain("low_back", onset="sudden"), told("onset_trigger", "lifting"),
        sign("paraspinal_spasm", "bilateral")),
    "chronic-back-pain": patient(48, 150, LUMBAGO, told("depression_or_anxiety"), told("sleep_problems"),
        told("night_symptoms")),
    "stenosis": patient(71, 60,
        pain("low_back", "posterior_thigh", side="bilateral", radiating=True, onset="gradual"),
        told("neurogenic_claudication"), reflex("achilles", "bilateral", "absent")),
    "stress-leak-and-back-pain": patient(52, 80, LUMBAGO, told("urinary_incontinence", "stress")),
    "old-man-with-frequency": patient(74, 100, LUMBAGO, told("urinary_incontinence", "urge")),
    "slow-degenerative-myelopathy": patient(66, 60, told("hand_clumsiness"), told("gait_disturbance"),
        sign("hoffmann", "bilateral"), reflex("patellar", "bilateral", "brisk"), weak("grip", "bilateral", 4)),
    "motor-neuron-disease": patient(61, 40, sign("fasciculations", "bilateral"),
        weak("finger_abduction", "bilateral", 3), sign("babinski", "bilateral"), told("dysphagia"),
        told("speech_change", "slurred")),
    "diabetic-feet": patient(64, 150, told("diabetes"), numb("stocking_to_mid_calf"),
        reflex("achilles", "bilateral", "absent"), weak("toe_extension", "bilateral", 4)),
    "diabetic-feet-side-by-side": patient(64, 150, weak("toe_extension", "left", 4),
        weak("toe_extension", "right", 4), numb("foot", side="left", modality="pin"),
        numb("foot", side="right", modality="pin")),
    "inherited-neuropathy": patient(19, 400, weak("ankle_dorsiflexion", "bilateral", 2),
        reflex("achilles", "bilateral", "absent"), told("hereditary_neuropathy")),
    "chronic-inflammatory-neuropathy": patient(55, 30, weak("hip_flexion", "bilateral", 4),
        weak("grip", "bilateral", 4), reflex("patellar", "bilateral", "absent"), lab("csf_protein", "raised")),
    "carpal-tunnel-after-breast-cancer-without-neck-pain": patient(58, 50, told("cancer", "breast"),
        numb("thumb", "index_finger", side="right"), sign("phalen", "right"),
        weak("thumb_abduction", "right", 4, "movement")),
    "peroneal-palsy-by-crossing-legs": patient(40, 1, weak("ankle_dorsiflexion", "right", 1),
        weak("foot_eversion", "right", 1), told("external_nerve_compression", "leg_crossing"), told("weight_loss")),
    "saturday-night-palsy": patient(35, 0.3, sign("wrist_drop", "left"), weak("wrist_extension", "left", 0),
        told("external_nerve_compression", "sleep_posture")),
    "ulnar-at-the-elbow": patient(51, 30, weak("finger_abduction", "left", 4), numb("little_finger", side="left"),
        sign("tinel_elbow", "left")),
    "neuralgic-amyotrophy": patient(33, 3, pain("shoulder", side="right", onset="sudden", worse_with=["night"]),
        weak("shoulder_external_rotation", "right", 2), sign("scapular_winging", "right"),
        told("recent_infection", "respiratory")),
    "shoulder-cuff": patient(60, 20, pain("lateral_shoulder", side="right", worse_with=["arm_elevation", "night"]),
        weak("shoulder_abduction", "right", 4), sign("painful_arc", "right")),
    "polymyalgia": patient(71, 8, pain("neck", "shoulder", side="bilateral"),
        told("morning_stiffness", "over_30_min"), lab("esr", number=65)),
    "spondyloarthritis": patient(27, 60,
        pain("low_back", "buttock", side="bilateral", worse_with=["night", "rest"], better_with=["exercise"]),
        told("morning_stiffness", "over_30_min"), lab("crp", "raised")),
    "whiplash": patient(30, 0.5, pain("posterior_neck"), told("trauma", "road_accident"),
        told("trauma_energy", "low"), sign("paraspinal_tenderness", "bilateral")),
    "cyclist": patient(45, 3, numb("perineum"), told("external_nerve_compression", "saddle_or_handlebar")),
    "meralgia": patient(50, 12, numb("lateral_thigh", side="left"), told("obesity")),
    "polymyositis": patient(48, 20, weak("hip_flexion", "bilateral", 4), weak("shoulder_abduction", "bilateral", 4),
        sign("cannot_rise_from_chair"), lab("creatine_kinase", number=6200)),
    "myasthenia": patient(34, 20, sign("ptosis", "left"), sign("fatigable_weakness"),
        weak("shoulder_abduction", "bilateral", 4)),
    "vascular-claudication": patient(67, 40,
        pain("posterior_lower_leg", side="right", worse_with=["walking"], better_with=["standing"]),
        sign("reduced_peripheral_pulses", "right"), told("smoking")),
    "chest-wall-strain": patient(28, 1,
        pain("lateral_chest_wall", side="left", worse_with=["exercise", "activity", "deep_breathing"])),
    "stiff-hamstrings-called-kernig": patient(25, 4, SCIATICA, sign("kernig"), sign("straight_leg_raise", "left")),
    "old-injury": patient(50, 300, NECK_ARM, told("trauma", "fall_from_height", ago={"value": 6, "unit": "years"})),
    "incidental-bulge": patient(55, 10, LUMBAGO, image("bulge", "L4-L5"), image("disc_degeneration", "L5-S1")),
}
# fmt: on


# fmt: off
DUE_SOON: dict[str, Finding] = {
    "tuberculosis": patient(40, 16, pain("mid_back"), told("night_sweats"), told("weight_loss"),
        sign("hyperkyphosis")),
    "lung-apex": patient(62, 14, pain("shoulder", "medial_forearm", side="right", radiating=True), told("smoking"),
        told("weight_loss"), weak("finger_abduction", "right", 4)),
    "fracture-on-steroids": patient(66, 0.3, pain("lower_thoracic_back", onset="sudden"),
        told("steroid_use", "long_term")),
}
# fmt: on


def rules_of(vignette: Finding) -> dict[str, str]:
    return {rule.id: rule.urgency for rule in fired_rules(case_from_mapping(vignette))}


@pytest.mark.parametrize("name", EMERGENCIES)
def test_emergency_is_never_missed(name):
    found = rules_of(EMERGENCIES[name])
    assert found.get(BECAUSE[name]) in {"immediate", "urgent"}, found


@pytest.mark.parametrize("name", QUIET)
def test_ordinary_disease_raises_no_alarm(name):
    alarms = {rule for rule, urgency in rules_of(QUIET[name]).items() if urgency != "soon"}
    assert not alarms


def test_slow_but_serious_disease_is_due_soon():
    assert rules_of(DUE_SOON["tuberculosis"])["tuberculosis_pain"] == "soon"
    assert rules_of(DUE_SOON["lung-apex"])["apical_wasting"] == "soon"
    assert rules_of(DUE_SOON["fracture-on-steroids"]) == {"fragile_pain": "soon"}
    assert "myelopathy_suspected" in rules_of(QUIET["slow-degenerative-myelopathy"])
    assert "motor_neuron_suspected" in rules_of(QUIET["motor-neuron-disease"])
    assert "foot_drop" in rules_of(QUIET["disc-with-foot-drop-grade-3"])


def test_breath_is_no_reason_where_nobody_lacks_it():
    assert "breathing" not in rules_of(EMERGENCIES["foot-drop-that-grows"])
