"""For whom a document is written."""

from __future__ import annotations

from enum import StrEnum

__all__ = ["Audience"]


class Audience(StrEnum):
    """A clinician reads everything; a patient reads plain words that the clinician hands over."""

    CLINICIAN = "clinician"
    PATIENT = "patient-education"
