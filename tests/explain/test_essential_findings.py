"""What is never named without some finding is unlikely where a dictated record states none of the kind."""

from __future__ import annotations

import pytest

from myotome.exam import Case
from myotome.explain import World, parameters, single_cause_posterior
from myotome.explain.likelihood.model_world import world
from myotome.explain.likelihood.reporting.usual_examination import essential_findings
from support.compact_cases import COMPACT, history, patient, strength


def share(condition: str, record: str) -> float:
    """Probability of a condition in an L5 root syndrome whose record states neither injury nor operation."""
    findings, rest = COMPACT["l5_root"]
    return probability_of(condition, patient(findings, record=record, **rest))


def probability_of(condition: str, case: Case, within: World | None = None) -> float:
    """Probability of a condition, all its places together."""
    of_state = single_cause_posterior(case, within)
    mine = [cause.condition == condition for cause in world().states.causes]
    return float(sum(of_state[number] for number, cause in enumerate(world().states.cause) if mine[cause]))


@pytest.mark.parametrize("condition", sorted(essential_findings()))
def test_silence_on_what_is_essential_speaks_against(condition: str) -> None:
    assert share(condition, "dictated") < 0.2 * share(condition, "structured") + 1e-12


def test_silence_on_any_injury_is_weaker_than_an_injury_denied() -> None:
    """The axillary nerve is hurt by injuries: a report of a weak shoulder that tells of none points elsewhere."""
    weak = [strength("shoulder_abduction", "right", 3)]
    denied = probability_of("axillary_neuropathy", patient([*weak, history("trauma", "none")]))
    silent = probability_of("axillary_neuropathy", patient(weak))
    deaf = World(world().states, {**parameters(), "mentioned_event": 0.0})
    assert denied < silent < 0.85 * probability_of("axillary_neuropathy", patient(weak), deaf)


def test_no_root_is_hurt_by_an_injury_that_nobody_reports() -> None:
    assert share("root_injury", "dictated") < 0.01
