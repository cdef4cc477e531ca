"""From answers to a plan: red flags first, then options, never orders."""

from typing import TYPE_CHECKING

from myotome.lazy import lazy_names

if TYPE_CHECKING:
    from myotome.care.exercise.everyday_loads import EverydayLoad, EverydayLoads
    from myotome.care.exercise.plan import exercise_plan
    from myotome.care.exercise.records import ChosenExercise, ExercisePlan, HomeExercise, LeftOut, Limit, Stage
    from myotome.care.follow_up.investigations import Investigation, not_advised_yet
    from myotome.care.follow_up.questions import Question
    from myotome.care.follow_up.reexamination import Reexamination
    from myotome.care.plan import INTENDED_USE, Plan, care_plan
    from myotome.care.referral.flags import Referral, ReferralFlag, due_by_cause
    from myotome.care.statement import Statement
    from myotome.care.treatment.guidelines import Recommendation
    from myotome.care.treatment.options import TreatmentOption, arm_in_words
    from myotome.care.treatment.outlook import Change, Outlooks, Spread
else:
    __getattr__, __dir__ = lazy_names(
        __name__,
        {
            "myotome.care.exercise.everyday_loads": (
                "EverydayLoad",
                "EverydayLoads",
            ),
            "myotome.care.exercise.plan": ("exercise_plan",),
            "myotome.care.exercise.records": (
                "ChosenExercise",
                "ExercisePlan",
                "HomeExercise",
                "LeftOut",
                "Limit",
                "Stage",
            ),
            "myotome.care.follow_up.investigations": (
                "Investigation",
                "not_advised_yet",
            ),
            "myotome.care.follow_up.questions": ("Question",),
            "myotome.care.follow_up.reexamination": ("Reexamination",),
            "myotome.care.plan": (
                "INTENDED_USE",
                "Plan",
                "care_plan",
            ),
            "myotome.care.referral.flags": (
                "Referral",
                "ReferralFlag",
                "due_by_cause",
            ),
            "myotome.care.statement": ("Statement",),
            "myotome.care.treatment.guidelines": ("Recommendation",),
            "myotome.care.treatment.options": ("TreatmentOption", "arm_in_words"),
            "myotome.care.treatment.outlook": (
                "Change",
                "Outlooks",
                "Spread",
            ),
        },
    )

__all__ = [
    "INTENDED_USE",
    "Change",
    "ChosenExercise",
    "EverydayLoad",
    "EverydayLoads",
    "ExercisePlan",
    "HomeExercise",
    "Investigation",
    "LeftOut",
    "Limit",
    "Outlooks",
    "Plan",
    "Question",
    "Recommendation",
    "Reexamination",
    "Referral",
    "ReferralFlag",
    "Spread",
    "Stage",
    "Statement",
    "TreatmentOption",
    "arm_in_words",
    "care_plan",
    "due_by_cause",
    "exercise_plan",
    "not_advised_yet",
]
