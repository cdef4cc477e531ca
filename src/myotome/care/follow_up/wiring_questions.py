"""Questions that the wiring asks: does the level seen supply the muscle that is weak, and what was not tested?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from myotome.anatomy import SPINAL_ROOTS, disc_levels, muscle_root_weights
from myotome.anatomy import muscle as supply_of
from myotome.care.statement import Statement
from myotome.exam import HERNIATION_TYPES, Case, Imaging, Strength, expand_muscles, joined, sided, words
from myotome.explain import examinations, incidental_rate, incidental_sources
from myotome.language import listed, message, verbatim
from myotome.pathology import met_root
from myotome.plain_json import plain_fields

__all__ = ["Question", "of_images", "of_untested"]

_CHIEF = 0.4
_HARDLY = 0.1
_TYPES = frozenset(HERNIATION_TYPES)
_MANY = 2
_COMMON = 0.05


@dataclass(frozen=True, slots=True)
class Question:
    """One question to put to whoever made the diagnosis.

    Attributes
    ----------
    text, plain : str
        For the clinician, and for the patient to ask.
    about : str
        What of the diagnosis it tests: `image`, `level`, `side`, `verified`, `disprove`, `against`, `muscle`.
    why : str
        What depends on the answer.
    """

    text: str
    about: str
    why: str
    plain: str
    sources: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, object]:
        """Plain JSON."""
        return plain_fields(self)

    def statement(self) -> Statement:
        """Reduce it to a line of the plan."""
        return Statement(self.text, self.plain, self.sources)


def _named(muscle: str) -> str:
    return words(muscle, "muscles")


def _weak(case: Case) -> list[Strength]:
    return [one for one in case.findings if isinstance(one, Strength) and one.is_weak and one.muscles]


def _share(muscle: str, root: str) -> float:
    return next((entry.weight for entry in muscle_root_weights().get(muscle, ()) if entry.root == root), 0.0)


def _pressed_root(seen: Imaging) -> str | None:
    """Root that the image names, or that a herniation in this zone meets."""
    if seen.structure in SPINAL_ROOTS:
        return seen.structure
    if seen.zone in (None, "central") or seen.levels[0] not in disc_levels():
        return None
    return met_root(seen.levels[0], seen.zone)


def of_images(case: Case) -> Iterator[Question]:
    """Ask of each herniation on an image: does it press, on which root, and does it supply the weak muscles?"""
    for seen in case.findings:
        if isinstance(seen, Imaging) and seen.present and seen.finding in _TYPES and seen.levels:
            yield from _of_image(seen, case)


def _of_image(seen: Imaging, case: Case) -> Iterator[Question]:
    if seen.root_contact in (None, "not_stated"):
        yield Question(
            f"{seen.label}: does it press on a root, on which, and was that seen or inferred?",
            "image",
            "a herniation that touches nothing explains no loss of strength",
            message("Does the disc on my scan press on a nerve? Which one, and can you see it on the scan?"),
        )
    root = _pressed_root(seen)
    if root is not None:
        yield from _of_level(seen, root, _weak(case))
    yield from _of_side(seen, _weak(case))
    if seen.levels[0] in disc_levels():  # rates are of one disc, and "the lumbar spine" names none
        yield from _how_common(seen, case)


def _of_level(seen: Imaging, root: str, weak: Sequence[Strength]) -> Iterator[Question]:
    """Weigh the root that the image points to against the supply of the weak muscles."""
    shares = {one.muscles[0]: _share(one.muscles[0], root) for one in weak}
    far = [name for name, share in shares.items() if share < _HARDLY]
    near = {name: share for name, share in shares.items() if share >= _HARDLY}
    if far:
        names = joined(*map(_named, far))
        yield Question(
            f"{seen.label} points to the {root} root. How does it weaken {names}, of whose supply {root} gives "
            f"less than {100 * _HARDLY:.0f}%?",
            "level",
            "a muscle is weakened only by a lesion that its fibres run through",
            message(
                "The scan shows a disc at the nerve root {root}. Does that root work my {muscles}?",
                root=verbatim(root),
                muscles=listed(map(_named, far)),
            ),
            _sources(far),
        )
    if near:
        supplied = joined(*(f"{_named(name)} {100 * share:.0f}%" for name, share in near.items()))
        yield Question(
            f"{root} supplies of the weak muscles: {supplied}. Was the level chosen by these muscles, or by the image "
            "alone?",
            "level",
            "an image without a fitting muscle, reflex or area of skin is weak evidence",
            message(
                "Do my weak muscles belong to the nerve root {root} that is seen on the scan?", root=verbatim(root)
            ),
            _sources(near),
        )


def _of_side(seen: Imaging, weak: Sequence[Strength]) -> Iterator[Question]:
    sides = {one.side for one in weak} & {"left", "right"}
    if seen.side in ("left", "right") and sides and seen.side not in sides:
        yield Question(
            f"{seen.label}: it lies on the {seen.side}, the weakness on the {joined(*sorted(sides))}. How do they fit?",
            "side",
            "a herniation on one side does not weaken the other limb",
            message("The scan shows the disc on one side, and my weakness is on the other. How does that fit?"),
        )


def _how_common(seen: Imaging, case: Case) -> Iterator[Question]:
    """Ask what makes a finding the cause that many have without complaints."""
    age = case.demographics.age
    rate = incidental_rate(seen.levels[0], seen.finding, age)
    if rate < _COMMON:
        return
    years = "of this age" if age is not None else "of about 50 years"
    kind = words(seen.finding, "imaging_findings")
    yield Question(
        f"{kind[:1].upper()}{kind[1:]} at {seen.levels[0]} is found in about {100 * rate:.0f}% of people {years} "
        "without complaints, by the model's table. What, beside the image, makes this one the cause?",
        "image",
        "what is common without complaints proves little",
        message("How often is a disc like mine seen in people of my age who have no pain?"),
        incidental_sources(seen.levels[0], seen.finding),
    )


def _sources(muscles: Sequence[str] | dict[str, float]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(key for name in muscles for key in supply_of(name).source_keys))


def of_untested(case: Case) -> Iterator[Question]:
    """Ask for the muscles of the same root that reach it by another nerve: they part a root from a nerve."""
    for side in ("left", "right"):
        weak = list(dict.fromkeys(one.muscles[0] for one in _weak(case) if one.side == side))
        root = _chief_root(weak)
        if root is not None:
            yield from _beside(case, weak, root, side)


def _chief_root(weak: Sequence[str]) -> str | None:
    """Root that gives all weak muscles the most; None where it hardly supplies one of them."""
    roots = {entry.root for name in weak for entry in muscle_root_weights().get(name, ())}
    best = max(sorted(roots), key=lambda root: sum(_share(name, root) for name in weak), default=None)
    return best if best is not None and all(_share(name, best) >= _HARDLY for name in weak) else None


@cache
def _testable() -> Mapping[str, bool]:
    """Muscles of which the tables hold a test of strength, and whether of them alone."""
    tests = [test.finding for test in examinations() if test.finding_type == "strength"]
    return {name: name in tests for test in tests for name in expand_muscles(test)}


def _nerves(muscle: str) -> frozenset[str]:
    """Nerves and sites on the way to a muscle, roots and plexus left out."""
    return frozenset(place for path in supply_of(muscle).paths for place in path.path[1:])


def _beside(case: Case, weak: Sequence[str], root: str, side: str) -> Iterator[Question]:
    shared = frozenset.intersection(*map(_nerves, weak))
    last = {portion.name for name in weak for portion in supply_of(name).nerves}
    tested = {name for one in case.findings if isinstance(one, Strength) for name in one.muscles}
    others = sorted(
        (name for name in _testable() if _share(name, root) >= _CHIEF and not last & _nerves(name)),
        key=lambda name: (not _testable()[name], -_share(name, root), name),
    )
    missing = [name for name in others if name not in tested and not shared <= _nerves(name)][:_MANY]
    if missing:
        names = joined(*(f"{_named(name)} ({100 * _share(name, root):.0f}% from {root})" for name in missing))
        yield Question(
            f"{sided(joined(*map(_named, weak)), side)}: was {names} tested on that side? The same root supplies "
            "it, through another nerve.",
            "muscle",
            f"weakness points to the {root} root, normal strength to a nerve",
            message(
                "Were other muscles of the nerve root {root} tested too, such as {muscle}?",
                root=verbatim(root),
                muscle=_named(missing[0]),
            ),
            _sources(missing),
        )
