"""Many people in one recorded movement: time a frame on one core and on all, beside Clarabel on the same problems."""

from __future__ import annotations

import os
import resource
from collections.abc import Sequence
from functools import partial
from statistics import median

import numpy as np

from benchmarks.equilibrium import clarabel_activations
from benchmarks.muscle_problems import Problems
from benchmarks.timing import in_words, print_table, seconds
from myotome.load import (
    SETS_OF_TASKS,
    Person,
    Recording,
    Solution,
    Subject,
    hanging_arms,
    in_motion,
    loads_of_people,
    posture,
    solve_trajectory,
    spine,
)
from myotome.load.stances.stance import Stance

__all__ = ["run", "whole"]

PEOPLE, FRAMES, RATE_HZ = 1000, 1000, 100.0
#: People of the thousand that a run computes where nobody asks for all.
SOME = 8
TURNS = 3
PEER_FRAMES = 10
_SELF, _CHILDREN = resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN


def _movement() -> Recording:
    """Bend forward, turn and rise, twice and a half: ten seconds at 100 Hz."""
    time = np.arange(FRAMES) / RATE_HZ
    wave = 0.5 * (1.0 - np.cos(2.0 * np.pi * time / 4.0))
    angles = posture(lumbar_flexion=30.0 * wave, thoracic_flexion=4.0 * wave, thoracic_rotation=8.0 * np.sin(time))
    pelvis = np.stack([-25.0 * wave, np.zeros(FRAMES), np.zeros(FRAMES)], axis=1)
    place = np.stack([np.zeros(FRAMES), -0.2 * wave, np.zeros(FRAMES)], axis=1)
    return Recording(Stance(angles, pelvis, hanging_arms(), (), 0.0), time, (), place)


def _people(count: int) -> list[Subject]:
    drawn = np.random.default_rng(4)
    return [
        Subject(
            Person(
                "female" if number % 2 else "male",
                age=float(drawn.uniform(20.0, 80.0)),
                height_m=float(drawn.normal(1.64 if number % 2 else 1.77, 0.06)),
                mass_kg=float(np.clip(drawn.normal(68.0 if number % 2 else 80.0, 10.0), 45.0, 120.0)),
            )
        )
        for number in range(count)
    ]


def _timed(people: Sequence[Subject], movement: Recording, workers: int) -> tuple[float, float]:
    """Wall-clock time, and the time that all processes were at work: on a busy machine the second tells more."""
    before = _worked()
    wall = seconds(partial(loads_of_people, people, movement, workers=workers))
    return wall, _worked() - before


def _worked() -> float:
    return sum(use.ru_utime + use.ru_stime for use in map(resource.getrusage, (_SELF, _CHILDREN)))


def _peer_seconds(movement: Recording) -> float | str:
    """Seconds a frame of Clarabel on the muscle problems of this movement."""
    model = spine(_people(1)[0].person, SETS_OF_TASKS)
    moving = in_motion(model, movement)
    step = FRAMES // PEER_FRAMES
    frames = moving.movement.frames(slice(0, FRAMES, step))
    (solution,) = solve_trajectory(model, frames)
    problems = _problems(solution)
    try:
        clarabel_activations(problems, 3, 0)
    except ImportError:
        return "no clarabel"
    return seconds(lambda: [clarabel_activations(problems, 3, n) for n in range(PEER_FRAMES)]) / PEER_FRAMES


def _problems(solution: Solution) -> Problems:
    muscles, geometry = solution.spine.fascicles, solution.geometry
    torque = geometry.arms_m * (geometry.active * muscles.strength_n)[:, None, :]
    demand = np.einsum("fdi,fi->fd", torque, solution.activation)
    rows = ~solution.spine.caged
    return Problems("recorded", torque[:, rows], demand[:, rows], muscles.volume_cm3)


def _run(count: int) -> None:
    movement, cores = _movement(), os.cpu_count() or 1
    people = _people(count)
    loads_of_people(people[:1], movement, workers=1)
    turns = [
        (_timed(people, movement, 1), _timed(people, movement, cores)) for _ in range(TURNS if count < PEOPLE else 1)
    ]
    (one, one_worked), (all_cores, all_worked) = (
        tuple(median(column) for column in zip(*each, strict=True)) for each in zip(*turns, strict=True)
    )
    frames = count * FRAMES
    peer = _peer_seconds(movement)
    ratio = "" if isinstance(peer, str) else f"{peer / (one / frames):.0f}"
    rows = [
        _row("one core", (one, one_worked), frames, "1"),
        _row(f"{cores} cores", (all_cores, all_worked), frames, f"{one / all_cores:.2f}"),
        [
            "Clarabel, muscles alone, one core",
            "",
            "",
            peer if isinstance(peer, str) else in_words(peer),
            f"1/{ratio}",
            "",
        ],
    ]
    title = f"{count} of {PEOPLE} people x {FRAMES} frames, inverse dynamics and muscles; median of {len(turns)}"
    print_table(title, ("on", "time", "at work", "a frame", "x one core", f"{PEOPLE} people"), rows)


def _row(name: str, taken: tuple[float, float], frames: int, share: str) -> list[str]:
    a_frame = taken[0] / frames
    return [name, *map(in_words, taken), in_words(a_frame), share, in_words(a_frame * PEOPLE * FRAMES)]


def run() -> None:
    _run(SOME)


def whole() -> None:
    _run(PEOPLE)


if __name__ == "__main__":
    run()
