"""Published courses: they pass through what was published, go where time and severity say, and mix by probability."""

from __future__ import annotations

import numpy as np
import pytest

from myotome.errors import UnknownNameError
from myotome.forecast import mixed, published_course, published_courses, severity_shares, simulated_curve
from myotome.forecast.published.anchors import ANY, Anchor, anchors

WEEKS = (0.0, 1.0, 6.0, 26.0, 52.0, 104.0, 208.0, 800.0)
COURSES = sorted(published_courses())


@pytest.mark.parametrize("name", COURSES)
def test_a_course_passes_through_what_was_published(name: str) -> None:
    for one in anchors(name):
        alike = {other.severity for other in anchors(name) if _asks(other) == _asks(one)}
        if one.severity == ANY and alike != {ANY}:
            continue  # every severity has numbers of its own
        chosen = None if one.severity == ANY else {one.severity: 1.0}
        curve = published_course(name, (one.weeks,), chosen).arms[one.treatment][one.outcome]
        assert curve.at(one.weeks)[0] == pytest.approx(one.value)


def _asks(anchor: Anchor) -> tuple[str, str]:
    return anchor.treatment, anchor.outcome


@pytest.mark.parametrize("name", COURSES)
@pytest.mark.parametrize("duration", [0.0, 10.0, 60.0])
def test_every_share_lies_in_its_interval_and_what_is_reached_is_kept(name: str, duration: float) -> None:
    for arm in published_course(name, WEEKS, None, duration).arms.values():
        for curve in arm.values():
            low, middle, high = (line[~np.isnan(curve.middle)] for line in (curve.low, curve.middle, curve.high))
            assert (low <= middle + 1e-12).all()
            assert (middle <= high + 1e-12).all()
            assert (low >= 0.0).all()
            if curve.form == "reached":
                assert (np.diff(middle) >= -1e-12).all()
            if curve.form != "left":
                assert (high <= 1.0).all()


@pytest.mark.parametrize("name", COURSES)
def test_nothing_is_told_before_the_first_published_number(name: str) -> None:
    for treatment, arm in published_course(name, WEEKS).arms.items():
        for outcome, curve in arm.items():
            first = min(one.weeks for one in anchors(name) if _asks(one) == (treatment, outcome))
            early = [week < first for week in WEEKS]
            assert np.isnan(curve.middle[early]).all()
            assert not curve.told[early].any()
            assert all(share is None for share in np.array(curve.to_dict()["high"])[early])
            assert not np.isnan(curve.middle[-1])


def test_what_has_not_come_by_a_late_week_comes_less_often() -> None:
    def within_a_year(duration: float) -> float:
        course = published_course("radial_palsy", (52.0,), {"humeral_fracture": 1.0}, duration)
        return course.arms["conservative"]["recovered"].at(52.0)[0]

    assert within_a_year(70.0) < within_a_year(0.0)


@pytest.mark.parametrize(
    ("course", "worse", "better", "treatment", "outcome"),
    [
        ("cauda_equina", "retention", "incomplete", "decompression", "bladder_disturbed"),
        ("cervical_myelopathy", "moderate_or_severe", "mild", "untreated", "worse"),
        ("low_back_pain", "persistent", "acute", "conservative", "pain_left"),
    ],
)
def test_the_severer_do_worse(course: str, worse: str, better: str, treatment: str, outcome: str) -> None:
    bad, good = (published_course(course, (52.0,), {one: 1.0}).arms[treatment][outcome] for one in (worse, better))
    assert bad.at(52.0)[0] > good.at(52.0)[0]


def test_severities_mix_by_their_shares() -> None:
    shares = severity_shares("cauda_equina")
    whole = published_course("cauda_equina", WEEKS).arms["decompression"]["bladder_disturbed"]
    parts = [
        (share, published_course("cauda_equina", WEEKS, {one: 1.0}).arms["decompression"]["bladder_disturbed"])
        for one, share in shares.items()
    ]
    assert mixed(parts).middle == pytest.approx(whole.middle, nan_ok=True)
    assert mixed(reversed(parts)).low == pytest.approx(whole.low, nan_ok=True)


def test_what_was_simulated_mixes_with_what_was_published() -> None:
    simulated = simulated_curve("recovered", (26.0, 52.0), (0, 104), np.array([0.0, 0.8]))
    published = published_course("carpal_tunnel", (26.0, 52.0)).arms["conservative"]["recovered"]
    both = mixed([(0.3, simulated), (0.1, published)])
    assert both.middle == pytest.approx(0.75 * simulated.middle + 0.25 * published.middle)


def test_a_course_or_a_severity_that_there_is_not_is_named() -> None:
    with pytest.raises(UnknownNameError):
        published_course("carpal_tunel", WEEKS)
    with pytest.raises(UnknownNameError):
        published_course("cauda_equina", WEEKS, {"mild": 1.0})
