"""The loads of many people: spread over the people for the terminal, every person and disc as a file."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Sequence
from math import isnan
from pathlib import Path
from typing import Any, Final

import numpy as np
from rich.table import Table

from myotome.errors import InputError, Problem
from myotome.load import JOINTS, PeopleLoads
from myotome.report.terminal.console import page_console
from myotome.report.terminal.movement_files import write_parquet

__all__ = ["print_people", "write_people"]

_SHOWN: Final = 6  # lumbar discs
_HEADS: Final = ("peak N", "5th", "95th", "mean N", "peak shear N", "peak MPa")
_NUMBERS: Final = (
    *("peak_compression_n", "mean_compression_n", "peak_shear_n", "peak_pressure_mpa"),
    "cumulative_compression_ns",
)


def print_people(names: Sequence[str], loads: PeopleLoads, as_json: bool) -> None:
    """Print the median person and the spread, or every person as JSON."""
    if as_json:
        print(json.dumps({"people": list(_plain(names, loads))}, allow_nan=False))
        return
    console = page_console()
    table = Table(box=None, pad_edge=False)
    table.add_column("disc")
    for head in _HEADS:
        table.add_column(head, justify="right")
    for number, disc in enumerate(JOINTS[:_SHOWN]):
        low, middle, high = np.percentile(loads.peak_compression_n[:, number], [5, 50, 95])
        mean, shear = (np.median(each[:, number]) for each in (loads.mean_compression_n, loads.peak_shear_n))
        pressure = np.median(loads.peak_pressure_mpa[:, number])
        table.add_row(disc, *(f"{one:.0f}" for one in (middle, low, high, mean, shear)), f"{pressure:.2f}")
    console.print(table)
    whole = int((loads.held == 1.0).sum())
    console.print(f"{len(names)} people; medians, and the 5th and 95th of 100. {whole} of them can hold every frame.")


def _plain(names: Sequence[str], loads: PeopleLoads) -> Iterator[dict[str, Any]]:
    for person, name in enumerate(names):
        discs = [{"disc": disc, **_of(loads, person, number)} for number, disc in enumerate(JOINTS)]
        yield {"id": name, "held": round(float(loads.held[person]), 4), "discs": discs}


def _of(loads: PeopleLoads, person: int, disc: int) -> dict[str, float | None]:
    """Numbers of one disc of one person; None where the recording says no time."""
    values = ((name, float(getattr(loads, name)[person, disc])) for name in _NUMBERS)
    return {name: None if isnan(value) else round(value, 4) for name, value in values}


def write_people(names: Sequence[str], loads: PeopleLoads, path: Path) -> None:
    """Write one row a person and disc.

    Parameters
    ----------
    names : sequence of str
    loads : PeopleLoads
    path : Path
        .csv or .parquet.

    Raises
    ------
    InputError
        The name has another ending, or Parquet's library is not installed.
    """
    rows = [
        {"id": name, "disc": disc, **_of(loads, person, number), "held": float(loads.held[person])}
        for person, name in enumerate(names)
        for number, disc in enumerate(JOINTS)
    ]
    ending = path.suffix.lower()
    if ending == ".csv":
        with path.open("w", encoding="utf-8", newline="") as handle:
            writer = csv.DictWriter(handle, list(rows[0]), lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
    elif ending == ".parquet":
        write_parquet(rows, path)
    else:
        raise InputError([Problem("--out", None, str(path), "a name that ends in .csv or .parquet")])
