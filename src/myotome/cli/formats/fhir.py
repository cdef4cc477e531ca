"""`myotome fhir`: cases from bundles of FHIR R4 and back, and what our codes mean."""

from __future__ import annotations

import sys
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from myotome.cli.process.endings import checked_input, print_json
from myotome.cli.process.plain_words import Command
from myotome.cli.process.program import Program
from myotome.cli.process.progress import progress
from myotome.cli.process.targets import OutputTarget, check_folder, check_targets, writing
from myotome.printing import printable

if TYPE_CHECKING:
    from myotome.exam import Case
    from myotome.interop import ImportedBundle, Terms

__all__ = ["fhir"]

fhir = typer.Typer(cls=Program, help="Cases from bundles of HL7 FHIR R4, and answers as bundles.", no_args_is_help=True)
_CASES, _BUNDLES = (".yaml", ".yml", ".json"), (".json",)
_BASE = typer.Option("", "--base", metavar="URL", help="Canonical address of the codes; by default Myotome's own.")


@fhir.command("import", cls=Command)
def import_(
    bundle: Path = typer.Argument(help="A Bundle of FHIR R4 in JSON, or a single resource.", show_default=False),
    out: Path = typer.Option(..., "-o", "--out", help="The case file to write: .yaml or .json.", show_default=False),
    site: Path | None = typer.Option(
        None, "--map", metavar="FILE", help="The site's own codes, for example SNOMED CT."
    ),
    base: str = _BASE,
    as_json: bool = typer.Option(False, "--json", help="What became of each entry, as one JSON object."),
) -> None:
    """Make a case file of a bundle, and say what became of each of its entries.

    A bundle with anything wrong in it is refused whole. What has no code that is known is listed for a person to look
    at; words are never read as findings.
    """
    with checked_input(as_json):
        check_targets(OutputTarget("-o", out, _CASES), read=(bundle, site))
        from myotome.exam import write_case
        from myotome.interop import import_bundle

        imported = import_bundle(bundle, _terms(base, site))
        with writing("-o", out) as part:
            write_case(imported.case, part)
    _tell(imported, out, as_json)


@fhir.command("export", cls=Command)
def export(
    case: Path = typer.Argument(help="Case file, YAML or JSON.", show_default=False),
    out: Path = typer.Option(..., "-o", "--out", help="The bundle to write: .json.", show_default=False),
    base: str = _BASE,
    day: str = typer.Option("", "--date", help="Day of the examination, as 2026-01-31, where it is known."),
    findings_only: bool = typer.Option(False, "--findings-only", help="The case alone, without an answer."),
    with_pdf: bool = typer.Option(False, "--pdf", help="Put the report in print into the bundle."),
) -> None:
    """Write a case and its answer as a bundle: findings, explanation, forecast, and what is proposed."""
    with checked_input():
        check_targets(OutputTarget("-o", out, _BUNDLES), read=(case,))
        from myotome.exam import read_case
        from myotome.interop import case_bundle

        terms, examined_on, patient = _terms(base, None), _day(day), read_case(case)
        if findings_only:
            made = case_bundle(patient, terms, examined_on)
        else:
            with progress("Working out the answer and the forecast", "forecast", "load"):
                made = _answered(patient, terms, examined_on, with_pdf)
        _write(made, out)
    print(f"Written: {printable(str(out))}, {len(made['entry'])} entries.")


@fhir.command("definitions", cls=Command)
def definitions(
    out: Path = typer.Option(..., "--out", metavar="FOLDER", help="Where they go, a file each.", show_default=False),
    base: str = _BASE,
) -> None:
    """Write what our codes mean: code systems, value sets, maps, the Questionnaire of the examination."""
    with checked_input():
        check_folder("--out", out)
        from myotome.interop import fhir_definitions

        out.mkdir(parents=True, exist_ok=True)
        made = fhir_definitions(_terms(base, None))
        for one in made:
            _write(one, out / f"{one['resourceType']}-{one['id']}.json")
    print(f"{len(made)} definitions written to {printable(str(out))}.")


def _terms(base: str, site: Path | None) -> Terms:
    from myotome.interop import Terms, site_map

    codes = {} if site is None else site_map(site)
    return Terms(base.rstrip("/"), codes) if base else Terms(site=codes)


def _day(text: str) -> date | None:
    from myotome.errors import InputError, Problem

    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise InputError([Problem("--date", None, text, "a day as 2026-01-31", (), "This is no day.")]) from None


def _answered(case: Case, terms: Terms, examined_on: date | None, with_pdf: bool) -> dict[str, Any]:
    from myotome.answer import assess
    from myotome.interop import answer_bundle
    from myotome.report import Audience, case_report, pdf_file

    answer = assess(case, made_on=date.today())
    pdf = pdf_file(case_report(answer, Audience.CLINICIAN)) if with_pdf else None
    return answer_bundle(answer, datetime.now(UTC), terms, examined_on=examined_on, pdf=pdf)


def _write(resource: dict[str, Any], path: Path) -> None:
    import json

    with writing("--out", path) as part:
        part.write_text(json.dumps(resource, indent=1, ensure_ascii=False) + "\n", encoding="utf-8", newline="\n")


def _tell(imported: ImportedBundle, out: Path, as_json: bool) -> None:
    """What became of the entries: how many on stdout, each that was not used on stderr."""
    if as_json:
        from dataclasses import asdict

        entries = [asdict(one) for one in imported.entries]
        print_json({"case": imported.case.id, **imported.counts(), "entries": entries})
        return
    counts = imported.counts()
    said = f"{counts['used']} entries used, {counts['not_used']} not used, {counts['needs_person']} for a person"
    print(f"Written: {printable(str(out))}; {said}.")
    for entry in imported.entries:
        if entry.outcome != "used" or ";" in entry.reason or entry.reason.startswith("not examined"):
            print(printable(str(entry)), file=sys.stderr)
