"""Short patients for the tests of the model: each finding in one line, none taken from a published case."""

from __future__ import annotations

from typing import Any

from myotome.exam import Case, case_from_mapping
from myotome.exam.vocabulary_table import vocabulary

Mapping = dict[str, Any]


def strength(name: str, side: str, grade: float | str) -> Mapping:
    key = "movement" if name in vocabulary().movements else "muscle"
    value: Mapping = {"value": grade} if isinstance(grade, str) else {"mrc": grade}
    return {"type": "strength", key: name, "side": side, **value}


def reflex(name: str, side: str, value: str) -> Mapping:
    return {"type": "reflex", "reflex": name, "side": side, "value": value}


def sign(name: str, side: str, positive: bool = True, **more: Any) -> Mapping:
    return {"type": "sign", "sign": name, "side": side, "value": "positive" if positive else "negative", **more}


def skin(areas: list[str], side: str, value: str = "reduced", modality: str = "light_touch") -> Mapping:
    return {"type": "sensation", "areas": areas, "side": side, "modality": modality, "value": value}


def dermatomes(names: list[str], side: str, value: str = "reduced", modality: str = "pin") -> Mapping:
    return {"type": "sensation", "dermatomes": names, "side": side, "modality": modality, "value": value}


def pain(areas: list[str], side: str, radiating: bool, **more: Any) -> Mapping:
    return {"type": "pain", "areas": areas, "side": side, "radiating": radiating, **more}


def history(item: str, value: bool | float | str = True, **more: Any) -> Mapping:
    return {"type": "history", "item": item, "value": value, **more}


def disc_image(disc: str, finding: str, side: str, **more: Any) -> Mapping:
    return {"type": "imaging", "modality": "MRI", "levels": [disc], "finding": finding, "side": side, **more}


def compressed(disc: str, finding: str, side: str, zone: str, structure: str) -> Mapping:
    """An image on which a herniation presses on a structure."""
    return disc_image(disc, finding, side, zone=zone, root_contact="compression", structure=structure)


def emg(muscles: list[str], side: str, value: str) -> Mapping:
    return {"type": "emg", "muscles": muscles, "side": side, "value": value}


def ncs(nerve: str, side: str, value: str, **more: Any) -> Mapping:
    return {"type": "ncs", "nerve": nerve, "side": side, "value": value, **more}


def lab(test: str, **more: Any) -> Mapping:
    return {"type": "lab", "test": test, **more}


def patient(findings: list[Mapping], age: float | None = 50, sex: str | None = "female", **more: Any) -> Case:
    """A case of these findings."""
    demographics = {"age": age, "sex": sex}
    return case_from_mapping({"id": "compact", "demographics": demographics, "findings": findings, **more})


L5_ROOT = [
    pain(["low_back", "posterior_thigh", "lateral_lower_leg"], "right", True, onset="sudden"),
    strength("extensor_hallucis_longus", "right", 3),
    strength("tibialis_anterior", "right", 4),
    strength("gluteus_medius", "right", 4),
    skin(["dorsum_of_foot"], "right"),
    reflex("achilles", "right", "normal"),
    sign("straight_leg_raise", "right"),
]
S1_ROOT = [
    pain(["buttock", "posterior_thigh", "posterior_lower_leg"], "left", True),
    strength("ankle_plantarflexion", "left", 4),
    skin(["lateral_foot"], "left"),
    reflex("achilles", "left", "absent"),
    reflex("patellar", "left", "normal"),
    sign("straight_leg_raise", "left"),
]
C7_ROOT = [
    pain(["posterior_neck", "scapular_region", "posterior_upper_arm"], "left", True),
    strength("triceps_brachii", "left", 3),
    strength("deltoid", "left", 5),
    skin(["middle_finger"], "left", "paraesthesia"),
    reflex("triceps", "left", "absent"),
    reflex("biceps", "left", "normal"),
    sign("spurling", "left"),
]
PERONEAL = [
    history("external_nerve_compression", "leg_crossing"),
    strength("tibialis_anterior", "left", 1),
    strength("peronei", "left", 2),
    strength("tibialis_posterior", "left", 5),
    strength("gluteus_medius", "left", 5),
    skin(["dorsum_of_foot"], "left"),
    reflex("achilles", "left", "normal"),
]
CARPAL_TUNNEL = [
    history("night_symptoms"),
    skin(["thumb", "index_finger"], "right", "paraesthesia"),
    strength("abductor_pollicis_brevis", "right", 4),
    sign("phalen", "right"),
    ncs("median", "right", "slowed_at_site", site="carpal_tunnel", component="sensory"),
]
CAUDA_EQUINA = [
    pain(["low_back", "posterior_lower_limb"], "bilateral", True, onset="sudden"),
    history("saddle_numbness_reported"),
    history("urinary_hesitancy"),
    sign("saddle_anaesthesia", "bilateral"),
    sign("reduced_anal_tone", "none"),
    strength("ankle_plantarflexion", "bilateral", 3),
    reflex("achilles", "bilateral", "absent"),
    lab("post_void_residual", value="raised", number=600),
]
MYELOPATHY = [
    history("hand_clumsiness"),
    history("gait_disturbance"),
    strength("finger_abduction", "bilateral", 4),
    strength("hip_flexion", "left", 4),
    reflex("patellar", "bilateral", "brisk"),
    sign("hoffmann", "left"),
    sign("babinski", "left"),
    compressed("C5-C6", "protrusion", "midline", "central", "cord"),
]
POLYNEUROPATHY = [
    history("diabetes"),
    skin(["toes", "sole_of_foot"], "bilateral", "reduced", "vibration"),
    strength("extensor_hallucis_longus", "bilateral", 4),
    reflex("achilles", "bilateral", "absent"),
    reflex("patellar", "bilateral", "normal"),
]
NEURALGIC_AMYOTROPHY = [
    pain(["shoulder"], "right", True, onset="sudden", severity=9),
    strength("serratus_anterior", "right", 2),
    strength("infraspinatus", "right", 3),
    strength("triceps_brachii", "right", 5),
    sign("scapular_winging", "right"),
    emg(["serratus_anterior"], "right", "denervation"),
]
MOTOR_NEURON = [
    strength("first_dorsal_interosseous_hand", "right", 3),
    strength("tibialis_anterior", "right", 4),
    reflex("biceps", "right", "brisk"),
    reflex("jaw", "none", "brisk"),
    sign("fasciculations", "right", muscles=["first_dorsal_interosseous_hand"]),
    history("pain", False),
]
BACK_PAIN = [
    pain(["low_back"], "midline", False, worse_with=["bending_forward"]),
    strength("extensor_hallucis_longus", "bilateral", 5),
    reflex("achilles", "bilateral", "normal"),
    sign("straight_leg_raise", "bilateral", False),
]
STRENGTH_MEASURED = [
    strength("knee_extension", "right", 4),
    {"type": "strength", "movement": "hip_abduction", "side": "right", "measured": {"value": 60, "unit": "N"}},
    {"type": "strength", "movement": "hip_abduction", "side": "left", "measured": {"value": 110, "unit": "N"}},
    history("handedness", "right"),
]

#: Name to findings and to what else is known of the patient.
COMPACT: dict[str, tuple[list[Mapping], Mapping]] = {
    "l5_root": (L5_ROOT, {"setting": "spine_clinic"}),
    "s1_root": (S1_ROOT, {"age": 38, "sex": "male"}),
    "c7_root": (C7_ROOT, {"onset": {"value": 3, "unit": "weeks"}}),
    "peroneal": (PERONEAL, {"age": 28, "sex": None}),
    "carpal_tunnel": (CARPAL_TUNNEL, {"setting": "neurology"}),
    "cauda_equina": (CAUDA_EQUINA, {"age": 42, "setting": "emergency"}),
    "myelopathy": (MYELOPATHY, {"age": 68, "sex": "male"}),
    "polyneuropathy": (POLYNEUROPATHY, {"age": 63, "setting": "primary_care"}),
    "neuralgic_amyotrophy": (NEURALGIC_AMYOTROPHY, {"age": 35}),
    "motor_neuron": (MOTOR_NEURON, {"age": 61, "sex": "male"}),
    "back_pain": (BACK_PAIN, {"age": None, "sex": None, "setting": "primary_care"}),
    "strength_measured": (STRENGTH_MEASURED, {"age": 24, "setting": "physiotherapy"}),
}


def compact(name: str) -> Case:
    """One of the cases above."""
    findings, more = COMPACT[name]
    return patient(findings, **more)
