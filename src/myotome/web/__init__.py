"""The page that a clinician opens, and the interface for other programs. Nothing is kept: the case is in the form."""

from typing import TYPE_CHECKING

from myotome.lazy import lazy_names

if TYPE_CHECKING:
    from myotome.web.serving import serve
    from myotome.web.site import application

__all__ = ["application", "serve"]

if not TYPE_CHECKING:
    __getattr__, __dir__ = lazy_names(
        __name__,
        {"myotome.web.site": ("application",), "myotome.web.serving": ("serve",)},
    )
