"""What is to be done within weeks: the actions of the rules that are due then, one of each kind."""

from __future__ import annotations

from collections.abc import Sequence

from myotome.explain.red_flags.actions import Action, merged
from myotome.explain.red_flags.covered import covering
from myotome.explain.red_flags.rules import FiredRule

__all__ = ["actions_due"]


def actions_due(rules: Sequence[FiredRule]) -> list[str]:
    """What do these rules ask for, together?

    Parameters
    ----------
    rules : sequence of FiredRule
        Those due within weeks for one patient.

    Returns
    -------
    list of str
        Sentences in the order of the rules. A rule that only asks to be seen is left out where another one says more
        about the same thing.

    Examples
    --------
    >>> from myotome.exam import case_from_mapping
    >>> from myotome.explain import fired_rules
    >>> gait = {"type": "sign", "sign": "tandem_gait", "side": "none", "value": "positive"}
    >>> hoffmann = {"type": "sign", "sign": "hoffmann", "side": "left", "value": "positive"}
    >>> case = case_from_mapping({"id": "example", "demographics": {"age": 66, "sex": "female"},
    ...     "onset": {"value": 8, "unit": "months"}, "findings": [gait, hoffmann]})
    >>> actions_due(fired_rules(case))
    ['MRI of the cervical spine and spinal service within 2 weeks; until then no manipulation or traction of the neck.']
    """
    telling = [rule for rule in rules if not rule.is_late]
    kept = [rule for rule in rules if not rule.is_late or not any(_same_thing(rule, other) for other in telling)]
    acts: dict[str, list[Action]] = {}
    for rule in kept:
        acts.setdefault(rule.action.act, []).append(rule.action)
    return [merged(actions).text for actions in acts.values()]


def _same_thing(rule: FiredRule, other: FiredRule) -> bool:
    return other.condition in covering(rule.condition)
