"""Cohorts: the same numbers however they are cut, and nothing lost when a run is cut off."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from myotome.errors import InputError
from myotome.forecast import cohort, distributed_cohort, specification_from_mapping
from myotome.forecast.cohorts.run import PART, CohortResult, parts_of
from myotome.forecast.cohorts.specification import Specification

ARMS = {"usual": {"treatments": ["watchful_waiting"]}, "early": {"treatments": ["discectomy_early"]}}
GIVEN: dict[str, Any] = {
    "n": PART + 2000,
    "arms": ARMS,
    "outcomes": ["leg_pain", "well", "operated", "weeks_to_pain_free"],
    "follow_up_weeks": [8, 26],
}


def specification(**changes: Any) -> Specification:
    return specification_from_mapping(GIVEN | changes)


def plain(result: CohortResult) -> str:
    return json.dumps(result.to_dict(), allow_nan=False)


def test_parts_cover_everybody_once() -> None:
    parts = parts_of(3 * PART + 5)
    assert [part.first for part in parts] == [0, PART, 2 * PART, 3 * PART]
    assert sum(part.people for part in parts) == 3 * PART + 5


def test_same_specification_same_answer() -> None:
    assert plain(cohort(specification(n=6400))) == plain(cohort(specification(n=6400)))


def test_another_arm_changes_nothing_for_the_others() -> None:
    two = cohort(specification(n=6400)).to_dict()
    three = cohort(specification(n=6400, arms=ARMS | {"third": {"treatments": ["nsaid"]}})).to_dict()
    assert all(three["arms"][name] == two["arms"][name] for name in ARMS)
    assert three["differences"]["early"] == two["differences"]["early"]


def test_intervals_hold_the_estimate_and_widen_with_a_small_study() -> None:
    large, small = (cohort(specification(n=6400, trial_size=size)) for size in (100_000, 50))
    for (cell, wide), (_, narrow) in zip(small.estimates, large.estimates, strict=True):
        if wide.value is None or wide.low is None or wide.high is None or narrow.low is None or narrow.high is None:
            continue
        assert wide.low <= wide.value <= wide.high, cell
        assert wide.high - wide.low >= narrow.high - narrow.low, cell
        assert narrow.model_low is not None
        assert narrow.low <= narrow.model_low


def test_one_set_of_parameters_gives_no_interval() -> None:
    result = cohort(specification(n=64))
    assert result.differences
    for _, found in (*result.estimates, *result.differences):
        assert (found.low, found.high, found.model_low, found.model_high) == (None,) * 4


def test_shares_and_pain_lie_in_their_ranges() -> None:
    result = cohort(specification(n=6400))
    for cell, found in result.estimates:
        top = 1.0 if cell.outcome.is_share else 200.0
        if found.low is not None and found.high is not None and cell.outcome.is_share:
            assert 0.0 <= found.low <= found.high <= top


def test_only_those_who_count_are_counted() -> None:
    result = cohort(specification(n=6400, outcomes=[{"outcome": "leg_pain", "among": "smoker = 1"}, "leg_pain"]))
    smokers, everybody = result.estimates[0][1], result.estimates[2][1]
    assert 0 < smokers.n < everybody.n == 6400


def test_nobody_counted_is_no_number() -> None:
    result = cohort(specification(n=640, outcomes=[{"outcome": "leg_pain", "among": "age > 200"}]))
    assert result.estimates[0][1].value is None


def test_progress_is_told() -> None:
    told: list[tuple[int, int]] = []
    cohort(specification(follow_up_weeks=[1]), progress=lambda done, total: told.append((done, total)))
    assert told == [(1, 2), (2, 2)]


def test_a_run_cut_off_goes_on_and_loses_nothing(tmp_path: Path) -> None:
    pytest.importorskip("pyarrow")
    spec = specification()
    whole = cohort(spec, tmp_path / "whole")

    def stop(done: int, total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        cohort(spec, tmp_path / "cut", stop)
    first = tmp_path / "cut" / "part-000000.parquet"
    written = first.stat().st_mtime_ns
    (tmp_path / "cut" / "tmp123.part").write_bytes(b"half a file")
    again = cohort(spec, tmp_path / "cut")
    assert first.stat().st_mtime_ns == written
    assert plain(again) == plain(whole) == plain(cohort(spec))
    for path in sorted((tmp_path / "whole").iterdir()):
        assert path.read_bytes() == (tmp_path / "cut" / path.name).read_bytes()


@pytest.mark.parametrize("left", [0, 3, 100, -1])
def test_a_part_cut_short_is_run_again(left: int, tmp_path: Path) -> None:
    pytest.importorskip("pyarrow")
    spec = specification(n=640)
    told = plain(cohort(spec, tmp_path))
    part = tmp_path / "part-000000.parquet"
    whole = part.read_bytes()
    part.write_bytes(whole[:left])
    assert plain(cohort(spec, tmp_path)) == told
    assert part.read_bytes() == whole


def test_a_part_whose_sums_are_damaged_is_run_again(tmp_path: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    spec = specification(n=640)
    told = plain(cohort(spec, tmp_path))
    part = tmp_path / "part-000000.parquet"
    table = parquet.read_table(part)
    marks = {key: text for key, text in table.schema.metadata.items() if b"fingerprint" in key}
    for sums in ({}, {b"myotome.sums": b"half"}, {b"myotome.sums": b"####"}):
        parquet.write_table(table.replace_schema_metadata(marks | sums), part)
        assert plain(cohort(spec, tmp_path)) == told


def test_people_are_written_under_every_arm(tmp_path: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    cohort(specification(n=640), tmp_path)
    table = parquet.read_table(tmp_path / "part-000000.parquet")
    assert table.num_rows == 2 * 640
    usual = table.slice(0, 640)
    assert set(usual["arm"].to_pylist()) == {"usual"}
    assert usual["person"].to_pylist() == list(range(640))
    assert usual["operated_week"].null_count > 0
    start = np.array(usual["leg_pain_nrs_0"])
    assert np.array_equal(start, np.array(table.slice(640, 640)["leg_pain_nrs_0"]))


def test_a_folder_of_something_else_is_refused(tmp_path: Path) -> None:
    pytest.importorskip("pyarrow")
    cohort(specification(n=640), tmp_path)
    with pytest.raises(InputError, match="another specification"):
        cohort(specification(n=640, seed=2), tmp_path)


@pytest.mark.filterwarnings("ignore")
def test_workers_do_not_change_a_byte(tmp_path: Path) -> None:
    pytest.importorskip("dask.distributed")
    pytest.importorskip("pyarrow")
    spec = specification(n=3 * PART)
    here = cohort(spec, tmp_path / "here")
    there = distributed_cohort(spec, "local:2", tmp_path / "there")
    assert plain(here) == plain(there)
    for path in sorted((tmp_path / "here").iterdir()):
        assert path.read_bytes() == (tmp_path / "there" / path.name).read_bytes()
