"""The chapter of load: what cannot be held comes first, the worst disc is named, the twin shows what bears more."""

from __future__ import annotations

import io
from dataclasses import replace
from functools import cache
from typing import Any

import numpy as np
import pytest
from rich.console import Console

from myotome.load import (
    JOINTS,
    Impairment,
    LoadAnswer,
    Solution,
    Spasm,
    Weakness,
    intervals,
    load_answer,
    reference_person,
    solve,
    spine,
    stance,
    task,
)
from myotome.load.statics.muscle_totals import muscle_forces, spare_share
from myotome.report.load_documents import load_document
from myotome.report.terminal.document import print_document

BACK = ("erector_spinae", "multifidus")
GONE = Impairment(tuple(Weakness(name, "bilateral", 100.0) for name in BACK))
WEAK = Impairment((Weakness("multifidus", "right", 80.0),))


@cache
def model() -> Any:
    return spine(reference_person(), ("core", "neck", "girdle"))


def solved(name: str = "standing_flexed", impairment: Impairment | None = None, **options: Any) -> Solution:
    return solve(model(), stance(model(), task(name), options), impairment)


def answer(solution: Solution, healthy: Solution | None = None, **more: Any) -> LoadAnswer:
    fields = {"label": "bent", "options": {}, "intervals": None, "alignment": None} | more
    made = replace(task("standing_flexed"), label=fields.pop("label"))
    person = reference_person()
    return LoadAnswer(made, person=person, impairment=Impairment(), solution=solution, healthy=healthy, **fields)


def shown(made: LoadAnswer, width: int = 80) -> str:
    written = io.StringIO()
    print_document(load_document(made), Console(file=written, width=width, highlight=False, emoji=False, markup=False))
    return written.getvalue()


def flowing(made: LoadAnswer) -> str:
    return " ".join(shown(made).split())


def test_the_worst_disc_is_named_before_the_table() -> None:
    solution = solved()
    page = shown(answer(solution))
    worst = JOINTS[int(solution.discs.compression_n[0, :6].argmax())]
    assert f"{worst} bears most: {solution.discs.compression_n[0].max():.0f} N" in page
    assert page.index("bears most") < page.index("compression, N")
    for disc in JOINTS[:6]:
        assert f"\n{disc}" in page


def test_what_cannot_be_held_is_said_before_any_load() -> None:
    page = flowing(answer(solved(impairment=GONE, flexion_deg=60.0), solved(flexion_deg=60.0)))
    assert page.index("cannot hold exactly this") < page.index("Missing moments") < page.index("Discs")
    assert "The healthy twin can." in page
    assert "can hold this" not in page
    assert "Effort" not in page


def test_the_largest_missing_moment_comes_first() -> None:
    solution = solved(impairment=GONE, flexion_deg=60.0)
    name = max(solution.unmet_by_dof, key=lambda key: solution.unmet_by_dof[key])
    assert f"Missing moments: {name} {solution.unmet_by_dof[name]:.1f} Nm;" in flowing(answer(solution))


def test_the_twin_shows_which_disc_bears_more_and_which_muscle_compensates() -> None:
    ours, theirs = solved(impairment=WEAK), solved()
    page = flowing(answer(ours, theirs))
    change = (ours.discs.compression_n - theirs.discs.compression_n)[0, :-1]
    assert f"{JOINTS[int(change.argmax())]} takes the most additional load: {change.max():+.0f} N" in page
    more = muscle_forces(ours).force_n - muscle_forces(theirs).force_n
    helper = muscle_forces(ours).names[int(more.argmax())]
    assert f"pull harder: {helper} {more.max():+.0f} N" in page
    assert "right multifidus -" in page[page.index("pull less") :]
    assert "twin" not in shown(answer(theirs))


def test_spasm_adds_load_to_a_disc() -> None:
    tense = Impairment(spasms=(Spasm("erector_spinae", "bilateral", 0.2),))
    assert "additional load: +" in flowing(answer(solved("standing", tense), solved("standing")))
    same = solved("standing")
    assert "No disc takes more load" in flowing(answer(same, same))


def test_limits_are_named_as_what_they_are() -> None:
    solution = solved("standing")
    found = intervals(solution, draws=20)
    with_limits, without = flowing(answer(solution, intervals=found)), flowing(answer(solution))
    low, high = found.compression_n[:, 1]
    assert f"{solution.discs.compression_n[0, 1]:.0f} ({low:.0f}-{high:.0f})" in with_limits
    assert "nine of ten people" in with_limits
    assert "uncertainty of disc size" in without


@pytest.mark.parametrize("side", ["right", "left"])
def test_mirrored_people_have_mirrored_pages(side: str) -> None:
    other = {"right": "left", "left": "right"}[side]
    pages = [shown(answer(solved("standing_bent", side=one))) for one in (side, other)]
    discs = [
        [line.split() for line in page.splitlines() if line.endswith(")") and line.split()[0] in JOINTS]
        for page in pages
    ]
    for ours, theirs in zip(*discs, strict=True):
        assert [*ours[:3], ours[4]] == [*theirs[:3], theirs[4]]
        assert int(ours[3]) == -int(theirs[3])


def test_options_are_shown_with_units() -> None:
    page = flowing(answer(solved(), options={"flexion_deg": 30.0, "side": "left"}))
    assert "Bent (flexion 30 deg, side: left)." in page
    assert "Sources: " in page


def test_where_a_spasm_pulls_the_spine_is_shown_with_its_side() -> None:
    for side, told in (("right", "to the right"), ("left", "to the left")):
        spasm = Impairment(spasms=(Spasm("quadratus_lumborum", side, 0.05),))
        page = shown(load_answer("standing", reference_person(), impairment=spasm, draws=0))
        assert f"mm {told}" in page
        assert "Cobb angle" in page


def test_no_table_wraps_at_eighty_columns() -> None:
    solution = solved("lifting")
    page = shown(answer(solution, solution, intervals=intervals(solution, draws=20)))
    rows = [line for line in page.splitlines() if line.split("  ")[0] in JOINTS]
    assert [row.split()[0] for row in rows] == list(JOINTS[:6])
    assert all(len(row.split()) == 8 for row in rows)


def test_markup_in_a_label_is_printed_as_it_is() -> None:
    assert "[red]task" in shown(answer(solved("standing"), label="[red]task"))


def test_forces_of_muscles_add_up_to_those_of_fascicles() -> None:
    solution = solved()
    found = muscle_forces(solution)
    assert found.force_n.sum() == pytest.approx(solution.force_n[0].sum())
    assert (found.activation <= found.hardest + 1e-12).all()
    assert (found.active_n <= found.force_n + 1e-9).all()
    half = len(found.names) // 2
    np.testing.assert_allclose(found.force_n[:half], found.force_n[half:], rtol=1e-6)
    assert [name.replace("right", "left") for name in found.names[:half]] == list(found.names[half:])


def test_what_is_lost_is_not_in_hand() -> None:
    assert spare_share(solved(impairment=GONE)) == 0.0
    assert spare_share(solved(impairment=WEAK)) < spare_share(solved()) < spare_share(solved("lying_prone")) <= 1.0
    assert (
        not muscle_forces(solved(impairment=GONE))
        .activation[[name.endswith("multifidus") for name in muscle_forces(solved(impairment=GONE)).names]]
        .any()
    )
