"""From findings to cause: likelihoods, exact posterior, weights of evidence, the disc verdict, the next best test."""

from typing import TYPE_CHECKING

from myotome.explain.brief import Brief, class_probabilities
from myotome.explain.conclusions.certainty_scale import how_likely, more_likely_than_not
from myotome.explain.conclusions.chosen_rival import evidence_against, offered_rivals
from myotome.explain.conclusions.numbers_behind import seen_behind, silence_seen
from myotome.explain.conclusions.root_conduction import root_conduction
from myotome.explain.conclusions.said_together import said_together
from myotome.explain.conclusions.territory import Territory, territory
from myotome.explain.explanation import (
    Danger,
    Evidence,
    Explanation,
    LikelyCause,
    LikelyDisc,
    LikelyPlace,
    MuscleNecessity,
    NextTest,
    RedFlag,
    RedFlagStep,
)
from myotome.explain.inference.posterior import Posterior
from myotome.explain.likelihood import observations_of_case, observations_of_finding
from myotome.explain.likelihood.by_kind.disc_images import incidental_rate, incidental_sources
from myotome.explain.likelihood.by_kind.image_modalities import sides_agree
from myotome.explain.likelihood.model_world import World, world
from myotome.explain.likelihood.observations import NO_FINDING, Floats, Link, Observation
from myotome.explain.likelihood.parameters import PARAMETERS, parameters
from myotome.explain.next_test.asked import asked_finding
from myotome.explain.next_test.candidates import TO_ORDER, examinations
from myotome.explain.pipeline import (
    add_next_tests,
    explain,
    explain_in_brief,
    log_joint,
    posterior_of,
    single_cause_posterior,
)
from myotome.explain.red_flags.conditions import red_flag_conditions
from myotome.explain.red_flags.covered import covering
from myotome.explain.red_flags.due import actions_due
from myotome.explain.red_flags.first_questions import FirstQuestion, first_questions
from myotome.explain.red_flags.rules import FiredRule, fired_rules, red_flag_rules
from myotome.lazy import lazy_names
from myotome.stale_kernels import drop_stale_kernels

if TYPE_CHECKING:
    from myotome.explain.screening.bedside import bedside_templates
    from myotome.explain.screening.drawn_patients import VirtualPatients, virtual_patients
    from myotome.explain.screening.many_patients import Screened, screen
    from myotome.explain.screening.table import ScreeningTable, Template, screening_table

__all__ = [
    "NO_FINDING",
    "PARAMETERS",
    "TO_ORDER",
    "Brief",
    "Danger",
    "Evidence",
    "Explanation",
    "FiredRule",
    "FirstQuestion",
    "Floats",
    "LikelyCause",
    "LikelyDisc",
    "LikelyPlace",
    "Link",
    "MuscleNecessity",
    "NextTest",
    "Observation",
    "Posterior",
    "RedFlag",
    "RedFlagStep",
    "Screened",
    "ScreeningTable",
    "Template",
    "Territory",
    "VirtualPatients",
    "World",
    "actions_due",
    "add_next_tests",
    "asked_finding",
    "bedside_templates",
    "class_probabilities",
    "covering",
    "evidence_against",
    "examinations",
    "explain",
    "explain_in_brief",
    "fired_rules",
    "first_questions",
    "how_likely",
    "incidental_rate",
    "incidental_sources",
    "log_joint",
    "more_likely_than_not",
    "observations_of_case",
    "observations_of_finding",
    "offered_rivals",
    "parameters",
    "posterior_of",
    "red_flag_conditions",
    "red_flag_rules",
    "root_conduction",
    "said_together",
    "screen",
    "screening_table",
    "seen_behind",
    "sides_agree",
    "silence_seen",
    "single_cause_posterior",
    "territory",
    "virtual_patients",
    "world",
]

if not TYPE_CHECKING:
    __getattr__, __dir__ = lazy_names(
        __name__,
        {
            "myotome.explain.screening.bedside": ("bedside_templates",),
            "myotome.explain.screening.drawn_patients": ("VirtualPatients", "virtual_patients"),
            "myotome.explain.screening.many_patients": ("Screened", "screen"),
            "myotome.explain.screening.table": ("ScreeningTable", "Template", "screening_table"),
        },
    )

drop_stale_kernels(__file__)
