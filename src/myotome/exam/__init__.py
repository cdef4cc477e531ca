"""What was seen: case files, their vocabulary, and every error a user can make in them."""

from myotome.exam.case import Case, Demographics, Finding, Measurement, Truth
from myotome.exam.movements import expand_muscles, movement_weights
from myotome.exam.reading.files import Batch, case_from_mapping, read_batch, read_case, read_cases, write_case
from myotome.exam.vocabulary_table import Vocabulary, vocabulary

__all__ = [
    "Batch",
    "Case",
    "Demographics",
    "Finding",
    "Measurement",
    "Truth",
    "Vocabulary",
    "case_from_mapping",
    "expand_muscles",
    "movement_weights",
    "read_batch",
    "read_case",
    "read_cases",
    "vocabulary",
    "write_case",
]
