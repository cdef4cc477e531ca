"""From a case to its explanation: prior, observations, posterior, and everything read off it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from myotome import __version__
from myotome.exam import Case, History
from myotome.explain.brief import Brief, brief_of
from myotome.explain.conclusions.explanations import group_states
from myotome.explain.conclusions.necessity import muscle_necessity
from myotome.explain.conclusions.old_beside import old_diseases_beside
from myotome.explain.conclusions.places import likely_places
from myotome.explain.conclusions.said_together import likely_diseases
from myotome.explain.conclusions.sources_cited import sources_used
from myotome.explain.conclusions.verdict import likely_discs
from myotome.explain.conclusions.weights import evidence_weights
from myotome.explain.explanation import Explanation, Unused
from myotome.explain.inference.patterns import compile_observations
from myotome.explain.inference.posterior import Posterior, posterior
from myotome.explain.likelihood import observations_of_case
from myotome.explain.likelihood.model_world import World, world
from myotome.explain.likelihood.observations import Floats
from myotome.explain.likelihood.old_disease import old_disease
from myotome.explain.next_test.information import next_tests
from myotome.explain.red_flags.triage import Again
from myotome.ledger import tables_hash
from myotome.pathology import condition_priors

__all__ = ["add_next_tests", "explain", "explain_in_brief", "log_joint", "posterior_of", "single_cause_posterior"]


def posterior_of(case: Case, within: World | None = None) -> Posterior:
    """Posterior over all states, given the findings of a case.

    Parameters
    ----------
    case : Case
        Its truth, note, source and path are never read.
    within : World or None
        Another world than that of the package, for calibration and tests.
    """
    of, who = within or world(), case.demographics
    states = of.states
    prior = states.prior(condition_priors(case.setting, who.age, who.sex, case.weeks_since_onset))
    return posterior(observations_of_case(case, of), prior, states.exclusions, old_disease(case, of), states.unpaired)


def log_joint(case: Case, within: World | None = None) -> Floats:
    """Log of prior times likelihood of every state, were it the only cause: shape (states,).

    Parameters
    ----------
    case : Case
        As for `posterior_of`.
    within : World or None
        Another world than that of the package.
    """
    of, who = within or world(), case.demographics
    prior = of.states.prior(condition_priors(case.setting, who.age, who.sex, case.weeks_since_onset))
    singles = compile_observations(observations_of_case(case, of), len(prior)).singles
    return np.asarray(np.log(np.maximum(prior, 1e-300)) + singles)


def single_cause_posterior(case: Case, within: World | None = None) -> Floats:
    """Posterior over single causes: fast, for fitting and for looking at many cases; it sums to 1."""
    log = log_joint(case, within)
    weight = np.exp(log - log.max())
    return np.asarray(weight / weight.sum())


def _unused(case: Case, posterior: Posterior) -> tuple[Unused, ...]:
    """Findings that changed nothing; how long it has lasted changes the prior."""
    used = {pattern.observation.finding for pattern in posterior.compiled.patterns}
    used |= {f.index for f in case.findings if isinstance(f, History) and f.item == "symptom_duration"}
    unknown = "the model has no likelihood for it yet, or it says nothing about any cause; it changed nothing"
    recorded = "recorded; the answer does not use it yet"
    left = (f for f in case.findings if f.index not in used or f.recorded_only)
    now = tuple(Unused(f.index, f.label, recorded if f.recorded_only else unknown) for f in left)
    before = "of an earlier visit; the answer uses the course alone"
    return now + tuple(
        Unused(f.index, f"{visit.label}: {f.label}", before) for visit in case.visits for f in visit.findings
    )


def explain(
    case: Case,
    with_next_tests: bool = True,
    within: World | None = None,
    test_count: int = 10,
    posterior: Posterior | None = None,
) -> Explanation:
    """Which lesion explains these findings, how sure, why, and is a disc to blame?

    Parameters
    ----------
    case : Case
        One patient. Truth, note, source and the file's name are never read.
    with_next_tests : bool
        Whether to look for the next best tests too.
    within : World or None
        Another world than that of the package.
    test_count : int
        At most so many next tests.
    posterior : Posterior or None
        Posterior of this case, where it is at hand.

    Returns
    -------
    Explanation
        Deterministic; mirrored cases have mirrored answers and the order of findings does not matter.

    Examples
    --------
    >>> from myotome.exam import case_from_mapping
    >>> case = case_from_mapping({
    ...     "id": "example", "demographics": {"age": 44, "sex": "male"},
    ...     "findings": [{"type": "strength", "muscle": "extensor_hallucis_longus", "side": "left", "mrc": 3},
    ...                  {"type": "sign", "sign": "straight_leg_raise", "side": "left", "value": "positive"}]})
    >>> explain(case, with_next_tests=False).places[0].place
    'L5'
    """
    of = within or world()
    posterior = posterior or posterior_of(case, of)
    explanation = _without_next_tests(case, posterior, of)
    return add_next_tests(explanation, case, posterior, of, test_count) if with_next_tests else explanation


def _again(of: World) -> Again:
    return Again(lambda other: single_cause_posterior(other, of), lambda other: posterior_of(other, of))


def explain_in_brief(case: Case, within: World | None = None) -> Brief:
    """What explains these findings, and is a disc to blame? Without the reasons: for many cases, one after another.

    Parameters
    ----------
    case : Case
        One patient. Truth, note, source and the file's name are never read.
    within : World or None
        Another world than that of the package.

    Returns
    -------
    Brief
        What of it `explain` says too is the same.

    Examples
    --------
    >>> from myotome.exam import case_from_mapping
    >>> case = case_from_mapping({
    ...     "id": "example", "demographics": {"age": 44, "sex": "male"},
    ...     "findings": [{"type": "strength", "muscle": "extensor_hallucis_longus", "side": "left", "mrc": 3},
    ...                  {"type": "sign", "sign": "straight_leg_raise", "side": "left", "value": "positive"}]})
    >>> explain_in_brief(case).causes[0].places
    ('L5',)
    """
    of = within or world()
    return brief_of(case, posterior_of(case, of), of, _again(of))


def _without_next_tests(case: Case, posterior: Posterior, of: World) -> Explanation:
    """Everything that is read off the posterior alone."""
    groups, brief = group_states(of.states), brief_of(case, posterior, of, _again(of))
    by_rival, by_kind = evidence_weights(case, posterior, groups) if posterior.compiled.patterns else ((), ())
    return Explanation(
        id=case.id,
        outcome=brief.outcome,
        classes=brief.classes,
        causes=brief.causes,
        diseases=likely_diseases(posterior, groups),
        old_diseases=old_diseases_beside(case, posterior, old_disease(case, of)),
        places=likely_places(posterior, of.states),
        discs=likely_discs(case, posterior, of.states),
        disc_to_blame=brief.disc_to_blame,
        red_flag=brief.red_flag,
        muscles=muscle_necessity(case, posterior, groups, of.states),
        evidence=by_rival,
        evidence_of_another_kind=by_kind,
        next_tests=(),
        unused=_unused(case, posterior),
        bound=lambda: posterior.left_out,
        source_keys=sources_used(case, posterior, of),
        tables_hash=tables_hash(),
        version=__version__,
    )


def add_next_tests(
    explanation: Explanation, case: Case, posterior: Posterior, within: World | None = None, test_count: int = 10
) -> Explanation:
    """Look for the next best tests of an explanation that has none yet.

    Parameters
    ----------
    explanation : Explanation
        Of this case, within this world.
    case : Case
        The patient.
    posterior : Posterior
        Of this case.
    within : World or None
        As in `explain`.
    test_count : int
        At most so many tests.
    """
    of = within or world()
    tests = next_tests(case, posterior, of, group_states(of.states), explanation.discs, test_count)
    return replace(explanation, next_tests=tests)
