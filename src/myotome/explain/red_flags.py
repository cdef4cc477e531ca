"""Red flags: by rules that read the findings, and by the posterior of urgent causes; neither lowers the other."""

from __future__ import annotations

import numpy as np

from myotome.exam.case import Case
from myotome.explain.explanation import RedFlag
from myotome.explain.posterior import Posterior
from myotome.explain.red_flag_rules import fired_rules
from myotome.pathology import States, conditions
from myotome.sources import read_toml

__all__ = ["red_flags"]

_SACRAL = frozenset({"cauda_equina", "conus"})
_ACT = "same-day assessment with imaging of the region"


def _limit(name: str) -> float:
    return float(read_toml("model.toml")["red_flag"][name]["value"])


def _mass(found: Posterior, states: States, wanted: frozenset[str], urgent: bool) -> float:
    """Posterior of the causes of these classes (all where empty) that need same-day action, or of all of them."""
    hit = [
        (not wanted or conditions()[cause.condition].truth_class in wanted)
        and (conditions()[cause.condition].urgent or not urgent)
        for cause in states.causes
    ]
    return min(1.0, float(found.needed[np.array(hit)[states.cause]].sum()))


def _by_posterior(found: Posterior, states: States) -> list[str]:
    sacral = _mass(found, states, _SACRAL, False)
    cord = _mass(found, states, frozenset({"myelopathy"}), True)
    urgent = _mass(found, states, frozenset(), True)
    reasons = []
    if sacral >= _limit("sacral_probability"):
        reasons.append(f"probability of a cauda equina or conus lesion {sacral:.2f}")
    if cord >= _limit("cord_probability"):
        reasons.append(f"probability of an acute cord lesion {cord:.2f}")
    if urgent >= _limit("urgent_probability") and not reasons:
        reasons.append(f"probability of a cause that needs same-day action {urgent:.2f}")
    return reasons


def red_flags(case: Case, found: Posterior, states: States) -> RedFlag:
    """Must this patient be seen the same day?

    Parameters
    ----------
    case : Case
        The rules read its findings and nothing else.
    found : Posterior
        Of this case; a probability over a stated limit is urgent even where it does not lead.
    states : States
        Which causes are urgent.

    Returns
    -------
    RedFlag
        Urgent if any rule or any probability says so. No finding takes a rule back.
    """
    fired = fired_rules(case)
    urgent = [rule for rule in fired if rule.urgency in {"immediate", "urgent"}]
    by_posterior = _by_posterior(found, states)
    actions = list(dict.fromkeys(rule.action for rule in urgent)) + ([_ACT] if by_posterior else [])
    return RedFlag(
        urgent=bool(urgent or by_posterior),
        reasons=tuple(dict.fromkeys([rule.label for rule in urgent] + by_posterior)),
        actions=tuple(actions),
        soon=tuple(dict.fromkeys(rule.label for rule in fired if rule.urgency == "soon")),
        probability=_mass(found, states, frozenset(), True),
    )
