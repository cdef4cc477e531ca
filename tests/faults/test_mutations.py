"""Whatever is given, it is read or refused as bad input: no other error, no hang, nothing a terminal would obey."""

from __future__ import annotations

import contextlib
import random
import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
import yaml
from typer.testing import CliRunner

from myotome.cli.load_options.impairments import ImpairmentWords, impairment_of
from myotome.cli.load_options.measured import findings_of
from myotome.cli.load_options.people_file import read_people
from myotome.cli.load_options.words import person_of, split_words
from myotome.cli.main import app
from myotome.errors import InputError, UnknownNameError
from myotome.exam.reading.files import case_from_mapping, read_case
from myotome.forecast import arm_of
from myotome.forecast.cohorts.specification import read_specification
from myotome.load import Reading, read_trajectory, reference_person, task
from support.mutations import NASTY, mutated_bytes, mutated_json, mutated_mapping, mutated_words, mutated_yaml
from support.recorded import PLACES, markers_of, storage, trc

ROOT = Path(__file__).parents[2]
CASES = [path.read_text(encoding="utf-8") for path in sorted((ROOT / "examples").glob("*.yaml"))]
BODIES = [yaml.safe_load(text) for text in CASES]
TRIAL = (ROOT / "examples" / "trial-early-surgery.toml").read_text(encoding="utf-8")
ANGLES = "frame,lumbar_flexion_deg,pelvis_flexion_deg,L4-L5_lateral_deg\n0,0,0,0\n1,20,10.5,1\n2,-5,3,-1e0\n"
UPRIGHT = markers_of(np.broadcast_to(np.eye(3), (2, 3, 3)), np.broadcast_to(np.eye(3), (2, 3, 3)))
RECORDINGS = {
    "angles.csv": ANGLES,
    "ik.mot": storage({"time": [0.0, 0.1], "pelvis_tilt": [0.0, -5.0], "lumbar_extension": [0.0, -10.0]}),
    "markers.trc": trc(list(PLACES), UPRIGHT),
}
WORDS = (
    *("sex=female,age=40,height=1.65,mass=62", "multifidus:right:40", "erector_spinae:left:0.2", "nsaid+no_surgery"),
    *(
        "psoas_major:right:15:2",
        "left:right:multifidus=0.7",
        "right:T11-L3:25",
        "left:12",
        "lordosis=45,flexion_nm=100",
    ),
)
PEOPLE = (
    "id,sex,age,height,mass,weaken,tight,kyphosis,scoliosis\na,male,40,1.8,80,multifidus:right:40,,50,right:T11-L3:20\n"
)
COMMANDS = ("anatomy muscle EHL", "anatomy nerve ulnar@guyon_canal --json", "claims no-such", "load --list")
_HANG_S = 60


def _file(folder: Path, name: str, content: bytes) -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def _case_yaml(chance: random.Random, folder: Path) -> None:
    content = (
        mutated_bytes(chance.choice(CASES), chance) if chance.random() < 0.5 else mutated_yaml(_body(chance), chance)
    )
    read_case(_file(folder, "case.yaml", content))


def _case_json(chance: random.Random, folder: Path) -> None:
    read_case(_file(folder, "case.json", mutated_json(_body(chance), chance)))


def _case_mapping(chance: random.Random, _: Path) -> None:
    case_from_mapping(mutated_mapping(_body(chance), chance))


def _body(chance: random.Random) -> object:
    return chance.choice(BODIES)


def _specification(chance: random.Random, folder: Path) -> None:
    read_specification(_file(folder, "trial.toml", mutated_bytes(TRIAL, chance)))


def _movement(chance: random.Random, folder: Path) -> None:
    name = chance.choice(list(RECORDINGS))
    read_trajectory(_file(folder, name, mutated_bytes(RECORDINGS[name], chance)))


def _option(chance: random.Random, _: Path) -> None:
    word = mutated_words(chance.choice(WORDS), chance)
    read = chance.randrange(5)
    if read == 0:
        person_of(word)
    elif read == 1:
        option = chance.choice(["weaken", "spasm", "guard", "tight", "imbalance"])
        impairment_of(ImpairmentWords(**{option: [word]}), None, reference_person())
    elif read == 2:
        findings_of(*(word if place == chance.randrange(3) else None for place in range(3)))
    elif read == 3:
        arm_of(word)
    else:
        task((split_words(["--x", word, word])[0] or [word])[0])


def _command(chance: random.Random, _: Path) -> None:
    words = chance.choice(COMMANDS).split()
    words[chance.randrange(len(words))] = chance.choice(NASTY)
    done = CliRunner().invoke(app, words)
    assert isinstance(done.exception, SystemExit | None), words
    assert done.exit_code in (0, 2), words


def _people(chance: random.Random, folder: Path) -> None:
    read_people(_file(folder, "people.csv", mutated_bytes(PEOPLE, chance)), Reading())


INPUTS = {
    "case as YAML": _case_yaml,
    "case as JSON": _case_json,
    "case as data": _case_mapping,
    "specification": _specification,
    "movement": _movement,
    "option": _option,
    "people": _people,
    "command": _command,
}


@contextlib.contextmanager
def _guarded() -> Iterator[None]:
    """Fail where one input takes for ever; no measure of speed."""

    def stop(*_: object) -> None:
        raise TimeoutError

    if not hasattr(signal, "SIGALRM"):
        yield
        return
    before = signal.signal(signal.SIGALRM, stop)
    signal.alarm(_HANG_S)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def tried(name: str, seed: int, folder: Path) -> bool:
    """Try one mutation; whether it was refused."""
    read: Callable[[random.Random, Path], None] = INPUTS[name]
    try:
        with _guarded():
            read(random.Random(f"{name} {seed}"), folder)
    except (InputError, UnknownNameError) as error:
        said = str(error)
        assert "".join(said.split("\n")).isprintable(), (name, seed, said)
        assert len(said) < 200_000
        return True
    except BaseException as error:
        raise AssertionError(f"{name}, seed {seed}: {type(error).__name__}: {str(error)[:200]}") from error
    return False


@pytest.mark.parametrize("name", INPUTS)
def test_a_mutation_is_read_or_refused(name: str, tmp_path: Path) -> None:
    refused = sum(tried(name, seed, tmp_path) for seed in range(60 if name != "command" else 6))
    assert refused or name == "command"


@pytest.mark.nightly
@pytest.mark.parametrize("name", INPUTS)
def test_twenty_thousand_mutations_are_read_or_refused(name: str, tmp_path: Path) -> None:
    count = 200 if name == "command" else 3300
    assert sum(tried(name, seed, tmp_path) for seed in range(1000, 1000 + count)) < count + 1
