"""Published facts that the wiring and the priors should show by themselves; most say an order, few a number."""

from __future__ import annotations

from collections import Counter
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from myotome.explain.likelihood import observations_of_case
from myotome.explain.likelihood.by_kind.disc_images import incidental_rate
from myotome.explain.likelihood.model_world import world
from myotome.explain.likelihood.observations import Observation
from myotome.ledger import sources
from myotome.pathology import Cause, causes, condition_priors, conditions
from support.compact_cases import Mapping, ncs, patient, reflex, sign, skin, strength

STATES = world().states
ROOT_CONDITIONS = [name for name, entry in conditions().items() if entry.truth_class == "radiculopathy"]
FOOT_DROP = [strength("tibialis_anterior", "right", 2), strength("tibialis_anterior", "left", 5)]


def log_likelihood(observation: Observation) -> np.ndarray:
    untouched = observation.log_likelihood(np.ones((1, observation.survival.shape[1])))
    result = np.full(len(STATES), float(untouched[0]))
    result[observation.touched] = observation.log_likelihood(observation.survival)
    return result


@cache
def prior() -> np.ndarray:
    return STATES.prior(condition_priors(None, 50.0, None))


def weights(findings: list[Mapping], record: str = "dictated") -> np.ndarray:
    """Prior times likelihood of each state as the one cause."""
    if not findings:
        return prior()
    case = patient(findings, sex=None, record=record)
    return prior() * np.exp(sum(log_likelihood(observation) for observation in observations_of_case(case, world())))


def chosen(test: object) -> np.ndarray:
    """States whose cause passes a test."""
    return np.array([bool(test(cause)) for cause in STATES.causes])[STATES.cause]  # type: ignore[operator]


def herniation(root: str, side: str = "right") -> np.ndarray:
    return chosen(lambda c: c.condition == "disc_herniation_root" and c.places == (root,) and c.side == side)


def of_condition(name: str, side: str = "right") -> np.ndarray:
    return chosen(lambda c: c.condition == name and c.side == side)


def chance(finding: Mapping, given: list[Mapping], among: np.ndarray, record: str = "dictated") -> float:
    """Probability of a finding, given others, in patients with one of these causes."""
    before, after = weights(given, record), weights([*given, finding], record)
    return float(after[among].sum() / before[among].sum())


def foot_drop_causes() -> dict[str, float]:
    """Weight of each kind of cause in a patient with one foot down and nothing else known."""
    weight = weights(FOOT_DROP)
    kinds: dict[str, object] = {
        "root": lambda c: c.condition in ROOT_CONDITIONS and {"L4", "L5"} & set(c.places),
        "peroneal": lambda c: set(c.places) in ({"common_peroneal"}, {"deep_peroneal"}),
        "plexus": lambda c: {"lumbosacral_plexus", "lumbosacral_trunk"} & set(c.places),
        "sciatic": lambda c: c.places == ("sciatic",),
    }
    return {kind: float(weight[chosen(test)].sum()) for kind, test in kinds.items()}


def test_the_peroneal_nerve_is_the_first_cause_of_foot_drop() -> None:
    """jeon_2013: of 61 with tibialis anterior below grade 3, peroneal nerve 28, root 21, plexus 9, sciatic nerve 3."""
    found = foot_drop_causes()
    assert max(found, key=found.__getitem__) == "peroneal"


def test_a_root_is_the_second_cause_of_foot_drop() -> None:
    """jeon_2013: root 21 of 61, plexus 9, sciatic nerve 3."""
    found = foot_drop_causes()
    assert found["root"] > found["plexus"]
    assert found["root"] > found["sciatic"]


def test_weak_hip_abductors_speak_for_the_root() -> None:
    """jeon_2013: weak in 18 of 21 roots and 1 of 28 peroneal nerves; likelihood ratio 24, 95 % interval 3.5 to 165."""
    weak = strength("hip_abduction", "right", "weak")
    root = chance(weak, FOOT_DROP, herniation("L5"))
    nerve = chance(weak, FOOT_DROP, of_condition("common_peroneal_neuropathy"))
    assert 3.5 < root / nerve < 165


def test_tibialis_posterior_parts_root_from_nerve_too() -> None:
    weak = strength("tibialis_posterior", "right", "weak")
    assert chance(weak, FOOT_DROP, herniation("L5")) > 3 * chance(
        weak, FOOT_DROP, of_condition("common_peroneal_neuropathy")
    )


def shares(causes_: list[Cause], key: object) -> Counter[str]:
    result: Counter[str] = Counter()
    for cause in causes_:
        result[key(cause)] += cause.share  # type: ignore[operator, assignment]
    return result


ROOT_HERNIATIONS = [cause for cause in causes() if cause.condition == "disc_herniation_root"]


def test_the_seventh_cervical_root_is_the_commonest_and_the_sixth_next() -> None:
    """radhakrishnan1994: C7, then C6, in 561 patients."""
    by_root = shares([c for c in ROOT_HERNIATIONS if c.places[0].startswith("C")], lambda c: c.places[0])
    assert [root for root, _ in by_root.most_common(2)] == ["C7", "C6"]


def test_nine_in_ten_lumbar_herniations_lie_at_the_two_lowest_discs() -> None:
    """About 95 percent by a textbook; 91 to 93 percent in two cohorts."""
    by_disc = shares([c for c in ROOT_HERNIATIONS if str(c.disc).startswith("L")], lambda c: c.disc)
    low = by_disc["L4-L5"] + by_disc["L5-S1"]
    assert 0.88 <= low / sum(by_disc.values()) <= 0.97


def test_far_lateral_herniations_are_few_and_lie_higher() -> None:
    """kim_2000: 2.6 to 11.7 percent of lumbar herniations."""
    lumbar = [c for c in ROOT_HERNIATIONS if str(c.disc).startswith("L")]
    by_zone = shares(lumbar, lambda c: c.zone)
    assert 0.026 <= by_zone["extraforaminal"] / sum(by_zone.values()) <= 0.117
    assert by_zone.most_common(1)[0][0] == "subarticular"

    def upper(zone: str) -> float:
        by_disc = shares([c for c in lumbar if c.zone == zone], lambda c: c.disc)
        return 1.0 - (by_disc["L4-L5"] + by_disc["L5-S1"]) / sum(by_disc.values())

    assert upper("extraforaminal") > upper("subarticular")


def test_a_disc_compresses_the_cauda_equina_most_often_at_the_fourth() -> None:
    """levesque_2: commonest at L4-L5."""
    cauda = [c for c in causes() if c.condition == "disc_herniation_cauda_equina"]
    assert shares(cauda, lambda c: c.disc).most_common(1)[0][0] == "L4-L5"


@pytest.mark.parametrize(
    ("finding", "age", "percent"),
    [
        ("bulge", 20, 30),
        ("bulge", 30, 40),
        ("bulge", 40, 50),
        ("bulge", 50, 60),
        ("bulge", 80, 84),
        ("protrusion", 20, 29),
        ("protrusion", 80, 43),
    ],
)
def test_share_of_people_without_symptoms_who_carry_one(finding: str, age: float, percent: float) -> None:
    """brinjikji2015b: any lumbar disc of a person; one given disc has it less often, but not five times less."""
    one_disc = incidental_rate("L4-L5", finding, age)
    assert one_disc < percent / 100
    assert 1.0 - (1.0 - one_disc) ** 5 >= percent / 100 - 1e-9


def test_incidental_discs_grow_commoner_with_age() -> None:
    for finding in ("bulge", "protrusion"):
        rates = [incidental_rate("L4-L5", finding, age) for age in range(20, 81, 10)]
        assert rates == sorted(rates)
    assert incidental_rate("L4-L5", "extrusion", 50) < incidental_rate("L4-L5", "bulge", 50) / 5


def test_crossed_straight_leg_raise_is_rarer_with_and_without_a_herniation() -> None:
    """van_der_windt_2010: sensitivity 0.28 against 0.92, specificity 0.90 against 0.28."""
    plain, crossed = sign("straight_leg_raise", "right"), sign("crossed_straight_leg_raise", "left")
    none = chosen(lambda c: c.condition == "nonspecific_low_back_pain")
    for among in (herniation("S1"), herniation("L5"), none):
        assert chance(crossed, [], among) < 0.6 * chance(plain, [], among)


@pytest.mark.parametrize(
    ("name", "root", "spared"), [("achilles", "S1", "L4"), ("patellar", "L4", "S1"), ("triceps", "C7", "C5")]
)
def test_each_reflex_goes_with_its_root(name: str, root: str, spared: str) -> None:
    lost = reflex(name, "right", "absent")
    assert chance(lost, [], herniation(root)) > 3 * chance(lost, [], herniation(spared))


def test_a_root_lesion_numbs_the_skin_and_keeps_the_sensory_response() -> None:
    """The lesion lies above the ganglion; in a nerve it lies below."""
    numb, lost = skin(["lateral_foot"], "right"), ncs("sural", "right", "reduced_amplitude", component="sensory")
    root, nerve = herniation("S1"), chosen(lambda c: c.places == ("sciatic",) and c.side == "right")
    assert chance(numb, [], root, "structured") > 0.2
    assert chance(lost, [], nerve, "structured") > 3 * chance(lost, [], root, "structured")


def test_the_sources_named_here_are_in_the_ledger() -> None:
    text = Path(__file__).read_text(encoding="utf-8")
    named = {"jeon_2013", "radhakrishnan1994", "kim_2000", "brinjikji2015b", "van_der_windt_2010"}
    assert all(name in text for name in named)
    assert {name for name in named if not any(key.startswith(name) for key in sources())} == set()
