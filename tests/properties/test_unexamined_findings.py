"""What was not examined says nothing; what was examined and normal says something."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

import numpy as np
import pytest

from myotome.exam import Case
from myotome.explain import class_probabilities, explain, posterior_of, single_cause_posterior
from myotome.explain.inference.posterior import Posterior
from myotome.explain.likelihood.model_world import world
from support.compact_cases import (
    COMPACT,
    Mapping,
    compact,
    dermatomes,
    history,
    lab,
    patient,
    reflex,
    sign,
    skin,
    strength,
)

GRADES = (0, 1, 2, 3, 4, 4.5, 5)
#: All that one test can show, each outcome as a finding; on a side that each case below has examined already, for a
#: deficit told of one side only says something by itself until the other is looked at.
OUTCOMES: dict[str, list[Mapping]] = {
    "sign": [sign("slump", "right", positive) for positive in (True, False)],
    "unsided sign": [sign("lhermitte", "none", positive) for positive in (True, False)],
    "history": [history("weight_loss", value) for value in (True, False)],
    "reflex": [reflex("medial_hamstring", "right", value) for value in ("absent", "reduced", "normal", "brisk")],
    "strength in words": [strength("tibialis_posterior", "right", value) for value in ("weak", "normal")],
    "strength graded": [strength("biceps_brachii", "right", grade) for grade in GRADES],
    "sensation": [skin(["medial_lower_leg"], "right", value) for value in ("absent", "reduced", "normal")],
    "dermatome": [dermatomes(["C6"], "right", value) for value in ("absent", "reduced", "normal")],
    "laboratory": [lab("crp", value=value) for value in ("raised", "normal")],
}


def added(name: str, *more: Mapping, record: str = "structured") -> Case:
    findings, rest = COMPACT[name]
    return patient([*findings, *more], record=record, **rest)


@cache
def found(name: str) -> Posterior:
    """Posterior of a form whose empty fields were not examined."""
    return posterior_of(added(name))


def classes(posterior: Posterior) -> np.ndarray:
    return np.array(list(class_probabilities(posterior, world().states).values()))


@pytest.mark.parametrize("kind", OUTCOMES)
@pytest.mark.parametrize("name", ["l5_root", "carpal_tunnel"])
def test_untested_is_the_mean_over_what_the_test_may_show(name: str, kind: str) -> None:
    """Leaving a test out equals not knowing its result: neither normal nor abnormal is taken for granted."""
    before = found(name)
    after = [posterior_of(added(name, outcome)) for outcome in OUTCOMES[kind]]
    chance = np.exp([one.log_evidence - before.log_evidence for one in after])
    # items of a history and results of a laboratory count somewhat below 1 each: their chances add up to somewhat more
    assert chance.sum() == pytest.approx(1.0, abs=0.06 if kind in {"history", "laboratory"} else 0.02)
    mean = sum(share * classes(one) for share, one in zip(chance, after, strict=True)) / chance.sum()
    assert mean == pytest.approx(classes(before), abs=0.02)


@pytest.mark.parametrize(
    ("name", "normal"),
    [
        ("l5_root", reflex("patellar", "right", "normal")),
        ("l5_root", strength("tibialis_posterior", "right", 5)),
        ("c7_root", strength("wrist_extension", "left", "normal")),
        ("peroneal", sign("straight_leg_raise", "left", False)),
        ("carpal_tunnel", skin(["little_finger"], "right", "normal")),
        ("cauda_equina", sign("babinski", "bilateral", False)),
        ("polyneuropathy", history("alcohol_excess", False)),
        ("motor_neuron", skin(["hand"], "bilateral", "normal")),
    ],
)
def test_normal_differs_from_not_tested(name: str, normal: Mapping) -> None:
    before, after = found(name), posterior_of(added(name, normal))
    assert after.log_evidence < before.log_evidence
    assert np.abs(after.responsibility - before.responsibility).sum() > 1e-6


#: What lesions elsewhere would have shown, normal.
ELSEWHERE = [
    strength("whole_upper_limb", "bilateral", "normal"),
    strength("ankle_plantarflexion", "right", 5),
    sign("babinski", "bilateral", False),
    history("bladder_or_bowel_disturbance", False),
    history("trauma", "none"),
]


@pytest.mark.parametrize("name", ["l5_root", "peroneal"])
def test_silence_is_weaker_than_normal_and_stronger_than_not_examined(name: str) -> None:
    """Odds of an injury of the cervical cord, which would have shown elsewhere, against the leading lesion."""
    states = world().states
    cord = np.array([(c.condition, c.segment) == ("traumatic_cord_injury", "C5") for c in states.causes])[states.cause]
    lead = int(single_cause_posterior(added(name)).argmax())

    def odds(case: Case) -> float:
        of_state = single_cause_posterior(case)
        return float(of_state[cord].sum() / of_state[lead])

    form, dictated = odds(added(name)), odds(added(name, record="dictated"))
    assert form > dictated > odds(added(name, *ELSEWHERE))


@pytest.mark.parametrize("name", ["l5_root", "cauda_equina", "strength_measured"])
def test_a_finding_taken_out_was_never_there(name: str) -> None:
    findings, rest = COMPACT[name]
    for index in (0, len(findings) // 2, len(findings) - 1):
        taken_out = explain(compact(name).without_finding(index), with_next_tests=False).to_dict()
        never = explain(patient(findings[:index] + findings[index + 1 :], **rest), with_next_tests=False).to_dict()
        assert renumbered(taken_out) == renumbered(never)


def renumbered(answer: dict[str, Any]) -> dict[str, Any]:
    """Without the numbers of the findings, which count places in the file."""
    listed = ("evidence", "evidence_of_another_kind", "unused")
    return answer | {key: [{**item, "finding": None} for item in answer[key]] for key in listed}


def test_a_finding_said_twice_counts_once() -> None:
    findings, rest = COMPACT["l5_root"]
    twice = explain(patient([*findings, findings[1]], **rest), with_next_tests=False)
    assert twice.classes == explain(compact("l5_root"), with_next_tests=False).classes


BOTH_SIDES: dict[str, Callable[[str], Mapping]] = {
    "strength": lambda side: strength("ankle_dorsiflexion", side, 3),
    "reflex": lambda side: reflex("achilles", side, "absent"),
    "sign": lambda side: sign("babinski", side, True),
    "sensation": lambda side: skin(["sole_of_foot"], side, "reduced"),
    "dermatome": lambda side: dermatomes(["L5"], side, "reduced"),
}


@pytest.mark.parametrize("kind", BOTH_SIDES)
def test_both_sides_in_one_sentence_or_in_two_are_the_same(kind: str) -> None:
    finding, more = BOTH_SIDES[kind], history("course", "worsening")
    one = single_cause_posterior(patient([finding("bilateral"), more]))
    two = single_cause_posterior(patient([finding("left"), more, finding("right")]))
    assert one == pytest.approx(two, abs=1e-12)


def test_weakness_of_one_side_speaks_against_disease_of_all_nerves() -> None:
    """Lost reflexes of both sides do not make one weak foot a disease of all nerves."""
    reflexes = [reflex(name, "bilateral", "absent") for name in ("patellar", "achilles")]
    one = explain(patient([strength("ankle_dorsiflexion", "left", 3), *reflexes]), with_next_tests=False)
    both = explain(patient([strength("ankle_dorsiflexion", "bilateral", 3), *reflexes]), with_next_tests=False)
    assert one.classes["polyneuropathy"] < 0.25 < both.classes["polyneuropathy"]
