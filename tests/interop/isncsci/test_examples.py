"""Examples of others: published ones with their source, and our own as a public calculator answers them."""

from __future__ import annotations

import pytest

from myotome.interop import classify, sheet_from_mapping
from support.isncsci_reference import blank, flat

ALL_FULL = {f"b_motor_{row}": "5" for row in ("C5", "C6", "C7", "C8", "T1", "L2", "L3", "L4", "L5", "S1")}
ARMS_FULL = dict(list(ALL_FULL.items())[:5])


def answered(level: str, contraction: str = "No", pressure: str = "No", **changes: str) -> dict[str, str]:
    return flat(classify(sheet_from_mapping(blank(level, contraction, pressure, **changes))).to_dict())


@pytest.mark.parametrize("grade", ["5", "3"])
def test_motor_level_in_the_neck_is_the_sensory_level_however_strong_the_arms(grade):
    """Franz 2016, J Spinal Cord Med 39:513, abstract: levels of C2 with C5 and C6 intact, or at grade 3; complete."""
    found = answered("C2", b_motor_C5=grade, b_motor_C6=grade)
    assert [found[key] for key in ("motor right", "motor left", "level", "grade")] == ["C2", "C2", "C2", "A"]


def test_elbow_flexors_of_two_give_the_level_above_where_sensation_is_normal():
    """https://rehabknowledge.com/forums/reply/475873/: left elbow flexors 2, C4 normal."""
    assert answered("C4", l_motor_C5="2")["motor left"] == "C4"


def test_three_strong_muscles_of_sixteen_with_contraction_are_c():
    """https://rehabknowledge.com/forums/reply/489490/: NLI C6; right C7 and C8, left C7 are strong."""
    found = answered("C6", "Yes", r_motor_C7="3", r_motor_C8="3", l_motor_C7="3")
    assert (found["level"], found["grade"]) == ("C6", "C")


def test_motor_level_in_the_trunk_is_the_sensory_level_with_normal_legs():
    """rehabknowledge.com, motor levels in thoracic injuries: sensory T10 and T12, full down to L4 and L3; AIS D."""
    legs = {f"r_motor_{row}": "5" for row in ("L2", "L3", "L4")} | {f"l_motor_{row}": "5" for row in ("L2", "L3")}
    rest = {"r_motor_L5": "3", "r_motor_S1": "3", "l_motor_L4": "3", "l_motor_L5": "3", "l_motor_S1": "3"}
    feeling = {f"l_{kind}_{row}": "2" for kind in ("lightTouch", "pinPrick") for row in ("T11", "T12")}
    found = answered("T10", "Yes", **legs, **rest, **feeling)
    levels = [found[key] for key in ("sensory right", "sensory left", "motor right", "motor left")]
    assert (levels, found["level"], found["grade"]) == (["T10", "T12", "T10", "T12"], "T10", "D")


def test_the_highest_of_four_levels_is_that_of_the_injury():
    """Somers, Spinal Cord Injury, 4th edition, test bank: motor C5 and C6, sensory C7 and C8."""
    arms = {"r_motor_C6": "2", "l_motor_C7": "2", "r_lightTouch_C8": "1", "b_motor_C8": "0"}
    found = answered("C8", **arms)
    levels = [found[key] for key in ("motor right", "motor left", "sensory right", "sensory left")]
    assert (levels, found["level"]) == (["C5", "C6", "C7", "C8"], "C5")


def test_the_motor_zone_of_the_trunk_stays_at_the_motor_level():
    """Kirshblum 2021, Spinal Cord 60:11 (second case, as others report it): no myotome tells of sparing there."""
    found = answered("T4", r_lightTouch_T5="1", r_lightTouch_T6="1")
    assert (found["sensory zone right"], found["motor zone right"]) == ("T6", "T4")


@pytest.mark.parametrize(
    ("contraction", "pressure", "sacral", "motor", "sensory"),
    [
        ("No", "No", "0", True, True),
        ("No", "Yes", "0", True, False),
        ("Yes", "No", "0", False, True),
        ("No", "No", "1", True, False),
    ],
)
def test_zones_apply_by_what_is_absent_whatever_the_grade(contraction, pressure, sacral, motor, sensory):
    """Schuld 2024, Spinal Cord 62:79, abstract: motor zones without contraction; sensory zones side by side."""
    found = answered("C6", contraction, pressure, r_pinPrick_S4_5=sacral)
    assert (found["motor zone right"] != "NA", found["sensory zone right"] != "NA") == (motor, sensory)
    assert (found["sensory zone left"] == "NA") == (pressure == "Yes")


#: Level, grade, then the levels (sensory right, left, motor right, left) and the zones in the same order.
CALCULATOR = [
    (blank("C6"), "C6 C A", "C6 C6 C6 C6", "C6 C6 C6 C6"),
    (blank("C6", pressure="Yes"), "C6 I B", "C6 C6 C6 C6", "NA NA C6 C6"),
    (blank("C6", "Yes"), "C6 I C", "C6 C6 C6 C6", "C6 C6 NA NA"),
    (blank("C6", r_lightTouch_S4_5="1"), "C6 I B", "C6 C6 C6 C6", "NA C6 C6 C6"),
    (blank("C6", pressure="Yes", r_motor_T1="1"), "C6 I B", "C6 C6 C6 C6", "NA NA T1 C6"),
    (blank("C6", pressure="Yes", r_motor_L2="1"), "C6 I C", "C6 C6 C6 C6", "NA NA L2 C6"),
    (blank("C6", pressure="Yes", r_other="L5"), "C6 I C", "C6 C6 C6 C6", "NA NA L5 C6"),
    (blank("C6", pressure="Yes", r_other="T1"), "C6 I B", "C6 C6 C6 C6", "NA NA C6 C6"),
    (blank("C6", r_other="L5"), "C6 C A", "C6 C6 C6 C6", "C6 C6 C6 C6"),
    (blank("C5", pressure="Yes", r_motor_T1="1"), "C5 I C", "C5 C5 C5 C5", "NA NA T1 C5"),
    (blank("C5", pressure="Yes", r_motor_C8="1"), "C5 I B", "C5 C5 C5 C5", "NA NA C8 C5"),
    (blank("C6", r_lightTouch_C2="1"), "C1 C A", "C1 C6 C1 C6", "C6 C6 C6 C6"),
    (blank("T10", b_motor_L2="3"), "T10 C A", "T10 T10 T10 T10", "T10 T10 L2 L2"),
    (blank("L1", b_motor_L2="3"), "L1 C A", "L1 L1 L2 L2", "L1 L1 L2 L2"),
    (blank("S3", **ALL_FULL), "S3 C A", "S3 S3 S3 S3", "S3 S3 S3 S3"),
    (blank("C6", **ALL_FULL), "C6 C A", "C6 C6 T1 T1", "C6 C6 S1 S1"),
    (blank("T4", **ALL_FULL), "T4 C A", "T4 T4 T4 T4", "T4 T4 S1 S1"),
    (blank("C3", b_motor_C5="3"), "C3 C A", "C3 C3 C3 C3", "C3 C3 C5 C5"),
    (blank("INT", "Yes", "Yes"), "INT I E", "INT INT INT INT", "NA NA NA NA"),
    (blank("INT", "Yes", "No"), "INT I E", "INT INT INT INT", "NA NA NA NA"),
    (blank("INT", "No", "Yes"), "INT I B", "INT INT S3 S3", "NA NA S3 S3"),
    (blank("INT", "NT", "Yes"), "INT I B,E", "INT INT S3,INT S3,INT", "NA NA NA,S3 NA,S3"),
    (blank("C6", "NT"), "C6 C,I A,C", "C6 C6 C6 C6", "C6 C6 NA,C6 NA,C6"),
    (blank("C6", pressure="NT"), "C6 C,I A,B", "C6 C6 C6 C6", "NA,C6 NA,C6 C6 C6"),
    (blank("C6", r_lightTouch_C5="NT"), "C4,C6 C A", "C4,C6 C6 C6 C6", "C6 C6 C6 C6"),
    (blank("C6", r_motor_C6="NT"), "C5,C6 C A", "C6 C6 C5,C6 C6", "C6 C6 C5,C6 C6"),
    (blank("C6", "NT", r_other="L5"), "C6 C,I A,C", "C6 C6 C6 C6", "C6 C6 NA,L5 NA,C6"),
    (blank("T1", r_motor_C6="3**"), "T1* C A", "T1 T1 T1* T1", "T1 T1 T1 T1"),
    (blank("T1", r_motor_C6="3*"), "C6 C A", "T1 T1 C6 T1", "T1 T1 T1 T1"),
    (blank("T1", r_motor_C6="2*"), "C5,C6 C A", "T1 T1 C5,C6* T1", "T1 T1 T1 T1"),
    (blank("T1", r_motor_C7="2*", l_motor_C7="3"), "C6,C7* C A", "T1 T1 C6,C7* C7", "T1 T1 T1 T1"),
    (blank("T1", r_lightTouch_C5="1**"), "T1* C A", "T1* T1 T1 T1", "T1 T1 T1 T1"),
    (blank("C6", r_motor_C6="3**"), "C6 C A", "C6 C6 C6 C6", "C6 C6 C6 C6"),
    (blank("C6", r_motor_C7="NT**"), "C6 C A", "C6 C6 C7 C6", "C6 C6 C7 C6"),
    (blank("T4", r_lightTouch_C5="NT*"), "C4 C A", "C4* T4 T1 T4", "T4 T4 T1 T4"),
    (blank("T4", b_lightTouch_T3="NT*"), "T2* C A", "T2* T2* T2* T2*", "T4 T4 T2 T2"),
    (blank("T4", r_lightTouch_C5="0**"), "T4* C A", "T4* T4 T4* T4", "T4 T4 T4* T4"),
    (blank("INT", "Yes", "Yes", r_motor_L5="4**"), "INT* I E*", "INT INT INT* INT", "NA NA NA NA"),
    (blank("C6", r_lightTouch_S4_5="0*"), "C6 C*,I* A*,B*", "C6 C6 C6 C6", "NA,C6 C6 C6 C6"),
    (blank("C6", r_lightTouch_S4_5="0**"), "C6 I* B*", "C6 C6 C6 C6", "NA C6 C6 C6"),
    (blank("C6", r_lightTouch_S4_5="NT**"), "C6 I B", "C6 C6 C6 C6", "NA C6 C6 C6"),
    (blank("C6", r_lightTouch_S4_5="0*", r_motor_L3="1"), "C6 C*,I* A*,C", "C6 C6 C6 C6", "NA,C6 C6 L3 C6"),
    (blank("C6", pressure="Yes", r_motor_L2="0*"), "C6 I B*,C", "C6 C6 C6 C6", "NA NA C6,L2* C6"),
    (blank("C6", pressure="Yes", r_motor_L2="0**"), "C6 I C*", "C6 C6 C6 C6", "NA NA L2* C6"),
    (blank("C6", r_lightTouch_C7="0*", r_pinPrick_C7="0*"), "C6 C A", "C6 C6 C6 C6", "C6*,C7* C6 C6 C6"),
    (blank("C6", pressure="Yes", r_motor_L3="0**", r_motor_S1="5"), "C6 I C*", "C6 C6 C6 C6", "NA NA S1 C6"),
    (blank("C6", pressure="Yes", r_motor_L3="2", r_motor_S1="0**"), "C6 I C", "C6 C6 C6 C6", "NA NA S1* C6"),
    (blank("C6", pressure="Yes", r_motor_L3="2", l_motor_S1="0**"), "C6 I C*", "C6 C6 C6 C6", "NA NA L3 S1*"),
    (blank("L3", "Yes", l_motor_C8="2**"), "L3* I C*", "L3 L3 L3 L3*", "L3 L3 NA NA"),
    (blank("C6", r_motor_C6="0**", r_motor_C7="NT"), "C6* C A", "C6 C6 C6*,C7* C6", "C6 C6 C6*,C7 C6"),
    (blank("T1", r_motor_C6="NT**", r_motor_C7="4*"), "C7* C A", "T1 T1 C7* T1", "T1 T1 T1 T1"),
    (blank("T1", b_motor_C7="NT*"), "C6,C7* C A", "T1 T1 C6,C7* C6,C7*", "T1 T1 T1 T1"),
    (blank("T1", r_motor_T1="2*"), "C8,T1 C A", "T1 T1 C8,T1* T1", "T1 T1 T1 T1"),
    (blank("T4", r_lightTouch_T3="NT*", l_lightTouch_T3="0"), "T2 C A", "T2* T2 T2* T2", "T4 T4 T2 T2"),
    (blank("T4", r_lightTouch_T5="NT*"), "T4 C A", "T4 T4 T4 T4", "T4,T5 T4 T4 T4"),
    (blank("T4", r_lightTouch_T5="0**"), "T4 C A", "T4 T4 T4 T4", "T5 T4 T4 T4"),
    (blank("C8", r_lightTouch_C6="NT", r_pinPrick_C6="1**"), "C5,C8* C A", "C5,C8* C8 C8 C8", "C8 C8 C8 C8"),
    (blank("INT", "NT", "Yes", r_motor_S1="2**"), "INT* I B,E*", "INT INT S3*,INT* S3,INT", "NA NA NA,S3* NA,S3"),
    (blank("INT", "Yes", "Yes", r_lightTouch_S4_5="NT*"), "S3 I D", "S3* INT S3* INT", "NA NA NA NA"),
    (blank("INT", "Yes", "Yes", r_motor_C8="2*"), "C7,C8 I D", "INT INT C7,C8* INT", "NA NA NA NA"),
    (blank("C6", r_lightTouch_S4_5="0*", l_lightTouch_S4_5="NT"), "C6 C,I A,B", "C6 C6 C6 C6", "NA,C6 NA,C6 C6 C6"),
    (blank("C6", "NT", r_lightTouch_S4_5="0**"), "C6 I B*,C", "C6 C6 C6 C6", "NA C6 NA,C6 NA,C6"),
    (
        blank("L4", "Yes", l_motor_L5="0*", r_motor_L5="5", b_lightTouch_L5="2", b_pinPrick_L5="2"),
        "L4,L5* I C*,D*",
        "L5 L5 L5 L4,L5*",
        "L5 L5 NA NA",
    ),
    (
        blank("C6", **{f"r_motor_{row}": "NT*" for row in ("L2", "L3", "L4", "L5", "S1")}),
        "C6 C A",
        "C6 C6 C6 C6",
        "C6 C6 C6,L2,L3,L4,L5,S1 C6",
    ),
    (blank("C4", r_motor_C5="NT*"), "C4 C A", "C4 C4 C4,C5* C4", "C4 C4 C4,C5 C4"),
    (blank("T11", pressure="Yes", r_motor_L3="4", r_other="S1"), "T11 I C", "T11 T11 T11 T11", "NA NA L3 T11"),
    (blank("C4", pressure="Yes", r_motor_L2="1", r_other="S1"), "C4 I C", "C4 C4 C4 C4", "NA NA S1 C4"),
    (blank("T7", pressure="Yes", r_motor_C5="4*"), "C5 I C", "T7 T7 C5 T7", "NA NA T1 T7"),
]
_HALF = {f"r_motor_{row}": "3" for row in ("C7", "C8", "T1", "L2", "L3", "L4", "L5")}


@pytest.mark.parametrize(("sheet", "result", "levels", "zones"), CALCULATOR)
def test_our_own_examples_are_answered_as_by_a_public_calculator(sheet, result, levels, zones):
    """Answers of npm isncsci 2.0.6, used as a closed box."""
    found = flat(classify(sheet_from_mapping(sheet)).to_dict())
    assert " ".join(found[key] for key in ("level", "complete", "grade")) == result
    sides = [f"{kind} {side}" for kind in ("sensory", "motor") for side in ("right", "left")]
    assert " ".join(found[key] for key in sides) == levels
    assert " ".join(found[key.replace(" ", " zone ")] for key in sides) == zones


@pytest.mark.parametrize(
    ("eighth", "grade"),
    [
        ("0", "C"),
        ("3", "D"),
        ("NT", "C,D"),
        ("2*", "C*,D*"),
        ("2**", "D*"),
        ("3**", "D"),
        ("NT**", "D"),
        ("NT*", "C,D"),
    ],
)
def test_half_of_the_muscles_decide_between_c_and_d(eighth, grade):
    """Seven of sixteen are strong; answers of the closed box."""
    assert answered("C6", "Yes", **_HALF, r_motor_S1=eighth)["grade"] == grade


def test_a_sum_with_an_untested_cell_is_not_determinable_and_a_tagged_figure_counts():
    plain = blank("C6", r_motor_C7="NT", r_lightTouch_T3="NT**", r_motor_T1="3*", l_motor_C5="3**")
    totals = classify(sheet_from_mapping(plain)).to_dict()["totals"]
    names = ("upperExtremity", "lowerExtremity", "lightTouch", "pinPrick", "motor")
    assert [totals["right"][name] for name in names] == ["ND", "0", "ND", "10", "ND"]
    assert [totals["left"][name] for name in names] == ["8", "0", "10", "10", "8"]
    assert [totals[name] for name in names[:4]] == ["ND", "0", "ND", "20"]
