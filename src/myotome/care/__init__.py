"""From answers to a plan: red flags first, then options, never orders."""

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
from myotome.care.treatment.options import TreatmentOption
from myotome.care.treatment.outlook import Change, Outlooks, Spread

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
    "care_plan",
    "due_by_cause",
    "exercise_plan",
    "not_advised_yet",
]
