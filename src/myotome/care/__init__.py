"""From answers to a plan: red flags first, then options, never orders."""

from myotome.care.everyday_loads import EverydayLoad, EverydayLoads
from myotome.care.exercise_answer import ChosenExercise, ExercisePlan, HomeExercise, LeftOut, Limit, Stage
from myotome.care.exercise_plan import exercise_plan
from myotome.care.guidelines import Recommendation
from myotome.care.investigations import Investigation
from myotome.care.options import TreatmentOption
from myotome.care.outlook import Change, Outlooks, Spread
from myotome.care.person_now import CaseStart, case_start, weak_muscles
from myotome.care.plan import INTENDED_USE, Plan, care_plan
from myotome.care.questions import Question
from myotome.care.reexamination import Reexamination
from myotome.care.referral import Referral, ReferralFlag
from myotome.care.statement import Statement

__all__ = [
    "INTENDED_USE",
    "CaseStart",
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
    "case_start",
    "exercise_plan",
    "weak_muscles",
]
