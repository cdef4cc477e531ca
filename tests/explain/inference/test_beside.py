"""An old disease beside one new cause, against plain enumeration."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from myotome.explain.inference.posterior import posterior
from myotome.explain.likelihood.old_disease import OldDisease
from support.small_worlds import SmallWorld, small_world

WORLDS = st.builds(small_world, st.integers(0, 2**32), st.integers(6, 9), st.booleans())


def an_old_disease(world: SmallWorld, seed: int) -> OldDisease:
    """Two or three states, some of them new causes too; it accounts for about half of the findings."""
    rng = np.random.default_rng(seed)
    family = rng.choice(len(world.prior), size=3, replace=False)
    numbers = sorted({one.finding for one in world.observations})
    accounted = frozenset(number for number in numbers if rng.random() < 0.5)
    states = np.sort(family[: int(rng.integers(2, 4))])
    return OldDisease("old", states, 0.3 * rng.dirichlet(np.ones(len(states))), accounted, np.sort(family))


def enumerated(world: SmallWorld, old: OldDisease) -> np.ndarray:
    """Prior times likelihood of each new cause, without the old disease and with each of its states."""
    mine = [one for one in world.observations if one.finding in old.findings]
    rest = [one for one in world.observations if one.finding not in old.findings]
    weights = []
    for state, prior in enumerate(world.prior):
        alone = world.likelihood_of((state,), mine)
        with_old = [world.likelihood_of((state, int(other)), mine) for other in old.states]
        mixed = (1.0 - old.probability.sum()) * alone + float(old.probability @ with_old)
        weights.append(prior * world.likelihood_of((state,), rest) * (alone if state in old.family else mixed))
    return np.array(weights)


@settings(max_examples=40)
@given(WORLDS, st.integers(0, 2**32))
def test_each_new_cause_weighs_what_enumeration_says(world: SmallWorld, seed: int) -> None:
    old = an_old_disease(world, seed)
    found, true = posterior(world.observations, world.prior, world.exclusive, old), enumerated(world, old)
    share = found.sole_cause / found.by_number[0]
    assert share == pytest.approx(true / true.sum(), abs=1e-9)


@settings(max_examples=20)
@given(WORLDS, st.integers(0, 2**32))
def test_pairs_and_triples_keep_their_weight(world: SmallWorld, seed: int) -> None:
    """Only a single new cause has the old disease beside it: two new causes weigh against one another as before."""
    before = posterior(world.observations, world.prior, world.exclusive)
    after = posterior(world.observations, world.prior, world.exclusive, an_old_disease(world, seed))
    ratio = before.by_number[2] / before.by_number[1]
    assert after.by_number[2] / after.by_number[1] == pytest.approx(ratio, rel=1e-9)
    assert [pair.states for pair in after.pairs] == [pair.states for pair in before.pairs]


@settings(max_examples=20)
@given(WORLDS, st.integers(0, 2**32))
def test_what_it_adds_to_each_observation_adds_up(world: SmallWorld, seed: int) -> None:
    found = posterior(world.observations, world.prior, world.exclusive, an_old_disease(world, seed))
    if found.beside is None:
        return
    every = np.arange(len(world.prior))
    for kind, chance in enumerate(found.beside.chance):
        gained = chance * np.exp(found.beside.gains(found.compiled, kind, every).sum(axis=0))
        weighed = found.beside.with_old[kind]
        assert weighed[weighed > 0] == pytest.approx(gained[weighed > 0], rel=1e-9)
