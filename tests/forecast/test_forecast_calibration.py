"""The fit recovers what it is given, and the sample it left says what was published."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from myotome.arrays import Floats
from myotome.evidence.forecast import calibrate
from myotome.evidence.forecast.calibrate import posterior_rows, report, spread_rows
from myotome.evidence.forecast.endpoints import Endpoint, VirtualArms, endpoints, natural, predicted, transform, used
from myotome.evidence.forecast.fitting import CourseFit, FittingProblem, LinearModel, fit, usual_problem
from myotome.evidence.forecast.predictive_check import (
    Checked,
    by_class,
    checked,
    conflicts,
    from_predictions,
    predictions,
)
from myotome.evidence.forecast.side_by_side import side_by_side
from myotome.evidence.forecast.unseen import UNSEEN
from myotome.forecast import AS_TREATED, POSTERIOR, SPREADS, ParameterSets, condition
from myotome.forecast.cohorts.study_spread import spreads
from myotome.forecast.parameter_sets import parameters, posterior, to_free

_COVERED = 0.9
_SETS, _PEOPLE = 16, 768


@cache
def found() -> tuple[Checked, ...]:
    """Every endpoint against some of the sample; the whole sample is checked by `make check-forecast`."""
    return checked(used(), posterior().subset(range(_SETS)), _PEOPLE, 3)


def test_at_least_nine_in_ten_endpoints_lie_in_their_interval() -> None:
    last = by_class(found())[-1]
    assert last.name == "all"
    assert last.inside >= _COVERED * last.count


def test_intervals_are_not_so_wide_that_they_say_nothing() -> None:
    last = by_class(found())[-1]
    assert last.width_share is not None
    assert last.width_share < 0.4
    assert last.width_nrs is not None
    assert last.width_nrs < 3.0


def test_many_sets_are_asked_in_their_order_however_many_processes_answer() -> None:
    assert side_by_side(abs, [-2, 3, -5], workers=2) == [2, 3, 5]
    problem = usual_problem(used()[:4], 64, 3)
    rows = np.vstack([np.zeros(len(problem.free)), np.full(len(problem.free), 0.3)])
    assert np.array_equal(problem.models(rows), [problem.model(row) for row in rows])
    assert not np.array_equal(problem.models(rows), problem.models(rows, of_others=True))
    asked = np.array([True, False, True, False])
    assert np.array_equal(problem.only(asked).models(rows), problem.models(rows)[:, asked])


def test_every_spread_belongs_to_a_class_and_is_moderate() -> None:
    assert set(spreads()) == {one.spread_kind for one in used()}
    assert all(0.0 < size < 1.2 for (name, _), size in spreads().items() if name != AS_TREATED)


def test_conflicts_name_a_rival_on_the_other_side() -> None:
    for one, rival in conflicts(found()):
        assert not one.inside
        assert rival is None or rival.away * one.away < 0


def test_report_names_every_endpoint_and_class() -> None:
    text = report(found())
    assert all(one.id in text for one in used())
    assert "Outside, and what pulls the other way" in text


def test_a_check_prints_the_report_and_leaves_the_tables_alone(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    said = predictions(used(), posterior().subset(range(2)), 64, 3)
    asked: list[tuple[int, int]] = []

    def told(wanted: tuple[Endpoint, ...], sets: ParameterSets, people: int, seed: int) -> Floats:
        assert wanted == used()
        asked.append((len(sets), people))
        return said

    monkeypatch.setattr(calibrate, "predictions", told)
    assert calibrate.main(["--check", "--people", "64"]) == 0
    assert asked == [(len(posterior()), 64)]
    assert report(from_predictions(used(), said, 11, spreads())) in capsys.readouterr().out


def test_a_calibration_writes_what_it_fitted(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every table once, its rows those of the fit; the fit itself is replaced by the sample that stands there."""
    names = [entry.name for entry in parameters() if entry.name in POSTERIOR.written()[0]]
    problem = FittingProblem(tuple(entry for entry in parameters() if entry.name in names), (), None)  # type: ignore[arg-type]
    sample = np.zeros((8, len(names)))
    at = LinearModel(sample[0], sample[0], sample)
    written: dict[str, list[dict[str, str]]] = {}
    monkeypatch.setattr(calibrate, "fit", lambda *_: CourseFit(problem, at, sample, {}, ()))
    monkeypatch.setattr(calibrate, "unseen_predictions", lambda *_: np.zeros((4, len(used()))))
    monkeypatch.setattr(calibrate, "predictions", lambda wanted, *_: np.zeros((4, len(wanted))))
    monkeypatch.setattr(type(POSTERIOR), "write", lambda table, rows: written.update({table.name: rows}))
    assert calibrate.main(["--people", "64", "--sets", "8"]) == 0
    assert len(written) == 3
    assert [row["endpoint"] for row in written[UNSEEN.name]] == [one.id for one in used()]
    assert {(row["class"], row["compared"] == "yes") for row in written[SPREADS.name]} == set(spreads())
    assert [row["set"] for row in written[POSTERIOR.name]] == [str(number) for number in range(8)]


def test_a_fit_recovers_a_known_parameter() -> None:
    """Endpoints made by the model itself at a shifted parameter are met again, and the parameter moves there."""
    chosen = [one for one in used(("fit",)) if one.population in ("osterman", "bailey")]
    wanted = tuple(one for one in chosen if one.outcome == "operated")
    free = tuple(entry for entry in parameters() if entry.name == "surgery_rate")
    problem = FittingProblem(free, wanted, VirtualArms(wanted, 2048, 5))
    made = problem.model(np.array([1.0]))
    class_values = [one.__class__(**{name: getattr(one, name) for name in one.__dataclass_fields__} | {
        "value": float(natural(value, one.scale)), "n": 4000.0, "low": None, "high": None,
    }) for one, value in zip(wanted, made, strict=True)]  # fmt: skip
    again = FittingProblem(free, tuple(class_values), VirtualArms(tuple(class_values), 2048, 5))
    result = fit(again, 8, 1, say=lambda _: None)
    assert result.best.z[0] == pytest.approx(1.0, abs=0.25)
    assert result.sample.shape == (8, 1)
    assert {row["class"] for row in spread_rows(result.spreads)} == {"crossover_reoperation"}
    assert len(posterior_rows(result)) == 8


def test_the_same_fit_twice_is_the_same() -> None:
    wanted = tuple(one for one in used(("fit",)) if one.population == "osterman")
    problem = usual_problem(wanted, 512, 5)
    small = FittingProblem(problem.free[:2], wanted, problem.arms)
    rows = [posterior_rows(fit(small, 4, 9, say=lambda _: None)) for _ in range(2)]
    assert rows[0] == rows[1]


@pytest.mark.parametrize("scale", ["linear", "log", "logit"])
def test_scales_invert(scale: str) -> None:
    values = np.array([0.05, 0.4, 0.9])
    assert natural(transform(values, scale), scale) == pytest.approx(values)


def test_predictions_do_not_depend_on_what_else_is_asked() -> None:
    few = [one for one in used() if one.population == "bailey"]
    sets = posterior().subset([0])
    alone = predicted(few, VirtualArms(tuple(few), 512, 2).run(sets))
    more = few + [one for one in used() if one.population == "osterman"]
    assert predicted(few, VirtualArms(tuple(more), 512, 2).run(sets)) == pytest.approx(alone)


def test_sample_stays_near_its_prior() -> None:
    free = [entry for entry in parameters() if entry.free]
    z = (to_free(posterior()) - [entry.centre for entry in free]) / [entry.spread for entry in free]
    assert np.abs(z.mean(axis=0)).max() < 3.0
    assert np.abs(z).max() <= 3.6


def test_every_group_that_is_counted_has_people_in_it() -> None:
    """Of a few a share is mostly chance, and of none it is one half."""
    grouped = tuple(one for one in used() if one.among)
    courses = VirtualArms(grouped, 512, 11).run(posterior().subset([0]))
    for one in grouped:
        for arm, among in ((one.arm, one.among), (one.against, one.among_against)):
            if among:
                assert condition(among, courses[one.population, arm], one.record).sum() >= 40, one.id


def test_every_number_of_the_evidence_is_accounted_for() -> None:
    assert len(endpoints()) > 400
    assert sum(one.use in ("fit", "check") for one in endpoints()) >= 200
