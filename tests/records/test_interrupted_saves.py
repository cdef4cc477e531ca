"""Killed at any moment of a save, nothing that was acknowledged is lost and nothing stands there by half."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from myotome.records import Identity, Records, faults_of
from support.stored import case_of

#: Each step of a save, in its order; the last are after the commit.
STEPS = (
    "begun",
    "visit written",
    "event written",
    "chain written",
    "revision written",
    "before the commit",
    "committed",
)
_PROGRAM = """
import json, os, signal, sys
from myotome.records import open_records
from support.stored import KEY, case_of
address, patient, visit, step, saves = sys.argv[1:]
def at(name):
    if name == step:
        os.kill(os.getpid(), signal.SIGKILL)
records = open_records(address, environment=KEY)
version = records.visit(visit).version
records.at_step = at
for number in range(int(saves)):
    made = records.add_visit(patient, "2026-03-02", case_of(4))
    version = records.change_visit(visit, version, "2026-03-03", case_of(5 if version % 2 else 3))
    print(json.dumps([made, version]), flush=True)
"""


def saving(address: str, patient: str, visit: str, step: str, saves: int) -> subprocess.Popen[str]:
    path = os.pathsep.join([*sys.path, str(Path(__file__).parents[1])])
    command = [sys.executable, "-c", _PROGRAM, address, patient, visit, step, str(saves)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=os.environ | {"PYTHONPATH": path})


def start(records: Records) -> tuple[str, str]:
    patient = records.add_patient(Identity("Ada Example"))
    return patient, records.add_visit(patient, "2026-03-02", case_of(3))


def assert_whole(records: Records, patient: str, visit: str, acknowledged: list[tuple[str, int]]) -> None:
    """All that was acknowledged is there; at most one save more may be, and that one whole."""
    assert faults_of(records) == ()
    kept = {one.id for one in records.visits(patient, archived=True)}
    assert {made for made, _ in acknowledged} <= kept
    assert len(kept) - 1 - len(acknowledged) in (0, 1)
    last = acknowledged[-1][1] if acknowledged else 1
    assert records.visit(visit).version - last in (0, 1)


@pytest.mark.parametrize("step", STEPS)
def test_a_save_that_is_killed_at_a_step_is_whole_or_was_not(
    opened: Callable[..., Records], address: str, step: str
) -> None:
    records = opened()
    patient, visit = start(records)
    with saving(address, patient, visit, step, 1) as process:
        told, _ = process.communicate(timeout=120)
        assert process.returncode == -signal.SIGKILL
    assert told == ""
    assert_whole(records, patient, visit, [])
    made = len(records.visits(patient)) - 1
    assert made == (1 if step == "committed" else 0)
    records.add_visit(patient, "2026-03-04", case_of())
    assert faults_of(records) == ()


@pytest.mark.slow
def test_fifty_kills_at_any_moment_lose_nothing(opened: Callable[..., Records], address: str) -> None:
    """On each of the two databases: a hundred in all."""
    records = opened()
    patient, visit = start(records)
    acknowledged: list[tuple[str, int]] = []
    for number in range(50):
        before = len(records.visits(patient)), records.visit(visit).version
        with saving(address, patient, visit, "", 1000) as process:
            assert process.stdout is not None
            acknowledged = [tuple(json.loads(process.stdout.readline()))]
            time.sleep(0.001 * (number % 50))
            process.kill()
            told = process.stdout.read()
            acknowledged += [tuple(json.loads(line)) for line in told.splitlines() if line.endswith("]")]
        kept = {one.id for one in records.visits(patient)}
        assert {made for made, _ in acknowledged} <= kept
        assert len(kept) - before[0] - len(acknowledged) in (0, 1)
        assert records.visit(visit).version - acknowledged[-1][1] in (0, 1)
        if number % 10 == 9:  # the whole chain is read: each time would be quadratic
            assert faults_of(records) == ()


@pytest.mark.slow
def test_eight_writers_lose_none_of_their_commits(opened: Callable[..., Records], address: str) -> None:
    records = opened()
    patient, visit = start(records)
    visits = [visit, *(records.add_visit(patient, "2026-03-02", case_of()) for _ in range(7))]
    writers = [saving(address, patient, one, "", 10) for one in visits]
    made: list[str] = []
    for writer in writers:
        with writer:
            told, _ = writer.communicate(timeout=300)
            assert writer.returncode == 0
            made += [json.loads(line)[0] for line in told.splitlines()]
    assert len(set(made)) == 80
    assert set(made) < {one.id for one in records.visits(patient)}
    assert {records.visit(one).version for one in visits} == {11}
    assert faults_of(records) == ()
