"""Whether the program is up: asked by the host, and by whoever watches it."""

from __future__ import annotations

from fastapi import APIRouter

from myotome import __version__
from myotome.web.server.warm_up import WarmUp

__all__ = ["health"]


def health(warm_up: WarmUp | None = None) -> APIRouter:
    """The route of the program's health.

    Parameters
    ----------
    warm_up : WarmUp or None
        What compiles in the background; None where nothing does, and the first answer waits for it.
    """
    routes = APIRouter(tags=["program"])

    @routes.get("/healthz", summary="Is the program up, and are its first answers quick?")
    async def up() -> dict[str, str]:
        """Say that the program answers, which version it is, and whether it is still compiling."""
        answers = "compiled at first use" if warm_up is None else warm_up.state
        return {"status": "ok", "version": __version__, "answers": answers}

    return routes
