"""One person's forecast: bands in order, differences in the same luck, plain JSON as promised."""

from __future__ import annotations

import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from myotome.errors import InputError, UnknownNameError
from myotome.forecast import ForecastOptions, PersonNow, arm_of, forecast, person_start, weaknesses, what_if
from myotome.forecast.summary.bands import bands
from myotome.forecast.treatment_effects import Arm
from support.made_people import disc, one_person

OPTIONS = ForecastOptions(104, 6400)
OUTCOMES = {"leg_pain_nrs", "back_pain_nrs", "odi", "herniation_size", "spasm"}
EVENTS = {
    "recovered_perceived", "pain_free", "resorbed", "operated", "reherniated", "reoperated_reherniation",
    "reoperated_any", "back_pain_recurrence", "sciatica_recurrence", "cauda_equina",
}  # fmt: skip
QUANTILES = ("q05", "q25", "q50", "q75", "q95")


@pytest.fixture(scope="module")
def told() -> dict:
    weak = weaknesses([("tibialis_anterior", "left"), ("soleus", "left")], [disc()])
    arms = [arm_of(name) for name in ("no_surgery", "core_stabilisation", "discectomy_early")]
    return forecast(one_person(), arms, OPTIONS, weak).to_dict()


def test_json_has_what_is_promised(told: dict) -> None:
    json.dumps(told, allow_nan=False)
    for arm in told["arms"].values():
        assert set(arm["outcomes"]) >= OUTCOMES | {"mrc.left tibialis_anterior"}
        assert set(arm["events"]) >= EVENTS
        for band in arm["outcomes"].values():
            assert set(band) == {"mean", *QUANTILES}
            assert {len(row) for row in band.values()} == {len(arm["weeks"])}
        assert {len(row) for row in arm["events"].values()} == {len(arm["weeks"])}
    assert set(told) >= {"arms", "differences", "evidence", "sources"}


def test_bands_are_in_order(told: dict) -> None:
    for arm in told["arms"].values():
        for name, band in arm["outcomes"].items():
            for values in zip(*(band[level] for level in QUANTILES), strict=True):
                assert list(values) == sorted(values), name


def test_events_never_unhappen(told: dict) -> None:
    for arm in told["arms"].values():
        for row in arm["events"].values():
            assert row == sorted(row)
            assert row[0] >= 0.0
            assert row[-1] <= 1.0


def test_forecast_starts_from_the_person(told: dict) -> None:
    for arm in told["arms"].values():
        assert arm["outcomes"]["leg_pain_nrs"]["q50"][0] == pytest.approx(7.0, abs=0.15)
        assert arm["outcomes"]["herniation_size"]["mean"][0] == pytest.approx(1.0)


def test_only_muscles_of_the_root_are_followed() -> None:
    assert [one.muscle for one in weaknesses([("tibialis_anterior", "right"), ("deltoid", "left")], [disc()])] == []
    with pytest.raises(UnknownNameError):
        weaknesses([("tibialis_anteror", "left")], [disc()])


@given(st.sampled_from([0.0, 1.0, 2.0, 3.0, 3.67, 4.0, 4.33]))
@settings(max_examples=4)
def test_a_graded_muscle_starts_at_its_grade_and_recovers_from_there(grade: float) -> None:
    weak = weaknesses([("tibialis_anterior", "left")], [disc()], {("tibialis_anterior", "left"): grade})
    course = forecast(person_start([disc()], PersonNow(leg_pain=7.0), weak), [arm_of("no_surgery")], OPTIONS, weak)
    band = course.arms["no_surgery"].outcomes["mrc.left tibialis_anterior"].quantiles
    assert band[:, 0] == pytest.approx(grade, abs=0.06)
    assert (np.diff(band[2]) >= -0.03).all()


def test_the_worse_the_grade_the_more_its_root_has_lost() -> None:
    grades = [{("tibialis_anterior", "left"): grade} for grade in (4.0, 2.0, 0.0)]
    found = [weaknesses([("tibialis_anterior", "left")], [disc()], graded) for graded in grades]
    lost = [person_start([disc(severity=0.1)], PersonNow(), weak).groups[0].loss[1] for weak in found]
    assert lost == sorted(set(lost))


def test_left_and_right_are_alike() -> None:
    left = forecast(one_person(), [arm_of("no_surgery")], OPTIONS).to_dict()
    right = forecast(
        person_start([disc(side="right")], PersonNow(age=44, sex="male", leg_pain=7.0, duration_weeks=6.0)),
        [arm_of("no_surgery")],
        OPTIONS,
    ).to_dict()
    assert left["arms"] == right["arms"]


def test_the_same_treatment_makes_no_difference() -> None:
    twins = [Arm("one", ("nsaid",)), Arm("other", ("nsaid",))]
    found = forecast(one_person(), twins, OPTIONS)
    assert {one.mean for one in found.differences} == {0.0}
    assert {one.better for one in found.differences} == {0.0}


def test_an_arm_does_not_change_the_others() -> None:
    alone = forecast(one_person(), [arm_of("no_surgery")], OPTIONS).to_dict()
    both = forecast(one_person(), [arm_of("no_surgery"), arm_of("discectomy_early")], OPTIONS).to_dict()
    assert both["arms"]["no_surgery"] == alone["arms"]["no_surgery"]


def test_uncertainty_of_the_cause_widens_the_forecast() -> None:
    known = PersonNow(leg_pain=7.0, duration_weeks=6.0)
    sure = forecast(person_start([disc(types={"sequestration": 1.0})], known), [arm_of("no_surgery")], OPTIONS)
    open_ = forecast(
        person_start([disc(types={"sequestration": 1.0}), disc(types={"bulge": 1.0})], known),
        [arm_of("no_surgery")],
        OPTIONS,
    )
    spread = []
    for one in (sure, open_):
        band = one.arms["no_surgery"].outcomes["herniation_size"]
        place = one.arms["no_surgery"].weeks.index(52)
        spread.append(band.quantiles[-1, place] - band.quantiles[0, place])
    assert spread[1] > 1.2 * spread[0]


def test_evidence_says_what_a_comparison_rests_on(told: dict) -> None:
    assert told["evidence"]["discectomy_early"]["kind"] == "randomised"
    assert all(
        {"edge", "kind", "source"} <= set(edge) for entry in told["evidence"].values() for edge in entry["edges"]
    )


@pytest.mark.parametrize(
    ("arms", "options"),
    [
        ([], ForecastOptions()),
        (["nsaid", "nsaid"], ForecastOptions()),
        (["nsaid"], ForecastOptions(weeks=0)),
        (["nsaid"], ForecastOptions(futures=3)),
    ],
)
def test_bad_options_are_told(arms: list[str], options: ForecastOptions) -> None:
    with pytest.raises(InputError):
        forecast(one_person(), [arm_of(name) for name in arms], options)


@pytest.mark.parametrize("changes", [{"leg_pain": 12.0}, {"age": -3.0}, {"duration_weeks": -1.0}])
def test_a_person_outside_the_limits_is_told(changes: dict[str, float]) -> None:
    with pytest.raises(InputError, match="outside its limits"):
        one_person(**changes)


def test_unknown_treatment_has_its_nearest_name() -> None:
    with pytest.raises(UnknownNameError, match="discectomy_early"):
        arm_of("discectomy_erly")


def test_bands_are_those_of_a_sort() -> None:
    import numpy as np

    rows = np.random.default_rng(3).gamma(2.0, 1.5, (4, 5001)).clip(0, 10).astype(np.float32)
    found = bands(rows, np.full(4, 10.0))
    assert found[:, 0] == pytest.approx(rows.mean(axis=1), rel=1e-4)
    assert pytest.approx(np.quantile(rows, (0.05, 0.25, 0.5, 0.75, 0.95), axis=1), abs=0.02) == found[:, 1:].T


def test_what_if_ranks_numbers_and_treatments() -> None:
    answer = what_if(one_person(), arm_of("no_surgery"), week=26, base=6, futures=64)
    totals = [one.total for one in answer.influences]
    assert totals == sorted(totals, reverse=True)
    assert all(0.0 <= one.first <= 1.0 for one in answer.influences)
    assert next(one for one in answer.treatments if one.treatment == "discectomy_early").difference < 0.0
    named = {one.parameter for one in answer.influences}
    assert "settle_weeks" in named
    assert not any(":" in name for name in named)
    json.dumps(answer.to_dict(), allow_nan=False)


@given(
    leg=st.floats(0.0, 10.0),
    back=st.floats(0.0, 10.0),
    odi=st.floats(0.0, 100.0),
    grade=st.sampled_from([1.0, 2.0, 3.0, 4.0]),
)
@settings(max_examples=12)
def test_week_0_is_what_was_found_within_its_error_of_measurement(
    leg: float, back: float, odi: float, grade: float
) -> None:
    person = PersonNow(age=50, bmi=31.0, smoker=True, leg_pain=leg, back_pain=back, odi=odi)
    weak = weaknesses([("tibialis_anterior", "left")], [disc()], {("tibialis_anterior", "left"): grade})
    course = forecast(person_start([disc()], person, weak), [arm_of("no_surgery")], OPTIONS, weak).arms["no_surgery"]
    found = {"leg_pain_nrs": (leg, 0.7), "back_pain_nrs": (back, 0.7), "odi": (odi, 5.0)}
    for name, (value, error) in found.items():
        assert course.outcomes[name].quantiles[2, 0] == pytest.approx(value, abs=error), name
    assert course.outcomes["mrc.left tibialis_anterior"].quantiles[2, 0] == pytest.approx(grade, abs=0.25)
