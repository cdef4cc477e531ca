"""One answer document: everything that is shown or sent about a patient."""

from typing import TYPE_CHECKING

from myotome.answer.answer import SCHEMA_VERSION, Answer, assess
from myotome.answer.cited_works import Citation, citation
from myotome.lazy import lazy_names

if TYPE_CHECKING:
    from myotome.answer.engine_thread import in_turn
    from myotome.answer.schema import answer_schema

__all__ = ["SCHEMA_VERSION", "Answer", "Citation", "answer_schema", "assess", "citation", "in_turn"]

if not TYPE_CHECKING:
    # the schema is made into a file by `python -m`, so it may not be loaded before it is run; only servers need turns
    _LATER = {"myotome.answer.schema": ("answer_schema",), "myotome.answer.engine_thread": ("in_turn",)}
    __getattr__, __dir__ = lazy_names(__name__, _LATER)
