"""What each cause does to the fibres, tracts and roots, at full severity."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from myotome.anatomy import FibreTable, fibre_table
from myotome.arrays import SingleFloats
from myotome.pathology.condition_table import Cause, ProfileLoss
from myotome.pathology.loss_profiles import SEGMENTS, profile_factors, root_index, segment_factors, syndrome
from myotome.pathology.model_constants import constants

__all__ = ["FibreGroups", "Losses", "fibre_groups", "losses"]


_SIDES = {"left": 0, "right": 1}


@dataclass(frozen=True, eq=False)
class FibreGroups:
    """The fibre table split by kind, with the fibres of every path token."""

    table: FibreTable

    @cached_property
    def motor(self) -> NDArray[np.intp]:
        """Rows of the motor fibres."""
        return self._rows("motor")

    @cached_property
    def sensory(self) -> NDArray[np.intp]:
        """Rows of the sensory fibres."""
        return self._rows("sensory")

    @cached_property
    def reflex(self) -> NDArray[np.intp]:
        """Rows of both limbs of the reflex arcs."""
        return self._rows("afferent", "efferent")

    @cached_property
    def root(self) -> NDArray[np.intp]:
        """Segment index of every fibre's root."""
        return np.array([root_index(root) for root in self.table.root], dtype=np.intp)

    @cached_property
    def by_token(self) -> dict[str, NDArray[np.bool_]]:
        """For every path token: which fibres run through it."""
        marks: dict[str, NDArray[np.bool_]] = {}
        for fibre, path in enumerate(self.table.path):
            for token in path:
                if token not in marks:
                    marks[token] = np.zeros(len(self.table.path), dtype=np.bool_)
                marks[token][fibre] = True
        return marks

    def through(self, tokens: Sequence[str]) -> NDArray[np.bool_]:
        """Which fibres run through all of these tokens? An unknown token is run through by none."""
        nowhere = np.zeros(len(self.table.path), dtype=np.bool_)
        mark = self.by_token.get(tokens[0], nowhere)
        for token in tokens[1:]:
            mark = mark & self.by_token.get(token, nowhere)
        return mark

    def _rows(self, *kinds: str) -> NDArray[np.intp]:
        return np.flatnonzero(np.isin(np.array(self.table.kind), kinds))


def fibre_groups() -> FibreGroups:
    """Return the fibre table of the body, split by kind."""
    return FibreGroups(fibre_table())


@dataclass(frozen=True, eq=False)
class Losses:
    """Loss at full severity (0 to 1) for every distinct lesion; axes (lesion, side, fibre or segment).

    Attributes
    ----------
    motor, central : ndarray
        Loss of the lower motor neuron, and of the tract above it, for each motor fibre.
    touch, pin, snap : ndarray
        Loss of touch and position, of pain and temperature, and of the nerve's own response, for each sensory fibre.
    reflex, umn : ndarray
        Loss of each fibre of the reflex arcs, and disinhibition of each segment.
    roots : ndarray
        How deeply each root is touched.
    lesion_of : ndarray
        For each cause, its row in the arrays above.
    """

    motor: SingleFloats
    central: SingleFloats
    touch: SingleFloats
    pin: SingleFloats
    snap: SingleFloats
    reflex: SingleFloats
    umn: SingleFloats
    roots: SingleFloats
    lesion_of: NDArray[np.intp]

    def of_causes(self, causes: NDArray[np.intp]) -> Losses:
        """Keep only the lesions of these causes."""
        rows, lesion_of = np.unique(self.lesion_of[causes], return_inverse=True)
        arrays = {item.name: getattr(self, item.name)[rows] for item in fields(self) if item.name != "lesion_of"}
        return Losses(**arrays, lesion_of=lesion_of)


class _Builder:
    """One lesion's losses over all fibres of both sides, filled lesion by lesion."""

    def __init__(self, groups: FibreGroups) -> None:
        fibres, segments = len(groups.table.path), len(SEGMENTS)
        self.groups = groups
        self.path = np.zeros((2, fibres), dtype=np.float32)
        self.distal = np.zeros((2, fibres), dtype=np.float32)
        self.central = np.zeros((2, fibres), dtype=np.float32)
        self.touch = np.zeros((2, fibres), dtype=np.float32)
        self.pin = np.zeros((2, fibres), dtype=np.float32)
        self.umn = np.zeros((2, segments), dtype=np.float32)
        self.roots = np.zeros((2, segments), dtype=np.float32)

    def cut(self, side: int, tokens: tuple[str, ...], depth: float) -> None:
        """Cut fibres at a place; beyond the ganglion the nerve's own response is lost too."""
        mark = self.groups.through(tokens)
        self.path[side][mark] = np.maximum(self.path[side][mark], depth)
        if tokens[-1] in SEGMENTS:
            index = SEGMENTS.index(tokens[-1])
            self.roots[side, index] = max(self.roots[side, index], depth)
        else:
            self.distal[side][mark] = np.maximum(self.distal[side][mark], depth)

    def spread(self, loss: ProfileLoss) -> None:
        """Spread a diffuse disease over the body by its profile."""
        for side, depth in ((0, loss.left), (1, loss.right)):
            if loss.feature == "umn":
                self._disinhibit(side, depth, loss.profile)
                continue
            lost = np.minimum(1.0, depth * profile_factors(self.groups.table, loss.profile, loss.feature))
            for name in {"motor": ("path",), "reflex": ("path",), "snap": ("distal",)}.get(
                loss.feature, (loss.feature,)
            ):
                array = getattr(self, name)
                array[side] = np.maximum(array[side], lost)

    def _disinhibit(self, side: int, depth: float, profile: str) -> None:
        weakness = constants("effects")["pyramidal_weakness"]
        released = depth * segment_factors(profile)
        self.umn[side] = np.maximum(self.umn[side], released)
        self.central[side] = np.maximum(self.central[side], weakness * released[self.groups.root])

    def cord(self, condition: str, segment: str, side: str) -> None:
        """Take the segments of a cord lesion and the tracts below it."""
        loss, at = syndrome(condition), SEGMENTS.index(segment)
        level = self.groups.root
        end = at + int(loss["span"])
        here, below = (level >= at) & (level < end), (level >= end) & (level < len(SEGMENTS) - 1)
        horn = here.copy()
        horn[self.groups.sensory] = False  # the skin of the segment is felt through the columns and the crossing fibres
        for index in (0, 1):
            same = 1.0 if side in {"bilateral", ("left", "right")[index]} else 0.1
            crossed = 1.0 if side == "bilateral" else (0.1 if same == 1.0 else 1.0)
            self.path[index][horn] = same * loss["motor_at"]
            self.central[index][below] = same * loss["motor_below"]
            self.touch[index][here | below] = same * loss["touch_below"]
            self.pin[index][below] = crossed * loss["pin_below"]
            self.pin[index][here] = loss["pin_at"]
            self.umn[index][at:end] = same * loss["umn_at"]
            self.umn[index][end:-1] = same * loss["umn_below"]
            self._shock(index, below, same * loss["shock"])

    def _shock(self, side: int, below: NDArray[np.bool_], depth: float) -> None:
        reflexes = np.zeros(len(below), dtype=np.bool_)
        reflexes[self.groups.reflex] = True
        mark = below & reflexes
        self.path[side][mark] = np.maximum(self.path[side][mark], depth)


def _build(cause: Cause, groups: FibreGroups) -> _Builder:
    builder = _Builder(groups)
    for cut in cause.cuts:
        builder.cut(_SIDES[cut.side], cut.tokens, cut.depth)
    for loss in cause.profiles:
        builder.spread(loss)
    if cause.tract is not None:
        builder.cord(cause.tract.condition, cause.tract.segment, cause.tract.side)
    return builder


def _stack(built: Iterable[_Builder], groups: FibreGroups, lesion_of: list[int]) -> Losses:
    builders = list(built)
    sensory, motor = groups.sensory, groups.motor
    path = np.stack([builder.path for builder in builders])
    distal = np.stack([builder.distal for builder in builders])
    tract = {name: np.stack([getattr(b, name) for b in builders]) for name in ("touch", "pin", "central")}
    peripheral = path[..., sensory]
    return Losses(
        motor=path[..., motor],
        central=tract["central"][..., motor],
        touch=np.maximum(peripheral, tract["touch"][..., sensory]),
        pin=np.maximum(peripheral, tract["pin"][..., sensory]),
        snap=distal[..., sensory],
        reflex=path[..., groups.reflex],
        umn=np.stack([builder.umn for builder in builders]),
        roots=np.stack([builder.roots for builder in builders]),
        lesion_of=np.array(lesion_of, dtype=np.intp),
    )


def losses(causes: Sequence[Cause], groups: FibreGroups) -> Losses:
    """What does each cause take from each fibre?

    Causes with the same lesion share one row: a foraminal herniation and a foraminal stenosis of one root differ in
    history and imaging, not in the wiring.

    Parameters
    ----------
    causes : sequence of Cause
        In any order.
    groups : FibreGroups
        The wiring.

    Returns
    -------
    Losses
        Arrays over the distinct lesions, and the row of each cause.
    """
    row_of: dict[object, int] = {}
    first: list[Cause] = []
    lesion_of = []
    for cause in causes:
        key = (cause.cuts, cause.profiles, cause.tract)
        if key not in row_of:
            row_of[key] = len(first)
            first.append(cause)
        lesion_of.append(row_of[key])
    return _stack((_build(cause, groups) for cause in first), groups, lesion_of)
