"""How far the answers can be trusted: calibration and scoring."""

from typing import TYPE_CHECKING

from myotome.lazy import lazy_names

if TYPE_CHECKING:
    from myotome.evidence.evaluated_cases import Evaluation, ScoredCase, Scores, evaluation
    from myotome.evidence.explain.calibration_targets import CalibrationTarget, calibration_targets, groups_of
    from myotome.evidence.explain.predicted import Predictor
    from myotome.evidence.forecast.endpoints import endpoints, population_arms
    from myotome.evidence.load.measured_strength import strength_of_person, weaknesses_for_ratio
    from myotome.evidence.load.validation import Compared, agreement, compared

__all__ = [
    "CalibrationTarget",
    "Compared",
    "Evaluation",
    "Predictor",
    "ScoredCase",
    "Scores",
    "agreement",
    "calibration_targets",
    "compared",
    "endpoints",
    "evaluation",
    "groups_of",
    "population_arms",
    "strength_of_person",
    "weaknesses_for_ratio",
]

if not TYPE_CHECKING:
    __getattr__, __dir__ = lazy_names(
        __name__,
        {
            "myotome.evidence.evaluated_cases": (
                "Evaluation",
                "ScoredCase",
                "Scores",
                "evaluation",
            ),
            "myotome.evidence.explain.calibration_targets": (
                "CalibrationTarget",
                "calibration_targets",
                "groups_of",
            ),
            "myotome.evidence.explain.predicted": ("Predictor",),
            "myotome.evidence.forecast.endpoints": (
                "endpoints",
                "population_arms",
            ),
            "myotome.evidence.load.measured_strength": ("strength_of_person", "weaknesses_for_ratio"),
            "myotome.evidence.load.validation": (
                "Compared",
                "agreement",
                "compared",
            ),
        },
    )
