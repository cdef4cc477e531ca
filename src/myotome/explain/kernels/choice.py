"""Which kernels to use: loading the compiled ones takes longer than a plain answer, and pays from the third case on."""

from __future__ import annotations

import sys
from types import ModuleType

from myotome.explain.kernels import plain as pair_plain

__all__ = ["kernels", "load_compiled"]

_PATIENCE = 2
_COMPILED = "myotome.explain.kernels.compiled"
_asked = 0


def load_compiled() -> None:
    """Load the compiled kernels now, as a server or a batch does before its first case."""
    from myotome.explain.kernels import compiled as pair_kernel

    del pair_kernel


def kernels(new_case: bool = False) -> ModuleType:
    """Return the module whose kernels to use; both give the same numbers.

    Parameters
    ----------
    new_case : bool
        Whether a new case begins: after a few of them the compiled kernels are loaded.
    """
    global _asked
    _asked += new_case
    if _asked > _PATIENCE:
        load_compiled()
    return sys.modules.get(_COMPILED, pair_plain)
