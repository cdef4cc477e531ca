"""Virtual patients: the same for a seed, as many findings as asked for, and told apart by the screen."""

from __future__ import annotations

import numpy as np
import pytest

from myotome.errors import InputError
from myotome.explain import bedside_templates, screen, screening_table, virtual_patients
from myotome.explain.screening.many_patients import classes_of_states

TABLE = screening_table(bedside_templates(200))


def test_a_seed_gives_the_same_patients_and_another_seed_others() -> None:
    one, same, other = (virtual_patients(50, seed=seed, table=TABLE) for seed in (3, 3, (3, 1)))
    assert np.array_equal(one.observed, same.observed)
    assert not np.array_equal(one.observed, other.observed)


@pytest.mark.parametrize("examined", [0, 7, 5000])
def test_each_thing_is_found_once_at_most(examined: int) -> None:
    made = virtual_patients(20, examined=examined, table=TABLE)
    things = len({finding.index for finding in TABLE.findings})
    assert (made.observed.sum(axis=1) == min(examined, things)).all()
    assert all(len(case.findings) == min(examined, things) for case in made.cases())


def test_cases_are_the_rows_and_bear_their_numbers() -> None:
    made = virtual_patients(5, examined=9, table=TABLE, first=40)
    cases = list(made.cases())
    assert [case.id for case in cases] == [f"virtual-{number:07d}" for number in range(40, 45)]
    assert np.array_equal(TABLE.encode(cases), made.observed)


def test_the_screen_is_as_sure_of_the_causes_as_it_is_right() -> None:
    made = virtual_patients(4000, examined=60, table=TABLE, seed=7)
    found = screen(TABLE, made.observed, made.prior).probability
    right = found.argmax(axis=1) == classes_of_states(TABLE.states)[made.state]
    assert abs(right.mean() - found.max(axis=1).mean()) < 0.03


def test_fewer_than_none_is_refused() -> None:
    with pytest.raises(InputError, match="0 or more"):
        virtual_patients(-1, table=TABLE)
