"""How common old disease is: what was counted, by age and sex."""

import pytest

from myotome.pathology import background_prevalence
from myotome.pathology.background import _TABLE

ROWS = _TABLE.rows()


def test_every_published_share_lies_in_its_interval():
    for row in ROWS:
        assert row["low"] is None or row["low"] <= row["prevalence"] <= row["high"], row


@pytest.mark.parametrize(
    ("condition", "shows", "young", "old"),
    [
        ("lumbar_stenosis", "image", 30, 75),
        ("rotator_cuff_tear", "image", 52, 72),
        ("hip_osteoarthritis", "image", 55, 70),
        ("vascular_claudication", "examination", 65, 85),
        ("length_dependent", "examination", 40, 70),
    ],
)
def test_it_becomes_more_common_with_age(condition, shows, young, old):
    assert background_prevalence(condition, young, None, shows) < background_prevalence(condition, old, None, shows)


def test_a_rate_of_one_sex_counts_for_that_sex_alone():
    rates = {sex: background_prevalence("length_dependent", 62, sex, "examination") for sex in ("male", "female", None)}
    assert rates["female"] < rates[None] < rates["male"]


def test_what_nobody_counted_has_no_background():
    assert background_prevalence("rotator_cuff_tear", 30, None, "image") == 0.0
    assert background_prevalence("als", 60, None, "symptoms") == 0.0
