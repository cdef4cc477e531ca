"""Discs: forces and moments balance at every level, whatever the muscles pull, computed a second way from points."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest

from myotome.errors import InputError
from myotome.load import BODIES, JOINTS, ExternalForce, Geometry, disc_load, geometry, posture, reference_person, spine
from myotome.load.body.skeleton import skeleton
from myotome.units import STANDARD_GRAVITY

MODEL = spine(reference_person("female"))
POINT, PUSH, TURN = np.array([-0.08, 0.30, 0.05]), np.array([12.0, -80.0, 5.0]), np.array([3.0, -1.0, 2.0])
EXTERNAL = [ExternalForce("T8", PUSH, POINT, TURN)]
BODY_OF_T8 = BODIES.index("T8")


Action = tuple[int, np.ndarray, np.ndarray]


def place(stand: Geometry, body: int, point: np.ndarray) -> np.ndarray:
    return np.asarray(stand.turn[0, body] @ point + stand.shift_m[0, body])


def of_muscles(stand: Geometry, forces_n: np.ndarray) -> Iterator[Action]:
    """Body, place and force of every point of every path."""
    path = MODEL.path
    for row, tension in enumerate(forces_n):
        carried = []
        for p in range(MODEL.starts[row], MODEL.starts[row + 1]):
            shares = range(path.first[p], path.first[p + 1])
            at = [place(stand, path.bodies[k], path.points_m[p]) for k in shares]
            carried.append([(path.bodies[k], path.weights[k], spot) for k, spot in zip(shares, at, strict=True)])
        middle = [sum(weight * at for _, weight, at in bodies) for bodies in carried]
        for index, bodies in enumerate(carried):
            ways = [middle[other] - middle[index] for other in (index - 1, index + 1) if 0 <= other < len(middle)]
            force = tension * sum(way / np.linalg.norm(way) for way in ways)
            yield from ((body, at, weight * force) for body, weight, at in bodies)


def of_weight(stand: Geometry) -> Iterator[Action]:
    """Body, place and force of every slice and of both hanging arms."""
    down, arm = np.array([0.0, -STANDARD_GRAVITY, 0.0]), MODEL.arms
    for row, mass in enumerate(MODEL.slice_kg):
        yield row + 1, place(stand, row + 1, MODEL.slices.points_m[row]), mass * down
    below = arm.centres_m + arm.upper_length_m * np.array([0.0, 1.0, 1.0])
    for shoulder in arm.shoulder_m:
        for body, weight in skeleton().carriers["girdle"].items():
            row = BODIES.index(body)
            for depth, mass in zip(below, arm.mass_kg, strict=True):
                yield row, place(stand, row, shoulder) - [0.0, depth, 0.0], weight * mass * down


def free_body(stand: Geometry, forces_n: np.ndarray, level: int) -> tuple[np.ndarray, np.ndarray]:
    """Force and moment about the joint of everything on the bodies above it."""
    external = (BODY_OF_T8, place(stand, BODY_OF_T8, POINT), PUSH)
    actions = [*of_muscles(stand, forces_n), *of_weight(stand), external]
    force, moment = np.zeros(3), np.zeros(3)
    for lever, n in [(at - stand.joint_m[0, level], n) for body, at, n in actions if body > level]:
        force, moment = force + n, moment + np.cross(lever, n)
    return force, moment + (TURN if level < BODY_OF_T8 else 0.0)


@pytest.mark.parametrize("seed", range(3))
def test_discs_and_joints_bear_what_a_free_body_says(seed: int) -> None:
    rng = np.random.default_rng(seed)
    passive = MODEL.passive
    u = rng.uniform(-0.7, 0.7, (1, len(JOINTS), 3))
    angles = np.where(u < 0, u * passive.limit_negative, u * passive.limit_positive)
    stand = geometry(MODEL, angles, rng.uniform(-60, 60, 3), EXTERNAL)
    forces = rng.uniform(0, 200, len(MODEL.fascicles))
    load = disc_load(stand, forces)
    moment = (stand.arms_m[0] @ forces + stand.load_nm[0]).reshape(-1, 3)
    for level in range(len(JOINTS)):
        force, about = free_body(stand, forces, level)
        borne = np.array([load.shear_anterior_n, -load.compression_n, load.shear_lateral_n])[:, 0, level]
        assert stand.disc_axes[0, level].T @ borne == pytest.approx(force, abs=1e-6)
        assert moment[level] == pytest.approx(stand.axes[0, level] @ about, abs=1e-6)


def test_pressure_unloads_every_lumbar_disc_by_what_it_pushes() -> None:
    still, pressed = (geometry(MODEL, posture(), pressure_kpa=p) for p in (0.0, 10.0))
    relaxed = np.zeros(len(MODEL.fascicles))
    less = disc_load(still, relaxed).compression_n - disc_load(pressed, relaxed).compression_n
    push = 10e3 * MODEL.cavity_m2
    assert (less[0, :5] > 0.8 * push).all()
    assert (less[0, :5] <= push + 1e-9).all()
    assert less[0, 6:] == pytest.approx(0.0)


def test_disc_frame_lies_half_way_between_its_vertebrae() -> None:
    stand = geometry(MODEL, posture(lumbar_flexion=40.0))
    upper = [posture(lumbar_flexion=40.0)[0, : level + 1, 0].sum() for level in range(5)]
    for level in range(5):
        own = posture(lumbar_flexion=40.0)[0, level, 0]
        axis = stand.disc_axes[0, level, 0]
        tilt = np.rad2deg(np.arctan2(axis[1], axis[0])) - np.rad2deg(MODEL.tilt_rad[level])
        assert tilt == pytest.approx(upper[level] - own / 2)


def test_compression_grows_with_any_muscle_along_the_spine() -> None:
    stand = geometry(MODEL, posture())
    forces = np.zeros(len(MODEL.fascicles))
    resting = disc_load(stand, forces).compression_n[0]
    forces[MODEL.fascicles.of("erector_spinae")] = 50.0
    pulled = disc_load(stand, forces).compression_n[0]
    assert (pulled[:12] > resting[:12]).all()


def test_symmetric_forces_leave_no_lateral_shear() -> None:
    stand = geometry(MODEL, posture(lumbar_flexion=30.0))
    load = disc_load(stand, np.full(len(MODEL.fascicles), 20.0))
    assert np.abs(load.shear_lateral_n).max() < 1e-9


@pytest.mark.parametrize("bad", [np.zeros(3), np.full(372, np.nan)])
def test_bad_forces_are_named(bad: np.ndarray) -> None:
    with pytest.raises(InputError, match="forces of the fascicles"):
        disc_load(geometry(MODEL, posture()), bad)
