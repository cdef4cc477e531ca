"""All routes of the interface for other programs, taken into an application."""

from __future__ import annotations

from fastapi import FastAPI

from myotome.records import Records
from myotome.web.api.batch import batch
from myotome.web.api.course_and_load import course, loads
from myotome.web.api.explaining import explaining
from myotome.web.api.knowledge import knowledge
from myotome.web.api.patients import PatientRoutes
from myotome.web.api.visits import VisitRoutes
from myotome.web.patients.keeper import Keeper

__all__ = ["with_interface", "with_records_interface"]


def with_interface(made: FastAPI) -> None:
    """Take in what needs no records."""
    for routes in (explaining(), batch(), course(), loads(), knowledge()):
        made.include_router(routes)


def with_records_interface(made: FastAPI, records: Records, keeper: Keeper) -> None:
    """Take in patients and visits; visits first, for an act of a patient has any name."""
    made.include_router(VisitRoutes(records, keeper).routes())
    made.include_router(PatientRoutes(records).routes())
