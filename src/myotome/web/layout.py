"""The templates of all pages, with what every one of them may use."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader

from myotome import __version__
from myotome.exam import words
from myotome.language import own_name
from myotome.web.access.visitor import may, proof, visitor
from myotome.web.answer.shares import capital, percent
from myotome.web.body.chart import FRAMES, VIEWS, expected_shades, paths, regions, shades, silhouette
from myotome.web.body.marks import marks
from myotome.web.examination.buttons import act
from myotome.web.examination.sheet import PARTS
from myotome.web.patients.bound import patient_line

__all__ = ["laid_out"]


def laid_out(template: str, **shown: Any) -> str:
    """Text of a template; what is shown is escaped, whatever it holds."""
    return _environment().get_template(template).render(shown)


@cache
def _environment() -> Environment:
    made = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters["percent"] = percent
    made.filters["capital"] = capital
    made.filters["own_name"] = own_name
    made.filters["plain"] = lambda name: str(name).replace("_", " ")
    made.globals.update(act=act, words=words, PARTS=PARTS, VIEWS=VIEWS, FRAMES=FRAMES, version=__version__)
    made.globals.update(patient_line=patient_line, may=may, proof=proof, visitor=visitor)
    made.globals.update(silhouette=silhouette, paths=paths, regions=regions, shades=shades)
    made.globals.update(expected_shades=expected_shades, marks=marks)
    return made
