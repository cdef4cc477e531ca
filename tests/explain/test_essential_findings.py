"""What is never named without some finding is unlikely where a dictated record states none of the kind."""

from __future__ import annotations

import pytest

from myotome.explain import single_cause_posterior
from myotome.explain.likelihood.model_world import world
from myotome.explain.likelihood.reporting.usual_examination import essential_findings
from support.compact_cases import COMPACT, patient


def share(condition: str, record: str) -> float:
    """Probability of a condition in an L5 root syndrome whose record states neither injury nor operation."""
    findings, rest = COMPACT["l5_root"]
    of_state = single_cause_posterior(patient(findings, record=record, **rest))
    mine = [cause.condition == condition for cause in world().states.causes]
    return float(sum(of_state[number] for number, cause in enumerate(world().states.cause) if mine[cause]))


@pytest.mark.parametrize("condition", sorted(essential_findings()))
def test_silence_on_what_is_essential_speaks_against(condition: str) -> None:
    assert share(condition, "dictated") < 0.2 * share(condition, "structured") + 1e-12


def test_no_root_is_hurt_by_an_injury_that_nobody_reports() -> None:
    assert share("root_injury", "dictated") < 0.01
