"""What the leading explanation takes from skin and muscles: where loss is to be expected if it is right."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from myotome.anatomy import FibreTable
from myotome.explain.explanation import Explanation, LikelyCause
from myotome.explain.inference.posterior import Posterior
from myotome.explain.likelihood.model_world import SIDE_INDEX, World
from myotome.pathology import States

__all__ = ["Territory", "territory"]


@dataclass(frozen=True, slots=True)
class Territory:
    """Loss expected under one explanation, by target and side; 0 to 1, targets that lose nothing left out.

    Attributes
    ----------
    label : str
        The explanation in words.
    skin : mapping
        (leaf area or `dermatome:L5`, side) to the share of its sensation that is lost.
    muscles : mapping
        (muscle, side) to the share of its drive that is lost.
    """

    label: str
    skin: Mapping[tuple[str, str], float]
    muscles: Mapping[tuple[str, str], float]

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON."""
        plain = {
            kind: [{"target": target, "side": side, "loss": round(loss, 4)} for (target, side), loss in losses.items()]
            for kind, losses in (("skin", self.skin), ("muscles", self.muscles))
        }
        return {"label": self.label} | plain


def territory(explanation: Explanation, posterior: Posterior, within: World, least: float = 0.05) -> Territory | None:
    """Where the leading explanation would take sensation and strength.

    Parameters
    ----------
    explanation : Explanation
        Its first cause is asked about.
    posterior : Posterior
        Of the same case.
    within : World
    least : float
        Targets that lose less are left out.

    Returns
    -------
    Territory or None
        None where there is no cause, or none that cuts fibres.
    """
    states = within.states
    lead = next(iter(explanation.causes), None)
    weight = np.array([0.0]) if lead is None else _weights(lead, posterior, states)
    if lead is None or weight.sum() <= 0.0:
        return None
    used = np.flatnonzero(weight)
    rows, share = states.lesion[used], weight[used] * states.severity[used] / weight.sum()
    table, losses = states.groups.table, states.losses
    skin = _by_target(np.einsum("s,sif->if", share, losses.touch[rows]), table, states.groups.sensory, least)
    muscles = _by_target(np.einsum("s,sif->if", share, losses.motor[rows]), table, states.groups.motor, least)
    return Territory(lead.label, skin, muscles) if skin or muscles else None


def _weights(lead: LikelyCause, posterior: Posterior, states: States) -> NDArray[np.float64]:
    """Posterior of the states that the leading line of the answer stands for."""
    wanted = {(condition, frozenset(lead.places), lead.side) for condition in lead.conditions}
    chosen = [(one.condition, frozenset(one.places), str(one.side)) in wanted for one in states.causes]
    if not any(chosen):
        parts = set(lead.places)
        chosen = [one.condition in lead.conditions and set(one.places) <= parts for one in states.causes]
    return np.asarray(posterior.responsibility * np.array(chosen)[states.cause])


def _by_target(
    lost: NDArray[np.float64], table: FibreTable, rows: NDArray[np.intp], least: float
) -> dict[tuple[str, str], float]:
    """Loss of each target from that of its fibres; `lost` has all fibres, or these rows alone."""
    local = lost[:, rows] if lost.shape[1] == len(table.path) else lost
    sums: dict[tuple[str, str], float] = {}
    for side, number in SIDE_INDEX.items():
        for place, row in enumerate(rows):
            key = (table.target[row], side)
            sums[key] = sums.get(key, 0.0) + float(table.weight[row] * local[number, place])
    return {key: min(loss, 1.0) for key, loss in sums.items() if loss >= least}
