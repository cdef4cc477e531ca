"""The least-cost activations: optimal by the conditions of optimality, whatever muscles are split or called."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from myotome.errors import InputError
from myotome.load import equilibrium
from support.threads import ALL_THREADS, threads

POWERS = (2, 3)


def problem(seed: int, dofs: int = 6, muscles: int = 24, hard: float = 0.8) -> dict[str, Any]:
    """A problem that can be met, with tight bounds, spasm floors and rows of very different size."""
    rng = np.random.default_rng(seed)
    torque = rng.normal(size=(1, dofs, muscles)) * rng.lognormal(0, 0.7, muscles) * rng.lognormal(0, 1.5, (dofs, 1))
    lower = np.where(rng.random(muscles) < 0.15, 0.2, 0.0)
    upper = np.where(rng.random(muscles) < 0.2, 0.5, 1.0)
    inside = lower + hard * rng.random(muscles) ** 2 * (upper - lower)
    return {
        "torque": torque,
        "demand": torque @ inside,
        "volume": rng.lognormal(0, 0.8, muscles),
        "lower": lower,
        "upper": upper,
    }


def cost(of: dict[str, Any], power: int) -> float:
    return float(equilibrium(**of, power=power).objective[0])


@pytest.mark.parametrize("power", POWERS)
@settings(max_examples=60)
@given(seed=st.integers(0, 10**6))
def test_the_conditions_of_optimality_hold(power: int, seed: int) -> None:
    """A muscle between its bounds pays as much as it earns; one at a bound would rather be beyond it."""
    of = problem(seed)
    found = equilibrium(**of, power=power)
    assert found.feasible.all()
    assert found.residual.max() <= 1e-8
    a, volume = found.activation[0], of["volume"] / of["volume"].mean()
    earned = of["torque"][0].T @ found.dual[0]
    paid = volume * power * a ** (power - 1)
    slack = 1e-3 * max(1.0, float(np.abs(earned).max()))
    free = (a > of["lower"] + 1e-6) & (a < of["upper"] - 1e-6)
    assert np.abs(paid - earned)[free].max(initial=0.0) <= slack
    assert (earned - paid)[a <= of["lower"] + 1e-6].max(initial=-1.0) <= slack
    assert (paid - earned)[a >= of["upper"] - 1e-6].max(initial=-1.0) <= slack
    assert ((a >= of["lower"] - 1e-12) & (a <= of["upper"] + 1e-12)).all()


@pytest.mark.parametrize("power", POWERS)
@settings(max_examples=25)
@given(seed=st.integers(0, 10**6))
def test_a_muscle_split_in_two_changes_nothing(power: int, seed: int) -> None:
    of = problem(seed)
    split = {
        "torque": np.concatenate(
            [of["torque"][..., :1] * 0.3, of["torque"][..., :1] * 0.7, of["torque"][..., 1:]], axis=2
        ),
        "demand": of["demand"],
        "volume": np.concatenate([of["volume"][:1] * 0.3, of["volume"][:1] * 0.7, of["volume"][1:]]),
        "lower": np.concatenate([of["lower"][:1], of["lower"]]),
        "upper": np.concatenate([of["upper"][:1], of["upper"]]),
    }
    whole, parts = equilibrium(**of, power=power), equilibrium(**split, power=power)
    assert parts.objective[0] == pytest.approx(whole.objective[0], rel=1e-6)
    assert parts.activation[0, 0] == pytest.approx(whole.activation[0, 0], abs=1e-4)


@pytest.mark.parametrize("power", POWERS)
@settings(max_examples=25)
@given(seed=st.integers(0, 10**6), muscle=st.integers(0, 23))
def test_a_weaker_muscle_never_makes_it_cheaper(power: int, seed: int, muscle: int) -> None:
    of = problem(seed, hard=0.5)
    weaker = of | {"upper": of["upper"].copy()}
    weaker["upper"][muscle] = max(0.5 * of["upper"][muscle], of["lower"][muscle])
    after = equilibrium(**weaker, power=power)
    assert not after.feasible[0] or after.objective[0] >= cost(of, power) * (1 - 1e-7)


@pytest.mark.parametrize("power", POWERS)
def test_a_batch_is_its_frames_whatever_the_threads_and_the_order(power: int) -> None:
    many = [problem(seed) for seed in range(12)]
    volume = many[0]["volume"]
    batch = {name: np.concatenate([of[name] for of in many]) for name in ("torque", "demand")}
    bounds = {name: np.stack([of[name] for of in many]) for name in ("lower", "upper")}
    with threads(ALL_THREADS):
        together = equilibrium(**batch, **bounds, volume=volume, power=power)
    one_thread = equilibrium(**batch, **bounds, volume=volume, power=power)
    assert np.array_equal(together.activation, one_thread.activation)
    for number, of in enumerate(many):
        alone = equilibrium(**(of | {"volume": volume}), power=power)
        assert np.array_equal(alone.activation[0], together.activation[number])
    shuffled = np.random.default_rng(0).permutation(volume.size)
    mixed = {"torque": batch["torque"][..., shuffled], "demand": batch["demand"], "volume": volume[shuffled]}
    found = equilibrium(**mixed, **{k: v[:, shuffled] for k, v in bounds.items()}, power=power)
    assert found.activation == pytest.approx(together.activation[:, shuffled], abs=1e-5)


@pytest.mark.parametrize("power", POWERS)
@settings(max_examples=40)
@given(seed=st.integers(0, 10**6))
def test_what_cannot_be_met_is_told_and_is_the_least(power: int, seed: int) -> None:
    """No activation within the bounds leaves less unmet: the unmet moment pushes every muscle against a bound."""
    of = problem(seed)
    of["demand"] = of["demand"] + 3.0 * np.abs(of["torque"]).sum(axis=2) * np.sign(of["demand"])
    found = equilibrium(**of, power=power)
    assert not found.feasible[0]
    a, pull = found.activation[0], of["torque"][0].T @ found.unmet[0]
    slack = 1e-4 * float(np.abs(pull).max())
    assert found.unmet[0] == pytest.approx((of["demand"] - of["torque"] @ a)[0], abs=1e-9)
    assert pull[a < of["upper"] - 1e-6].max(initial=-1.0) <= slack
    assert -pull[a > of["lower"] + 1e-6].min(initial=1.0) <= slack


@pytest.mark.parametrize("power", POWERS)
@pytest.mark.parametrize(
    "kind", ["no demand", "no muscle for a row", "two rows alike", "dead muscles", "fixed muscles"]
)
def test_odd_problems(power: int, kind: str) -> None:
    of = problem(5)
    if kind == "no demand":
        of |= {"demand": np.zeros((1, 6)), "lower": np.zeros(24)}
    elif kind == "no muscle for a row":
        of["torque"][0, 2] = 0.0
        of["demand"][0, 2] = 4.0
    elif kind == "two rows alike":
        of["torque"][0, 2], of["demand"][0, 2] = of["torque"][0, 3], of["demand"][0, 3]
    elif kind == "dead muscles":
        of |= {"upper": np.zeros(24), "lower": np.zeros(24)}
    else:
        of |= {"upper": np.full(24, 0.3), "lower": np.full(24, 0.3)}
        of["demand"] = of["torque"] @ np.full(24, 0.3)
    found = equilibrium(**of, power=power)
    assert found.feasible[0] == (kind not in {"no muscle for a row", "dead muscles"})
    if kind == "no muscle for a row":
        assert found.unmet[0, 2] == pytest.approx(4.0)
        assert np.abs(np.delete(found.unmet[0], 2)).max() < 1e-3
    if kind == "no demand":
        assert np.abs(found.activation).max() < 1e-6


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"power": 4}, "power 4"),
        ({"volume": np.zeros(24)}, "volume"),
        ({"lower": np.full(24, 2.0)}, "bounds"),
        ({"demand": np.full((1, 6), np.nan)}, "not finite"),
        ({"demand": np.zeros((1, 5))}, "demand"),
    ],
)
def test_bad_input_is_refused(change: dict[str, Any], told: str) -> None:
    with pytest.raises(InputError, match=told):
        equilibrium(**(problem(1) | {"power": 2} | change))
