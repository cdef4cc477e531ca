"""The same luck: whatever the threads, the other arms and the other people."""

from __future__ import annotations

import numpy as np
import pytest

from myotome.forecast.course import Settings
from myotome.forecast.kernel.state import EVENTS, NEVER, TILE
from support.made_people import course, people
from support.threads import ALL_THREADS, threads

SHORT = Settings(52, (0, 13, 52))


def test_same_seed_same_course() -> None:
    first, second = (course(people(), "watchful_waiting", SHORT, 1024) for _ in range(2))
    assert np.array_equal(first.values, second.values)
    assert np.array_equal(first.events, second.events)


def test_another_seed_another_course() -> None:
    first = course(people(), "watchful_waiting", SHORT, 1024)
    second = course(people(), "watchful_waiting", Settings(52, (0, 13, 52), seed=2), 1024)
    assert not np.array_equal(first.values, second.values)


def test_any_number_of_threads_gives_the_same_bytes() -> None:
    found = []
    for count in (1, ALL_THREADS):
        with threads(count):
            found.append(course(people(), "discectomy_early", SHORT, 4096))
    assert all(one.values.tobytes() == found[0].values.tobytes() for one in found)
    assert all(one.events.tobytes() == found[0].events.tobytes() for one in found)


@pytest.mark.parametrize("first", [TILE, 10 * TILE])
def test_a_person_is_the_same_in_any_cohort(first: int) -> None:
    whole = course(people(), "watchful_waiting", SHORT, 2048)
    part = course(people(), "watchful_waiting", SHORT, 512, first=first)
    assert np.array_equal(whole.values[:, :, first : first + 512], part.values)
    assert np.array_equal(whole.traits[:, first : first + 512], part.traits)


def test_batch_equals_loop() -> None:
    whole = course(people(), "watchful_waiting", SHORT, 4 * TILE)
    alone = [course(people(), "watchful_waiting", SHORT, TILE, first=n * TILE) for n in range(4)]
    assert np.array_equal(whole.values, np.concatenate([one.values for one in alone], axis=2))


def test_longer_run_has_the_same_beginning() -> None:
    short = course(people(), "watchful_waiting", SHORT, 1024)
    longer = course(people(), "watchful_waiting", Settings(150, (0, 13, 52, 150)), 1024)
    assert np.array_equal(short.values, longer.values[:3])
    before = np.where(longer.events > 52, np.float32(NEVER), longer.events)
    assert np.array_equal(short.events, before)


def test_everybody_starts_alike_under_every_arm() -> None:
    arms = [course(people(), arm, SHORT, 1024) for arm in ("no_surgery", "discectomy_early", "core_stabilisation")]
    assert all(np.array_equal(arm.values[0], arms[0].values[0]) for arm in arms)
    assert all(np.array_equal(arm.traits, arms[0].traits) for arm in arms)


def test_arms_differ_only_where_the_treatment_reaches() -> None:
    """A drug for the first weeks leaves a year later hardly a trace, and nobody's herniation changes by itself."""
    plain, treated = (course(people(), arm, SHORT, 2048) for arm in ("no_surgery", "no_surgery+nsaid"))
    apart = np.abs(treated.variable("leg_pain_nrs", 52) - plain.variable("leg_pain_nrs", 52))
    assert (apart > 1e-3).mean() < 0.03
    same = [EVENTS.index(name) for name in ("operated", "reherniated", "cord_worse")]
    assert np.array_equal(plain.events[same], treated.events[same])


def test_numbers_are_finite_and_in_range() -> None:
    found = course(people(weak=1.0, mrc=[0, 4]), "discectomy_early")
    assert np.isfinite(found.values).all()
    for name, top in (("leg_pain_nrs", 10), ("back_pain_nrs", 10), ("odi", 100), ("herniation_size", 2), ("spasm", 1)):
        rows = [found.variable(name, week) for week in found.record]
        assert min(row.min() for row in rows) >= 0.0
        assert max(row.max() for row in rows) <= top + 1e-4
    lost = found.variable("loss", 104)
    assert lost.min() >= 0.0
    assert (lost <= found.trait("loss_start") + 1e-4).all()


def test_the_first_episode_is_the_same_one_whenever_it_comes() -> None:
    """Training puts an episode off; how severe it is stays what it is."""
    who, long = people(resolved="both", access=0.0), Settings(104, (0, 104))
    plain, trained = (course(who, arm, long, 4096) for arm in ("no_surgery", "core_stabilisation"))
    once = (plain.variable("back_episodes", 104) == 1) & (trained.variable("back_episodes", 104) == 1)
    later = once & (trained.event("back_pain_recurrence") > plain.event("back_pain_recurrence"))
    assert later.sum() > 50
    limiting = [found.event("back_pain_recurrence_limiting") < 104 for found in (plain, trained)]
    assert np.array_equal(limiting[0][later], limiting[1][later])
