"""What to do about a red flag, said in parts, so that two ways to say the same thing become one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from math import inf
from types import MappingProxyType
from typing import Any

from myotome.exam import Condition, QueryEvaluation, parse
from myotome.tables import Table, identifier, ids, integer, list_of, number, one_of, parsed, text, yes_no

__all__ = ["Action", "merged", "red_flag_actions", "still_to_do"]


@dataclass(frozen=True, slots=True)
class Action:
    """One thing to do.

    Attributes
    ----------
    act : str
        What is done; actions of the same act are one action.
    breadth : int
        Rank of how much of the body its image or test covers; of one act, the widest is done.
    hours : float
        Time within which it is meant; of one act, the soonest holds. Infinite where none is said.
    guards : bool
        Whether it keeps from harm by itself, so that it comes before any image.
    setting, task, limit : str
        Where, what, and by when, in words; any may be empty.
    also : tuple of str
        What is to be done or thought of besides.
    done : Condition or None
        What the case shows once the image or test has been made.
    instead : str
        Action that follows then.
    includes : str
        Act that this action contains, so that it is not asked for beside it; none where empty.
    """

    id: str
    act: str
    breadth: int
    hours: float
    guards: bool
    setting: str
    task: str
    limit: str
    also: tuple[str, ...]
    done: Condition | None = None
    instead: str = ""
    includes: str = ""

    @property
    def text(self) -> str:
        """The action as one sentence."""
        doing = " ".join(part for part in (self.task, self.limit) if part)
        first = ": ".join(part for part in (self.setting, doing) if part)
        said = "; ".join((first, *self.also))
        return f"{said[:1].upper()}{said[1:]}."


def still_to_do(action: Action, of_case: QueryEvaluation) -> Action:
    """What is left of an action for this patient: an image that has been made is not asked for again.

    Parameters
    ----------
    action : Action
        As a rule asks for it.
    of_case : QueryEvaluation
        What holds for the patient.

    Examples
    --------
    >>> from myotome.exam import case_from_mapping, evaluation
    >>> seen = {"type": "imaging", "modality": "MRI", "levels": ["L4-L5"], "finding": "bulge", "side": "none"}
    >>> case = case_from_mapping({"id": "a", "demographics": {"age": 50, "sex": None}, "findings": [seen]})
    >>> still_to_do(red_flag_actions()["lumbosacral_mri_now"], evaluation(case)).id
    'images_surgery_now'
    """
    if action.done is None or not of_case.holds(action.done):
        return action
    return red_flag_actions()[action.instead]


def merged(actions: Sequence[Action]) -> Action:
    """Which one action does all that these do?

    Parameters
    ----------
    actions : sequence of Action
        At least one, all of the same act.

    Returns
    -------
    Action
        As soon as the soonest, as wide as the widest, with everything that any of them says besides.

    Examples
    --------
    >>> known = red_flag_actions()
    >>> merged([known["lumbosacral_mri_now"], known["whole_spine_mri_today"]]).task
    'MRI of the whole spine'
    """
    soonest = min(actions, key=lambda action: (action.hours, -action.breadth))
    widest = min(actions, key=lambda action: (-action.breadth, action.hours))
    also = dict.fromkeys(clause for action in actions for clause in action.also)
    return replace(
        soonest,
        breadth=widest.breadth,
        guards=any(action.guards for action in actions),
        task=widest.task,
        also=tuple(also),
    )


def _silent(row: Mapping[str, Any]) -> str | None:
    return None if row["setting"] or row["task"] else "the action says neither where nor what"


def _half_done(row: Mapping[str, Any]) -> str | None:
    half = (row["done"] is None) != (row["instead"] == "")
    return "done and instead are given together or not at all" if half else None


_TABLE = Table(
    "explain/red_flags/actions.csv",
    {
        "action": identifier(),
        "act": identifier(),
        "breadth": integer(0, 3),
        "hours": number(0, 2000, optional=True),
        "guards": yes_no(),
        "setting": text(optional=True),
        "task": text(optional=True),
        "limit": text(optional=True),
        "also": list_of(text(), optional=True),
        "done": parsed(parse, "a condition as docs/query.md describes", optional=True),
        "instead": one_of(ids("explain/red_flags/actions", "action"), optional=True),
        "includes": one_of(ids("explain/red_flags/actions", "act"), optional=True),
    },
    key=("action",),
    rules=(_silent, _half_done),
)


@cache
def red_flag_actions() -> Mapping[str, Action]:
    """Every action by its id."""
    return MappingProxyType({row["action"]: _action(row) for row in _TABLE.rows()})


def _action(row: Mapping[str, Any]) -> Action:
    hours = inf if row["hours"] is None else row["hours"]
    words = (row["setting"], row["task"], row["limit"], row["also"])
    beside = (row["done"], row["instead"], row["includes"])
    return Action(row["action"], row["act"], row["breadth"], hours, row["guards"], *words, *beside)
