"""The posterior against plain enumeration: small random worlds, every single state, every pair, every triple."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from myotome.explain.inference.posterior import Posterior, causes_prior, posterior
from myotome.explain.likelihood.observations import Observed, event
from support.small_worlds import Members, SmallWorld, random_events, random_graded, small_world

Array = np.ndarray


@dataclass(frozen=True)
class Reference:
    """Weights of all singles, pairs and triples, on the scale of the posterior's enumerated mass."""

    sole_cause: Array
    pairs: dict[Members, float]
    triples: dict[Members, float]
    likelihood: Array


def reference(world: SmallWorld) -> Reference:
    one, two, three = causes_prior()
    singles = np.array([world.likelihood((state,)) for state in range(len(world.prior))])
    pairs, triples = world.together(2), world.together(3)
    return Reference(
        one * world.prior * singles,
        {members: two * share * value for members, (share, value) in pairs.items()},
        {members: three * share * value for members, (share, value) in triples.items()},
        singles,
    )


def of_world(world: SmallWorld) -> Posterior:
    return posterior(world.observations, world.prior, world.exclusive, unpaired=world.unpaired)


def whole_of(found: Posterior, true: Reference) -> float:
    """Scale between the posterior and the reference, from the singles alone."""
    return float(true.sole_cause.sum()) / found.by_number[0]


WORLDS = st.builds(small_world, st.integers(0, 2**32), st.integers(6, 9), st.booleans())
WAYS, UNPAIRED = st.sampled_from([1, 2]), st.integers(0, 2)
ANY_WORLDS = st.builds(small_world, st.integers(0, 2**32), st.integers(7, 9), st.booleans(), WAYS, UNPAIRED)
EVENT_WORLDS = st.builds(small_world, st.integers(0, 2**32), st.integers(6, 9), st.just(False))


@settings(max_examples=35)
@given(ANY_WORLDS)
def test_singles_and_pairs_are_exact(world: SmallWorld) -> None:
    found, true = of_world(world), reference(world)
    whole = whole_of(found, true)
    assert found.sole_cause * whole == pytest.approx(true.sole_cause, abs=1e-9 * whole)
    assert found.by_number[1] * whole == pytest.approx(sum(true.pairs.values()), abs=1e-9 * whole)
    assert found.log_evidence == pytest.approx(np.log(whole), abs=1e-9)


@settings(max_examples=25)
@given(WORLDS)
def test_each_pair_and_triple_told_has_its_weight(world: SmallWorld) -> None:
    found, true = of_world(world), reference(world)
    whole = whole_of(found, true)
    assert found.pairs
    for pair in found.pairs:
        assert pair.probability * whole == pytest.approx(true.pairs[tuple(sorted(pair.states))], abs=1e-9 * whole)
    best = max(true.pairs, key=true.pairs.__getitem__)
    assert found.pairs[0].probability * whole == pytest.approx(true.pairs[best], abs=1e-9 * whole)
    for triple in found.triples:
        assert triple.probability * whole == pytest.approx(true.triples[tuple(sorted(triple.states))], abs=1e-9 * whole)


@settings(max_examples=25)
@given(WORLDS)
def test_each_triple_counts_once(world: SmallWorld) -> None:
    found, true = of_world(world), reference(world)
    states = [tuple(sorted(triple.states)) for triple in found.triples]
    assert len(states) == len(set(states))
    assert found.by_number[2] * whole_of(found, true) <= sum(true.triples.values()) * (1 + 1e-9)


@settings(max_examples=25)
@given(ANY_WORLDS)
def test_what_each_state_does_in_pairs_is_exact(world: SmallWorld) -> None:
    """Any cause, responsibility and necessity; what triples add to them is taken from the triples listed."""
    found, true = of_world(world), reference(world)
    whole = whole_of(found, true)
    assert sum(triple.probability for triple in found.triples) == pytest.approx(found.by_number[2], abs=1e-12)
    any_cause, responsibility, necessity = true.sole_cause.copy(), true.sole_cause.copy(), true.sole_cause.copy()
    for members, weight in true.pairs.items():
        own = np.array([world.likelihood((state,), found_only=True) for state in members])
        any_cause[list(members)] += weight
        responsibility[list(members)] += weight * own / own.sum()
        without = own[::-1] / world.likelihood(members, found_only=True)
        necessity[list(members)] += weight * np.maximum(0.0, 1.0 - without)
    for triple in found.triples:
        any_cause[list(triple.states)] += triple.probability * whole
        responsibility[list(triple.states)] += triple.probability * whole / 3
        necessity[list(triple.states)] += triple.probability * whole / 3
    assert found.any_cause * whole == pytest.approx(any_cause, abs=1e-9 * whole)
    assert found.responsibility * whole == pytest.approx(responsibility, abs=1e-9 * whole)
    assert found.necessity * whole == pytest.approx(necessity, abs=1e-9 * whole)


@settings(max_examples=35)
@example(small_world(42097894, 6, False))  # a pair whose likelihood is 1 but for rounding
@given(EVENT_WORLDS)
def test_left_out_bounds_the_missed_triples(world: SmallWorld) -> None:
    found, true = of_world(world), reference(world)
    whole = whole_of(found, true)
    missed = max(0.0, sum(true.triples.values()) / whole - found.by_number[2])
    assert missed / (1.0 + missed) <= found.left_out + 1e-9
    assert found.left_out <= 1.0


@pytest.mark.parametrize("seed", range(6))
def test_pruning_changes_nothing_that_shows(seed: int) -> None:
    """Most states are all but ruled out by a finding looked for and not seen, and have hardly any prior."""
    rng = np.random.default_rng(seed)
    count = 12
    observations = random_events(rng, count, 4) + random_graded(rng, count, 2)
    for number in range(6):
        probability = np.where(np.arange(count) < 4, np.nan, 0.95)
        observations.append(event(Observed(300 + number, f"not seen {number}"), probability, 0.001, False))
    prior = rng.dirichlet(np.ones(count)) * np.where(np.arange(count) < 4, 1.0, 1e-7)
    world = SmallWorld(tuple(observations), prior / prior.sum(), np.arange(count, dtype=np.intp))
    found, true = of_world(world), reference(world)
    whole = whole_of(found, true)
    assert found.sole_cause * whole == pytest.approx(true.sole_cause, abs=1e-9 * whole)
    assert found.by_number[1] * whole == pytest.approx(sum(true.pairs.values()), abs=1e-9 * whole)


@settings(max_examples=12)
@given(WORLDS, st.integers(0, 100))
@example(small_world(81116595, 6, graded=True), 89)  # fewer groups than best pairs are kept
def test_numbering_of_states_does_not_matter(world: SmallWorld, seed: int) -> None:
    order = np.random.default_rng(seed).permutation(len(world.prior))
    place = np.argsort(order)
    moved = tuple(replace(a, touched=place[a.touched]) for a in world.observations)
    before = posterior(world.observations, world.prior, world.exclusive)
    after = posterior(moved, world.prior[order], world.exclusive[order])
    assert after.sole_cause[place] == pytest.approx(before.sole_cause, abs=1e-9)
    assert after.by_number == pytest.approx(before.by_number, abs=1e-9)


def test_an_observation_that_no_state_changes_changes_nothing() -> None:
    world = small_world(5, 7, graded=True)
    idle = event(Observed(500, "idle"), np.full(7, np.nan), 0.2, True)
    before = posterior(world.observations, world.prior, world.exclusive)
    after = posterior((*world.observations, idle), world.prior, world.exclusive)
    assert after.responsibility == pytest.approx(before.responsibility, abs=1e-12)
    assert after.log_evidence - before.log_evidence == pytest.approx(np.log(0.2), abs=1e-9)


@settings(max_examples=10)
@given(st.integers(0, 2**32))
def test_a_table_of_another_patient_is_no_other_finding(seed: int) -> None:
    """Another link of the same losses, and other losses under the same link, are told apart from what came before."""
    world = small_world(seed, 7, graded=True)
    other = small_world(seed + 1, 7, graded=True)
    before = posterior(world.observations, world.prior, world.exclusive)
    posterior(other.observations, other.prior, other.exclusive)
    swapped = [
        replace(observation, link=(lambda reads, link=observation.link: 0.9 * link(reads)))
        for observation in world.observations
    ]
    changed = SmallWorld(tuple(swapped), world.prior, world.exclusive)
    found, true = posterior(swapped, world.prior, world.exclusive), reference(changed)
    whole = whole_of(found, true)
    assert found.by_number[1] * whole == pytest.approx(sum(true.pairs.values()), abs=1e-9 * whole)
    again = posterior(world.observations, world.prior, world.exclusive)
    assert np.array_equal(again.any_cause, before.any_cause)
