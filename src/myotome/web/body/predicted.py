"""When is a prediction drawn? Not before something was found that an explanation could rest on."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from myotome.exam import Case, Emg, Finding, Imaging, Ncs, Pain, Reflex, Sensation, Sign, Strength

__all__ = ["shows_something"]

#: What is abnormal of each kind of finding that has a place in the body; of history alone nothing is drawn.
_ABNORMAL: Final[Mapping[type[Finding], Callable[[Any], bool]]] = {
    Pain: lambda _: True,
    Strength: lambda finding: finding.is_weak,
    Sensation: lambda finding: finding.value != "normal",
    Reflex: lambda finding: finding.value != "normal",
    Sign: lambda finding: finding.positive,
    Imaging: lambda finding: finding.present and finding.finding != "normal",
    Emg: lambda finding: finding.value != "normal",
    Ncs: lambda finding: finding.value != "normal",
}


def shows_something(case: Case) -> bool:
    """Whether a finding with a place in the body is abnormal.

    Examples
    --------
    >>> from myotome.exam import case_from_mapping
    >>> who = {"id": "example", "demographics": {"age": None, "sex": None}}
    >>> no_fever = {"type": "history", "item": "fever", "value": False}
    >>> weak = {"type": "strength", "muscle": "tibialis_anterior", "side": "left", "mrc": 3}
    >>> [shows_something(case_from_mapping({**who, "findings": found})) for found in ([], [no_fever], [weak])]
    [False, False, True]
    """
    return any(_ABNORMAL[type(one)](one) for one in case.findings if type(one) in _ABNORMAL)
