"""What is answered where cells were not tested is what comes out of filling them in every way, and nothing else."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from myotome.interop import classify, sheet_from_mapping
from support.isncsci_reference import Plain, blank, by_filling, classified, fillings, flat
from support.random_isncsci import random_sheet, tagged_sheet


def answered(sheet: Plain) -> dict[str, str]:
    return flat(classify(sheet_from_mapping(sheet)).to_dict())


@given(st.randoms(use_true_random=False))
def test_a_sheet_without_an_open_cell_has_one_answer_by_the_rules(chance):
    sheet = random_sheet(chance)
    assert answered(sheet) == classified(sheet)


@given(st.randoms(use_true_random=False))
def test_an_untested_cell_leaves_every_result_open_that_it_could_give(chance):
    sheet = random_sheet(chance, untested=4)
    assert answered(sheet) == by_filling(sheet)


@given(st.randoms(use_true_random=False))
def test_a_tagged_cell_leaves_open_what_it_may_be_without_the_other_cause(chance):
    agrees_with_fillings(tagged_sheet(chance, untested=2))


def agrees_with_fillings(sheet: Plain) -> None:
    """Stars apart; beside `*` a grade C or D may stand that no filling gives, as the public calculator lists it."""
    found = {key: text.replace("*", "") for key, text in answered(sheet).items()}
    expected = by_filling(sheet)
    if {*expected["grade"].split(",")} < {*found["grade"].split(",")} and has_one_star(sheet):
        found["grade"] = expected["grade"]
    assert found == expected


def has_one_star(sheet: Plain) -> bool:
    return any(cell.count("*") == 1 for side in ("right", "left") for cell in sheet[side]["motor"].values())


@given(st.randoms(use_true_random=False))
def test_grades_two_and_four_would_say_no_more_than_one_and_three(chance):
    sheet = random_sheet(chance, untested=2)
    assert by_filling(sheet, motor="012345") == by_filling(sheet)


@given(st.randoms(use_true_random=False))
def test_another_muscle_changes_the_grade_as_filling_says(chance):
    sheet = random_sheet(chance, untested=3, others=True)
    expected = by_filling(sheet)
    found = answered(sheet)
    assert {key: found[key] for key in found if "motor zone" not in key} == {
        key: expected[key] for key in expected if "motor zone" not in key
    }


@given(st.randoms(use_true_random=False))
def test_swapped_sides_swap_the_answer(chance):
    sheet = random_sheet(chance, untested=6, others=True)
    swapped = {**sheet, "right": sheet["left"], "left": sheet["right"]}
    other = {"right": "left", "left": "right"}
    expected = {" ".join(other.get(word, word) for word in key.split()): text for key, text in answered(sheet).items()}
    assert answered(swapped) == expected


@given(st.randoms(use_true_random=False))
def test_whatever_an_untested_cell_was_is_among_the_answers(chance):
    sheet = random_sheet(chance, untested=30)
    found = answered(sheet)
    some = next(_some(sheet, chance))
    assert all(value in found[key].split(",") for key, value in classified(some).items())


def _some(sheet: Plain, chance: Random):
    """One way to fill a sheet with many open cells."""
    for side in ("right", "left"):
        for column, values in (("motor", "0135"), ("lightTouch", "012"), ("pinPrick", "012")):
            cells = sheet[side][column].items()
            sheet[side][column] = {row: chance.choice(values) if cell == "NT" else cell for row, cell in cells}
    yield from fillings(sheet)


def test_a_sheet_on_which_nothing_was_tested_says_nothing():
    sheet = blank("C2", "NT", "NT")
    for side in ("right", "left"):
        for column in ("motor", "lightTouch", "pinPrick"):
            sheet[side][column] = dict.fromkeys(sheet[side][column], "NT")
    found = answered(sheet)
    assert (found["complete"], found["grade"]) == ("C,I", "A,B,C,D,E")
    assert found["sensory right"].split(",")[0] == "C1"
    assert found["sensory right"].split(",")[-1] == found["level"].split(",")[-1] == "INT"


@pytest.mark.nightly
@pytest.mark.parametrize("part", range(20))
def test_a_hundred_thousand_examinations(part):
    chance = Random(part)
    for _ in range(5000):
        sheet = random_sheet(chance, untested=4)
        assert answered(sheet) == by_filling(sheet)
        agrees_with_fillings(tagged_sheet(chance, untested=2))
