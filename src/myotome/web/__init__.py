"""The page that a clinician opens, and the interface for other programs."""

from typing import TYPE_CHECKING

from myotome.lazy import lazy_names

if TYPE_CHECKING:
    from myotome.web.access.access import access_to
    from myotome.web.serving import Network, serve
    from myotome.web.site import application

__all__ = ["Network", "access_to", "application", "serve"]

if not TYPE_CHECKING:
    __getattr__, __dir__ = lazy_names(
        __name__,
        {
            "myotome.web.site": ("application",),
            "myotome.web.serving": ("Network", "serve"),
            "myotome.web.access.access": ("access_to",),
        },
    )
