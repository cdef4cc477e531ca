"""An examination that belongs to a patient: who it is, which visit, and what its form says of that."""

from __future__ import annotations

from dataclasses import dataclass

from myotome.records import Patient, Visit

__all__ = ["Bound", "Kept", "patient_line"]


@dataclass(frozen=True, slots=True)
class Bound:
    """The patient and the visit that a page belongs to.

    Attributes
    ----------
    patient : Patient
    visit : Visit or None
        None where the visit is not saved yet.
    seen : int
        Version that the form was made on; 0 for a new visit.
    day : str
        Of the examination.
    token : str
        Of the form.
    notice : str
        What happened last, for example that it was saved.
    """

    patient: Patient
    visit: Visit | None
    seen: int
    day: str
    token: str
    notice: str = ""

    @property
    def address(self) -> str:
        """Where the form goes, and where it is saved with `/save` behind."""
        return f"/patients/{self.patient.id}/examination" if self.visit is None else f"/visits/{self.visit.id}"


def patient_line(patient: Patient) -> str:
    """What tells a patient from another of the same name."""
    told = (f"born {patient.identity.born}" if patient.identity.born else "", patient.identity.number)
    return " · ".join(one for one in told if one) or "date of birth not stated"


@dataclass(frozen=True, slots=True)
class Kept:
    """What an examination page says where patients are kept: the patient that it belongs to, or none yet."""

    bound: Bound | None = None
