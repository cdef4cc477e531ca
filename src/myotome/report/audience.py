"""For whom a document is written, and in which language each may be read."""

from __future__ import annotations

from enum import StrEnum

from myotome.errors import InputError, Problem
from myotome.language import ENGLISH, Language

__all__ = ["Audience", "check_language"]


class Audience(StrEnum):
    """A clinician reads everything; a patient reads plain words that the clinician hands over."""

    CLINICIAN = "clinician"
    PATIENT = "patient-education"


def check_language(audience: Audience, language: Language, where: str = "--lang") -> None:
    """Only the patient's sheet is written in other languages than English.

    Raises
    ------
    InputError
        A clinician's document is asked for in another one.
    """
    if audience is Audience.CLINICIAN and language.code != ENGLISH.code:
        said = f"What a clinician reads is in English; other languages are for the sheet, --for {Audience.PATIENT}."
        raise InputError([Problem(where, None, language.code, ENGLISH.code, (), said)])
