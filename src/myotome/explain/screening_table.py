"""A whole examination as one table: how likely is every value of every finding, given each state?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from myotome.errors import InputError, Problem
from myotome.exam import case_from_mapping
from myotome.exam.case import Case, Finding
from myotome.explain.atoms import Float
from myotome.explain.compiled import compile_atoms
from myotome.explain.likelihood import atoms_of_case
from myotome.explain.world import World, world
from myotome.pathology import States

__all__ = ["Float32", "ScreeningTable", "Template", "screening_table"]

Float32 = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Template:
    """One thing that may be examined, and every value that may be noted of it.

    Attributes
    ----------
    finding : mapping
        A finding as in a case file, without its value.
    values : tuple
        The values it may take; each becomes a column.
    key : str
        The key of the value: `value`, or `mrc` for grades.
    """

    finding: Mapping[str, Any]
    values: tuple[Any, ...]
    key: str = "value"


@dataclass(frozen=True, eq=False)
class ScreeningTable:
    """Log-likelihood of every value of every finding, for every state.

    Attributes
    ----------
    findings : tuple of Finding
        What each column stands for; its `index` is the number of its template.
    log_likelihood : ndarray of float32, shape (columns, merged states)
        Relative to no cause at all; states that no column tells apart are one.
    baseline : ndarray, shape (columns,)
        Log-likelihood of each column given no cause: what was taken off.
    merged : ndarray of int, shape (states,)
        Merged state of each state.
    states : States
        The states behind it.
    """

    findings: tuple[Finding, ...]
    log_likelihood: Float32
    baseline: Float
    merged: NDArray[np.intp]
    states: States

    @cached_property
    def column(self) -> dict[Finding, int]:
        """Column of each finding."""
        return {finding: number for number, finding in enumerate(self.findings)}

    @cached_property
    def same_finding(self) -> Float32:
        """1 where a column is a value of a template: shape (columns, templates)."""
        template = np.array([finding.index for finding in self.findings], dtype=np.intp)
        return np.asarray(template[:, None] == np.arange(template.max(initial=-1) + 1), dtype=np.float32)

    def encode(self, cases: Sequence[Case]) -> NDArray[np.uint8]:
        """Turn cases into rows: 1 at what was found, 0 everywhere where a finding was not looked for.

        Raises
        ------
        InputError
            Every finding that no column stands for.
        """
        observed = np.zeros((len(cases), len(self.findings)), dtype=np.uint8)
        problems = [
            _no_column(case, finding) for case in cases for finding in case.findings if finding not in self.column
        ]
        if problems:
            raise InputError(problems)
        for row, case in zip(observed, cases, strict=True):
            row[[self.column[finding] for finding in case.findings]] = 1
        return observed


def _no_column(case: Case, finding: Finding) -> Problem:
    message = "No column of the screening table stands for this finding; leave it out or add a template for it."
    where = f"{case.id}, findings[{finding.index}]"
    return Problem(where, finding.line or None, finding.label, "a finding that is a column", (), message)


def _case(template: Template, value: Any, age: float | None, onset_weeks: float | None) -> Case:
    onset = {} if onset_weeks is None else {"onset": {"value": onset_weeks, "unit": "weeks"}}
    finding = {**template.finding, template.key: value}
    who = {"age": age, "sex": None}
    return case_from_mapping({"id": "screening", "demographics": who, "findings": [finding], **onset})


def screening_table(
    templates: Sequence[Template],
    age: float | None = None,
    onset_weeks: float | None = None,
    within: World | None = None,
) -> ScreeningTable:
    """How likely is each value of each finding, given each state?

    Parameters
    ----------
    templates : sequence of Template
        The examination, one template for each thing examined.
    age, onset_weeks : float or None
        Of the patients to be screened: ankle reflexes and images are judged by age, electromyography by time.
    within : World or None
        Another world than that of the package.

    Returns
    -------
    ScreeningTable
        From the likelihoods that explain one patient, so that both say the same.

    Raises
    ------
    InputError
        A template is not a finding, or a value is not one of its values.

    Examples
    --------
    >>> ankle = Template({"type": "reflex", "reflex": "achilles", "side": "left"}, ("absent", "normal"))
    >>> table = screening_table([ankle])
    >>> [finding.label for finding in table.findings]
    ['left ankle reflex: absent', 'left ankle reflex: normal']
    """
    of = within or world()
    asked = [(number, value) for number, template in enumerate(templates) for value in template.values]
    cases = [_case(templates[number], value, age, onset_weeks) for number, value in asked]
    findings = tuple(replace(case.findings[0], index=number) for case, (number, _) in zip(cases, asked, strict=True))
    _check_distinct(findings)
    relative = np.empty((len(cases), len(of.states)), dtype=np.float32)
    baseline = np.empty(len(cases))
    for column, case in enumerate(cases):
        compiled = compile_atoms(atoms_of_case(case, of), len(of.states))
        baseline[column] = compiled.none.sum()
        relative[column] = compiled.singles - baseline[column]
    distinct, merged = np.unique(relative.T, axis=0, return_inverse=True)
    return ScreeningTable(findings, np.ascontiguousarray(distinct.T), baseline, merged.ravel(), of.states)


def _check_distinct(findings: Sequence[Finding]) -> None:
    """Refuse an examination in which two columns say the same: it would be counted twice."""
    first: dict[Finding, int] = {}
    message = "Two columns say the same; leave one of them out."
    problems = [
        Problem(f"templates[{finding.index}]", None, finding.label, "a finding of its own", (), message)
        for finding in findings
        if first.setdefault(finding, id(finding)) != id(finding)
    ]
    if problems:
        raise InputError(problems)
