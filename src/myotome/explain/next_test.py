"""Next best test: how much is each test not yet done expected to tell about the verdict, for what it costs?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from myotome.exam import case_from_mapping, expand_muscles
from myotome.exam.case import Case, Finding
from myotome.exam.vocabulary import vocabulary
from myotome.explain.atoms import Float
from myotome.explain.explanation import LikelyDisc, NextTest
from myotome.explain.groups import Groups
from myotome.explain.likelihood import atoms_of_finding
from myotome.explain.posterior import Posterior
from myotome.explain.world import World
from myotome.sources import read_csv

__all__ = ["Examination", "examinations", "next_tests"]

_STATES = 90
_LEAST_BITS = 1e-3
_MRI_REGIONS = {"cervical_spine": "C", "thoracic_spine": "T", "lumbar_spine": "L"}


@dataclass(frozen=True, slots=True)
class Examination:
    """One test that can be proposed, and its burden in minutes at the bedside or their equivalent."""

    id: str
    finding_type: str
    finding: str
    detail: str
    label: str
    burden: float


@cache
def examinations() -> tuple[Examination, ...]:
    """Return the tests that are proposed."""
    rows = read_csv("examinations.csv", {"burden": float})
    return tuple(
        Examination(row["id"], row["finding_type"], row["finding"], row["detail"], row["label"], row["burden"])
        for row in rows
        if row["core"] == "yes"
    )


def _strength(test: Examination, side: str) -> dict[str, Any]:
    key = "movement" if test.finding in vocabulary().movements else "muscle"
    return {"type": "strength", key: test.finding, "side": side, "value": "weak"}


def _sensation(test: Examination, side: str) -> dict[str, Any]:
    dermatomes = vocabulary().ids("dermatomes")
    key = "dermatomes" if test.finding in dermatomes else "areas"
    modality = test.detail or "light_touch"
    return {"type": "sensation", key: [test.finding], "side": side, "modality": modality, "value": "normal"}


def _sign(test: Examination, side: str) -> dict[str, Any] | None:
    entry = vocabulary().signs[test.finding]
    if entry.needs:
        return None
    sides = {"unsided": "none", "midline": "midline", "either": "none"}
    return {
        "type": "sign",
        "sign": test.finding,
        "side": sides.get(str(entry.sidedness), side),
        "value": "positive",
    }


def _reflex(test: Examination, side: str) -> dict[str, Any]:
    unsided = vocabulary().reflexes[test.finding].sidedness != "sided"
    return {"type": "reflex", "reflex": test.finding, "side": "none" if unsided else side, "value": "normal"}


def _history(test: Examination, side: str) -> dict[str, Any] | None:
    del side
    kind = vocabulary().history[test.finding].value
    return {"type": "history", "item": test.finding, "value": True} if kind == "bool" else None


def _lab(test: Examination, side: str) -> dict[str, Any] | None:
    del side
    value = test.detail if test.detail in {"raised", "low", "positive"} else "raised"
    return {"type": "lab", "test": test.finding, "value": value}


def _emg(test: Examination, side: str) -> dict[str, Any]:
    return {"type": "emg", "muscles": [test.finding], "side": side, "value": "denervation"}


def _ncs(test: Examination, side: str) -> dict[str, Any]:
    made = {"type": "ncs", "nerve": test.finding, "side": side, "value": "abnormal"}
    return made | ({"component": test.detail} if test.detail else {})


_FORMS = {
    "strength": _strength,
    "sensation": _sensation,
    "sign": _sign,
    "reflex": _reflex,
    "history": _history,
    "lab": _lab,
    "emg": _emg,
    "ncs": _ncs,
}


def _imaging(test: Examination, discs: tuple[LikelyDisc, ...]) -> dict[str, Any] | None:
    """Imaging of a region is asked about the likeliest herniation in it."""
    letter = _MRI_REGIONS.get(test.detail)
    for disc in discs:
        if letter is not None and disc.disc.startswith(letter):
            side = disc.side if disc.side in {"left", "right", "bilateral"} else "midline"
            made = {"type": "imaging", "modality": test.finding, "levels": [disc.disc], "finding": "protrusion"}
            return made | {"side": side, "root_contact": "compression", "structure": disc.structure}
    return None


_ABNORMAL_IS_ONE_MINUS = frozenset({"sensation", "reflex"})


def _done(case: Case) -> set[tuple[str, str, str]]:
    """What has been examined already: kind, name and side."""
    done: set[tuple[str, str, str]] = set()
    for finding in case.findings:
        written = finding.to_dict()
        sides = (
            ("left", "right") if written.get("side") in {"bilateral", "midline", "none", None} else (written["side"],)
        )
        for side in sides:
            done |= {(finding.kind, name, side) for name in _names(written)}
    return done


def _names(written: Mapping[str, Any]) -> Iterator[str]:
    for key in ("muscle", "movement", "reflex", "sign", "nerve", "item", "test"):
        if key in written:
            yield str(written[key])
    for key in ("muscle", "movement"):
        if key in written:
            yield from expand_muscles(str(written[key]))
    for key in ("areas", "dermatomes", "muscles"):
        yield from written.get(key, ())
    if written["type"] == "imaging":
        for level in written["levels"]:
            region = {"C": "cervical_spine", "T": "thoracic_spine", "L": "lumbar_spine"}.get(level[0])
            yield region if region and "-" in level else level


def _entropy(p: Float) -> float:
    kept = p[p > 0]
    return float(-(kept * np.log2(kept)).sum())


def _information(abnormal: Float, weight: Float, category: NDArray[np.intp]) -> float:
    """Mutual information, in bits, between the outcome of a test and the category of the cause."""
    whole = np.bincount(category, weights=weight).astype(np.float64)
    hit = np.bincount(category, weights=weight * abnormal).astype(np.float64)
    chance = float(hit.sum())
    if not 0.0 < chance < 1.0:
        return 0.0
    left = _entropy(whole) - chance * _entropy(hit / chance) - (1 - chance) * _entropy((whole - hit) / (1 - chance))
    return max(0.0, left)


@dataclass(frozen=True, eq=False)
class _Setting:
    """The likeliest states, their weights, their categories, and the words for them."""

    world: World
    weight: Float
    category: NDArray[np.intp]
    labels: tuple[str, ...]


def _setting(found: Posterior, world: World, groups: Groups) -> _Setting:
    """Keep the likeliest states; two states are of one category if both name the same explanation and blame."""
    # a tie at the cut is kept whole: of two mirrored states neither goes without the other
    last = np.sort(found.explains)[-min(_STATES, len(found.explains))]
    keep = np.flatnonzero(found.explains > max(last * (1.0 - 1e-9), 1e-6))
    disc = np.array([world.states.causes[c].is_herniation for c in world.states.cause[keep]], dtype=np.intp)
    _, category = np.unique(groups.of_state[keep] * 2 + disc, return_inverse=True)
    names: dict[int, str] = {}
    for state, number in zip(keep, category, strict=True):
        names.setdefault(int(number), groups.label(int(groups.of_state[state]), found.explains))
    weight = found.explains[keep] / found.explains[keep].sum()
    labels = tuple(names[number] for number in range(len(names)))
    return _Setting(world.subset(keep), weight, category, labels)


def _abnormal_chance(finding: Finding, setting: _Setting, case: Case) -> Float | None:
    """Probability that the test is abnormal, for each kept state."""
    atoms = atoms_of_finding(finding, setting.world, case)
    if not atoms:
        return None
    total = np.zeros(len(setting.weight))
    for atom in atoms:
        row = np.full(len(total), float(atom.log_likelihood(np.ones((1, atom.survival.shape[1])))[0]))
        row[atom.touched] = atom.log_likelihood(atom.survival)
        total += row
    chance = np.exp(np.minimum(total, 0.0))
    return 1.0 - chance if finding.kind in _ABNORMAL_IS_ONE_MINUS else chance


def _shift(chance: Float, setting: _Setting) -> str:
    """Return the explanation that gains most."""
    after = np.bincount(setting.category, weights=setting.weight * chance)
    before = np.bincount(setting.category, weights=setting.weight)
    return setting.labels[int(np.argmax(after / after.sum() - before))]


def _proposals(
    case: Case, sides: tuple[str, ...], discs: tuple[LikelyDisc, ...]
) -> list[tuple[Examination, dict[str, Any]]]:
    done = _done(case)
    made: list[tuple[Examination, dict[str, Any]]] = []
    for test in examinations():
        for side in sides:
            name = test.detail if test.finding_type == "imaging" else test.finding
            if (test.finding_type, name, side) in done:
                continue
            form = _FORMS.get(test.finding_type)
            finding = _imaging(test, discs) if form is None else form(test, side)
            if finding is not None and (test, finding) not in made:
                made.append((test, finding))
    return made


def _sides(groups: Groups, found: Posterior) -> tuple[str, ...]:
    """Sides worth examining: that of the leading explanations."""
    sums = {"left": 0.0, "right": 0.0}
    for group, weight in zip(groups.groups, groups.sums(found.explains), strict=True):
        for side in sums:
            sums[side] += float(weight) if group.side in {side, "bilateral"} else 0.0
    order = sorted(sums, key=lambda side: (-sums[side], side))
    return (order[0],) if sums[order[1]] < 0.5 * sums[order[0]] else tuple(sorted(order))


def _finished(test: Examination, finding: Finding, chance: Float, bits: float, setting: _Setting) -> NextTest:
    side = getattr(finding, "side", None)
    label = f"{test.label} ({side})" if side in {"left", "right"} else test.label
    identity = f"{test.id}_{side}" if side in {"left", "right"} else test.id
    return NextTest(identity, label, bits, test.burden, _shift(chance, setting), _shift(1.0 - chance, setting))


def next_tests(
    case: Case, found: Posterior, world: World, groups: Groups, discs: tuple[LikelyDisc, ...], count: int = 10
) -> tuple[NextTest, ...]:
    """Which test not yet done tells most about the verdict, per unit of burden?

    Parameters
    ----------
    case : Case
        What has been examined.
    found : Posterior
        Of this case.
    world : World
        States and wiring.
    groups : Groups
        The explanations that the tests are to part.
    discs : tuple of LikelyDisc
        Herniations that imaging would look for.
    count : int
        At most this many tests.

    Returns
    -------
    tuple of NextTest
        Best first. The information is about which explanation is right and whether a disc is behind it.
    """
    setting = _setting(found, world, groups)
    made = _proposals(case, _sides(groups, found), discs)
    if not made:
        return ()
    asked = case_from_mapping(
        {"id": "proposed", "demographics": {"age": None, "sex": None}, "findings": [f for _, f in made]}
    )
    results = []
    by_index = {finding.index: finding for finding in asked.findings}
    for index, (test, _) in enumerate(made):
        finding = by_index.get(index)
        chance = None if finding is None else _abnormal_chance(replace(finding, index=index), setting, case)
        if finding is None or chance is None:
            continue
        bits = _information(np.clip(chance, 0.0, 1.0), setting.weight, setting.category)
        if bits > _LEAST_BITS:
            results.append(_finished(test, finding, chance, bits, setting))
    return tuple(sorted(results, key=lambda item: (-item.value, item.id))[:count])
