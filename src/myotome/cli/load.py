"""`myotome load`: what do weakness, spasm, imbalance and posture do to the spine?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from myotome.cli.load_options.impairments import ImpairmentWords, impairment_of
from myotome.cli.load_options.measured import Findings, findings_of
from myotome.cli.load_options.modes import Mode, mode_of, options_of
from myotome.cli.load_options.neck import answer_of_neck, neck_task_named
from myotome.cli.load_options.words import person_of, split_words, task_in_words
from myotome.cli.process.endings import ExitCode, checked_input, print_json
from myotome.cli.process.progress import progress
from myotome.cli.process.targets import FIGURES, TABLES, OutputTarget, check_targets, writing
from myotome.errors import InputError, Problem, UnknownNameError

if TYPE_CHECKING:
    from myotome.load import Impairment, LoadAnswer, NeckAnswer, Person
    from myotome.patient import Assessment

__all__ = ["load"]

_RECORDING = "A recording: .mot, .sto, .trc, .c3d, .bvh, or CSV of joint angles, one row a frame."
_STRENGTH = "Measured strength: CSV of a dynamometer, torque in newton metres of trunk extension and flexion."
_MEASURED = "lordosis=45,extension_nm=210,psoas_major_right_cm2=15,lumbar_flexion=50 and the like."
_IMBALANCE = "left:right:MUSCLE=RATIO of strength, or flexors:extensors=RATIO; may be repeated."
_SPARE = "LEVEL:SIDE:SHARE of its range by which a painful level is held open, standing or sitting; may be repeated."
_PEOPLE = "Many people, one a row of this CSV: id, sex, age, height, mass, weaken, lordosis and the like."
_CUTOFF = "Filter before the accelerations of a recording, Hz; 0 holds every frame still."
_OUT = "Write the loads of each disc to this .csv, .sto or .parquet file."
_OF_TASKS = ("flexion_deg", "lateral_deg", "rotation_deg", "side", "mass_kg", "distance_cm", "grip", "hands", "style")
_GRIP = "Of a mass held: middle; behind, by its near part at arm length; belly, leaning on it. Sets the usual distance."
_DISTANCE = "From the L5-S1 disc forward to the middle of the mass; the grip has its own default and limits."
_HELP = "A task (see --list), `exercise NAME`, or `validate`."


def load(
    context: typer.Context,
    words: list[str] | None = typer.Argument(None, metavar="TASK", help=_HELP, show_default=False),
    listed: bool = typer.Option(False, "--list", help="List every task and exercise with its options."),
    case: Path | None = typer.Option(None, help="A case file: whose body and impairment.", show_default=False),
    weaken: list[str] = typer.Option([], help="MUSCLE:SIDE:PERCENT of strength lost, or a word; may be repeated."),
    spasm: list[str] = typer.Option([], help="MUSCLE:SIDE:LEVEL of least activation, 0 to 1; may be repeated."),
    guard: list[str] = typer.Option([], help="MUSCLE:SIDE:LEVEL of activation beyond the task; may be repeated."),
    tight: list[str] = typer.Option([], help="MUSCLE:SIDE:PERCENT shorter[:TIMES as stiff]; may be repeated."),
    imbalance: list[str] = typer.Option([], help=_IMBALANCE),
    spare: list[str] = typer.Option([], help=_SPARE),
    person: str | None = typer.Option(None, help="sex=female,age=40,height=1.65,mass=62 (m, kg).", show_default=False),
    measured: str | None = typer.Option(None, help=_MEASURED, show_default=False),
    scoliosis: str | None = typer.Option(None, help="Convex side and ends: right:T11-L3:25.", show_default=False),
    short_leg: str | None = typer.Option(None, help="right:12, millimetres shorter.", show_default=False),
    people: Path | None = typer.Option(None, help=_PEOPLE, show_default=False),
    strength: Path | None = typer.Option(None, help=_STRENGTH, show_default=False),
    trajectory: Path | None = typer.Option(None, help=_RECORDING, show_default=False),
    fill: str | None = typer.Option(None, help="Fill short gaps of a recording: linear or spline.", show_default=False),
    angle_unit: str | None = typer.Option(None, help="Angles of a recording: degrees, radians.", show_default=False),
    cutoff_hz: float | None = typer.Option(None, min=0.0, help=_CUTOFF, show_default=False),
    out: Path | None = typer.Option(None, "--out", "--output", help=_OUT, show_default=False),
    figure: Path | None = typer.Option(
        None, help="Draw the spine, or a recording over time, into this .svg or .png file.", show_default=False
    ),
    draws: int | None = typer.Option(
        None, min=0, max=10_000, help="People drawn for the intervals; 0 for none.", show_default=False
    ),
    flexion_deg: float = typer.Option(None, help="Inclination forward.", show_default=False),
    lateral_deg: float = typer.Option(None, help="Inclination to a side.", show_default=False),
    rotation_deg: float = typer.Option(None, help="Turn to a side.", show_default=False),
    side: str = typer.Option(None, help="right or left.", show_default=False),
    mass_kg: float = typer.Option(None, help="Mass held, lifted or carried.", show_default=False),
    distance_cm: float = typer.Option(None, help=_DISTANCE, show_default=False),
    grip: str = typer.Option(None, help=_GRIP, show_default=False),
    hands: str = typer.Option(None, help="both, left or right.", show_default=False),
    style: str = typer.Option(None, help="stoop or squat.", show_default=False),
    where: str = typer.Option(None, help="front, side_left, side_right or backpack.", show_default=False),
    as_json: bool = typer.Option(False, "--json", help="One JSON object."),
) -> None:
    """Compute muscle forces and disc loads of a task, an exercise or a recorded movement.

    Other options of a task, as `--list` names them, are given in the same way.
    """
    typed = dict(locals())
    with checked_input(as_json):
        named, more = split_words(words or [])
        mode = mode_of(context, named, more)
        if listed:
            _list(as_json)
        elif mode is Mode.VALIDATE:
            _validate(as_json)
        else:
            _compute(context, _asked(typed, named, more))
    raise typer.Exit(ExitCode.ANSWERED)


@dataclass(frozen=True, slots=True)
class _Asked:
    """What was asked, as it was typed: the task, whose body, what is read, and where the answer goes."""

    task: list[str]
    options: dict[str, Any]
    case: Path | None
    person: str | None
    said: ImpairmentWords
    found: tuple[str | None, str | None, str | None]
    strength: Path | None
    people: Path | None
    recorded: tuple[Path | None, float | None]
    reading: dict[str, Any]
    draws: int | None
    files: tuple[Path | None, Path | None, bool]


def _asked(given: Mapping[str, Any], named: list[str], more: list[tuple[str, float | str]]) -> _Asked:
    """What was typed, sorted by what it is about; tasks have these options, and `more`."""
    muscles = ("weaken", "spasm", "guard", "tight", "imbalance", "spare")
    return _Asked(
        task=named,
        options=options_of({name: given[name] for name in (*_OF_TASKS, "where")}, more),
        case=given["case"],
        person=given["person"],
        said=ImpairmentWords(*(given[name] for name in muscles)),
        found=(given["measured"], given["scoliosis"], given["short_leg"]),
        strength=given["strength"],
        people=given["people"],
        recorded=(given["trajectory"], given["cutoff_hz"]),
        reading={name: given[name] for name in ("fill", "angle_unit", "mass_kg", "hands")},
        draws=given["draws"],
        files=(given["out"], given["figure"], given["as_json"]),
    )


def _compute(context: typer.Context, asked: _Asked) -> None:
    """Answer for many people, for the neck, for a recording, or for one task."""
    (out, figure, as_json), (trajectory, cutoff_hz) = asked.files, asked.recorded
    targets = OutputTarget("--out", out, TABLES), OutputTarget("--figure", figure, FIGURES)
    check_targets(*targets, read=(asked.case, trajectory, asked.strength, asked.people))
    if asked.people is not None:
        _people(asked.people, (asked.task, asked.options), asked.recorded, asked.reading, (out, as_json))
        return
    patient = _patient(asked.case)
    who = patient.body if patient is not None and asked.person is None else person_of(asked.person)
    known = None if patient is None else patient.impairment
    if trajectory is None and (of_neck := neck_task_named(asked.task)) is not None:
        _print_neck(answer_of_neck(context, of_neck, (who, known), asked.said, asked.options), as_json)
        return
    impaired = impairment_of(asked.said, known, who)
    of_body = _Body(who, impaired, findings_of(*asked.found).tested(_tested(asked.strength)))
    if trajectory is not None:
        _trajectory(of_body, (trajectory, cutoff_hz), asked.reading, asked.files)
        return
    with progress("Working out the loads", "load"):
        answer = _answer(_task(asked.task), of_body, asked.options, asked.draws, as_json)
    _write(answer, out, figure)
    _print(answer, as_json)


def _task(words: list[str]) -> str:
    from myotome.load import neck_task_table, task, task_table

    named = [word for word in words if word != "exercise"]
    if meant := task_in_words(named):
        named = [meant]
    if len(named) != 1:
        message = "One task is needed; `myotome load --list` names them."
        raise InputError([Problem("TASK", None, " ".join(words) or "nothing", "one task", (), message)])
    if words[0] == "exercise" and named[0] in task_table() and task(named[0]).kind != "exercise":
        raise InputError([Problem("exercise", None, named[0], "an exercise; this is a task of daily life")])
    if named[0] not in task_table():
        raise UnknownNameError("task", named[0], [*task_table(), *neck_task_table()])
    return task(named[0]).name


def _patient(case: Path | None) -> Assessment | None:
    """The patient of a case file, where one is given."""
    if case is None:
        return None
    from myotome.exam import read_case
    from myotome.patient import Assessment

    return Assessment(read_case(case))


@dataclass(frozen=True, slots=True)
class _Body:
    """Whose spine it is, what is wrong with it, and what was measured of it."""

    person: Person
    impairment: Impairment
    findings: Findings

    def scales(self, as_json: bool) -> Mapping[str, float] | None:
        """Strength of each group as measured, where it was; said, but not in the way of JSON."""
        measured = self.findings.strength_nm
        if not measured:
            return None
        from myotome.evidence import strength_of_person

        scales = strength_of_person(self.person, measured)
        said = ", ".join(f"{direction} {nm:g} Nm" for direction, nm in measured.items())
        typer.echo(f"Muscles are as strong as measured: {said} (peak torque).", err=as_json)
        return scales


def _tested(strength: Path | None) -> Mapping[str, float]:
    """Peak torques of a dynamometer's file, where one is given."""
    if strength is None:
        return {}
    from myotome.load import read_strength

    return read_strength(strength)


def _answer(name: str, of_body: _Body, options: dict[str, Any], draws: int | None, as_json: bool) -> LoadAnswer:
    from myotome.load import load_answer

    found = of_body.findings
    return load_answer(
        name,
        of_body.person,
        options,
        of_body.impairment,
        scales=of_body.scales(as_json),
        shape=found.shape,
        measured=found.measured,
        **({} if draws is None else {"draws": draws}),
    )


def _write(answer: LoadAnswer, out: Path | None, figure: Path | None) -> None:
    if out is not None:
        from myotome.report import write_loads

        with writing("--out", out) as part:
            write_loads([answer.solution], part)
    if figure is not None:
        from myotome.report import draw_load

        with writing("--figure", figure) as part:
            draw_load(answer, part)


def _print(answer: LoadAnswer, as_json: bool) -> None:
    if as_json:
        print_json(answer.to_dict())
        return
    from myotome.report import load_document, print_document

    print_document(load_document(answer, drawn=False))


def _print_neck(answer: NeckAnswer, as_json: bool) -> None:
    if as_json:
        print_json(answer.to_dict())
        return
    from myotome.report import print_neck

    print_neck(answer)


def _trajectory(
    of_body: _Body,
    recorded: tuple[Path, float | None],
    reading: dict[str, Any],
    files: tuple[Path | None, Path | None, bool],
) -> None:
    from myotome.load import SETS_OF_TASKS, Reading, as_measured, in_motion, neck_course, read_recording, shaped, spine
    from myotome.load import solve_trajectory as solve
    from myotome.report import draw_movement, print_movement, write_loads

    said = Reading(**{name: value for name, value in reading.items() if value is not None})
    path, cutoff_hz = recorded
    out, figure, as_json = files
    recording = read_recording(path, said)
    own = as_measured(spine(of_body.person, SETS_OF_TASKS, of_body.scales(as_json)), of_body.findings.measured)
    model = shaped(own, of_body.findings.shape)
    recording = in_motion(model, recording, cutoff_hz)
    solutions = solve(model, recording.movement, of_body.impairment)
    neck = neck_course(model, recording, of_body.impairment)
    if out is not None:
        with writing("--out", out) as part:
            write_loads(solutions, part, recording.time_s, neck)
    if figure is not None:
        with writing("--figure", figure) as part:
            draw_movement(solutions, recording.time_s, part)
    print_movement(recording, solutions, as_json, neck)


def _people(
    path: Path,
    asked: tuple[list[str], dict[str, Any]],
    recorded: tuple[Path | None, float | None],
    reading: dict[str, Any],
    files: tuple[Path | None, bool],
) -> None:
    """Many people in one task, in one recording, or each in their own."""
    from myotome.cli.load_options.people_file import read_people
    from myotome.load import Posed, Reading, Recording, loads_of_people, read_recording
    from myotome.report import print_people, write_people

    said = Reading(**{name: value for name, value in reading.items() if value is not None})
    (trajectory, cutoff_hz), (named, options), (out, as_json) = recorded, asked, files
    people = read_people(path, said)
    shared: Recording | Posed | None = None if trajectory is None else read_recording(trajectory, said)
    if trajectory is None and named:
        shared = Posed(_task(named), options)
    loads = loads_of_people(people.subjects, shared, cutoff_hz=cutoff_hz)
    if out is not None:
        with writing("--out", out) as part:
            write_people(people.names, loads, part)
    print_people(people.names, loads, as_json)


def _validate(as_json: bool) -> None:
    from myotome.evidence import agreement, compared

    rows = compared()
    if as_json:
        score = agreement(rows)
        print_json(
            {
                "rows": [row.to_dict() for row in rows],
                "n": score.n,
                "r": score.correlation,
                "rank_correlation": score.rank_correlation,
                "rmse_mpa": score.rmse_mpa,
            }
        )
        return
    from myotome.report import print_validation

    print_validation(rows)


def _list(as_json: bool) -> None:
    from myotome.load import neck_task_table, task_table

    tasks = (*task_table().values(), *neck_task_table().values())
    if as_json:
        print_json([{"task": t.name, "label": t.label, "kind": t.kind, "options": list(t.options)} for t in tasks])
        return
    from myotome.report import print_tasks

    print_tasks(tasks)
