"""Cohorts and virtual trials: the same people under every arm, part by part, so that any number fits."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from myotome import __version__
from myotome.arrays import Floats
from myotome.forecast.adverse_events import adverse_events
from myotome.forecast.cohorts.part_files import check_folder, part_path, read_sums, write_part
from myotome.forecast.cohorts.ratios import RATIOS, ratio, ratios_of
from myotome.forecast.cohorts.specification import Specification
from myotome.forecast.cohorts.sums import Cell, Estimate, cells, difference, estimate, sums_of
from myotome.forecast.course import run_course
from myotome.forecast.kernel.state import TILE
from myotome.forecast.parameter_sets import posterior
from myotome.ledger import tables_hash

__all__ = ["PART", "CohortResult", "Part", "cohort", "fingerprint", "parts_of", "run_part", "summary"]


#: People of one part; one row group of the file.
PART = 1024 * TILE


@dataclass(frozen=True, slots=True)
class Part:
    """Some of the people of a cohort.

    Attributes
    ----------
    number : int
        Which part, from 0.
    first, people : int
        Number of the first person, and how many.
    """

    number: int
    first: int
    people: int


def parts_of(n: int) -> tuple[Part, ...]:
    """Cut people into parts.

    Examples
    --------
    >>> [part.people for part in parts_of(100_000)]
    [65536, 34464]
    """
    return tuple(Part(number, first, min(PART, n - first)) for number, first in enumerate(range(0, n, PART)))


def fingerprint(specification: Specification) -> str:
    """Hash over all that the numbers depend on: a part is only taken up again where it is the same."""
    identity = f"{specification!r} {tables_hash()} {__version__}"
    return hashlib.sha256(identity.encode()).hexdigest()[:16]


def run_part(specification: Specification, part: Part, out: Path | None = None) -> list[Floats]:
    """Run one part under every arm, and write it where there is a folder.

    Parameters
    ----------
    specification : Specification
        What to run.
    part : Part
        Which people.
    out : Path or None
        Folder of the parts; a part that is already there is read, not run again.

    Returns
    -------
    list of ndarray
        The sums of every cell, in the order of `cells`.
    """
    mark = fingerprint(specification)
    if out is not None and (kept := read_sums(part_path(out, part.number), mark)) is not None:
        return kept
    sets, wanted = posterior(), cells(specification)
    sums: list[Floats] = []
    courses = []
    for arm in specification.arms:
        course = run_course(specification.start, arm, sets, part.people, specification.settings(), part.first)
        sums += sums_of(course, [cell for cell in wanted if cell.arm == arm.name], len(sets))
        if out is not None:
            courses.append(course)
    if out is not None:
        write_part(part_path(out, part.number), courses, part.first, sums, mark)
    return sums


@dataclass(frozen=True, eq=False)
class CohortResult:
    """What a cohort says.

    Attributes
    ----------
    estimates : tuple of (Cell, Estimate)
        Every arm, outcome and week.
    differences : tuple of (Cell, Estimate)
        Every arm against the one it is compared with.
    ratios : tuple of (Cell, str, Estimate)
        The same as a ratio of risks, of odds, and of hazards where an event happens in time.
    """

    specification: Specification
    estimates: tuple[tuple[Cell, Estimate], ...]
    differences: tuple[tuple[Cell, Estimate], ...]
    ratios: tuple[tuple[Cell, str, Estimate], ...] = ()

    def sources(self) -> tuple[str, ...]:
        """Keys of the sources behind this answer."""
        arms = self.specification.arms
        keys = dict.fromkeys(key for arm in arms for key in arm.sources())
        keys |= dict.fromkeys(one.source for arm in arms for one in adverse_events(arm))
        return (*keys, "calibration_forecast")

    def value(self, arm: str, outcome: str, week: int) -> Estimate:
        """Return one estimate by arm, outcome and week; raises KeyError where it was not asked for."""
        for cell, estimated in self.estimates:
            if (cell.arm, cell.outcome.name, cell.week) == (arm, outcome, week):
                return estimated
        raise KeyError((arm, outcome, week))

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON, as `myotome cohort --json` prints it."""
        asked = self.specification
        return {
            "name": asked.name,
            "n": asked.n,
            "seed": asked.seed,
            "trial_size": asked.trial_size,
            "compare_with": asked.compare_with,
            "arms": _nested(self.estimates),
            "differences": _nested(self.differences),
            "ratios": {kind: _nested([row[::2] for row in self.ratios if row[1] == kind]) for kind in RATIOS},
            "evidence": {arm.name: arm.evidence() for arm in asked.arms},
            "adverse_events": {arm.name: [one.to_dict() for one in adverse_events(arm)] for arm in asked.arms},
            "sources": list(self.sources()),
            "tables_hash": tables_hash(),
            "version": __version__,
        }


def _nested(found: Iterable[tuple[Cell, Estimate]]) -> dict[str, dict[str, list[dict[str, Any]]]]:
    result: dict[str, dict[str, list[dict[str, Any]]]] = {}
    for cell, estimated in found:
        entry = {"week": cell.week, "unit": cell.outcome.unit, **estimated.to_dict()}
        if cell.among:
            entry["among"] = cell.among
        result.setdefault(cell.arm, {}).setdefault(cell.outcome.name, []).append(entry)
    return result


def summary(specification: Specification, of_parts: Sequence[Sequence[Floats]]) -> CohortResult:
    """Add up the parts, in their order, and turn the sums into estimates."""
    wanted = cells(specification)
    totals = [np.zeros_like(entry) for entry in of_parts[0]]
    for sums in of_parts:
        for total, entry in zip(totals, sums, strict=True):
            total += entry
    size = specification.trial_size
    estimates = [(cell, estimate(cell, total, size)) for cell, total in zip(wanted, totals, strict=True)]
    by_key = {
        (cell.arm, cell.outcome.name, cell.week, cell.among): total for cell, total in zip(wanted, totals, strict=True)
    }
    against = specification.compare_with
    differences = [
        (cell, difference(cell, total, by_key[against, cell.outcome.name, cell.week, cell.among], size))
        for cell, total in zip(wanted, totals, strict=True)
        if cell.arm != against and cell.outcome.form != "weeks_to"
    ]
    ratios = [
        (cell, kind, ratio(cell, total, by_key[against, cell.outcome.name, cell.week, cell.among], kind, size))
        for cell, total in zip(wanted, totals, strict=True)
        if cell.arm != against
        for kind in ratios_of(cell)
    ]
    return CohortResult(specification, tuple(estimates), tuple(differences), tuple(ratios))


def cohort(
    specification: Specification, out: Path | None = None, progress: Callable[[int, int], None] | None = None
) -> CohortResult:
    """Run a cohort or a virtual trial on this machine.

    Parameters
    ----------
    specification : Specification
        Who takes part, what they get, what is asked.
    out : Path or None
        Folder for the people as Parquet, one file a part (needs the extra `cohort`); a run that was cut off goes on
        where it stopped.
    progress : callable or None
        Called with the parts done and their number.

    Returns
    -------
    CohortResult
        The same for the same seed, whatever the threads.

    Examples
    --------
    >>> from myotome.forecast.cohorts.specification import specification_from_mapping
    >>> spec = specification_from_mapping({"arms": {"usual": {"treatments": ["watchful_waiting"]}}, "n": 6400})
    >>> 0.0 <= cohort(spec).value("usual", "operated", 52).value <= 1.0
    True
    """
    if out is not None:
        check_folder(out, fingerprint(specification))
    parts = parts_of(specification.n)
    done = []
    for part in parts:
        done.append(run_part(specification, part, out))
        if progress is not None:
            progress(len(done), len(parts))
    return summary(specification, done)
