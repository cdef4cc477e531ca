"""OpenSim's static optimisation on a chain of rigid bodies with ball joints and straight actuators."""

from __future__ import annotations

from pathlib import Path
from time import perf_counter
from typing import Any

import numpy as np

__all__ = ["static_optimisation_seconds"]

_FRAMES = 11
_STEP_S = 0.01
_ANGLE_RAD = 0.02


def _chain(osim: Any, joints: int, muscles: int) -> Any:
    model = osim.Model()
    bodies, rng = [model.getGround()], np.random.default_rng(0)
    for number in range(joints):
        body = osim.Body(f"b{number}", 1.5, osim.Vec3(0.01, 0.02, 0), osim.Inertia(0.01, 0.01, 0.01, 0, 0, 0))
        place = osim.Vec3(0, 0.04 if number else 1.0, 0)
        zero = osim.Vec3(0)
        joint = osim.GimbalJoint(f"j{number}", bodies[-1], place, zero, body, zero, zero)
        model.addBody(body)
        model.addJoint(joint)
        for axis in range(3):
            joint.upd_coordinates(axis).setName(f"q{number}_{axis}")
        bodies.append(body)
    for number in range(muscles):
        model.addForce(_muscle(osim, f"m{number}", bodies, rng))
    for number in range(joints):
        for axis in range(3):
            model.addForce(_reserve(osim, f"q{number}_{axis}"))
    model.finalizeConnections()
    return model


def _muscle(osim: Any, name: str, bodies: list[Any], rng: np.random.Generator) -> Any:
    span = int(rng.integers(1, min(6, len(bodies) - 1) + 1))
    first = int(rng.integers(0, len(bodies) - span))
    turn, muscle = 2 * np.pi * rng.random(), osim.PathActuator()
    x, z = 0.05 * np.cos(turn), 0.05 * np.sin(turn)
    muscle.setName(name)
    muscle.setOptimalForce(800.0)
    muscle.setMinControl(0.0)
    muscle.setMaxControl(1.0)
    muscle.addNewPathPoint(f"{name}o", bodies[first], osim.Vec3(x, 0.02 if first else 1.02, z))
    muscle.addNewPathPoint(f"{name}i", bodies[first + span], osim.Vec3(x, 0.02, z))
    return muscle


def _reserve(osim: Any, coordinate: str) -> Any:
    reserve = osim.CoordinateActuator(coordinate)
    reserve.setName(f"r_{coordinate}")
    reserve.setOptimalForce(1.0)
    reserve.setMinControl(-1000.0)
    reserve.setMaxControl(1000.0)
    return reserve


def _motion(path: Path, joints: int) -> None:
    names = [f"q{number}_{axis}" for number in range(joints) for axis in range(3)]
    head = f"Coordinates\nversion=1\nnRows={_FRAMES}\nnColumns={len(names) + 1}\ninDegrees=no\nendheader\n"
    rows = ["\t".join([f"{_STEP_S * frame:.4f}", *[str(_ANGLE_RAD)] * len(names)]) for frame in range(_FRAMES)]
    path.write_text(head + "\t".join(["time", *names]) + "\n" + "\n".join(rows) + "\n", encoding="utf-8")


def static_optimisation_seconds(folder: Path, joints: int, muscles: int, power: int) -> float:
    """Seconds a frame.

    Parameters
    ----------
    folder : Path
        An empty one, for the files OpenSim wants.
    joints, muscles : int
        Of the chain; each joint has three rotations and three reserves.
    power : int
        Of the activation in the cost.

    Raises
    ------
    ImportError
        OpenSim is not installed.
    """
    import opensim as osim

    osim.Logger.setLevelString("Off")
    _chain(osim, joints, muscles).printToXML(str(folder / "chain.osim"))
    _motion(folder / "still.sto", joints)
    setup = osim.AnalyzeTool()
    setup.setModelFilename(str(folder / "chain.osim"))
    setup.setCoordinatesFileName(str(folder / "still.sto"))
    setup.setFinalTime(2 * _STEP_S)
    setup.setResultsDir(str(folder))
    setup.setSolveForEquilibrium(False)
    optimisation = osim.StaticOptimization()
    optimisation.setActivationExponent(power)
    optimisation.setUseModelForceSet(True)
    optimisation.setEndTime(2 * _STEP_S)
    optimisation.setStepInterval(1)
    setup.updAnalysisSet().cloneAndAppend(optimisation)
    setup.printToXML(str(folder / "setup.xml"))
    tool = osim.AnalyzeTool(str(folder / "setup.xml"))
    start = perf_counter()
    tool.run()
    taken = perf_counter() - start
    table = osim.TimeSeriesTable(str(next(folder.glob("*StaticOptimization_activation*"))))
    return taken / float(table.getNumRows())
