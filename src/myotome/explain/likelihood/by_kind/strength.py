"""Strength: an ordered logit on the drive that a lesion leaves to a muscle."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np

from myotome.exam import Strength, vocabulary
from myotome.explain.likelihood.condition_findings import direct_probability, with_direct
from myotome.explain.likelihood.location import nearness
from myotome.explain.likelihood.model_world import World, finding_sides
from myotome.explain.likelihood.observations import Floats, Link, Observation, tabulated
from myotome.pathology import lineage, regions_of
from myotome.tables import Table, fraction, ids, one_of

__all__ = ["drive_columns", "grade_log_probability", "key_muscles", "strength_observations", "weak_alike"]

_NORMAL_BOUND = 4.75
_INF = float("inf")
_FEW = 4
_MANY = 25
_SPREAD_STEPS = 200
_CONDITIONS, _FAMILIES = (ids("pathology/conditions", column) for column in ("condition", "families"))


def _log_cosh(x: Floats) -> Floats:
    size = np.abs(x)
    return np.asarray(size + np.log1p(np.exp(-2 * size)) - np.log(2.0))


def _log_logistic(x: Floats) -> Floats:
    return np.asarray(-np.logaddexp(0.0, -x))


def _bounds(grade: float) -> tuple[float, float]:
    """Latent grades that are called this grade: halves are narrow, whole grades below 4 wide."""
    if grade >= 5:
        return _NORMAL_BOUND, _INF
    if grade == 0:
        return -_INF, 0.5
    wide = 0.5 if grade <= 3 and grade == int(grade) else 0.25
    return grade - (0.5 if grade == int(grade) else 0.25), grade + wide


def grade_log_probability(drive: Floats, bounds: tuple[float, float], p: dict[str, float]) -> Floats:
    """Log-probability that a muscle with this drive is graded within bounds.

    Parameters
    ----------
    drive : ndarray
        Share of the motor supply left, 0 to 1.
    bounds : (float, float)
        Lower and upper latent grade; infinite at the ends.
    p : dict
        Likelihood parameters.

    Returns
    -------
    ndarray
        Same shape as drive. The logistic has exponential tails, so that one odd grade never decides alone, and a
        monotone likelihood ratio, so that more weakness never speaks for a cause that spares the muscle.
    """
    latent = p["mrc_top"] * np.maximum(drive, 0.0) ** p["mrc_power"]
    low, high = ((bound - latent) / p["mrc_scale"] for bound in bounds)
    if bounds[1] == _INF:
        return _log_logistic(-low)
    if bounds[0] == -_INF:
        return _log_logistic(high)
    width = (bounds[1] - bounds[0]) / p["mrc_scale"] / 2
    return np.asarray(np.log(np.sinh(width)) - np.log(2.0) - _log_cosh(low / 2) - _log_cosh(high / 2))


_KEY_MUSCLES = Table(
    "explain/representative_muscles.csv",
    {
        "name": one_of(lambda: vocabulary().ids(("muscle_groups", "movements"))),
        "muscle": one_of(lambda: vocabulary().muscles),
    },
    key=("name", "muscle"),
)


@cache
def _representatives() -> dict[str, tuple[str, ...]]:
    chosen: dict[str, list[str]] = {}
    for row in _KEY_MUSCLES.rows():
        chosen.setdefault(row["name"], []).append(row["muscle"])
    return {name: tuple(muscles) for name, muscles in chosen.items()}


def key_muscles(name: str, muscles: Sequence[str]) -> tuple[str, ...]:
    """Muscles by which a group or a limb is graded: its key muscles, or all members where they are few."""
    return _representatives().get(name, tuple(muscles))


def _shares(finding: Strength, count: int) -> Floats:
    """Share of each muscle in the strength tested: the chief mover of a movement counts most."""
    is_movement = finding.name_kind == "movement" and finding.name not in _representatives()
    raw = 1.0 / np.arange(1, count + 1) if is_movement else np.ones(count)
    return np.asarray(raw / raw.sum())


@dataclass(frozen=True, eq=False)
class Columns:
    """Columns of fibres of several muscles, and the weights that turn them into the drive of each muscle."""

    touched: np.ndarray
    survival: Floats
    weights: Floats
    spread: Floats


def drive_columns(world: World, side: str, muscles: Sequence[str], central: bool = True) -> Columns:
    """What each state leaves of the fibres of these muscles on one side; worked out once for each world.

    Parameters
    ----------
    world : World
        States and wiring.
    side : str
        `left` or `right`.
    muscles : sequence of str
        Muscle ids.
    central : bool
        Whether loss of the tract above counts too; it does for strength, not for electromyography.
    """
    key = ("drive", side, tuple(muscles), central)
    if key not in world.columns:
        world.columns[key] = _drive_columns(world, side, muscles, central)
    columns: Columns = world.columns[key]
    return columns


def _drive_columns(world: World, side: str, muscles: Sequence[str], central: bool) -> Columns:
    rows = [world.fibres("motor", muscle) for muscle in muscles]
    fibres = np.concatenate(rows)
    losses = [world.loss("motor", side, fibres)] + ([world.loss("central", side, fibres)] if central else [])
    touched, survival = world.left_standing(*losses)
    weights = np.zeros((len(muscles), len(fibres)))
    start = 0
    for number, row in enumerate(rows):
        weights[number, start : start + len(row)] = world.weight(row)
        start += len(row)
    spread = np.array([float(world.states.groups.table.spread[row].mean()) if len(row) else 0.0 for row in rows])
    return Columns(touched, survival, weights, spread)


def _smeared(log_probability: Callable[[Floats], Floats], drive: Floats, spread: float) -> Floats:
    """Average over the uncertainty of root weights: three points, none where all or nothing is lost."""
    width = 2 * spread * np.sqrt(np.clip(drive * (1 - drive), 0.0, 0.25))
    low, high = log_probability(np.clip(drive - width, 0, 1)), log_probability(np.clip(drive + width, 0, 1))
    middle = log_probability(drive)
    return np.asarray(np.logaddexp(np.logaddexp(low, high), middle + np.log(2.0)) - np.log(4.0))


def _steps(spread: float) -> int:
    """The spread of root weights in steps, so that muscles of about the same spread share their tables."""
    return max(1, round(spread * _SPREAD_STEPS))


def _grade_table(world: World, bounds: tuple[float, float], steps: int) -> Link:
    """Log-probability of the grade as a function of drive alone; worked out once for each spread."""

    def log_probability(drive: Floats) -> Floats:
        return grade_log_probability(drive, bounds, world.p)

    def smeared(drive: Floats) -> Floats:
        return _smeared(log_probability, drive, world.p["drive_spread"] * steps / _SPREAD_STEPS)

    return world.link(("grade", bounds, steps), lambda: tabulated(smeared))


def _whole_link(world: World, bounds: tuple[float, float], spreads: tuple[int, ...]) -> Link:
    """Link of a limb graded normal: its key muscles are so many tests, not all independent."""
    p, tables = world.p, [_grade_table(world, bounds, steps) for steps in spreads]
    tests = min(len(tables), p["limb_tests"]) / len(tables)

    def link(reads: Floats) -> Floats:
        wired = sum(table(reads[..., number]) for number, table in enumerate(tables))
        return np.asarray(tests * wired + np.log1p(-p["direct_limb"] * (1.0 - reads[..., -1])))

    return world.link(("limb", bounds, spreads), lambda: link)


#: What a torn tendon or a hurt muscle leaves of the drive, and how often: from a rupture to pain that holds back.
_DRIVE_LEFT = Table(
    "explain/direct_weakness/drive_left.csv", {"drive": fraction(), "share": fraction()}, key=("drive",)
)


@cache
def _drive_left() -> tuple[tuple[float, float], ...]:
    return tuple((row["drive"], row["share"]) for row in _DRIVE_LEFT.rows())


def _hurt(table: Link, drive: Floats) -> Floats:
    """Chance of the grade where tendon or muscle itself is hurt."""
    return np.asarray(sum(share * np.exp(table(left * drive)) for left, share in _drive_left()))


#: How often a disorder at a place weakens the muscles there by itself: all of them, or one muscle of that place alone.
_BY_PLACE = Table(
    "explain/direct_weakness/by_place.csv",
    {
        "condition": one_of(lambda: (*_CONDITIONS(), *_FAMILIES())),
        "probability": fraction(),
        "muscles": one_of(("all", "one")),
    },
    key=("condition",),
)


@cache
def _weakening() -> Mapping[str, tuple[float, bool]]:
    return {row["condition"]: (row["probability"], row["muscles"] == "one") for row in _BY_PLACE.rows()}


@cache
def _weakens(condition: str) -> tuple[float, bool]:
    """How often a condition weakens the muscles of its place, and whether only one of them."""
    return next((_weakening()[name] for name in reversed(lineage(condition)) if name in _weakening()), (0.0, False))


def _muscle_regions(finding: Strength) -> frozenset[str]:
    if len(finding.muscles) > _MANY:
        return frozenset()
    regions = (regions_of("muscle_region", vocabulary().muscles[name].region or "") for name in finding.muscles)
    return frozenset().union(*regions)


def weak_alike(finding: Strength, tested: Iterable[Strength]) -> int:
    """How many muscles are weak in the region of a weak one, on its side, each counted by its chief muscle.

    Parameters
    ----------
    finding : Strength
        Counted itself, weak or not.
    tested : iterable of Strength
        All strengths of the case.
    """
    regions, sides = _muscle_regions(finding), set(finding_sides(finding.side))
    chief = {
        key_muscles(other.name, other.muscles)[0]
        for other in (finding, *tested)
        if other == finding
        or (other.is_weak and sides & {*finding_sides(other.side)} and regions & _muscle_regions(other))
    }
    return len(chief)


def _weakness_by_place(world: World, finding: Strength, side: str, weak: int) -> Floats:
    """Chance that a disorder of tendon, joint, bone or nerve weakens the muscles of its region: shape (states,).

    What takes one muscle alone, as a torn tendon does, takes any one of those that are weak there.
    """
    regions = _muscle_regions(finding)
    if not regions:
        return np.zeros(len(world.states))
    here = nearness(world, regions) == 0
    sides = np.isin(world.cause_side, [side, "bilateral"])
    of_cause = [_weakens(cause.condition) for cause in world.states.causes]
    chance = np.array([chance / weak if one else chance for chance, one in of_cause])
    return np.asarray(world.p["weak_by_place"] * (chance * here * sides)[world.states.cause])


def _graded_link(world: World, bounds: tuple[float, float], steps: int, direct: bool) -> Link:
    """Link of one graded strength; the last read-out is the chance that no state weakens it directly."""
    table = _grade_table(world, bounds, steps)
    if not direct:
        return world.link(("drive", bounds, steps), lambda: lambda reads: table(reads[..., 0]))
    wired = world.link(("chance", bounds, steps), lambda: tabulated(lambda x: np.exp(table(x))))
    hurt = world.link(("hurt", bounds, steps), lambda: tabulated(lambda x: _hurt(table, x)))

    def link(reads: Floats) -> Floats:
        left = np.clip(reads[..., 1], 0.0, 1.0)
        return np.log(left * wired(reads[..., 0]) + (1.0 - left) * hurt(reads[..., 0]))

    return world.link(("graded", bounds, steps), lambda: link)


def _graded_observation(
    world: World, finding: Strength, side: str, bounds: tuple[float, float], weak: int
) -> Observation:
    muscles = key_muscles(finding.name, finding.muscles)
    columns = drive_columns(world, side, muscles)
    direct = direct_probability(world, "strength", (finding.name, *finding.muscles), "weak", side)
    if finding.value != "normal":
        direct = np.maximum(direct, _weakness_by_place(world, finding, side, weak))
    touched, survival = with_direct(columns.touched, columns.survival, direct)
    shares = _shares(finding, len(muscles))
    if bounds[1] == _INF and len(muscles) > _FEW:
        drives = columns.weights
        link = _whole_link(world, bounds, tuple(_steps(float(spread)) for spread in columns.spread))
    else:
        drives = (shares @ columns.weights)[None, :]
        link = _graded_link(world, bounds, _steps(float(columns.spread @ shares)), bool((direct > 0).any()))
    reads = np.zeros((len(drives) + 1, survival.shape[1]))
    reads[:-1, :-1], reads[-1, -1] = drives, 1.0
    if len(drives) == 1 and not (direct > 0).any():
        reads, survival = reads[:1, :-1], survival[:, :-1]
    return Observation(finding.index, f"{finding.label} ({side})", touched, survival, reads, link)


def _ratio_observation(world: World, finding: Strength, side: str, ratio: float) -> Observation:
    """Strength measured against the other side or the norm: log-normal around the drive."""
    muscles = key_muscles(finding.name, finding.muscles)
    columns = drive_columns(world, side, muscles)
    shares, scatter = _shares(finding, len(muscles)), world.p["dynamometer_scatter"]
    observed = np.log(max(ratio, 0.01))

    def log_probability(drive: Floats) -> Floats:
        return np.asarray(-0.5 * ((observed - np.log(np.maximum(drive, 0.01))) / scatter) ** 2)

    table = tabulated(log_probability)
    reads = (shares @ columns.weights)[None, :]
    label = f"{finding.label} ({side})"
    return Observation(finding.index, label, columns.touched, columns.survival, reads, lambda read: table(read[..., 0]))


def strength_observations(finding: Strength, world: World, weak: int = 1) -> list[Observation]:
    """Observations of one strength finding, one for each side it speaks of.

    Parameters
    ----------
    finding : Strength
        One strength.
    world : World
        States and wiring.
    weak : int
        How many muscles are weak there, by `weak_alike`: a torn tendon weakens one of them.
    """
    if finding.measured is not None:
        if finding.measured.unit not in {"percent_of_other_side", "percent_of_predicted"}:
            return []
        ratio = finding.measured.value / 100.0
        return [_ratio_observation(world, finding, side, ratio) for side in finding_sides(finding.side)]
    if finding.mrc is not None:
        bounds = _bounds(finding.mrc)
    else:
        bounds = (-_INF, _NORMAL_BOUND) if finding.value == "weak" else (_NORMAL_BOUND, _INF)
    return [_graded_observation(world, finding, side, bounds, weak) for side in finding_sides(finding.side)]
