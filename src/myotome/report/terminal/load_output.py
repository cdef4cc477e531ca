"""An answer of `load` as a page or as a picture in a file."""

from __future__ import annotations

from pathlib import Path

from myotome.errors import InputError, Problem
from myotome.load import LoadAnswer
from myotome.report.figures.spine_figure import spine_svg
from myotome.report.figures.svg import png_bytes
from myotome.report.terminal.load_page import LoadPage, print_load_page

__all__ = ["draw_load", "print_load"]


def print_load(answer: LoadAnswer) -> None:
    """Print one answer."""
    print_load_page(
        LoadPage(
            label=answer.task.label,
            solution=answer.solution,
            healthy=answer.healthy,
            intervals=answer.intervals,
            options=answer.options,
            alignment=answer.alignment,
            sources=answer.sources(),
        )
    )


def draw_load(answer: LoadAnswer, path: Path) -> None:
    """Draw an answer into a file.

    Raises
    ------
    InputError
        The name ends in neither .svg nor .png, or the library for PNG is not installed.
    """
    if path.suffix.lower() not in {".svg", ".png"}:
        raise InputError([Problem("--figure", None, str(path), "a name that ends in .svg or .png")])
    picture = spine_svg(answer.solution, answer.task.label, answer.healthy)
    if path.suffix.lower() == ".png":
        path.write_bytes(png_bytes(picture))
    else:
        path.write_text(picture, encoding="utf-8")
