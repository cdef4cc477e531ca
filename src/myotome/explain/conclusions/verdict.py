"""Is a disc to blame? The verdict, and why."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from myotome.anatomy import SPINAL_ROOTS, disc_levels
from myotome.exam import (
    HERNIATION_TYPES,
    Case,
    History,
    Imaging,
    Reflex,
    Sensation,
    Strength,
    evaluation,
    parse,
    words,
)
from myotome.explain.conclusions.contested import contradicting_image
from myotome.explain.conclusions.images_alone import image_in_words, images_alone
from myotome.explain.conclusions.necessity import clinical_need
from myotome.explain.explanation import DiscToBlame, LikelyDisc, Verdict
from myotome.explain.inference.posterior import Posterior
from myotome.explain.likelihood.by_kind.disc_images import herniation_excluded, herniation_kind
from myotome.explain.likelihood.by_kind.image_modalities import shown_by, sides_agree
from myotome.explain.likelihood.laterality import is_deficit
from myotome.explain.likelihood.model_world import World
from myotome.explain.likelihood.reporting.unseen import Unseen
from myotome.explain.model_constants import constants
from myotome.outcomes import Outcome
from myotome.pathology import States, met_root, type_shares
from myotome.units import percent

__all__ = ["disc_to_blame", "likely_discs"]

_REQUIRED_SHARE = 0.1


def likely_discs(case: Case, posterior: Posterior, states: States, count: int = 6) -> tuple[LikelyDisc, ...]:
    """Herniations that the findings need, by disc, side and zone, best first; a type that an image shows is named."""
    shown = _types_shown(case)
    sums: dict[tuple[str, str, str, str], float] = {}
    types: dict[tuple[str, str, str, str], dict[str, float]] = {}
    for state in np.flatnonzero(posterior.necessity > 1e-6):
        cause = states.cause_of(int(state))
        if cause.disc is None or cause.zone is None:
            continue
        key = (cause.disc, cause.side, cause.zone, cause.places[0])
        weight = float(posterior.necessity[state])
        sums[key] = sums.get(key, 0.0) + weight
        mixture = types.setdefault(key, {})
        usual = type_shares()[int(states.level[state])]
        for name, share in shown.get((cause.disc, cause.side), usual).items():
            mixture[name] = mixture.get(name, 0.0) + weight * share
    order = sorted(sums, key=lambda key: (-sums[key], key))[:count]
    return tuple(
        LikelyDisc(
            key[0], key[1], key[2], min(1.0, sums[key]), key[3], {n: s / sums[key] for n, s in types[key].items()}
        )
        for key in order
    )


def _types_shown(case: Case) -> dict[tuple[str, str], dict[str, float]]:
    """Type of herniation that an image shows, by disc and side; where images differ, each counts alike."""
    shown: dict[tuple[str, str], list[str]] = {}
    for finding in case.findings:
        if isinstance(finding, Imaging) and finding.present and herniation_kind(finding) in HERNIATION_TYPES:
            for level in finding.levels:
                for side in ("left", "right", "bilateral", "midline"):
                    if sides_agree(finding.side, side):
                        shown.setdefault((level, side), []).append(herniation_kind(finding))
    return {key: {name: names.count(name) / len(names) for name in names} for key, names in shown.items()}


def _seen(case: Case) -> list[Imaging]:
    """Herniations that an image shows at a named disc."""
    shown = _shown(case, "disc_image")
    return [finding for finding in case.findings if isinstance(finding, Imaging) and finding.index in shown]


def _shown(case: Case, condition: str) -> frozenset[int]:
    """Places of the findings that make a named condition true."""
    return evaluation(case).hit(parse(f"@{condition}")) or frozenset()


def _fits(finding: Imaging, states: States) -> NDArray[np.bool_]:
    """States in which the herniation seen is the cause."""
    fits = [
        cause.disc in finding.levels
        and sides_agree(cause.side, finding.side)
        and (finding.structure in {None, "thecal_sac"} or finding.structure in cause.places)
        for cause in states.causes
    ]
    return np.array(fits)[states.cause]


def _blame_of(finding: Imaging, posterior: Posterior, states: States) -> float:
    """Probability that a herniation seen is needed for the findings beside its own image."""
    return clinical_need(posterior, _fits(finding, states))


def _ruled_out(finding: Imaging, posterior: Posterior, states: States) -> bool:
    """Are the findings far less likely under the herniation seen, at its best, than under another cause?"""
    fits, singles = _fits(finding, states), posterior.compiled.singles
    return not fits.any() or float(singles.max() - singles[fits].max()) > np.log(
        constants("verdict")["ruled_out_ratio"]
    )


def _verified(finding: Imaging, world: World, case: Case) -> bool:
    """Does the image show the compression that the deficits' own fibres require, and can such an image show it?"""
    if finding.index not in _shown(case, "nerve_pressed") or shown_by(finding) < constants("verdict")["shown_by"]:
        return False
    if finding.index in _shown(case, "canal_pressed"):
        below = _roots_below(finding)
        return bool(_shown(case, "canal_loss")) or any(_requires(item, below, "none", world) for item in case.findings)
    pressed = _roots_pressed(finding)
    return any(_requires(item, pressed, finding.side, world) for item in case.findings)


def _roots_pressed(finding: Imaging) -> frozenset[str]:
    """The root named by the image, or those that a herniation of its zone meets."""
    if finding.structure is not None:
        return frozenset({finding.structure})
    return frozenset(met_root(disc, finding.zone) for disc in _discs(finding) if finding.zone is not None)


def _roots_below(finding: Imaging) -> frozenset[str]:
    """Roots whose fibres pass the canal at the disc or leave it further down; all of them where no disc is named."""
    first = min((SPINAL_ROOTS.index(disc_levels()[disc].exiting_root) for disc in _discs(finding)), default=0)
    return frozenset(SPINAL_ROOTS[first:])


def _discs(finding: Imaging) -> list[str]:
    return [level for level in finding.levels if level in disc_levels()]


def _requires(item: object, roots: frozenset[str], side: str, world: World) -> bool:
    """Is this a deficit whose fibres run through one of the roots on this side?"""
    if isinstance(item, Strength) and item.is_weak:
        targets = [("motor", muscle) for muscle in item.muscles]
    elif isinstance(item, Reflex) and item.value in {"absent", "reduced"}:
        targets = [("efferent", item.reflex)]
    elif isinstance(item, Sensation) and item.value in {"absent", "reduced"} and item.dermatomes:
        targets = [("sensory", f"dermatome:{name}") for name in item.dermatomes]
    else:
        return False
    table = world.states.groups.table
    shares = [
        float(sum(table.weight[row] for row in world.fibres(kind, target) if table.root[row] in roots))
        for kind, target in targets
    ]
    return sides_agree(item.side, side) and max(shares, default=0.0) >= _REQUIRED_SHARE


def _incidental(case: Case, posterior: Posterior, states: States) -> tuple[str, ...]:
    return tuple(
        f"{finding.label} (probability that it matters here: {percent(_blame_of(finding, posterior, states))})"
        for finding in _seen(case)
        if _blame_of(finding, posterior, states) < constants("verdict")["possible"]
    )


def disc_to_blame(case: Case, posterior: Posterior, world: World, outcome: Outcome) -> DiscToBlame:
    """Is a herniated disc the cause of these findings?

    Parameters
    ----------
    case : Case
        For what the images show and which deficits there are.
    posterior : Posterior
        Of this case.
    world : World
        States and wiring.
    outcome : Outcome
        Of the explanation: where none leads, or the findings contradict one another, the verdict is no more certain.

    Returns
    -------
    DiscToBlame
        `proven` needs both a probability of at least 0.95 and a compression seen at the disc, side and root that the
        deficits require.
    """
    states = world.states
    probability = clinical_need(posterior, states.herniates)
    if images_alone(case):
        reason = " ".join(filter(None, ["Without a complaint no disc is to blame.", image_in_words(case)]))
        return DiscToBlame(0.0, "unproven", reason)
    if all(isinstance(finding, History) for finding in case.findings):
        return DiscToBlame(
            probability, "cannot tell", "Nothing has been examined yet; history alone does not settle it."
        )
    if outcome is Outcome.CONTRADICTORY_FINDINGS:
        return DiscToBlame(probability, "cannot tell", outcome.sentence)
    verdict, reason = _decide(case, posterior, world, probability, outcome is Outcome.CANNOT_TELL)
    return DiscToBlame(probability, verdict, reason, _incidental(case, posterior, states))


def _decide(case: Case, posterior: Posterior, world: World, probability: float, undecided: bool) -> tuple[Verdict, str]:
    seen = _seen(case)
    blame = [_blame_of(finding, posterior, world.states) for finding in seen]
    verified = [finding for finding in seen if _verified(finding, world, case)]
    sure = [f for f, b in zip(seen, blame, strict=True) if f in verified and b >= constants("verdict")["proven"]]
    if sure and probability >= constants("verdict")["proven"]:
        return _proven_unless_contradicted(sure, case)
    if probability >= constants("verdict")["probable"]:
        if _seen_whole(case, posterior, world.states):
            fits = f"The pattern fits a herniation ({percent(probability)})"
            return "possible", f"{fits}, but the image shows none at its disc and side."
        return "probable", _why_not_proven(seen, verified, max(blame, default=0.0))
    if probability >= constants("verdict")["possible"]:
        if undecided and not seen:
            return "cannot tell", "The findings do not settle it, and no disc has been looked at; see the next tests."
        return "possible", "A disc could do it, but something else explains the findings better or as well."
    if seen and max(blame) < constants("verdict")["ruled_out"]:
        return _beside_the_point(case, posterior, world.states)
    return "unproven", "Nothing found requires a disc lesion."


def _proven_unless_contradicted(sure: list[Imaging], case: Case) -> tuple[Verdict, str]:
    """What the images prove together: where two contradict each other, nothing until they are reconciled."""
    against = [contradicting_image(finding, case.findings) for finding in sure]
    agreed = [finding for finding, other in zip(sure, against, strict=True) if other is None]
    if agreed:
        return "proven", f"{agreed[0].label}: at the disc, side and root that the deficits require."
    other = next(image for image in against if image is not None)
    return "probable", f"{sure[0].label} fits, but another image contradicts it ({other.label}): have both read again."


def _beside_the_point(case: Case, posterior: Posterior, states: States) -> tuple[Verdict, str]:
    """A disc is seen that explains nothing: ruled out by what was found, or only outweighed?"""
    seen = _seen(case)
    shown = _in_words(seen)
    if not any(is_deficit(item) for item in case.findings):
        return "unproven", f"{shown} is seen, but nothing found requires it."
    if all(_ruled_out(finding, posterior, states) for finding in seen):
        return "contradicted", f"{shown} is seen, but the wiring of these findings does not run through it."
    return "unproven", f"{shown} is seen, but another cause explains the findings better."


def _in_words(seen: list[Imaging]) -> str:
    """What an image shows at the discs; a bulge is no herniation, so each is called what it is."""
    names = sorted({words(finding.finding, "imaging_findings") for finding in seen})
    return " and ".join(f"{'an' if name[0] in 'aeiou' else 'a'} {name}" for name in names).capitalize()


def _seen_whole(case: Case, posterior: Posterior, states: States) -> bool:
    """Does an image show no herniation where most of the explanation by a herniation requires one?

    A form lists what was entered; any other record of an image would name the herniation that it shows.
    """
    images = [item for item in case.findings if isinstance(item, Imaging)]
    unseen, names_all = Unseen.of(images), case.record != "structured"
    whole = {disc for item in images for disc in herniation_excluded(item, images)}
    herniates = states.herniates
    missing = [cause.disc in whole or (names_all and unseen.is_silent(cause)) for cause in states.causes]
    there = np.array(missing)[states.cause]
    return bool(posterior.necessity[herniates & there].sum() > 0.5 * posterior.necessity[herniates].sum())


def _why_not_proven(seen: list[Imaging], verified: list[Imaging], blame: float) -> str:
    if not seen:
        return "The pattern fits a herniation; no image has confirmed it."
    if blame < constants("verdict")["possible"]:
        return "The pattern fits a herniation, but the one that is seen is not the one that it requires."
    if not verified:
        return f"{_in_words(seen)} is seen, but not that it presses on the root that the deficits require."
    return "A compression is seen at the right place; other explanations keep more than 5%."
