"""The course under each treatment as fan charts: median, half and 90 of 100 futures."""

from __future__ import annotations

from pathlib import Path

from myotome.errors import InputError, Problem
from myotome.forecast import Forecast

__all__ = ["draw_fan_chart"]

_PANELS = (
    ("leg_pain_nrs", "leg pain", 10.0),
    ("back_pain_nrs", "back pain", 10.0),
    ("odi", "disability", 100.0),
    ("herniation_size", "size of the herniation", 1.2),
)
_COLOURS = ("#4c4c4c", "#0072b2", "#d55e00", "#009e73", "#cc79a7", "#56b4e9", "#e69f00")


def draw_fan_chart(told: Forecast, path: Path) -> None:
    """Draw the bands of every arm into one file.

    Parameters
    ----------
    told : Forecast
        What to draw.
    path : Path
        `.svg` or `.png`; needs the extra `figures`.

    Raises
    ------
    InputError
        The ending is another, or matplotlib is not installed.
    """
    if path.suffix not in (".svg", ".png"):
        raise InputError([Problem("figure", None, str(path), ".svg or .png", (), "Choose one of these endings.")])
    try:
        import matplotlib as mpl
        from matplotlib.figure import Figure
    except ImportError:
        message = "A figure needs matplotlib: install `myotome[figures]`."
        raise InputError([Problem("figure", None, str(path), "matplotlib installed", (), message)]) from None
    with mpl.rc_context({"svg.hashsalt": "myotome", "svg.fonttype": "none", "font.size": 8}):
        figure = Figure(figsize=(9, 6), layout="constrained")
        axes = figure.subplots(2, 2)
        for place, (name, label, top) in zip(axes.flat, _PANELS, strict=True):
            for colour, (arm, course) in zip(_COLOURS, told.arms.items(), strict=False):
                low, lower, middle, upper, high = course.outcomes[name].quantiles
                place.fill_between(course.weeks, low, high, color=colour, alpha=0.08, linewidth=0)
                place.fill_between(course.weeks, lower, upper, color=colour, alpha=0.18, linewidth=0)
                place.plot(course.weeks, middle, color=colour, label=arm.replace("_", " "), linewidth=1.4)
            place.set(xlabel="weeks", title=label, xlim=(0, course.weeks[-1]), ylim=(0, top))
        axes.flat[0].legend(frameon=False)
        figure.savefig(path, metadata={"Date": None} if path.suffix == ".svg" else None)
