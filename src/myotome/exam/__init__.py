"""What was seen: case files, their vocabulary, and every error a user can make in them."""

from typing import TYPE_CHECKING

from myotome.exam.case import (
    Case,
    Demographics,
    Emg,
    Finding,
    History,
    Imaging,
    Lab,
    Measurement,
    Ncs,
    Pain,
    Questionnaire,
    Reflex,
    Sensation,
    Sign,
    Strength,
    Truth,
    Visit,
)
from myotome.exam.findings.bedside import Side
from myotome.exam.findings.plain import FEELINGS, plain_finding, plain_muscle
from myotome.exam.findings.plain_tests import MODALITIES, plain_sided
from myotome.exam.likeness import folded
from myotome.exam.movements import expand_muscles, movement_weights
from myotome.exam.query.body_parts import members, region_of_segment
from myotome.exam.query.condition import AllOf, AnyOf, Atom, Condition, Hit, Not, QueryEvaluation, is_positive
from myotome.exam.query.grammar import parse
from myotome.exam.query.kinds import QUERY_KINDS, Kind
from myotome.exam.query.matching import atom_hit, evaluation, values_of
from myotome.exam.reading.files import (
    Batch,
    case_from_mapping,
    case_from_text,
    case_text,
    read_batch,
    read_case,
    read_cases,
    write_case,
)
from myotome.exam.reading.limits import laboratory_units
from myotome.exam.reading.shorthand import shorthand_called, shorthand_names
from myotome.exam.reading.spoken_findings import spoken_names
from myotome.exam.vocabulary_table import FINDING_KINDS, HERNIATION_TYPES, Vocabulary, vocabulary
from myotome.exam.word_search import FoundWord, search_words
from myotome.exam.wording import joined, sided, words
from myotome.lazy import lazy_names

if TYPE_CHECKING:
    from myotome.exam.case_schema import schema_text

__all__ = [
    "FEELINGS",
    "FINDING_KINDS",
    "HERNIATION_TYPES",
    "MODALITIES",
    "QUERY_KINDS",
    "AllOf",
    "AnyOf",
    "Atom",
    "Batch",
    "Case",
    "Condition",
    "Demographics",
    "Emg",
    "Finding",
    "FoundWord",
    "History",
    "Hit",
    "Imaging",
    "Kind",
    "Lab",
    "Measurement",
    "Ncs",
    "Not",
    "Pain",
    "QueryEvaluation",
    "Questionnaire",
    "Reflex",
    "Sensation",
    "Side",
    "Sign",
    "Strength",
    "Truth",
    "Visit",
    "Vocabulary",
    "atom_hit",
    "case_from_mapping",
    "case_from_text",
    "case_text",
    "evaluation",
    "expand_muscles",
    "folded",
    "is_positive",
    "joined",
    "laboratory_units",
    "members",
    "movement_weights",
    "parse",
    "plain_finding",
    "plain_muscle",
    "plain_sided",
    "read_batch",
    "read_case",
    "read_cases",
    "region_of_segment",
    "schema_text",
    "search_words",
    "shorthand_called",
    "shorthand_names",
    "sided",
    "spoken_names",
    "values_of",
    "vocabulary",
    "words",
    "write_case",
]

if not TYPE_CHECKING:
    # made into a file by `python -m`, so it may not be loaded before it is run
    __getattr__, __dir__ = lazy_names(__name__, {"myotome.exam.case_schema": ("schema_text",)})
