"""Why a hospital's server gave no answer: said to the user in words, without anything secret."""

from __future__ import annotations

from myotome.errors import MyotomeError

__all__ = ["RemoteError"]


class RemoteError(MyotomeError):
    """A server cannot be reached, refuses, or answers with something that cannot be used."""
