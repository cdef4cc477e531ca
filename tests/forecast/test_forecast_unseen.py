"""Studies left out of the fit: all of a study goes together, and most are still said."""

from __future__ import annotations

from myotome.evidence.forecast.calibrate import unseen_report
from myotome.evidence.forecast.endpoints import used
from myotome.evidence.forecast.unseen import FOLDS, fold_of, unseen_rows_left

_COVERED = 0.85


def test_a_study_is_left_out_whole_and_parts_are_of_like_size() -> None:
    wanted = used()
    folds = fold_of(wanted)
    for study in {one.study for one in wanted}:
        assert len({fold for one, fold in zip(wanted, folds, strict=True) if one.study == study}) == 1
    sizes = [int((folds == fold).sum()) for fold in range(FOLDS)]
    assert sum(sizes) == len(wanted)
    assert min(sizes) > 0


def test_the_table_holds_every_endpoint_once() -> None:
    assert [row["endpoint"] for row in unseen_rows_left()] == [one.id for one in used()]


def test_most_endpoints_of_unseen_studies_lie_in_their_interval() -> None:
    rows = unseen_rows_left()
    for row in rows:
        low, published, high = (float(row[name]) for name in ("low", "published", "high"))
        tolerance = 1e-3 * max(abs(low), abs(high), 1e-3)
        assert (low - tolerance <= published <= high + tolerance) or row["inside"] == "no"
    assert sum(row["inside"] == "yes" for row in rows) >= _COVERED * len(rows)


def test_the_report_adds_up() -> None:
    rows = unseen_rows_left()
    text = unseen_report(rows)
    assert all(row["class"] in text for row in rows)
    assert text.splitlines()[-1].split()[:2] == ["all", f"{sum(row['inside'] == 'yes' for row in rows)}/{len(rows)}"]
