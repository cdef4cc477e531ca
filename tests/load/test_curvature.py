"""What muscles add to the stiffness of a posture: the sums over the joints that they cross are the whole products."""

from __future__ import annotations

import numpy as np
import pytest

from myotome.load.posing.curvature_kernel import curvatures


def test_the_curvatures_are_the_products_of_the_whole_matrices() -> None:
    rng = np.random.default_rng(3)
    row_of = np.array([0, -1, 1, 2, -1, 3])
    span, part = np.array([[0, 3], [2, 6], [0, 6], [1, 2]]), np.array([[0, 2], [1, 4], [0, 4], [0, 0]])
    arms, torque = np.zeros((4, 6)), np.zeros((4, 4))
    for one, (low, high), (least, most) in zip(range(4), span, part, strict=True):
        arms[one, low:high], torque[one, least:most] = rng.normal(size=high - low), rng.normal(size=most - least)
    slope, weight = rng.normal(size=4), rng.normal(size=4)
    rows, none = np.flatnonzero(row_of >= 0), np.zeros(0)
    change, bend = np.zeros((4, 6)), np.zeros((4, 4))
    curvatures((arms, span, *[none] * 6, torque, part, none), row_of, slope, weight, change, bend)
    assert change == pytest.approx((arms[:, rows] * slope[:, None]).T @ arms, abs=1e-12)
    assert bend == pytest.approx(torque.T @ (torque * weight[:, None]), abs=1e-12)
