"""The same small noisy-or network in pyAgrum and here: the same marginals, and how long each takes.

Causes are single states of the model with independent priors; findings are events, each a noisy-or of the causes that
touch it, with the probabilities of the model. pyAgrum answers by lazy propagation, we by summing over every subset of
the causes. The network grows until pyAgrum takes too long or runs out of memory; each size has its own process.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module
from time import perf_counter
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.timing import in_words, median_seconds, print_table

__all__ = ["run"]

SIZES = (8, 10, 12, 14, 16, 18, 20, 22, 24)
LONGEST_S = 20.0
MEMORY_BYTES = 8 << 30
TOLERANCE = 1e-9
EXPECTED_CAUSES = 1.5
SIGNS = (
    ("straight_leg_raise", "positive"),
    ("slump", "negative"),
    ("femoral_nerve_stretch", "negative"),
    ("foot_drop_gait", "positive"),
    ("cannot_heel_walk", "positive"),
    ("trendelenburg", "negative"),
    ("cannot_toe_walk", "negative"),
    ("bragard", "negative"),
)


@dataclass(frozen=True, eq=False)
class Network:
    """Priors of the causes, chance of each finding without a cause, and what each cause leaves of its absence.

    Attributes
    ----------
    prior : ndarray, shape (causes,)
    leak : ndarray, shape (findings,)
    survival : ndarray, shape (findings, causes)
    positive : tuple of bool
        What was found.
    observations : tuple of Observation
        The engine's own observations.
    """

    prior: NDArray[np.float64]
    leak: NDArray[np.float64]
    survival: NDArray[np.float64]
    positive: tuple[bool, ...]
    observations: tuple[Any, ...]


def _observations(world: Any, positive: bool | None = None) -> list[Any]:
    """Observations of the signs: as found, or all as positive."""
    from myotome.exam import case_from_mapping
    from myotome.explain.likelihood import observations_of_finding

    found = [{"type": "sign", "sign": sign, "side": "left", "value": value} for sign, value in SIGNS]
    if positive is not None:
        found = [finding | {"value": "positive" if positive else "negative"} for finding in found]
    case = case_from_mapping({"id": "peer", "demographics": {"age": None, "sex": None}, "findings": found})
    return [observation for finding in case.findings for observation in observations_of_finding(finding, world, case)]


def _survival(observations: Sequence[Any], count: int) -> NDArray[np.float64]:
    survival = np.ones((len(observations), count))
    for row, observation in zip(survival, observations, strict=True):
        row[observation.touched] = observation.survival[:, 0]
    return survival


def _chosen(world: Any, prior: NDArray[np.float64], causes: int) -> NDArray[np.intp]:
    """One state of each cause, those that touch most findings first; none that makes a finding less likely."""
    survival = _survival(_observations(world), len(prior))
    fit = (survival <= 1.0).all(axis=0) & (survival.min(axis=0) > 0.02)
    touched = (survival < 1.0).sum(axis=0)
    order = [state for state in np.lexsort((-prior, -touched)) if fit[state]]
    _, first = np.unique(world.states.cause[order], return_index=True)
    return np.sort(np.array(order, dtype=np.intp)[np.sort(first)[:causes]])


def network(causes: int) -> Network:
    """Take a slice of the model that both can run."""
    from myotome.explain.likelihood.model_world import world
    from myotome.pathology import condition_priors

    every = world().states.prior(condition_priors(None, None, None))
    keep = _chosen(world(), every, causes)
    within, share = world().subset(keep), every[keep] / every[keep].sum()
    observations = _observations(within)
    absent = [observation.log_likelihood(np.ones((1, 1)))[0] for observation in _observations(within, positive=False)]
    return Network(
        prior=np.minimum(0.5, EXPECTED_CAUSES * share),
        leak=-np.expm1(np.array(absent)),
        survival=_survival(observations, causes),
        positive=tuple(value == "positive" for _, value in SIGNS),
        observations=tuple(observations),
    )


def ours(net: Network) -> NDArray[np.float64]:
    """Marginals of the causes, summed over every subset of them: only non-negative terms."""
    weight = np.ones(1)
    for prior in net.prior:
        weight = np.concatenate([weight * (1.0 - prior), weight * prior])
    for observation, survival in zip(net.observations, net.survival, strict=True):
        left = np.ones(1)
        for share in survival:
            left = np.concatenate([left, left * share])
        weight *= np.exp(observation.log_likelihood(left[:, None]))
    halves = [weight.reshape(-1, 2, 1 << place)[:, 1].sum() for place in range(len(net.prior))]
    return np.asarray(np.array(halves) / weight.sum())


def theirs(net: Network) -> NDArray[np.float64]:
    """Return the same marginals, by pyAgrum."""
    pyagrum: Any = import_module("pyagrum")
    model = pyagrum.BayesNet("slice")
    causes = [f"cause {number}" for number in range(len(net.prior))]
    findings = [f"finding {number}" for number in range(len(net.leak))]
    for name, prior in zip(causes, net.prior, strict=True):
        model.add(pyagrum.LabelizedVariable(name, "", 2))
        model.cpt(name).fillWith([1.0 - prior, prior])
    for name, leak, survival in zip(findings, net.leak, net.survival, strict=True):
        model.addNoisyORNet(pyagrum.LabelizedVariable(name, "", 2), float(leak))
        for place in np.flatnonzero(survival < 1.0):
            model.addWeightedArc(causes[place], name, float(1.0 - survival[place]))
    inference = pyagrum.LazyPropagation(model)
    inference.setEvidence({name: int(value) for name, value in zip(findings, net.positive, strict=True)})
    inference.makeInference()
    return np.array([inference.posterior(name)[1] for name in causes])


def _one_size(causes: int) -> dict[str, float]:
    """Time and compare both on one network."""
    net = network(causes)
    here = median_seconds(lambda: ours(net), 5 if causes <= 18 else 1)
    start = perf_counter()
    answer = theirs(net)
    there = perf_counter() - start
    if there < 1.0:
        there = median_seconds(lambda: theirs(net), 3, warm=0)
    apart = float(np.abs(answer - ours(net)).max())
    parents = float((net.survival < 1.0).sum(axis=1).max())
    return {"ours": here, "theirs": there, "apart": apart, "parents": parents}


def _in_a_process(causes: int) -> dict[str, float] | str:
    """Run one size with an end to time and memory; the reason where there is no answer."""
    arguments = [sys.executable, "-m", "benchmarks.peer", str(causes)]
    try:
        ended = subprocess.run(arguments, capture_output=True, text=True, timeout=3 * LONGEST_S, check=False)
    except subprocess.TimeoutExpired:
        return f"no answer in {3 * LONGEST_S:.0f} s"
    if ended.returncode:
        return (ended.stderr.strip().splitlines() or [f"ended with {ended.returncode}"])[-1][:100]
    answer: dict[str, float] = json.loads(ended.stdout)
    return answer


def run() -> None:
    rows, end = [], "not within these sizes"
    for causes in SIZES:
        answer = _in_a_process(causes)
        if isinstance(answer, str):
            end = f"at {causes} causes: {answer}"
            break
        ratio = answer["theirs"] / answer["ours"]
        times = in_words(answer["theirs"]), in_words(answer["ours"])
        rows.append((str(causes), f"{answer['parents']:.0f}", *times, f"{ratio:.0f}", f"{answer['apart']:.0e}"))
        if answer["apart"] > TOLERANCE:
            raise SystemExit(f"the marginals of {causes} causes differ by {answer['apart']:.1e}")
        if answer["theirs"] > LONGEST_S:
            end = f"at {causes} causes: more than {LONGEST_S:.0f} s"
            break
    title = f"pyAgrum, lazy propagation, and the sum over subsets here: {len(SIGNS)} findings, noisy-or"
    print_table(title, ("causes", "most parents", "pyAgrum", "here", "ratio", "farthest apart"), rows)
    print(f"pyAgrum stops {end}")


if __name__ == "__main__":
    if len(sys.argv) == 1:
        run()
    else:
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
        print(json.dumps(_one_size(int(sys.argv[1]))))
