"""The people of a cohort as Parquet: one file a part, whole or not there, with its own sums inside."""

from __future__ import annotations

import io
import zlib
from base64 import b64decode, b64encode
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np

from myotome.arrays import Floats
from myotome.errors import InputError, Problem
from myotome.files import PART_PREFIX, PART_SUFFIX, replaced
from myotome.forecast.course import Course
from myotome.forecast.kernel.state import EVENTS, NEVER, RECORDED, TRAITS

__all__ = ["check_folder", "part_path", "read_sums", "write_part"]


_SUMS, _MARK = b"myotome.sums", b"myotome.fingerprint"


def part_path(out: Path, number: int) -> Path:
    """File of one part."""
    return out / f"part-{number:06d}.parquet"


def _parquet() -> tuple[ModuleType, ModuleType]:
    try:
        import pyarrow
        import pyarrow.parquet
    except ImportError:
        message = "Writing people needs pyarrow: install `myotome[tables]`, or leave the folder out."
        raise InputError([Problem("out", None, "a folder", "pyarrow installed", (), message)]) from None
    return pyarrow, pyarrow.parquet


def check_folder(out: Path, mark: str) -> None:
    """Make the folder where it is missing; raise InputError where it holds parts of something else.

    A part that is cut short or damaged is no part of something else: it is run again and written anew. What a run that
    was killed left half written is removed: one run at a time writes into a folder.
    """
    _parquet()
    with _writing(out):
        out.mkdir(parents=True, exist_ok=True)
        for left in out.glob(f"{PART_PREFIX}*{PART_SUFFIX}.parquet"):
            left.unlink(missing_ok=True)
    for path in sorted(out.glob("part-*.parquet")):
        metadata = _metadata(path)
        if metadata is None:
            continue
        written_mark = metadata.get(_MARK, b"").decode()
        if written_mark != mark:
            message = "The folder holds parts of another specification or version: choose another or empty it."
            raise InputError([Problem(str(path), None, written_mark or "no mark", mark, (), message)])


def _metadata(path: Path) -> Mapping[bytes, bytes] | None:
    """What a part says of itself, or None where the file is cut short or damaged."""
    pyarrow, parquet = _parquet()
    try:
        return parquet.read_schema(path).metadata or {}
    except (pyarrow.ArrowException, OSError):
        return None


def _packed(sums: Sequence[Floats]) -> bytes:
    buffer = io.BytesIO()
    for entry in sums:
        np.save(buffer, np.asarray(entry, dtype=np.float64), allow_pickle=False)
    return b64encode(zlib.compress(buffer.getvalue(), 6))


def _unpacked(text: bytes) -> list[Floats]:
    buffer = io.BytesIO(zlib.decompress(b64decode(text)))
    end = len(buffer.getvalue())
    sums = []
    while buffer.tell() < end:
        sums.append(np.load(buffer, allow_pickle=False))
    return sums


def read_sums(path: Path, mark: str) -> list[Floats] | None:
    """Sums of a part that was written before, or None where there is none of this specification that is whole."""
    if not path.exists():
        return None
    metadata = _metadata(path)
    if metadata is None or metadata.get(_MARK, b"").decode() != mark:
        return None
    try:
        return _unpacked(metadata[_SUMS])
    except (KeyError, ValueError, EOFError, zlib.error):
        return None


def _columns(course: Course, first: int) -> dict[str, Any]:
    people = course.traits.shape[1]
    columns: dict[str, Any] = {"person": np.arange(first, first + people, dtype=np.int64)}
    columns |= dict(zip(TRAITS, course.traits, strict=True))
    for name, weeks in zip(EVENTS, course.events, strict=True):
        columns[f"{name}_week"] = np.where(weeks >= NEVER, np.float32(np.nan), weeks)
    for number, week in enumerate(course.record):
        columns |= {f"{name}_{week}": course.values[number, place] for place, name in enumerate(RECORDED)}
    return columns


def write_part(path: Path, courses: Sequence[Course], first: int, sums: Sequence[Floats], mark: str) -> None:
    """Write the people of a part under every arm; the file appears whole or not at all.

    Parameters
    ----------
    path : Path
        Where.
    courses : sequence of Course
        One for each arm, of the same people.
    first : int
        Number of the first person.
    sums : sequence of ndarray
        Kept in the file, so that a run that was cut off need not read the people again.
    mark : str
        Fingerprint of the specification.
    """
    pyarrow, parquet = _parquet()
    tables = []
    for course in courses:
        columns = _columns(course, first)
        names = pyarrow.DictionaryArray.from_arrays(
            np.zeros(len(columns["person"]), dtype=np.int8), pyarrow.array([course.arm.name])
        )
        arrays = {"arm": names.cast(pyarrow.string())}
        arrays |= {name: pyarrow.array(column, from_pandas=name.endswith("_week")) for name, column in columns.items()}
        tables.append(pyarrow.table(arrays))
    table = pyarrow.concat_tables(tables).replace_schema_metadata({_SUMS: _packed(sums), _MARK: mark.encode()})
    with _writing(path), replaced(path) as part:
        parquet.write_table(table, part, compression="zstd", row_group_size=table.num_rows)


@contextmanager
def _writing(path: Path) -> Iterator[None]:
    """Turn what goes wrong while something is written, such as a full disk, into an InputError."""
    try:
        yield
    except OSError as error:
        reason = error.strerror or str(error)
        message = f"It could not be written: {reason}. Run it again where there is room: what is done is kept."
        raise InputError([Problem("out", None, str(path), "a place that may be written", (), message)]) from None
