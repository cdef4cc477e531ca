"""Questions of the Questionnaire of the examination: one for each type that an element of a finding may have."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from myotome.interop.fhir.elements import Element

__all__ = ["EXAMINATION", "question_types"]

#: Name of the Questionnaire.
EXAMINATION: Final = "examination"
#: Type of the question for what an element holds; what can be of several types has several questions.
_TYPES: Final[Mapping[str, tuple[tuple[str, str], ...]]] = {
    "code": (("", "choice"),),
    "number": (("", "decimal"),),
    "lab": (("", "decimal"),),
    "score": (("", "decimal"),),
    "measure": (("", "quantity"),),
    "flag": (("", "boolean"),),
    "text": (("", "string"),),
    "history": ((".yes", "boolean"), (".number", "decimal"), ("", "choice")),
}


def question_types(element: Element) -> tuple[tuple[str, str], ...]:
    """End of the name of each question about an element, and its type.

    Examples
    --------
    >>> from myotome.interop.fhir.elements import elements
    >>> [question_types(element) for element in elements("reflex")][0]
    (('', 'choice'),)
    """
    return _TYPES[element.holds]
