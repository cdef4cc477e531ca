"""Myotome: how spinal discs, nerve roots, nerves and muscles act on one another.

Three questions are answered over one causal model: which lesion explains these findings, what a lesion does to the
spine, and what happens next. Everything below is loaded at first use.

>>> import myotome as mt
>>> answer = mt.assess(mt.read_case("case.yaml"))  # doctest: +SKIP
>>> answer.explanation, answer.plan, answer.forecast(["nsaid"]), answer.load("standing")  # doctest: +SKIP
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from myotome.lazy import lazy_names

if TYPE_CHECKING:
    from myotome.answer import Answer, Citation, assess, citation
    from myotome.care import Plan
    from myotome.errors import DataError, InputError, MyotomeError, Problem, UnknownNameError
    from myotome.exam import Case, case_from_mapping, read_case
    from myotome.explain import Explanation, screen, virtual_patients
    from myotome.forecast import Forecast, cohort
    from myotome.ledger import Source, sources
    from myotome.load import LoadAnswer, Person
    from myotome.outcomes import Outcome

__version__ = "0.1.0"

__all__ = [
    "Answer",
    "Case",
    "Citation",
    "DataError",
    "Explanation",
    "Forecast",
    "InputError",
    "LoadAnswer",
    "MyotomeError",
    "Outcome",
    "Person",
    "Plan",
    "Problem",
    "Source",
    "UnknownNameError",
    "__version__",
    "assess",
    "case_from_mapping",
    "citation",
    "cohort",
    "read_case",
    "screen",
    "sources",
    "virtual_patients",
]

if not TYPE_CHECKING:
    __getattr__, __dir__ = lazy_names(
        __name__,
        {
            "myotome.answer": ("Answer", "Citation", "assess", "citation"),
            "myotome.care": ("Plan",),
            "myotome.errors": ("DataError", "InputError", "MyotomeError", "Problem", "UnknownNameError"),
            "myotome.exam": ("Case", "case_from_mapping", "read_case"),
            "myotome.explain": ("Explanation", "screen", "virtual_patients"),
            "myotome.forecast": ("Forecast", "cohort"),
            "myotome.ledger": ("Source", "sources"),
            "myotome.load": ("LoadAnswer", "Person"),
            "myotome.outcomes": ("Outcome",),
        },
    )
