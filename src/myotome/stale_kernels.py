"""Compiled kernels that are older than the code they were compiled from are thrown away.

Numba keeps compiled functions beside the source and looks only at the file of the function itself. Constants and
functions that a kernel takes from other files are frozen into it: after a change there it would go on with the old
ones, silently. A wrong number is worse than a second of compiling.
"""

from __future__ import annotations

from pathlib import Path

__all__ = ["drop_stale_kernels"]


def drop_stale_kernels(module_file: str) -> int:
    """Remove the compiled kernels of a room, folders in it included, that are older than any source file of the room.

    Parameters
    ----------
    module_file : str
        `__file__` of the package.

    Returns
    -------
    int
        How many indexes were removed; their functions are compiled again when they are first called.

    Examples
    --------
    >>> import myotome.forecast
    >>> drop_stale_kernels(myotome.forecast.__file__)
    0
    """
    folder = Path(module_file).parent
    indexes = list(folder.rglob("__pycache__/*.nbi"))
    if not indexes:
        return 0
    newest = max(source.stat().st_mtime_ns for source in folder.rglob("*.py"))
    return sum(_removed(index) for index in indexes if _changed(index) < newest)


def _changed(index: Path) -> int:
    try:
        return index.stat().st_mtime_ns
    except FileNotFoundError:  # another process was quicker
        return 0


def _removed(index: Path) -> bool:
    try:
        index.unlink()
    except OSError:  # gone already, or a folder that may only be read: its files came together, by installation
        return False
    return True
