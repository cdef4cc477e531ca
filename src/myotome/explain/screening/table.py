"""A whole examination as one table: how likely is every value of every finding, given each state?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from myotome.errors import InputError, Problem
from myotome.exam import Case, Finding, case_from_mapping
from myotome.explain.inference.patterns import compile_observations
from myotome.explain.likelihood import observations_of_finding
from myotome.explain.likelihood.laterality import laterality_observations, told_side, weak_muscles, weak_side
from myotome.explain.likelihood.model_world import World, world
from myotome.explain.likelihood.observations import Observation
from myotome.explain.screening.witnesses import Witnesses
from myotome.pathology import States

__all__ = ["Float32", "ScreeningTable", "Template", "screening_table"]

Float32 = NDArray[np.float32]
_SIDES = ("left", "right")


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
    log_likelihood : ndarray of float32, shape (columns + 4, merged states)
        Relative to no cause at all; states that no column distinguishes are one. The last rows are of a case as a
        whole: its deficits are reported on the left side only, or on the right only; or at least its weakness is.
    baseline : ndarray of float32, shape (columns + 4,)
        Log-likelihood of each row given no cause: what was taken off.
    tells, bars : ndarray of float32, shape (columns, 4)
        1 where a column reports a deficit, or weakness, of the left, or right, side; and where it concerns more than
        that side.
    weak : ndarray of float32, shape (2, columns, muscles)
        1 where a column reports a muscle weak on the left, or on the right.
    merged : ndarray of int, shape (states,)
        Merged state of each state.
    witnesses : Witnesses
        Which columns say the same of the two sides.
    states : States
        The states behind it.
    """

    findings: tuple[Finding, ...]
    log_likelihood: Float32
    baseline: Float32
    tells: Float32
    bars: Float32
    weak: Float32
    merged: NDArray[np.intp]
    witnesses: Witnesses
    states: States

    @cached_property
    def column(self) -> dict[Finding, int]:
        """Column of each finding."""
        return {finding: number for number, finding in enumerate(self.findings)}

    @cached_property
    def _neighbours(self) -> tuple[tuple[int, NDArray[np.bool_]], ...]:
        """For each distance within a template: which columns have one of the same template that far to the right."""
        template = np.array([finding.index for finding in self.findings], dtype=np.intp)
        widest = int(np.bincount(template).max())
        return tuple((step, template[step:] == template[:-step]) for step in range(1, widest))

    def two_values(self, seen: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """Which patients have more than one value of one finding? Given and answered row by row."""
        clash = np.zeros(len(seen), dtype=np.bool_)
        for step, same in self._neighbours:
            clash |= (seen[:, step:] & seen[:, :-step] & same).any(axis=1)
        return clash

    def sides_told(self, rows: Float32) -> Float32:
        """Whether all deficits of each row, or else all weakness, are on the left, or the right; shape (rows, 4).

        Weakness of both sides that no muscle shares speaks against the same causes as weakness of one side: it counts
        as that of the left.
        """
        counts = rows @ np.concatenate([self.tells, self.bars], axis=1)
        one_side = (counts[:, :4] > 0.0) & (counts[:, 4:] == 0.0)
        one_side[:, 2:] &= ~one_side[:, :2].any(axis=1, keepdims=True)
        one_side[:, 2] |= self._shares_no_muscle(rows) & ~one_side.any(axis=1)
        return np.asarray(one_side, dtype=np.float32)

    def _shares_no_muscle(self, rows: Float32) -> NDArray[np.bool_]:
        """Whether a row reports weakness, and no muscle as weak on both sides."""
        left, right = (rows @ self.weak[side] > 0.0 for side in (0, 1))
        return np.asarray((left | right).any(axis=1) & ~(left & right).any(axis=1))

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
    message = "No column of the screening table represents this finding; leave it out or add a template for it."
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
        A template is no finding, a value is none of its values, two columns say the same, or there is no template.

    Examples
    --------
    >>> ankle = Template({"type": "reflex", "reflex": "achilles", "side": "left"}, ("absent", "normal"))
    >>> table = screening_table([ankle])
    >>> [finding.label for finding in table.findings]
    ['left achilles reflex: absent', 'left achilles reflex: normal']
    """
    if not templates:
        raise InputError([Problem("templates", None, "none", "one or more", (), "A table needs something examined.")])
    of = within or world()
    asked = [(number, value) for number, template in enumerate(templates) for value in template.values]
    cases = [_case(templates[number], value, age, onset_weeks) for number, value in asked]
    findings = tuple(replace(case.findings[0], index=number) for case, (number, _) in zip(cases, asked, strict=True))
    _check_distinct(findings)
    laterality = [_weak_on(side) for side in _SIDES] + [_weak_on(side, numb_too=True) for side in _SIDES]
    rows = [_row(observations_of_finding(case.findings[0], of, case), of) for case in cases]
    rows += [_row(laterality_observations(case, of), of) for case in laterality]
    relative, baseline = np.stack([row for row, _ in rows]), np.array([none for _, none in rows], dtype=np.float32)
    distinct, merged = np.unique(relative.T, axis=0, return_inverse=True)
    sides = _tells(cases), _bars(cases)
    witnesses = Witnesses.of(findings, of.p["mirrored_weight"])
    scores = np.ascontiguousarray(distinct.T)
    return ScreeningTable(findings, scores, baseline, *sides, _weak(cases), merged.ravel(), witnesses, of.states)


def _row(observations: Sequence[Observation], world: World) -> tuple[Float32, float]:
    """Log-likelihood of some observations for every state, relative to no cause; and that of no cause."""
    compiled = compile_observations(observations, len(world.states))
    none = float(compiled.none.sum())
    return (compiled.singles - none).astype(np.float32), none


def _weak_on(side: str, numb_too: bool = False) -> Case:
    """Return a case with weakness of this side alone; with a sensory loss of the other side beside it, if asked for."""
    weak = _case(Template({"type": "strength", "muscle": "tibialis_anterior", "side": side}, ()), "weak", None, None)
    other = {"left": "right", "right": "left"}[side]
    numb = _case(Template({"type": "sensation", "dermatomes": ["L5"], "side": other}, ()), "reduced", None, None)
    return weak.with_findings((*weak.findings, *numb.findings)) if numb_too else weak


def _sides_of(case: Case) -> tuple[str | None, str | None]:
    """Side of all deficits, and of all weakness."""
    return told_side(case), weak_side(case)


def _tells(cases: Sequence[Case]) -> Float32:
    """Which findings are a deficit of the left, of the right side; which are weakness of the left, of the right?"""
    sides = [_sides_of(case) for case in cases]
    return np.array([[told == side for told in pair for side in _SIDES] for pair in sides], dtype=np.float32)


def _bars(cases: Sequence[Case]) -> Float32:
    """Which findings, put beside weakness of one side, make the deficits, or the weakness, those of more than it?"""
    weak = [_weak_on(side) for side in _SIDES]
    beside = [[_sides_of(one.with_findings((*one.findings, *case.findings))) for one in weak] for case in cases]
    return np.array(
        [[pair[kind] != side for kind in (0, 1) for side, pair in zip(_SIDES, pairs, strict=True)] for pairs in beside],
        dtype=np.float32,
    )


def _weak(cases: Sequence[Case]) -> Float32:
    """Which findings report which muscle weak on the left, and on the right?"""
    muscles = [weak_muscles(case) for case in cases]
    names = sorted({name for pair in muscles for named in pair for name in named})
    told = [[[name in pair[side] for name in names] for pair in muscles] for side in (0, 1)]
    return np.array(told, dtype=np.float32).reshape(2, len(cases), len(names))


def _check_distinct(findings: Sequence[Finding]) -> None:
    """Refuse an examination in which two columns say the same: it would be counted twice."""
    first: dict[Finding, int] = {}
    message = "Duplicate columns; leave one of them out."
    problems = [
        Problem(f"templates[{finding.index}]", None, finding.label, "a finding of its own", (), message)
        for column, finding in enumerate(findings)
        if first.setdefault(finding, column) != column
    ]
    if problems:
        raise InputError(problems)
