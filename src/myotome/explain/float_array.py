"""The array type that the whole of `explain` computes in."""

import numpy as np
from numpy.typing import NDArray

__all__ = ["Float"]

Float = NDArray[np.float64]
