"""Learn the shared strengths from published cases, say what that is worth, and write them.

``python -m myotome.evidence.explain.learn_strengths FOLDER ... [--write]``. Each folder holds cases with their answers
and an ``index.csv`` that names the family of the source of each. Without ``--write`` nothing is changed.
"""

from __future__ import annotations

import argparse
import csv
import math
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from myotome.evidence.explain.ablation import ablation
from myotome.evidence.explain.class_evidence import CaseEvidence, class_evidence
from myotome.evidence.explain.free_parameters import FreeParameter, shared_strengths
from myotome.evidence.explain.strength_fit import (
    ClassScore,
    StrengthFit,
    class_score,
    cross_validated,
    fit_strengths,
    learning_curve,
)
from myotome.exam import Case, read_case
from myotome.explain import PARAMETERS, parameters
from myotome.pathology import CLASSES, PUBLISHED_SHARES, settings

__all__ = ["judged_start", "main", "published_cases", "share_rows", "strength_rows"]

_LEARNED = {"source": "published_cases", "seen": "fitted"}


def judged_start() -> dict[str, float]:
    """Return the parameters with every shared strength at its judged value: there a fit starts, not at the last one."""
    return {**parameters(), **{one.name: one.prior for one in shared_strengths()}}


def published_cases(folder: Path) -> tuple[tuple[Case, ...], Mapping[str, str]]:
    """Read the cases of a folder whose answers are sure, and the family of the source of each."""
    index = next(path for path in (folder / "index.csv", folder.parent / "index.csv") if path.exists())
    with index.open(encoding="utf-8", newline="") as stream:
        families = {(row.get("id") or Path(row["file"]).stem): row["source_family"] for row in csv.DictReader(stream)}
    cases = (read_case(path).as_published() for path in sorted(folder.glob("*.yaml")))
    return tuple(case for case in cases if case.truth is not None and not case.doubtful), families


def _at_bedside(cases: Iterable[Case]) -> list[Case]:
    """Cases without the findings that give the answer away, where there are such findings."""
    return [case.without(case.withheld) for case in cases if case.without(case.withheld) != case]


def _evidence(folders: Sequence[Path]) -> list[CaseEvidence]:
    """Evidence of the cases of all folders, with all findings and as at the bedside."""
    evidence: list[CaseEvidence] = []
    for folder in folders:
        cases, families = published_cases(folder)
        both = [*cases, *_at_bedside(cases)]
        evidence += class_evidence(both, shared_strengths(), families, judged_start())
    return evidence


def _line(name: str, score: ClassScore) -> str:
    return (
        f"{name:34s} {score.cases:4d}  class {score.first:.3f}  first three {score.first_three:.3f}"
        f"  log {score.log_score:.3f}  calibration error {score.calibration_error:.3f}"
    )


def _strength_line(one: FreeParameter, move: float, error: float) -> str:
    at = one.to_scale(one.prior) + move
    low, high = one.from_scale(at - 1.96 * error), one.from_scale(at + 1.96 * error)
    return f"  {one.name:26s} judged {one.prior:8.4g}  learned {one.from_scale(at):8.4g}  ({low:.4g} to {high:.4g})"


def _report(evidence: Sequence[CaseEvidence], fit: StrengthFit) -> list[str]:
    strengths = shared_strengths()
    curve = learning_curve(evidence, strengths)
    return [
        _line("judged strengths", class_score(evidence)),
        _line("learned, the same cases", class_score(evidence, fit)),
        _line("learned, other families of sources", cross_validated(evidence, strengths)),
        *(_line(f"learned from {share:.0%} of the families", score) for share, score in curve.items()),
        *map(_strength_line, strengths, fit.move, fit.error),
    ]


def strength_rows(fit: StrengthFit, rows: Iterable[Mapping[str, str]]) -> list[dict[str, str]]:
    """Rows of the table of parameters with the learned strengths in their places."""
    learned = {
        one.name: (one, move, error) for one, move, error in zip(shared_strengths(), fit.move, fit.error, strict=True)
    }
    return [dict(row) | (_learned_row(*learned[row["name"]]) if row["name"] in learned else {}) for row in rows]


def _learned_row(one: FreeParameter, move: float, error: float) -> dict[str, str]:
    at = one.to_scale(one.prior) + move
    value, low, high = one.from_scale(at), one.from_scale(at - 1.96 * error), one.from_scale(at + 1.96 * error)
    spread = (high - low) / 3.92
    numbers = {"value": value, "standard_error": spread, "low": low, "high": high}
    return {name: f"{number:.4g}" for name, number in numbers.items()} | _LEARNED


def share_rows(fit: StrengthFit) -> list[dict[str, str]]:
    """Rows of the table of what is printed: the shares where no setting is named, shifted as the cases say."""
    base = settings()["unspecified"]
    weight = [base[name] * math.exp(shift) for name, shift in zip(CLASSES, fit.shift, strict=True)]
    share = [round(value / sum(weight), 4) for value in weight]
    share[0] += 1.0 - sum(share)
    note = "share among published cases, learned with their findings; not what a clinic sees"
    return [
        {"class": name, "share": f"{value:.4f}", "unit": "share", **_LEARNED, "note": note}
        for name, value in zip(CLASSES, share, strict=True)
    ]


def main(arguments: Sequence[str] | None = None) -> int:
    """Learn, print, and write where asked to; 0 when done."""
    parser = argparse.ArgumentParser(prog="myotome.evidence.explain.learn_strengths", description=__doc__)
    parser.add_argument("folders", type=Path, nargs="+", help="folders of cases with known answers")
    parser.add_argument("--write", action="store_true", help="write the tables of parameters and of settings")
    parser.add_argument("--parts", action="store_true", help="also print what each part of the model is worth")
    options = parser.parse_args(arguments)
    evidence = _evidence(options.folders)
    fit = fit_strengths(evidence, shared_strengths())
    print("\n".join(_report(evidence, fit)))
    if options.parts:
        for part in ablation([case for folder in options.folders for case in published_cases(folder)[0]]):
            print(f"  without {part.part or 'nothing':40s} class {part.class_share:.3f}  log {part.log_score:.3f}")
    if options.write:
        PARAMETERS.write(strength_rows(fit, PARAMETERS.written()))
        PUBLISHED_SHARES.write(share_rows(fit))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
