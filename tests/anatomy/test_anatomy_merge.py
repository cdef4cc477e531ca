"""The merge rule: the written weights equal their recomputation, and the rule behaves as stated."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from myotome.anatomy.root_weight_merge import RootEvidence, merge, merge_rule, root_evidence
from myotome.anatomy.root_weight_table import root_weight_rows
from myotome.anatomy.tables import ROOT_WEIGHTS, muscle_root_weights
from myotome.tables import data_path


def row(
    root: str,
    measure: str,
    weight_class: str = "listed",
    value: float | None = None,
    n: int | None = None,
    source: str = "a",
) -> RootEvidence:
    return RootEvidence("soleus", root, measure, weight_class, value, n, True, source, "full")


def weights(rows: list[RootEvidence]) -> dict[str, float]:
    return {share.root: share.weight for share in merge(rows, merge_rule())}


def test_the_table_of_weights_is_made_again_as_it_stands(tmp_path: Path) -> None:
    again = tmp_path / "muscle_root_weights.csv"
    ROOT_WEIGHTS.write(root_weight_rows(), again)
    assert again.read_bytes() == data_path(ROOT_WEIGHTS.name).read_bytes()


def test_unused_rows_change_nothing() -> None:
    used = [row("S1", "textbook_list"), row("S2", "textbook_list")]
    passed_over = RootEvidence("soleus", "L3", "textbook_list", "listed", None, None, False, "b", "full")
    assert merge([*used, passed_over], merge_rule()) == merge(used, merge_rule())


def test_order_of_rows_does_not_matter() -> None:
    rows = [entry for entry in root_evidence() if entry.muscle == "tibialis_anterior"]
    assert merge(rows, merge_rule()) == merge(rows[::-1], merge_rule())


def test_copied_lists_are_one_vote() -> None:
    graded = [row("S1", "graded_textbook", "dominant"), row("S2", "graded_textbook", "minor")]
    once = [*graded, row("S1", "textbook_list"), row("S2", "textbook_list")]
    copies = [row(root, "textbook_list", source=f"copy {i}") for i in range(5) for root in ("S1", "S2")]
    assert weights([*once, *copies]) == pytest.approx(weights(once))


def test_stimulation_alone_names_no_root() -> None:
    rows = [row("S1", "textbook_list"), row("L3", "stimulation_fraction", "fraction", 0.9, 147)]
    assert set(weights(rows)) == {"S1"}


def test_a_root_not_examined_in_a_series_is_not_spared() -> None:
    rows = [row("S1", "textbook_list"), row("S2", "textbook_list")]
    series = row("S1", "surgical_emg_fraction", "fraction", 1.0, 30)
    assert 0.2 < weights([*rows, series])["S2"] < 0.5


def test_a_root_examined_and_silent_loses_weight() -> None:
    rows = [row("L5", "textbook_list"), row("S1", "textbook_list")]
    silent = [
        row("L5", "surgical_emg_fraction", "fraction", 0.0, 13),
        row("S1", "surgical_emg_fraction", "fraction", 0.9, 9),
    ]
    assert weights([*rows, *silent])["L5"] < 0.4


@given(st.integers(1, 60), st.integers(1, 60))
def test_a_larger_series_pulls_harder(small: int, more: int) -> None:
    lists = [row("L5", "textbook_list"), row("S1", "textbook_list")]

    def with_series(n: int) -> float:
        return weights(
            [
                *lists,
                row("S1", "surgical_emg_pattern", "named", 1.0, n),
                row("L5", "surgical_emg_pattern", "named", 0.3, n),
            ]
        )["S1"]

    assert with_series(small + more) >= with_series(small)


@given(st.dictionaries(st.sampled_from(["L4", "L5", "S1", "S2"]), st.floats(0.05, 1.0), min_size=1))
def test_weights_sum_to_one(shares: dict[str, float]) -> None:
    found = merge([row(root, "judgement", "share", value) for root, value in shares.items()], merge_rule())
    assert sum(share.weight for share in found) == pytest.approx(1.0, abs=1e-9)
    assert all(share.spread >= merge_rule().spread_floor for share in found)


def test_no_evidence_gives_no_weights() -> None:
    assert merge([], merge_rule()) == ()


PUBLISHED = [
    entry
    for entry in root_evidence()
    if entry.used
    and entry.measure in ("surgical_emg_fraction", "surgical_emg_pattern")
    and (entry.value or 0.0) >= 0.5
    and (entry.n or 0) >= 3
    and not (entry.measure == "surgical_emg_pattern" and (entry.value or 0.0) < 1.0)
]


@pytest.mark.parametrize("entry", PUBLISHED, ids=lambda e: f"{e.muscle}-{e.root}-{e.source}")
def test_a_muscle_denervated_in_proved_lesions_of_a_root_hangs_on_it(entry: RootEvidence) -> None:
    found = {w.root: w.weight for w in muscle_root_weights()[entry.muscle]}
    assert found.get(entry.root, 0.0) >= 0.2


def test_the_published_check_is_not_empty() -> None:
    assert len(PUBLISHED) >= 30
