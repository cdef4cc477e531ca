"""What may be wrong, and how likely it is before any finding."""

from __future__ import annotations

import numpy as np
import pytest

from myotome.errors import UnknownNameError
from myotome.exam.vocabulary_table import vocabulary
from myotome.pathology import CLASSES, SEGMENTS, causes, condition_priors, conditions, lineage, settings, states
from myotome.pathology.time_since_onset import time_factor
from myotome.tables import rows_as_written

WHO = [(None, None), (25.0, "male"), (52.0, "female"), (85.0, "male"), (4.0, None)]


def test_every_class_of_a_case_file_has_conditions_and_no_other_class_exists() -> None:
    assert set(CLASSES) == set(vocabulary().ids("truth_classes"))
    assert {entry.truth_class for entry in conditions().values()} == set(CLASSES)


def test_each_condition_is_sound() -> None:
    for name, entry in conditions().items():
        assert name == entry.id
        assert entry.label
        assert entry.share_in_class > 0.0
        assert entry.age_sd_years > 0.0
        assert entry.male_ratio > 0.0
        assert lineage(name)[-1] == name


@pytest.mark.parametrize("setting", [None, *settings()])
@pytest.mark.parametrize(("age", "sex"), WHO)
def test_priors_are_probabilities(setting: str | None, age: float | None, sex: str | None) -> None:
    priors = condition_priors(setting, age, sex)
    assert set(priors) == set(conditions())
    assert min(priors.values()) > 0.0
    assert sum(priors.values()) == pytest.approx(1.0, abs=1e-12)
    assert states().prior(priors).sum() == pytest.approx(1.0, abs=1e-9)


@pytest.mark.parametrize("setting", settings())
def test_shares_of_a_setting_name_every_class_and_add_up(setting: str) -> None:
    assert set(settings()[setting]) == set(CLASSES)
    assert sum(settings()[setting].values()) == pytest.approx(1.0, abs=1e-3)


def test_every_setting_of_a_case_file_is_known() -> None:
    assert set(vocabulary().ids("settings")) <= set(settings())


def test_an_unknown_setting_is_named_with_its_neighbours() -> None:
    with pytest.raises(UnknownNameError, match="spine_clinic"):
        condition_priors("spine_clinik", 40, "male")


@pytest.mark.parametrize(
    "name", ["scoliosis", "axial_spondyloarthritis", "training_asymmetry", "brachial_plexus_traction"]
)
def test_diseases_of_the_young_grow_rarer(name: str) -> None:
    assert condition_priors(None, 20.0, None)[name] > 2 * condition_priors(None, 75.0, None)[name]


@pytest.mark.parametrize("name", ["degenerative_cervical_myelopathy", "lumbar_stenosis", "als", "vertebral_metastasis"])
def test_diseases_of_the_old_grow_commoner(name: str) -> None:
    assert condition_priors(None, 70.0, None)[name] > 2 * condition_priors(None, 20.0, None)[name]


def test_sex_moves_priors_by_its_ratio() -> None:
    for name, entry in conditions().items():
        male, female = (condition_priors(None, None, sex)[name] for sex in ("male", "female"))
        plain = condition_priors(None, None, None)[name]
        # between the two up to the change of the other conditions
        assert min(male, female) * 0.9 <= plain <= max(male, female) * 1.1
        assert entry.male_ratio < 3.0 or male > female


def test_shares_add_up_to_one_for_each_condition() -> None:
    every = states()
    totals: dict[str, float] = {}
    for state, cause in enumerate(every.cause):
        name = every.causes[cause].condition
        totals[name] = totals.get(name, 0.0) + float(every.share[state])
    assert totals == pytest.approx(dict.fromkeys(conditions(), 1.0), abs=1e-9)


def test_every_cause_belongs_to_a_condition_and_has_a_share() -> None:
    for cause in causes():
        assert cause.condition in conditions()
        assert cause.share > 0.0
        assert cause.side in {"left", "right", "bilateral", "midline", "none"}
        assert all(0.0 < cut.depth <= 1.0 for cut in cause.cuts if cut.depth)
        assert cause.segment is None or cause.segment in SEGMENTS


def test_left_and_right_are_alike() -> None:
    """Each cause has its mirror image, with the same share."""
    other = {"left": "right", "right": "left"}
    shares: dict[object, float] = {}
    mirrored: dict[object, float] = {}
    for cause in causes():
        here = (cause.condition, cause.disc, cause.zone, cause.site, cause.places, cause.segment)
        cuts = [(cut.side, cut.tokens, cut.depth) for cut in cause.cuts]
        spread = [(loss.feature, loss.profile, loss.left, loss.right) for loss in cause.profiles]
        turned_cuts = [(other[side], tokens, depth) for side, tokens, depth in cuts]
        turned_spread = [(feature, profile, right, left) for feature, profile, left, right in spread]
        key = (*here, cause.side, frozenset(cuts), frozenset(spread))
        turned = (*here, other.get(cause.side, cause.side), frozenset(turned_cuts), frozenset(turned_spread))
        shares[key] = shares.get(key, 0.0) + cause.share
        mirrored[turned] = mirrored.get(turned, 0.0) + cause.share
    assert mirrored == pytest.approx(shares)


def test_exclusive_keys_hold_states_of_one_disc_or_one_condition() -> None:
    every = states()
    of_key: dict[int, set[object]] = {}
    for key, cause in zip(every.exclusive, every.cause, strict=True):
        entry = every.causes[cause]
        of_key.setdefault(int(key), set()).add(entry.disc or entry.condition)
    assert all(len(kinds) == 1 for kinds in of_key.values())


def test_a_subset_keeps_what_it_keeps() -> None:
    every = states()
    keep = np.arange(0, len(every), 7)
    part = every.subset(keep)
    assert len(part) == len(keep)
    assert [part.causes[c] for c in part.cause] == [every.causes[c] for c in every.cause[keep]]
    assert (part.losses.motor[part.lesion] == every.losses.motor[every.lesion[keep]]).all()
    assert (part.severity == every.severity[keep]).all()


@pytest.mark.parametrize("weeks", [0.0, 1e-4, 0.5, 10.0, 150.0, 4000.0])
def test_the_time_since_onset_leaves_probabilities(weeks: float) -> None:
    priors = condition_priors("neurology", 50.0, "female", weeks)
    assert min(priors.values()) > 0.0
    assert sum(priors.values()) == pytest.approx(1.0, abs=1e-12)


def _factors(name: str) -> list[float]:
    return [time_factor(conditions()[name], weeks) for weeks in (0.2, 1.0, 8.0, 50.0, 400.0)]


def test_what_comes_within_days_grows_rarer_with_time_and_what_creeps_does_not() -> None:
    for name in ("guillain_barre", "epidural_abscess", "epidural_haematoma_cord", "stroke"):
        assert _factors(name)[1:] == sorted(_factors(name)[1:], reverse=True)
    for name in ("cidp", "multifocal_motor_neuropathy", "hereditary_polyneuropathy", "lumbar_stenosis"):
        assert _factors(name)[:4] == sorted(_factors(name)[:4])


def test_a_time_never_rules_a_condition_out_and_none_says_nothing() -> None:
    for entry in conditions().values():
        assert time_factor(entry, None) == 1.0
        assert min(time_factor(entry, weeks) for weeks in (1e-5, 1.0, 1e4)) >= 0.05


def test_each_condition_is_worth_as_much_over_all_times_as_before() -> None:
    measure = rows_as_written("pathology/time_since_onset.csv")[0]
    assert measure["kind"] == "all"
    away = np.linspace(-5.0, 5.0, 801)
    weight = np.exp(-0.5 * away**2) / np.exp(-0.5 * away**2).sum()
    weeks = float(measure["median_weeks"]) * np.exp(float(measure["log_spread"]) * away)
    for name in ("guillain_barre", "disc_herniation_root", "als", "nonspecific_low_back_pain", "lumbar_stenosis"):
        mean = sum(w * time_factor(conditions()[name], float(at)) for w, at in zip(weight, weeks, strict=True))
        assert mean == pytest.approx(1.0, abs=0.02)
