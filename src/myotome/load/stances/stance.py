"""From a task to a spine in space: joint angles, pelvis, arms, masses in the hands, supports and abdominal pressure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from myotome.load.body.spine import Spine
from myotome.load.kinematics.angles import check_angles, posture, region_limits
from myotome.load.kinematics.external_forces import ArmPose, ExternalForce, Pose
from myotome.load.kinematics.leverage import Geometry, geometry
from myotome.load.kinematics.pose_kernel import stand
from myotome.load.stances.balance import counter_lean_deg
from myotome.load.stances.contacts import contacts, held, supports
from myotome.load.stances.freedom import freedom_of
from myotome.load.stances.reach import lean_within_reach, reaching_arms
from myotome.load.stances.tasks import Task, components
from myotome.load.stances.trunk_rhythm import lost_with_age, reach_of_range, share_of_trunk
from myotome.load.threads import one_thread, threads_for

__all__ = ["Stance", "stance"]

_SIDES: Final = ("right", "left")


@dataclass(frozen=True, slots=True)
class Stance:
    """How a person stands, sits or lies, and what acts on the spine beside its own muscles.

    Attributes
    ----------
    angles_deg : ndarray, shape (frames, joints, 3)
        Against this person's own upright spine.
    pelvis_deg : ndarray, shape (frames, 3)
    arms : ArmPose
    external : tuple of ExternalForce
        Masses held, supports, contacts.
    pressure_kpa : float
        Abdominal pressure.
    freedom : str or None
        What follows from least effort and passive energy, of `FREEDOMS`; None where the posture is as told.
    dual : ndarray, shape (frames, dof), or None
        What one more newton metre cost where the search for this posture ended: the balance is sought from there.
    """

    angles_deg: NDArray[np.float64]
    pelvis_deg: NDArray[np.float64]
    arms: ArmPose
    external: tuple[ExternalForce, ...]
    pressure_kpa: float
    freedom: str | None = None
    dual: NDArray[np.float64] | None = None

    def frames(self, chosen: slice) -> Stance:
        """Some of the frames, with their arms and forces; what is given once holds for all."""
        arms, count = self.arms, len(self.angles_deg)
        return replace(
            self,
            angles_deg=self.angles_deg[chosen],
            pelvis_deg=self.pelvis_deg[chosen],
            arms=ArmPose(*(_of(each, chosen, count) for each in (arms.upper, arms.fore, arms.borne))),
            dual=None if self.dual is None else self.dual[chosen],
            external=tuple(
                replace(one, force_n=_of(one.force_n, chosen, count, 2), moment_nm=_of(one.moment_nm, chosen, count, 2))
                for one in self.external
            ),
        )

    def geometry(self, spine: Spine) -> Geometry:
        """Leverages and loads of this stance."""
        angles, pelvis = spine.in_space(self.angles_deg, self.pelvis_deg)
        with threads_for(len(angles)):
            return geometry(
                spine,
                angles,
                pelvis,
                self.external,
                arms=self.arms,
                pressure_kpa=self.pressure_kpa,
                within_range=False,
            )


def _of(values: ArrayLike, chosen: slice, count: int, axes: int = 3) -> NDArray[np.float64]:
    """Values of some frames, where there is one for each; else what was given."""
    array = np.asarray(values, dtype=np.float64)
    return array[chosen] if array.ndim >= min(axes, 2) and len(array) == count else array


def stance(spine: Spine, task: Task, options: Mapping[str, float | str] | None = None) -> Stance:
    """How does this person take up this task?

    Parameters
    ----------
    spine : Spine
        Of one person: lengths and masses scale the reach and the supports.
    task : Task
    options : mapping or None
        Options of the task.

    Returns
    -------
    Stance
        One frame.

    Raises
    ------
    InputError
        An option is wrong, a joint would leave its range, or the hands do not reach that far.

    Examples
    --------
    >>> from myotome.load import reference_person, spine
    >>> from myotome.load.stances.tasks import task
    >>> taken = stance(spine(reference_person()), task("standing_flexed"), {"flexion_deg": 40.0})
    >>> bool(taken.pelvis_deg[0, 0] < 0.0)
    True
    """
    parts, hands = components(task, options or {})
    angles, pelvis = _trunk(parts, spine.person.age)
    if task.on_feet and spine.bends is not None:
        angles, pelvis = angles + spine.bends.on_feet_deg, pelvis + spine.bends.on_feet_pelvis_deg
    taken_up, carried = freedom_of(task.name), held(spine, parts, hands)
    if taken_up == "lean" and task.on_feet:
        # A box that leans on the belly weighs where it is; its push stays within the body.
        weights = held(spine, {name: part for name, part in parts.items() if name != "belly_below"}, hands)
        pelvis = _balanced(spine, angles, pelvis, parts, weights)
    pose, arms = _held_so(spine, angles, pelvis, parts)
    external = (*carried, *supports(spine, parts), *contacts(spine, pose, parts))
    return Stance(angles, pelvis, arms, external, parts.get("pressure_kpa", 0.0), taken_up)


def _balanced(
    spine: Spine,
    angles: NDArray[np.float64],
    pelvis: NDArray[np.float64],
    parts: Mapping[str, float],
    carried: tuple[ExternalForce, ...],
) -> NDArray[np.float64]:
    """The pelvis of a body that leans against what it holds, as far as the hands then reach it."""
    upright, arms = _held_so(spine, angles, pelvis, parts)
    pose, leaning = upright, pelvis
    # Twice: hands that go back with the shoulders bring the mass nearer.
    for _ in range(2 if carried else 0):
        lean = counter_lean_deg(spine, pose, arms, carried)
        if "hand_forward" in parts:
            lean = lean_within_reach(spine, upright, _hands_at(parts), lean)
        leaning = pelvis + np.array([lean, 0.0, 0.0])
        pose, arms = _held_so(spine, angles, leaning, parts)
    return leaning


def _held_so(
    spine: Spine, angles: NDArray[np.float64], pelvis: NDArray[np.float64], parts: Mapping[str, float]
) -> tuple[Pose, ArmPose]:
    """Where the bones are in this posture, and how the arms are held."""
    at, turned = spine.in_space(angles, pelvis)
    with one_thread():
        pose = Pose(*stand(np.deg2rad(at), np.deg2rad(turned), spine.centre_m, spine.tilt_rad))
    return pose, _arms(spine, pose, parts)


def _trunk(parts: Mapping[str, float], age: float) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Joint angles and pelvis; what the trunk is inclined as a whole is shared out over regions."""
    movements = {
        f"{region}_{move}": parts.get(f"{region}_{move}", 0.0)
        for region in ("lumbar", "thoracic", "neck")
        for move in ("flexion", "lateral", "rotation")
    }
    pelvis = [parts.get(f"pelvis_{move}", 0.0) for move in ("flexion", "lateral", "rotation")]
    for number, move in enumerate(("flexion", "lateral", "rotation")):
        whole, taken = parts.get(f"trunk_{move}", 0.0), 0.0
        for region in ("lumbar", "thoracic"):
            already = movements[f"{region}_{move}"]
            share = _within(region, move, already, share_of_trunk(region, move, whole, already))
            movements[f"{region}_{move}"] += share
            taken += share
        lost = lost_with_age(movements[f"lumbar_{move}"], move, age)
        movements[f"lumbar_{move}"] -= lost
        pelvis[number] += whole - taken + lost
    angles = check_angles(posture(**movements))
    return angles, np.array([[-pelvis[0], pelvis[1], pelvis[2]]])


def _within(region: str, move: str, already: float, more: float) -> float:
    """As much of a movement as the region still has; the rest is left to the others."""
    low, high = region_limits(region, {"rotation": "axial"}.get(move, move))
    ends = (-high, -low) if move == "flexion" else (low, high)
    low, high = (reach_of_range() * end for end in ends)
    return min(max(already + more, low), high) - already


def _arms(spine: Spine, pose: Pose, parts: Mapping[str, float]) -> ArmPose:
    borne = np.array([[parts.get(f"arm_borne_{side}", 1.0) for side in _SIDES]])
    if "hand_forward" in parts or "hand_height" in parts:
        return reaching_arms(spine, pose, pose.joint_m[0, 0] + _hands_at(parts), borne)
    if "hand_ahead" in parts:
        return ArmPose(*_straight(parts["hand_ahead"], spine), borne)
    ways = [_directions(parts, side) for side in _SIDES]
    return ArmPose(np.array([[way[0] for way in ways]]), np.array([[way[1] for way in ways]]), borne)


def _hands_at(parts: Mapping[str, float]) -> NDArray[np.float64]:
    """Where the hands are, from the L5-S1 disc: behind the middle of a box that they hold by its near part."""
    ahead = parts.get("hand_forward", 0.0) - parts.get("grip_behind", 0.0)
    return np.array([ahead, parts.get("hand_height", 0.0), 0.0])


def _straight(ahead_m: float, spine: Spine) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Straight arms whose hands hang this far in front of the shoulders."""
    length = spine.arms.upper_length_m + spine.arms.centres_m[2]
    way = np.array([ahead_m / length, -np.sqrt(max(0.0, 1.0 - (ahead_m / length) ** 2)), 0.0])
    both = np.array([[way, way]])
    return both, both


def _directions(parts: Mapping[str, float], side: str) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Upper arm and forearm in space: raised forward from hanging, spread to the side, elbow bent forward."""
    raise_, bend = (np.deg2rad(parts.get(f"{name}_{side}", 0.0)) for name in ("arm_raise", "elbow_bend"))
    spread = np.deg2rad(parts.get(f"arm_spread_{side}", 0.0)) * (1.0 if side == "right" else -1.0)
    upper = np.array([np.sin(raise_) * np.cos(spread), -np.cos(raise_) * np.cos(spread), np.sin(spread)])
    whole = raise_ + bend
    fore = np.array([np.sin(whole) * np.cos(spread), -np.cos(whole) * np.cos(spread), np.sin(spread)])
    return upper, fore
