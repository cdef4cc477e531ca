"""How many threads the library of linear algebra may use: one, for matrices as small as a patient's.

The matrices of one patient have some tens of rows. Threads that wait for such work spin meanwhile: a plan took more
than twice the processor time, and on a busy machine twice as long. What is large is shared out by kernels of our own.
"""

from __future__ import annotations

import os
from typing import Final

__all__ = ["use_one_thread"]

#: Read by the libraries that NumPy may be built on, when it is first imported.
_VARIABLES: Final = ("OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS")


def use_one_thread() -> None:
    """Ask for one thread, before NumPy is imported; whoever has asked for another number keeps it."""
    for name in _VARIABLES:
        os.environ.setdefault(name, "1")
