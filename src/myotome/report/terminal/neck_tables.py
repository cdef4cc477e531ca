"""What a task does to a neck, for the terminal: its joints, its muscles, and what cannot be held."""

from __future__ import annotations

from typing import Final

from rich.console import Console
from rich.table import Table

from myotome.exam import sided, words
from myotome.load import NECK_DISCS, NECK_JOINTS, NeckAnswer
from myotome.report.terminal.console import page_console

__all__ = ["print_neck"]

_MUSCLES: Final = 12
_NOTE: Final = (
    "Load of the whole joint, disc and facets together; C1-C2 and C0-C1 have no disc. MPa is compression over the area "
    "of the disc; multiples are of looking straight ahead. The limits are those of what was judged, above all how much "
    "of a shoulder the neck holds up. No muscle is tense without need here: a tense neck bears more."
)


def print_neck(answer: NeckAnswer) -> None:
    """Print a task's loads on the cervical spine, from the skull down, and the muscles that pull hardest."""
    console = page_console()
    console.print(answer.task.label[0].upper() + answer.task.label[1:])
    if not answer.feasible:
        missing = "; ".join(f"{name} {nm:.1f} Nm" for name, nm in answer.solution.unmet_by_dof.items())
        console.print(f"These muscles cannot hold this posture. Missing: {missing or 'less than 0.01 Nm'}.")
    _joints(console, answer)
    _muscles(console, answer)
    console.print(_NOTE)
    console.print(f"Sources: {', '.join(answer.sources())}.")


def _table(*heads: str) -> Table:
    table = Table(box=None, pad_edge=False)
    for number, head in enumerate(heads):
        table.add_column(head, justify="right" if number else "left")
    return table


def _joints(console: Console, answer: NeckAnswer) -> None:
    twin = ("healthy N",) if answer.healthy is not None else ()
    table = _table("joint", "compression N", "limits", *twin, "multiple", "shear forward N", "right N", "MPa")
    of = answer.solution
    for number in reversed(range(len(NECK_JOINTS))):
        healthy = () if answer.healthy is None else (f"{answer.healthy.compression_n[number]:.0f}",)
        table.add_row(
            NECK_JOINTS[number],
            f"{of.compression_n[number]:.0f}",
            "{:.0f}-{:.0f}".format(*answer.limits_n[:, number]),
            *healthy,
            f"{of.compression_n[number] / answer.ahead.compression_n[number]:.1f}",
            f"{of.shear_anterior_n[number]:z.0f}",
            f"{of.shear_lateral_n[number]:z.0f}",
            f"{of.stress_mpa[number]:.2f}" if number < len(NECK_DISCS) else "",
        )
    console.print(table)


def _muscles(console: Console, answer: NeckAnswer) -> None:
    twin = ("healthy N",) if answer.healthy is not None else ()
    table = _table("muscle", "N", *twin, "activation %")
    for muscle in answer.muscles()[:_MUSCLES]:
        name = sided(words(muscle.part, "muscles"), muscle.side)
        healthy = () if answer.healthy is None else (f"{muscle.healthy_force_n:.0f}",)
        table.add_row(name, f"{muscle.force_n:.0f}", *healthy, f"{100 * muscle.activation:.0f}")
    console.print(table)
