"""The spine as a MuJoCo model: bodies, hinge joints, tendons and masses, for those who simulate, and as a check.

MuJoCo knows no point that several bodies carry in shares. Paths with such points (sternum, girdle, abdomen) are left
out of the file, and named in its comment; all others are exact.
"""

from __future__ import annotations

from collections.abc import Sequence
from xml.etree import ElementTree as Xml

import numpy as np
from numpy.typing import NDArray

from myotome.load.body.inertia import spread_of
from myotome.load.body.skeleton import BODIES, JOINTS, PLANES
from myotome.load.body.spine import Spine
from myotome.units import STANDARD_GRAVITY

__all__ = ["exported", "mjcf"]


def exported(model: Spine) -> tuple[int, ...]:
    """Which fascicles does the export hold: those whose every point rests on one body.

    Parameters
    ----------
    model : Spine
        Of one person.

    Returns
    -------
    tuple of int
        Indices into the person's fascicles.
    """
    single = np.diff(model.path.first) == 1
    bounds = zip(model.starts[:-1], model.starts[1:], strict=True)
    return tuple(row for row, (begin, end) in enumerate(bounds) if single[begin:end].all())


def mjcf(model: Spine) -> str:
    """What is this person's spine in MuJoCo's own language?

    Parameters
    ----------
    model : Spine
        Of one person.

    Returns
    -------
    str
        XML. Hinges are called `L4-L5 flexion` and so on, with the signs of `PLANES`; tendons `right MF_m1s` and so on.
        The pelvis is welded to the world at the origin; arms are not in the file, for they hang on several bodies.

    Examples
    --------
    >>> from myotome.load import reference_person, spine
    >>> mjcf(spine(reference_person())).startswith("<mujoco")
    True
    """
    root = Xml.Element("mujoco", model="myotome spine")
    chosen, names = exported(model), _names(model)
    left_out = [name for row, name in enumerate(names) if row not in set(chosen)]
    root.append(Xml.Comment(f" left out, for MuJoCo has no point carried by several bodies: {', '.join(left_out)} "))
    Xml.SubElement(root, "compiler", angle="radian", inertiafromgeom="false")
    Xml.SubElement(root, "option", gravity=_numbers([0.0, -STANDARD_GRAVITY, 0.0]))
    body = Xml.SubElement(Xml.SubElement(root, "worldbody"), "body", name=BODIES[0])
    bodies = [body, *_chain(body, model)]
    tendons, actuators = Xml.SubElement(root, "tendon"), Xml.SubElement(root, "actuator")
    origins = np.vstack([np.zeros(3), model.centre_m])
    for row in chosen:
        tendon = Xml.SubElement(tendons, "spatial", name=names[row])
        for point in range(model.starts[row], model.starts[row + 1]):
            carrier = int(model.path.bodies[model.path.first[point]])
            site = f"{names[row]} {point - model.starts[row]}"
            place = _numbers(model.path.points_m[point] - origins[carrier])
            Xml.SubElement(bodies[carrier], "site", name=site, pos=place, size="0.001")
            Xml.SubElement(tendon, "site", site=site)
        force = repr(float(model.fascicles.strength_n[row]))
        Xml.SubElement(actuators, "general", name=names[row], tendon=names[row], gainprm=f"-{force}", ctrlrange="0 1")
    Xml.indent(root)
    return Xml.tostring(root, encoding="unicode") + "\n"


def _chain(pelvis: Xml.Element, model: Spine) -> list[Xml.Element]:
    """Bodies from L5 to the head, each with three hinges; their frames are parallel to space at neutral."""
    chain: list[Xml.Element] = []
    parent, below = pelvis, np.zeros(3)
    turning = spread_of(model).moments_kg_m2(model.slice_kg)
    for row, joint in enumerate(JOINTS):
        centre = model.centre_m[row]
        parent = Xml.SubElement(parent, "body", name=BODIES[row + 1], pos=_numbers(centre - below))
        for plane, axis in zip(PLANES, _axes(model.tilt_rad[row]), strict=True):
            Xml.SubElement(parent, "joint", name=f"{joint} {plane}", type="hinge", axis=_numbers(axis))
        mass, place = model.slice_kg[row], model.slices.points_m[row] - centre
        words = {"mass": repr(float(mass)), "pos": _numbers(place), "diaginertia": _numbers(turning[row])}
        Xml.SubElement(parent, "inertial", words)
        chain.append(parent)
        below = centre
    return chain


def _axes(tilt: float) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Axes of flexion, lateral bending and axial rotation at neutral."""
    c, s = float(np.cos(tilt)), float(np.sin(tilt))
    return np.array([0.0, 0.0, 1.0]), np.array([c, s, 0.0]), np.array([-s, c, 0.0])


def _names(model: Spine) -> list[str]:
    return [f"{side} {name}" for side, name in zip(model.fascicles.side, model.fascicles.name, strict=True)]


def _numbers(values: Sequence[float] | NDArray[np.float64]) -> str:
    return " ".join(repr(float(value)) for value in values)
