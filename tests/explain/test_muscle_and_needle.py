"""What a needle shows tells muscle, junction and blocked fibres from lost axons; weak muscles have no reflexes."""

from myotome.exam import case_from_mapping
from myotome.explain import explain

WEAK = [
    {"type": "strength", "movement": movement, "side": "bilateral", "mrc": 3}
    for movement in ("hip_flexion", "shoulder_abduction", "knee_extension")
]
NO_REFLEX = {"type": "reflex", "reflex": "patellar", "side": "bilateral", "value": "absent"}
TOUCH = {"type": "sensation", "areas": ["foot"], "side": "bilateral", "modality": "light_touch", "value": "normal"}


def classes(*findings, weeks=12):
    case = {"id": "a", "demographics": {"age": 50, "sex": "female"}, "onset": {"value": weeks, "unit": "weeks"}}
    return explain(case_from_mapping({**case, "findings": [*WEAK, *findings]}), with_next_tests=False).classes


def needle(value):
    return {"type": "emg", "muscles": ["rectus_femoris", "deltoid"], "side": "bilateral", "value": value}


def test_neurogenic_units_speak_against_disease_of_muscle_more_than_fibrillations_do():
    answers = (classes(needle("neurogenic")), classes(needle("denervation")), classes())
    units, axons, alone = (found["myopathy"] / found["motor_neuron"] for found in answers)
    assert units < axons < alone


def test_muscles_that_lost_their_reflex_may_still_be_diseased_themselves():
    assert classes(NO_REFLEX, TOUCH)["myopathy"] > 0.05


def test_weakness_of_a_few_hours_may_be_muscle_too():
    found = classes({"type": "lab", "test": "potassium", "value": "low"}, weeks=0.1)
    assert found["myopathy"] > 0.3
