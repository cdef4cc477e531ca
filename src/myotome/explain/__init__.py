"""From findings to cause: likelihoods, exact posterior, weights of evidence, the disc verdict, the next best test."""

from typing import TYPE_CHECKING

from myotome.explain.explanation import Explanation
from myotome.explain.pipeline import add_next_tests, class_probabilities, explain, posterior_of
from myotome.lazy import lazy_names
from myotome.stale_kernels import drop_stale_kernels

if TYPE_CHECKING:
    from myotome.explain.screening.many_patients import Screened, screen
    from myotome.explain.screening.table import ScreeningTable, Template, screening_table

__all__ = [
    "Explanation",
    "Screened",
    "ScreeningTable",
    "Template",
    "add_next_tests",
    "class_probabilities",
    "explain",
    "posterior_of",
    "screen",
    "screening_table",
]

if not TYPE_CHECKING:
    __getattr__, __dir__ = lazy_names(
        __name__,
        {
            "myotome.explain.screening.many_patients": ("Screened", "screen"),
            "myotome.explain.screening.table": ("ScreeningTable", "Template", "screening_table"),
        },
    )

drop_stale_kernels(__file__)
