"""Which sources stand behind one answer: those of the fibres, rows and parameters that its leading causes touched."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import numpy as np

from myotome.exam import Case, Reflex, Sensation, Strength
from myotome.explain.inference.posterior import Posterior
from myotome.explain.likelihood.condition_findings import base_rate_rows, finding_rows
from myotome.explain.likelihood.mechanisms import mechanism_rows
from myotome.explain.likelihood.model_world import World
from myotome.pathology import lineage
from myotome.tables import ids, kept

__all__ = ["sources_used"]

_GENERAL = (
    "explain/fitted/likelihood_parameters",
    "pathology/setting_priors",
    "pathology/time_since_onset",
    "pathology/conditions",
)
_PREFIXED = ("pathology/herniation/levels", "pathology/herniation/zones", "explain/incidental_imaging")
_LEADERS = 12


@cache
def _by_finding() -> dict[tuple[str, str], tuple[tuple[str, str], ...]]:
    """(finding type, finding) to the (condition, source) of its rows."""
    return kept("sources of each finding", _sources_by_finding)


def _sources_by_finding() -> dict[tuple[str, str], tuple[tuple[str, str], ...]]:
    rows: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for row in finding_rows():
        rows.setdefault((row["finding_type"], row["finding"]), []).append((row["condition"], row["source"]))
    for row in base_rate_rows():
        rows.setdefault((row["finding_type"], row["finding"]), []).append(("", row["source"]))
    for key, mechanisms in mechanism_rows().items():
        rows.setdefault(key, []).extend(("", row["source"]) for row in mechanisms)
    return {key: tuple(sources) for key, sources in rows.items()}


def _fibre_sources(case: Case, world: World) -> Iterator[str]:
    table = world.states.groups.table
    for finding in case.findings:
        targets: list[tuple[str, str]] = []
        if isinstance(finding, Strength):
            targets = [("motor", muscle) for muscle in finding.muscles]
        elif isinstance(finding, Reflex):
            targets = [("afferent", finding.reflex), ("efferent", finding.reflex)]
        elif isinstance(finding, Sensation):
            targets = [("sensory", area) for area in finding.areas]
            targets += [("sensory", f"dermatome:{name}") for name in finding.dermatomes]
        for target in targets:
            for row in table.index.get(target, ()):
                yield from table.sources[int(row)] if table.sources else ()


def _row_sources(case: Case, families: frozenset[str]) -> Iterator[str]:
    for finding in case.findings:
        written = finding.to_dict()
        names = [written.get(key) for key in ("sign", "item", "test", "finding", "reflex")]
        names += [*written.get("areas", ()), *written.get("worse_with", ()), *written.get("better_with", ())]
        for name in names:
            for condition, source in _by_finding().get((finding.kind, str(name)), ()):
                if condition == "" or condition in families:
                    yield source


def sources_used(case: Case, posterior: Posterior, world: World) -> tuple[str, ...]:
    """Keys of the sources behind this answer, in the order of the alphabet.

    Parameters
    ----------
    case : Case
        Its findings decide which fibres and rows were read.
    posterior : Posterior
        Its leading causes decide which conditions' rows count.
    world : World
        The wiring.
    """
    leaders = np.argsort(-posterior.responsibility, kind="stable")[:_LEADERS]
    causes = {world.states.causes[world.states.cause[state]].condition for state in leaders}
    families = frozenset(name for condition in causes for name in lineage(condition))
    tables = _GENERAL + (_PREFIXED if any(name.startswith("disc_herniation") for name in causes) else ())
    keys = {key for table in tables for key in ids(table, "source")()}
    keys |= set(_row_sources(case, families)) | set(_fibre_sources(case, world))
    return tuple(sorted(keys))
