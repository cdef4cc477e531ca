"""Puts the points of a .c3d file into a .npz file, in a process of its own: on a damaged file ezc3d may crash or hang.

It is run by its path, `python c3d_points.py FILE TARGET`, and imports nothing of ours.
"""

from __future__ import annotations

import sys

__all__ = ["main"]


def main(file: str, target: str) -> None:
    """Names of the points, their places (frames, points, 3) and frames a second."""
    import ezc3d
    import numpy as np

    content = ezc3d.c3d(file)
    point = content["parameters"]["POINT"]
    names = np.array([str(name).strip() for name in point["LABELS"]["value"]], dtype=np.str_)
    position = np.asarray(content["data"]["points"], dtype=np.float64)[:3].transpose(2, 1, 0)
    np.savez(target, names=names, position=position, rate=np.float64(point["RATE"]["value"][0]))


if __name__ == "__main__":
    main(*sys.argv[1:])
