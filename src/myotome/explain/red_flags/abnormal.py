"""Which findings of a patient are abnormal? A red flag may rest on them alone, so that nothing normal lowers it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from myotome.exam import Case, Emg, Finding, History, Imaging, Lab, Ncs, Reflex, Sensation, Sign, Strength
from myotome.explain.likelihood.by_kind.laboratory import lab_value

__all__ = ["abnormal_part", "is_reassuring"]

#: Answers to a question that say there is nothing, or nothing new.
_NOTHING = frozenset({"none", "stable", "improving"})


def _full_strength(finding: Strength) -> bool:
    measured = finding.measured
    return not finding.is_weak and (measured is None or measured.unit.startswith("percent"))


def _says_normal(finding: Sensation | Reflex | Emg | Ncs) -> bool:
    return finding.value == "normal"


def _says_nothing(finding: History) -> bool:
    return finding.value is False or finding.value in _NOTHING


_REASSURING: Mapping[type[Finding], Callable[[Any], bool]] = {
    Strength: _full_strength,
    Sensation: _says_normal,
    Reflex: _says_normal,
    Emg: _says_normal,
    Ncs: _says_normal,
    Sign: lambda finding: not finding.positive,
    Imaging: lambda finding: not finding.present or finding.finding == "normal",
    History: _says_nothing,
    Lab: lambda finding: lab_value(finding) in {"normal", "negative"},
}


def is_reassuring(finding: Finding) -> bool:
    """Was something looked for and found normal, or asked for and denied? Pain never is."""
    judge = _REASSURING.get(type(finding))
    return judge is not None and judge(finding)


def abnormal_part(case: Case) -> Case:
    """The same patient with the abnormal findings alone.

    Examples
    --------
    >>> from myotome.exam import case_from_mapping
    >>> case = case_from_mapping({"id": "example", "demographics": {"age": 50, "sex": "male"}, "findings": [
    ...     {"type": "strength", "movement": "ankle_dorsiflexion", "side": "left", "mrc": 3},
    ...     {"type": "sign", "sign": "saddle_anaesthesia", "side": "bilateral", "value": "negative"}]})
    >>> [finding.label for finding in abnormal_part(case).findings]
    ['left ankle dorsiflexion: MRC 3']
    """
    return case.with_findings(finding for finding in case.findings if not is_reassuring(finding))
