"""The page of the anatomy: cut a place and see what falls, trace a muscle, an area or a reflex to its roots."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Final
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse
from starlette.concurrency import run_in_threadpool

from myotome.anatomy import nerve_places, root_levels
from myotome.web.layout import laid_out
from myotome.web.limits import limits
from myotome.web.patients.bound import Kept
from myotome.web.teaching.chart import chart_of, most_lost
from myotome.web.teaching.cuts import clearest, cut_of, cuts_by_kind, differences, place_words, step_words
from myotome.web.teaching.ways import targets_by_kind, traced

__all__ = ["AnatomyPage", "Looked"]

#: What is asked for most often: a click each.
OFTEN: Final = (
    "L4", "L5", "S1", "common_peroneal@fibular_neck", "sciatic@hip", "femoral", "C6", "C7", "C8",
    "median@carpal_tunnel", "ulnar@elbow", "radial@spiral_groove",
)  # fmt: skip
_SIDES: Final = ("right", "left")
_KINDS: Final = {"muscle": "Muscles", "area": "Skin", "reflex": "Reflexes"}


@dataclass(frozen=True, slots=True)
class Looked:
    """What the page shows; every field is in its address.

    Attributes
    ----------
    cut : str
        Root or place that is cut.
    side : str
    other : str
        Place that it is told apart from; empty for none.
    trace : str
        `muscle:soleus`, `area:great_toe` or `reflex:achilles`; empty for none.
    """

    cut: str = "L5"
    side: str = "right"
    other: str = "common_peroneal@fibular_neck"
    trace: str = "muscle:tibialis_anterior"

    def address(self, **changed: str) -> str:
        """Address of the page with something else chosen.

        Examples
        --------
        >>> Looked(other="", trace="").address(cut="S1")
        '/anatomy?cut=S1&side=right&other=&trace='
        """
        return f"/anatomy?{urlencode({**asdict(self), **changed})}"


def looked_at(request: Request) -> Looked:
    """What an address asks for; a name that there is not is left as it usually is."""
    usual, asked = Looked(), request.query_params
    known = {*root_levels(), *nerve_places()}
    kind, _, name = asked.get("trace", usual.trace).partition(":")
    other = asked.get("other", usual.other)
    return Looked(
        cut=asked.get("cut", "") if asked.get("cut") in known else usual.cut,
        side=asked.get("side", "") if asked.get("side") in _SIDES else usual.side,
        other=other if other in known else "",
        trace=f"{kind}:{name}" if name in dict(targets_by_kind().get(kind, ())) else "",
    )


@dataclass(frozen=True, slots=True)
class AnatomyPage:
    """The page; `kept` says whether patients are kept at all."""

    kept: bool

    def routes(self) -> APIRouter:
        """What is asked under which address."""
        made = APIRouter(include_in_schema=False)
        made.add_api_route("/anatomy", self.shown, methods=["GET"])
        return made

    async def shown(self, request: Request) -> HTMLResponse:
        """The page with what its address asks for."""
        return HTMLResponse(await run_in_threadpool(anatomy_page, looked_at(request), self.kept))


def anatomy_page(looked: Looked, kept: bool) -> str:
    """Lay out the page."""
    cut, kind, name = cut_of(looked.cut), *looked.trace.partition(":")[::2]
    other = cut_of(looked.other) if looked.other and looked.other != looked.cut else None
    listed = int(limits("teaching")["listed"])
    return laid_out(
        "teaching/anatomy.html",
        looked=looked,
        cut=cut,
        most=most_lost(cut),
        listed=listed,
        other=other,
        apart=clearest(differences(cut, other), listed) if other else (),
        chart=chart_of(cut, looked.side),
        traced=traced(kind, name, looked.cut),
        cuts=cuts_by_kind(),
        targets=targets_by_kind(),
        kinds=_KINDS,
        often=[(place, short_words(place)) for place in OFTEN],
        place_words=place_words,
        step_words=step_words,
        title="Teaching",
        here="teaching",
        kept=Kept() if kept else None,
    )


def short_words(place: str) -> str:
    """A place for a button.

    Examples
    --------
    >>> short_words("ulnar@elbow"), short_words("L5")
    ('ulnar', 'L5 root')
    """
    return place_words(place).partition(",")[0].removesuffix(" nerve")
