"""Muscle equilibrium beside Clarabel, OSQP and OpenSim's static optimisation: time a frame on one core, accuracy."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import numba
import numpy as np

from benchmarks.muscle_problems import Float, Problems, random_postures, random_problems, real_problems
from benchmarks.timing import in_words, median_seconds, print_table, seconds
from myotome.load import SETS_OF_TASKS, equilibrium, geometry, reference_person, spine

__all__ = ["clarabel_activations", "run"]

FRAMES = 1000
PEER_FRAMES = 20
POWERS = (2, 3)
#: Joints of three rotations, and muscles, of the OpenSim chains.
CHAINS = {"random 18 x 236": (6, 236), "random 54 x 386": (18, 386)}


def _ours(of: Problems, power: int) -> Any:
    return equilibrium(of.torque, of.demand, of.volume, 0.0, 1.0, power=power)


def _scaled(of: Problems, frame: int) -> tuple[Float, Float]:
    size = 1.0 / np.maximum(np.linalg.norm(of.torque[frame], axis=1), 1e-12)
    return of.torque[frame] * size[:, None], of.demand[frame] * size


def clarabel_activations(of: Problems, power: int, frame: int) -> Float:
    """Activations by Clarabel: a quadratic programme, or power cones."""
    import clarabel
    from scipy import sparse

    torque, demand = _scaled(of, frame)
    dofs, muscles = torque.shape
    settings = clarabel.DefaultSettings()
    settings.verbose, settings.tol_feas = False, 1e-11
    settings.tol_gap_abs = settings.tol_gap_rel = 1e-11
    eye, rest = sparse.eye(muscles), sparse.csc_matrix((muscles, muscles))
    box = np.concatenate([demand, np.zeros(muscles), np.ones(muscles)])
    cones = [clarabel.ZeroConeT(dofs), clarabel.NonnegativeConeT(2 * muscles)]
    if power == 2:
        rows = sparse.vstack([torque, -eye, eye]).tocsc()
        cost = sparse.diags(2.0 * of.volume).tocsc()
        found = clarabel.DefaultSolver(cost, np.zeros(muscles), rows, box, cones, settings).solve()
        return np.array(found.x)
    blank = sparse.csc_matrix((dofs, muscles))
    number = np.arange(muscles)
    cube = sparse.csc_matrix(
        (-np.ones(2 * muscles), (np.r_[3 * number, 3 * number + 2], np.r_[muscles + number, number])),
        shape=(3 * muscles, 2 * muscles),
    )
    rows = sparse.vstack(
        [sparse.hstack([torque, blank]), sparse.hstack([-eye, rest]), sparse.hstack([eye, rest]), cube]
    ).tocsc()
    limits = np.concatenate([box, np.tile([0.0, 1.0, 0.0], muscles)])
    cones += [clarabel.PowerConeT(1.0 / 3.0)] * muscles
    price = np.concatenate([np.zeros(muscles), of.volume])
    found = clarabel.DefaultSolver(sparse.csc_matrix((2 * muscles, 2 * muscles)), price, rows, limits, cones, settings)
    return np.array(found.solve().x)[:muscles]


def _osqp(of: Problems, frame: int) -> Float:
    import osqp
    from scipy import sparse

    torque, demand = _scaled(of, frame)
    muscles = torque.shape[1]
    solver = osqp.OSQP()
    rows = sparse.vstack([torque, sparse.eye(muscles)]).tocsc()
    low, high = np.concatenate([demand, np.zeros(muscles)]), np.concatenate([demand, np.ones(muscles)])
    cost = sparse.diags(2.0 * of.volume).tocsc()
    solver.setup(cost, np.zeros(muscles), rows, low, high, verbose=False, eps_abs=1e-6, eps_rel=1e-6, max_iter=20_000)
    return np.array(solver.solve().x)


def _opensim_seconds(joints: int, muscles: int, power: int) -> float:
    """Seconds a frame of OpenSim's static optimisation, on a chain of rigid bodies with straight actuators."""
    from benchmarks.opensim_chain import static_optimisation_seconds

    with tempfile.TemporaryDirectory() as folder:
        return static_optimisation_seconds(Path(folder), joints, muscles, power)


def _tried(peer: Callable[[], Any], needs: str) -> float | str:
    """Seconds of a peer, or why there is none."""
    try:
        return float(peer())
    except ImportError:
        return f"no {needs}"


def _mean(solve: Callable[[int], Any]) -> float:
    solve(0)
    return seconds(lambda: [solve(frame) for frame in range(PEER_FRAMES)]) / PEER_FRAMES


def _rows(of: Problems) -> list[list[str]]:
    rows = []
    for power in POWERS:
        own = median_seconds(partial(_ours, of, power), 3) / len(of.demand)
        peers: dict[str, float | str] = {
            "Clarabel": _tried(lambda p=power: _mean(partial(clarabel_activations, of, p)), "clarabel"),
        }
        if power == 2:
            peers["OSQP"] = _tried(lambda: _mean(partial(_osqp, of)), "osqp")
        if of.name in CHAINS:
            peers["OpenSim"] = _tried(lambda p=power: _opensim_seconds(*CHAINS[of.name], p), "opensim")
        found = _ours(of, power)
        rows.append([f"{of.name}, p = {power}", in_words(own), "", f"{found.residual[found.feasible].max():.1e}"])
        for name, taken in peers.items():
            said = (taken, "") if isinstance(taken, str) else (in_words(taken), f"{taken / own:.0f}")
            rows.append([f"  {name}", *said, ""])
    return rows


def _difference(of: Problems, power: int) -> tuple[int, float]:
    """How many frames can be met, and how far our cost of them is at most above Clarabel's, relative."""
    found, worst = _ours(of, power), -np.inf
    held = np.flatnonzero(found.feasible)
    for frame in held:
        peer = float((of.volume * np.clip(clarabel_activations(of, power, int(frame)), 0.0, 1.0) ** power).sum())
        worst = max(worst, (float(found.objective[frame]) - peer) / peer)
    return len(held), worst


def run() -> None:
    threads = numba.get_num_threads()
    numba.set_num_threads(1)
    sets = [random_problems(18, 236, FRAMES), random_problems(54, 386, FRAMES), real_problems(FRAMES)]
    rows = [row for of in sets for row in _rows(of)]
    print_table("Muscle equilibrium, one core", ("problem", "a frame", "x ours", "residual"), rows)
    model, angles = spine(reference_person(), SETS_OF_TASKS), random_postures(FRAMES)
    taken = median_seconds(lambda: [geometry(model, angles[n : n + 100]) for n in range(0, FRAMES, 100)], 3) / FRAMES
    print_table("Geometry, one core", ("what", "a frame"), [["positions, 402 moment arms, gravity", in_words(taken)]])
    numba.set_num_threads(threads)
    try:
        compared = [[of.name, str(p), *map("{:.3g}".format, _difference(of, p))] for of in sets for p in POWERS]
    except ImportError:
        print("\nClarabel is not installed: no costs to compare.")
        return
    print_table("Cost above Clarabel's, relative", ("problem", "p", "frames", "at most"), compared)


if __name__ == "__main__":
    run()
