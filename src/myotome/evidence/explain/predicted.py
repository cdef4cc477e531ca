"""How often does the model expect a finding in a series of patients, for given likelihood parameters?

The frequency is the mean over the states of the patients' conditions of the chance that the engine's own likelihood
gives the finding. Several tests are independent given the state, as in the engine.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations

import numpy as np

from myotome.evidence.explain.calibration_targets import CalibrationTarget, Group, Item
from myotome.exam import Case, case_from_mapping, region_of_segment
from myotome.explain import Floats, Link, Observation, World, observations_of_finding, world
from myotome.pathology import Cause

__all__ = ["HEALTHY", "SURGICAL_SHIFT", "Predictor"]

HEALTHY = "none"
SURGICAL_SHIFT = "surgical_severity_shift"
_LEAST = 1e-9
Tested = tuple[Item, str]


@dataclass(frozen=True, eq=False)
class _Cohort:
    """The states of a series of patients, and their shares; no states touched where they are healthy."""

    world: World
    share: Floats
    healthy: bool

    def weights(self, shift: float) -> Floats:
        """Shares of the states when severer lesions are favoured; each condition keeps its share."""
        states, condition = self.world.states, self.world.condition_index
        raw = self.share * np.exp(shift * states.level)
        before, after = (np.bincount(condition, weights) for weights in (self.share, raw))
        return np.asarray(raw * before[condition] / after[condition])


def _tokens(cause: Cause) -> set[str]:
    """Everything by which a series may be restricted: roots, nerves, disc, site, region."""
    named = {*cause.places, cause.disc, cause.site, cause.segment} - {None}
    regions = {region_of_segment(str(name)) for name in named} - {None}
    return {*(str(name) for name in named), *(str(region).removesuffix("_spine") for region in regions)}


def _belongs(cause: Cause, target: CalibrationTarget) -> bool:
    """Is this cause one of the patients'? A restriction to places leaves causes that have no place."""
    tokens = _tokens(cause)
    here = not target.where or not tokens or bool(tokens & set(target.where))
    there = target.side == "both" or cause.side != "right"
    return cause.condition in target.conditions and here and there


@dataclass(eq=False)
class Predictor:
    """Predicts published frequencies; keeps the states of each series and the findings of each test between calls."""

    base: World = field(default_factory=world)
    _cohorts: dict[Hashable, _Cohort] = field(default_factory=dict, repr=False)
    _cases: dict[Hashable, tuple[Case, ...]] = field(default_factory=dict, repr=False)

    def predicted(self, targets: Sequence[CalibrationTarget], parameters: Mapping[str, float]) -> Floats:
        """Expected value of each target: shape (targets,), each in (0, 1).

        Parameters
        ----------
        targets : sequence of CalibrationTarget
            Published frequencies.
        parameters : mapping
            Likelihood parameters by name, with `surgical_severity_shift`.
        """
        worlds: dict[Hashable, World] = {}
        links: dict[Hashable, Link] = {}
        result = np.empty(len(targets))
        for number, target in enumerate(targets):
            cohort, key = self._cohort(target), _cohort_key(target)
            if key not in worlds:
                worlds[key] = World(cohort.world.states, parameters, links=links)
            result[number] = self._one(target, cohort, worlds[key])
        return np.clip(result, _LEAST, 1 - _LEAST)

    def _one(self, target: CalibrationTarget, cohort: _Cohort, within: World) -> float:
        shift = within.p[SURGICAL_SHIFT] if target.spectrum == "surgical" else 0.0
        weights = cohort.weights(shift)
        chances: dict[Tested, Floats] = {}
        for item in {item for group in (*target.finding, *target.given) for item in group}:
            for side in ("left",) if target.side == "left" else ("left", "right"):
                chances[item, side] = self._chance(item, side, target, cohort, within)
        entered = float(weights @ _all_hold(target.given, chances)) if target.given else 1.0
        share = float(weights @ _all_hold((*target.finding, *target.given), chances)) / entered
        return 1.0 - share if target.measure == "specificity" else share

    def _cohort(self, target: CalibrationTarget) -> _Cohort:
        key = _cohort_key(target)
        if key not in self._cohorts:
            self._cohorts[key] = self._new_cohort(target)
        return self._cohorts[key]

    def _new_cohort(self, target: CalibrationTarget) -> _Cohort:
        states = self.base.states
        if target.conditions == (HEALTHY,):
            return _Cohort(self.base.subset(np.zeros(1, dtype=np.intp)), np.ones(1), True)
        here = np.array([_belongs(cause, target) for cause in states.causes])
        within = self.base.subset(np.flatnonzero(here[states.cause]))
        share, condition = within.states.share, within.condition_index
        totals = np.bincount(condition, share)
        present = np.count_nonzero(totals)
        return _Cohort(within, share / totals[condition] / present, False)

    def _tested(self, item: Item, side: str, age: float | None) -> tuple[Case, ...]:
        """Return a case with one finding for each outcome of the item."""
        key = (item, side, age)
        if key not in self._cases:
            whole = {"id": "target", "demographics": {"age": age, "sex": None}}
            self._cases[key] = tuple(case_from_mapping({**whole, "findings": [one]}) for one in item.findings(side))
        return self._cases[key]

    def _chance(self, item: Item, side: str, target: CalibrationTarget, cohort: _Cohort, within: World) -> Floats:
        """Chance of the item for each state of the cohort."""
        chance = np.zeros(len(within.states))
        for case in self._tested(item, side, target.age):
            observations = observations_of_finding(case.findings[0], within, case)
            # A pain has further observations (does it radiate ...): only the place counts here.
            used = observations[:1] if item.kind == "pain" else observations
            chance += np.exp(_log_likelihood(used, len(chance), cohort.healthy))
        return np.clip(1.0 - chance if item.is_complement else chance, 0.0, 1.0)


def _cohort_key(target: CalibrationTarget) -> Hashable:
    return (target.conditions, target.where, target.side)


def _log_likelihood(observations: Iterable[Observation], count: int, healthy: bool) -> Floats:
    total = np.zeros(count)
    for observation in observations:
        everything = np.ones((1, observation.survival.shape[1]))
        each = np.full(count, float(observation.log_likelihood(everything)[0]))
        if not healthy and len(observation.touched):
            each[observation.touched] = observation.log_likelihood(observation.survival)
        total += each
    return total


def _all_hold(groups: Sequence[Group], chances: Mapping[Tested, Floats]) -> Floats:
    """Chance for each state that every group holds, each if any of its tests does: by inclusion and exclusion."""
    tests = [frozenset(test for test in chances if test[0] in group) for group in groups]
    total = np.ones_like(next(iter(chances.values())))
    for size in range(1, len(tests) + 1):
        for chosen in combinations(tests, size):
            none = np.prod([1.0 - chances[test] for test in frozenset().union(*chosen)], axis=0)
            total = total + (-1.0) ** size * none
    return np.asarray(np.clip(total, 0.0, 1.0))
