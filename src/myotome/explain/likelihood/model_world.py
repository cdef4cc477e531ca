"""What every likelihood needs at hand: the states, the parameters and what a state leaves of a fibre."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from myotome.explain.likelihood.observations import Floats, Link, Observation
from myotome.explain.likelihood.parameters import parameters
from myotome.pathology import SEGMENTS, States, conditions, states

__all__ = ["SIDE_INDEX", "World", "finding_sides", "world"]

SIDE_INDEX = {"left": 0, "right": 1}
_LINKS = 4000  # that many are kept: a measured force has one of its own
Feature = Literal["motor", "central", "touch", "pin", "snap", "reflex"]


def finding_sides(side: str | None) -> tuple[str, ...]:
    """Sides a finding speaks of: one, or both for bilateral, midline and unsided findings."""
    return (side,) if side in SIDE_INDEX else ("left", "right")


@dataclass(frozen=True, eq=False)
class World:
    """The states and what they do, in the form the likelihoods ask for.

    Attributes
    ----------
    states : States
        Every state with one cause.
    given : mapping or None
        Likelihood parameters to use instead of the package's, for calibration.
    memory, columns, links : dict
        What has been worked out for this world, and for these parameters, and is asked for again.
    recent : OrderedDict
        Observations of the findings asked for last, the latest at the end.
    """

    states: States
    given: Mapping[str, float] | None = None
    memory: dict[Hashable, Floats] = field(default_factory=dict, repr=False)
    columns: dict[Hashable, Any] = field(default_factory=dict, repr=False)
    links: dict[Hashable, Link] = field(default_factory=dict, repr=False)
    recent: OrderedDict[Hashable, list[Observation]] = field(default_factory=OrderedDict, repr=False)

    @cached_property
    def p(self) -> dict[str, float]:
        """The likelihood parameters, by name."""
        return dict(parameters() if self.given is None else self.given)

    def link(self, key: Hashable, make: Callable[[], Link]) -> Link:
        """Return a link that depends on this and the parameters alone; made once, and known by its identity."""
        link = self.links.get(key)
        if link is None:
            # the whole list at once, for threads that add to it
            for oldest in tuple(self.links)[:1] if len(self.links) >= _LINKS else ():
                self.links.pop(oldest, None)
            link = self.links[key] = make()
        return link

    def subset(self, keep: NDArray[np.intp]) -> World:
        """Return the world of these states alone."""
        return World(self.states.subset(keep), self.given, links=self.links)

    @cached_property
    def condition_index(self) -> NDArray[np.intp]:
        """Number of each state's condition, in the order of the conditions."""
        number = {name: index for index, name in enumerate(conditions())}
        of_cause = np.array([number[cause.condition] for cause in self.states.causes], dtype=np.intp)
        return of_cause[self.states.cause]

    @cached_property
    def cause_side(self) -> NDArray[np.str_]:
        """Side of each cause."""
        return np.array([cause.side for cause in self.states.causes])

    @cached_property
    def position(self) -> dict[str, dict[int, int]]:
        """Position of a fibre of the table within the arrays of its kind."""
        groups = self.states.groups
        named = {"motor": groups.motor, "sensory": groups.sensory, "reflex": groups.reflex}
        return {kind: {int(row): place for place, row in enumerate(rows)} for kind, rows in named.items()}

    def fibres(self, kind: str, target: str) -> NDArray[np.intp]:
        """Rows of a target's fibres in the fibre table; empty where the target has none."""
        empty = np.zeros(0, dtype=np.intp)
        return self.states.groups.table.index.get((kind, target), empty)

    def weight(self, fibres: NDArray[np.intp]) -> Floats:
        """Weights of fibres."""
        return np.asarray(self.states.groups.table.weight[fibres], dtype=np.float64)

    def loss(self, feature: Feature, side: str, fibres: NDArray[np.intp]) -> Floats:
        """Loss at full severity for every distinct lesion: shape (lesions, fibres)."""
        kind = {"motor": "motor", "central": "motor", "reflex": "reflex"}.get(feature, "sensory")
        places = [self.position[kind][int(fibre)] for fibre in fibres]
        array = getattr(self.states.losses, feature)
        return np.asarray(array[:, SIDE_INDEX[side], :][:, places], dtype=np.float64)

    def segment_loss(self, name: Literal["umn", "roots"], side: str, segment: str) -> Floats:
        """Disinhibition of a segment, or how deeply a root is touched, for every distinct lesion: shape (lesions,)."""
        array = getattr(self.states.losses, name)
        return np.asarray(array[:, SIDE_INDEX[side], SEGMENTS.index(segment)], dtype=np.float64)

    def left_standing(self, *lesion_losses: Floats) -> tuple[NDArray[np.intp], Floats]:
        """Touched states, and the share each leaves of every fibre; several losses of one fibre multiply."""
        hurt = np.zeros(len(lesion_losses[0]), dtype=np.bool_)
        for loss in lesion_losses:
            hurt |= (loss > 0).any(axis=1)
        touched = np.flatnonzero(hurt[self.states.lesion])
        lesion, severity = self.states.lesion[touched], self.states.severity[touched, None]
        survival = np.ones((len(touched), lesion_losses[0].shape[1]))
        for loss in lesion_losses:
            survival *= 1.0 - severity * loss[lesion]
        return touched, survival

    def over_states(self, of_lesion: Floats) -> Floats:
        """Spread a value of each lesion over the states: shape (states,)."""
        return of_lesion[self.states.lesion]


@cache
def world() -> World:
    """Return the world of the package's own tables, built once."""
    return World(states())
