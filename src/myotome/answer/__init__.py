"""One answer document: everything that is shown or sent about a patient."""

from myotome.answer.answer import SCHEMA_VERSION, Answer, assess
from myotome.answer.cited_works import Citation, citation
from myotome.answer.schema import answer_schema

__all__ = ["SCHEMA_VERSION", "Answer", "Citation", "answer_schema", "assess", "citation"]
