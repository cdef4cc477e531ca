"""Why records refuse: there is no such record, somebody else changed it, or what is stored cannot be trusted."""

from __future__ import annotations

from myotome.errors import MyotomeError

__all__ = ["ChangedElsewhereError", "DamagedError", "NoSuchRecordError"]


class NoSuchRecordError(MyotomeError):
    """There is no record with this id; an id of another clinic would be answered in the same words."""

    def __init__(self) -> None:
        super().__init__("There is no such record.")


class ChangedElsewhereError(MyotomeError):
    """The record was changed since it was read: nothing was saved.

    Parameters
    ----------
    seen, current : int
        Version that the change was made on, and version that is stored.
    """

    def __init__(self, seen: int, current: int) -> None:
        super().__init__(f"Changed elsewhere since it was read (version {seen}, now {current}); nothing was saved.")
        self.seen, self.current = seen, current


class DamagedError(MyotomeError):
    """What is stored was not written with this key, or not as it is now."""
