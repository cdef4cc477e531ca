"""One part of a registry answered: a row a patient, those that cannot be read among them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from myotome.errors import InputError
from myotome.exam import Case, case_from_text
from myotome.explain import explain_in_brief
from myotome.interop.headed_table import TableRow
from myotome.interop.mapped import TableMap, case_of_rows
from myotome.interop.registry.agreement import TRUE_CLASS
from myotome.interop.registry.parts import RegistryPart
from myotome.pathology import CLASSES

__all__ = ["CASE_COLUMN", "answered_rows", "arrow_schema"]

#: Column that holds a whole case file in JSON.
CASE_COLUMN = "case"
_APART = "These rows stand apart from others of this patient: sort the table by patient."
_TEXTS = ("patient", "status", "problem", "outcome", "cause", "place", "side", "verdict", TRUE_CLASS)
_LISTS = ("conditions", "red_flag_reasons", "see_within_weeks")
_SHARES = ("cause_probability", "verdict_probability", "red_flag_probability")


def arrow_schema(metadata: Mapping[bytes, bytes]) -> Any:
    """Columns of the answer."""
    import pyarrow as pa

    columns = [(name, pa.string()) for name in _TEXTS]
    columns += [(name, pa.list_(pa.string())) for name in _LISTS]
    columns += [("red_flag", pa.bool_())]
    columns += [(name, pa.float64()) for name in (*_SHARES, *(f"class_{one}" for one in CLASSES))]
    return pa.schema(columns, metadata=metadata)


def answered_rows(part: RegistryPart, table_map: TableMap) -> list[dict[str, Any]]:
    """A row for each patient: the answer, or what is wrong with its rows."""
    return [_answered(name, rows, place in part.apart, table_map) for place, (name, rows) in enumerate(part.patients)]


def _answered(name: str, rows: tuple[TableRow, ...], apart: bool, table_map: TableMap) -> dict[str, Any]:
    if apart:
        return {
            "patient": name,
            "status": "refused",
            "problem": "These rows stand apart from others of this patient: sort the table by patient.",
        }
    try:
        case = _case(name, rows, table_map)
    except InputError as error:
        return {"patient": name, "status": "refused", "problem": str(error)}
    return {"patient": name, **_explained(case)}


def _case(name: str, rows: tuple[TableRow, ...], table_map: TableMap) -> Case:
    if table_map.findings:
        return case_of_rows(name, list(rows), table_map)
    text = rows[0].cells[CASE_COLUMN]
    if not text:
        raise rows[0].wrong(CASE_COLUMN, ["a case file in JSON"], "The cell is empty: there is no case.")
    return case_from_text(text, f"{rows[0].path}, line {rows[0].line}.json")


def _explained(case: Case) -> dict[str, Any]:
    told = explain_in_brief(case.without_truth()).to_dict()
    flag, verdict = told["red_flag"], told["disc_to_blame"]
    lead = told["causes"][0] if told["causes"] else {}
    return {
        "status": "answered" if told["outcome"] == "determined" else "cannot_tell",
        "outcome": told["outcome"],
        "cause": lead.get("label"),
        "cause_probability": lead.get("probability"),
        "conditions": lead.get("conditions"),
        "place": "|".join(lead.get("places", ())) or None,
        "side": lead.get("side"),
        "verdict": verdict["verdict"],
        "verdict_probability": verdict["probability"],
        "red_flag": flag["urgent"],
        "red_flag_probability": flag["probability"],
        "red_flag_reasons": flag["reasons"],
        "see_within_weeks": flag["soon"],
        TRUE_CLASS: case.truth.class_ if case.truth else None,
        **{f"class_{name}": share for name, share in told["classes"].items()},
    }
