"""The array types of the whole house, with their shape said where they are used."""

import numpy as np
from numpy.typing import NDArray

__all__ = ["Floats", "Points", "SingleFloats"]

#: Double precision, of any shape.
Floats = NDArray[np.float64]
#: Double precision, shape (points, 2) in drawings and (points, 3) in space.
Points = NDArray[np.float64]
#: Single precision, as the large kernels take it.
SingleFloats = NDArray[np.float32]
