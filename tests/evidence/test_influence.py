"""What the answers rest on: shares of the weight of evidence."""

from functools import cache
from pathlib import Path

import pytest

from myotome.evidence.explain.influence import influence, main
from myotome.exam import case_from_mapping, read_case
from myotome.explain import seen_behind

PATIENTS = sorted((Path(__file__).parents[2] / "benchmarks" / "localisation" / "cases").glob("*.yaml"))[:6]


@cache
def found():
    return influence(map(read_case, PATIENTS))


def test_the_shares_sum_to_one_and_judged_findings_come_heaviest_first():
    shares = [share for _, share in found().judged]
    assert sum(found().shares.values()) == pytest.approx(1.0)
    assert shares == sorted(shares, reverse=True)
    assert sum(shares) <= found().shares["judgement"] + 1e-9


def test_a_published_row_counts_as_published_and_another_condition_falls_back():
    case = case_from_mapping(
        {
            "id": "x",
            "demographics": {"age": 70, "sex": "male"},
            "findings": [{"type": "lab", "test": "post_void_residual", "value": "raised"}],
        }
    )
    assert seen_behind(case.findings[0], "cauda_equina_stenosis") == {"abstract": 1.0}
    assert seen_behind(case.findings[0], "traumatic_cord_injury") == {"judgement": 1.0}


def test_the_command_prints_the_shares(tmp_path, capsys):
    (tmp_path / PATIENTS[0].name).write_text(PATIENTS[0].read_text(encoding="utf-8"), encoding="utf-8")
    assert main([str(tmp_path)]) == 0
    assert "share of the absolute weight of evidence" in capsys.readouterr().out
