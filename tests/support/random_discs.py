"""Random patients with images of discs and random losses: most images lie where the losses do not point."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from myotome.anatomy import SPINAL_ROOTS, disc_levels, muscle, muscles
from myotome.exam import Case
from support.compact_cases import Mapping, dermatomes, disc_image, pain, patient, reflex, sign, strength

DISCS = tuple(disc_levels())
CANAL = ("cord", "conus", "cauda_equina", "thecal_sac")
#: Roots on which each reflex rests, as every textbook gives them.
REFLEX_ROOTS = {
    "biceps": {"C5", "C6"},
    "brachioradialis": {"C5", "C6"},
    "triceps": {"C6", "C7", "C8"},
    "patellar": {"L2", "L3", "L4"},
    "achilles": {"S1", "S2", "L5"},
}
#: Losses that pressure in the canal makes below its level, whatever the level.
TRACT_SIGNS = ("babinski", "hoffmann", "saddle_anaesthesia", "urinary_retention", "spastic_gait")
_MUSCLES = tuple(sorted(muscles()))
_KINDS = ("bulge", "protrusion", "extrusion", "sequestration", "recurrent_herniation")
_ZONES = ("central", "subarticular", "foraminal", "extraforaminal", None)
_CONTACTS = ("compression", "compression", "compression", "deviation", "contact", "none", None)
_AREAS = ("low_back", "neck", "posterior_thigh", "lateral_forearm", "lateral_lower_leg")


def _loss(rng: Random) -> Mapping:
    at = rng.choice(("left", "right", "bilateral"))
    made: list[Callable[[], Mapping]] = [
        lambda: strength(rng.choice(_MUSCLES), at, rng.randint(0, 5)),
        lambda: strength(rng.choice(_MUSCLES), at, rng.randint(0, 5)),
        lambda: reflex(rng.choice(sorted(REFLEX_ROOTS)), at, rng.choice(("absent", "reduced", "normal"))),
        lambda: dermatomes([rng.choice(SPINAL_ROOTS[3:-4])], at, rng.choice(("reduced", "absent", "normal"))),
        lambda: pain([rng.choice(_AREAS)], at, rng.random() < 0.5),
        lambda: _tract(rng, at),
    ]
    return rng.choice(made)()


def _tract(rng: Random, at: str) -> Mapping:
    name = rng.choice(TRACT_SIGNS)
    unsided = name in {"urinary_retention", "spastic_gait"}
    return sign(name, "none" if unsided else at, rng.random() < 0.5)


def _image(rng: Random) -> Mapping:
    disc, contact, zone = rng.choice(DISCS), rng.choice(_CONTACTS), rng.choice(_ZONES)
    near = disc_levels()[disc]
    structure = rng.choice((near.exiting_root, near.traversing_root, near.canal, "thecal_sac", None))
    known = {"zone": zone, "root_contact": contact, "structure": structure if contact else None}
    side = rng.choice(("left", "right", "bilateral", "midline", "none"))
    return disc_image(disc, rng.choice(_KINDS), side, **{key: value for key, value in known.items() if value})


def disc_patient(seed: int) -> Case:
    """A patient of random losses and random discs on images."""
    rng = Random(seed)
    drawn = [*(_loss(rng) for _ in range(rng.randint(1, 6))), *(_image(rng) for _ in range(rng.randint(1, 3)))]
    once = {_target(finding): finding for finding in drawn}
    return patient([*once.values()], age=rng.randint(20, 85))


def _target(finding: Mapping) -> str:
    """What a finding is about: a file that says two things of one is questioned."""
    named = ("muscle", "reflex", "dermatomes", "areas", "sign", "levels")
    return next(str(finding[key]) for key in named if key in finding)


def roots_of_muscle(name: str) -> set[str]:
    """Every root that reaches a muscle."""
    return {root.root for root in muscle(name).roots}
