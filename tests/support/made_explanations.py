"""Explanations made by hand, for tests of what is shown and of exit codes."""

from __future__ import annotations

from typing import Any

from myotome.exam import vocabulary
from myotome.explain.explanation import (
    DiscToBlame,
    Evidence,
    Explanation,
    LikelyCause,
    LikelyDisc,
    LikelyPlace,
    MuscleNecessity,
    NextTest,
    RedFlag,
    Unused,
)
from myotome.outcomes import Outcome

CLASSES = vocabulary().ids("truth_classes")
NO_FLAG = RedFlag(False, (), (), (), 0.004)
FLAG = RedFlag(True, ("retention with saddle loss",), ("MRI today",), ("weight loss",), 0.97)
SOON = RedFlag(False, (), (), ("night sweats",), 0.02)


def classes(**given: float) -> dict[str, float]:
    rest = (1.0 - sum(given.values())) / (len(CLASSES) - len(given))
    return {name: given.get(name, rest) for name in CLASSES}


def made(**changes: Any) -> Explanation:
    fields: dict[str, Any] = {
        "id": "made-case",
        "outcome": "determined",
        "classes": classes(radiculopathy=0.9, peripheral_nerve=0.08),
        "causes": (
            LikelyCause(
                "right L5 root by a disc", ("disc_herniation_root",), ("radiculopathy",), ("L5",), "right", 0.9
            ),
            LikelyCause("right peroneal palsy", ("palsy",), ("peripheral_nerve",), ("common_peroneal",), "right", 0.08),
        ),
        "diseases": (),
        "old_diseases": (),
        "places": (LikelyPlace("L5", "right", 0.91), LikelyPlace("common_peroneal", "right", 0.08, "fibular_neck")),
        "discs": (LikelyDisc("L4-L5", "right", "subarticular", 0.8, "L5", {"protrusion": 0.6, "extrusion": 0.4}),),
        "disc_to_blame": DiscToBlame(0.88, "probable", "the image shows it.", ("MRI C5-C6: left bulge",)),
        "red_flag": NO_FLAG,
        "muscles": (MuscleNecessity("extensor_hallucis_longus", "right", 0.83, (("right L5 root by a disc", 0.84),)),),
        "evidence_of_another_kind": (),
        "evidence": (
            Evidence(0, "tibialis posterior weak", 1.6, "right peroneal palsy"),
            Evidence(1, "ankle reflex normal", -0.8, "right peroneal palsy"),
            Evidence(2, "age", 0.01, "right peroneal palsy"),
        ),
        "next_tests": (
            NextTest("strength_gluteus_medius_right", "gluteus medius, strength (right)", 0.4, 1.0, "root", "nerve"),
            NextTest("history_cancer", "ask: cancer", 0.1, 0.3, "tumour", "disc"),
        ),
        "unused": (Unused(3, "[bold]walking distance[/bold]", "no likelihood for it"),),
        "bound": lambda: 0.002,
        "source_keys": ("judgement",),
        "tables_hash": "0123456789abcdef",
        "version": "0.1.0",
    }
    fields |= changes
    return Explanation(**(fields | {"outcome": Outcome(fields["outcome"])}))
