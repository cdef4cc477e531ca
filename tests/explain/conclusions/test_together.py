"""Two lesions where two are needed, one where one is enough."""

from __future__ import annotations

from functools import cache
from itertools import pairwise

import numpy as np
import pytest

from myotome.exam import Case
from myotome.explain import explain, posterior_of
from myotome.explain.conclusions.explanations import group_states
from myotome.explain.conclusions.joint_causes import likely_causes, two_causes
from myotome.explain.likelihood.model_world import world
from support.compact_cases import (
    C7_ROOT,
    CARPAL_TUNNEL,
    COMPACT,
    L5_ROOT,
    compact,
    emg,
    ncs,
    patient,
    skin,
    strength,
)

#: A root of one arm and the median nerve of the other; a root of one leg and the ulnar nerve of the other arm.
DOUBLE = {
    "neck and wrist": (
        [*C7_ROOT, emg(["triceps_brachii", "cervical_paraspinals"], "left", "denervation"), *CARPAL_TUNNEL],
        {"disc_herniation_root", "carpal_tunnel"},
    ),
    "back and elbow": (
        [
            *L5_ROOT,
            ncs("ulnar", "left", "slowed_at_site", site="elbow", component="motor"),
            strength("first_dorsal_interosseous_hand", "left", 3),
            skin(["little_finger"], "left", "reduced"),
        ],
        {"disc_herniation_root", "ulnar_neuropathy_elbow"},
    ),
}


@cache
def double(name: str) -> Case:
    return patient(DOUBLE[name][0])


@pytest.mark.parametrize("name", DOUBLE)
def test_two_lesions_that_are_both_needed_are_told_together(name: str) -> None:
    causes = explain(double(name), with_next_tests=False).causes
    both = next(cause for cause in causes if len(cause.conditions) == 2)
    assert set(both.conditions) == DOUBLE[name][1]
    assert causes.index(both) <= 1


def test_two_lesions_that_tests_confirm_lead() -> None:
    lead = explain(double("neck and wrist"), with_next_tests=False).causes[0]
    assert len(lead.conditions) == 2
    # other diseases of the same root and nerve share the rest
    assert lead.probability > 0.4


@pytest.mark.parametrize("name", COMPACT)
def test_one_lesion_that_is_enough_leads_alone(name: str) -> None:
    assert len(explain(compact(name), with_next_tests=False).causes[0].conditions) == 1


@pytest.mark.parametrize("name", [*COMPACT, *DOUBLE])
def test_explanations_share_one_probability(name: str) -> None:
    case = double(name) if name in DOUBLE else compact(name)
    found, groups = posterior_of(case), group_states(world().states)
    every = likely_causes(found, groups, count=len(groups.groups))
    assert sum(cause.probability for cause in every) == pytest.approx(1.0, abs=0.02)
    assert all(first.probability >= then.probability for first, then in pairwise(every))


@pytest.mark.parametrize("name", DOUBLE)
def test_weight_of_two_explanations_holds_their_pairs_of_states(name: str) -> None:
    """It is summed over all their states, so never less than the pairs enumerated and never more than all pairs."""
    found, groups = posterior_of(double(name)), group_states(world().states)
    for two in two_causes(found, groups):
        listed = [
            pair.probability
            for pair in found.pairs
            if sorted(groups.of_state[list(pair.states)].tolist()) == sorted(two.groups)
        ]
        assert np.sum(listed) <= two.probability * (1 + 1e-9)
        assert two.probability <= found.by_number[1] * (1 + 1e-9)
        assert two.shares[0] >= two.shares[1] >= 0.0
        assert sum(two.shares) == pytest.approx(two.probability)


@pytest.mark.parametrize("name", COMPACT)
def test_conditions_of_one_place_share_its_probability(name: str) -> None:
    for cause in explain(compact(name), with_next_tests=False).causes:
        probabilities = [share for _, share in cause.shares]
        assert len(probabilities) != 1
        assert probabilities == sorted(probabilities, reverse=True)
        assert sum(probabilities) <= cause.probability + 1e-9
        assert all(share >= 0.05 * cause.probability for share in probabilities)
        assert not cause.shares or cause.shares[0][0] in cause.label


def test_a_root_without_an_image_is_not_told_to_be_a_disc_for_sure() -> None:
    case = patient([*C7_ROOT], age=70, sex="male")
    lead = explain(case, with_next_tests=False).causes[0]
    assert lead.places == ("C7",)
    shares = dict(lead.shares)
    assert shares["root of the neck compressed by bone and disc degeneration in its foramen"] > lead.probability / 2
    assert shares["disc herniation compressing a root"] > 0.05
