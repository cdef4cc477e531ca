"""Why a launch ends: said to the user in words, without anything secret."""

from __future__ import annotations

from myotome.errors import MyotomeError

__all__ = ["SmartError"]


class SmartError(MyotomeError):
    """A launch that is refused, by us or by the hospital's server; nothing was taken over."""
