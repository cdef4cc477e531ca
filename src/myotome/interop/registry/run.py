"""A run over a registry: parts not yet there are answered, each written whole; a killed run goes on where it ended."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import FIRST_COMPLETED, Executor, Future, ProcessPoolExecutor, wait
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from multiprocessing import get_context
from pathlib import Path
from typing import Any, Final

from myotome import __version__
from myotome.errors import InputError, Problem
from myotome.files import PART_PREFIX, replaced
from myotome.forecast import dask_client
from myotome.interop.mapped import TableMap, check_columns, columns_of, of_findings
from myotome.interop.registry.agreement import TRUE_CLASS, Agreement
from myotome.interop.registry.explained import CASE_COLUMN, answered_rows, arrow_schema
from myotome.interop.registry.parts import RegistryPart, parts_of_table
from myotome.ledger import tables_hash

__all__ = ["RegistryResult", "explain_table"]

_MARK: Final = b"myotome.mark"
_AHEAD: Final = 3  # parts that wait for each worker: what is held in memory is so many
_FEW: Final = 5  # counts of fewer people are not published
_BLOCK: Final = 1 << 20
_SUMMARY: Final = "summary.json"
Progress = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class RegistryResult:
    """What came of a registry.

    Attributes
    ----------
    patients, refused, red_flags : int
        All patients, those whose rows cannot be read, and those with a red flag that asks for action the same day.
    statuses, classes, verdicts : mapping
        Patients by status, by the most likely class, and by the verdict on the disc.
    agreement : Agreement
        How far the answers agree with the class that the table states; it is never read for an answer.
    """

    patients: int
    refused: int
    red_flags: int
    statuses: Mapping[str, int]
    classes: Mapping[str, int]
    verdicts: Mapping[str, int]
    agreement: Agreement = field(default_factory=Agreement)

    def to_dict(self) -> dict[str, Any]:
        """Plain mapping; counts of fewer than five people are left out, and cannot be computed from the others."""
        statuses = _published(self.statuses)
        refused = statuses.get("refused", 0)
        # those that were answered are the sum of either table, and all less them are the refused
        unsure = isinstance(refused, str)
        return {
            "patients": _told(self.patients),
            "refused": refused,
            "red_flags": _told(self.red_flags),
            "statuses": statuses,
            "classes": _published(self.classes, unsure),
            "verdicts": _published(self.verdicts, unsure),
            **({"where_truth_is_known": self.agreement.to_dict()} if self.agreement.patients >= _FEW else {}),
        }


def _told(count: int) -> int | str:
    return count if count >= _FEW or not count else f"fewer than {_FEW}"


def _published(counts: Mapping[str, int], one_less: bool = False) -> dict[str, int | str]:
    """Counts without the small ones; where one is left out, the smallest of the others is too.

    Examples
    --------
    >>> _published({"determined": 40, "cannot_tell": 9, "refused": 2})
    {'determined': 40, 'cannot_tell': 'not stated', 'refused': 'fewer than 5'}
    """
    told = {name: _told(count) for name, count in counts.items()}
    stated = [name for name, count in counts.items() if count >= _FEW]
    if stated and (one_less or len(stated) < sum(count > 0 for count in counts.values())):
        told[min(stated, key=lambda name: counts[name])] = "not stated"
    return told


def explain_table(
    path: Path,
    out: Path,
    table_map: TableMap | None = None,
    *,
    workers: int = 1,
    scheduler: str | None = None,
    progress: Progress | None = None,
) -> RegistryResult:
    """What explains the findings of every patient of a registry?

    Parameters
    ----------
    path : Path
        A CSV or Parquet file; the rows of a patient stand together.
    out : Path
        Folder of the answer, a Parquet file a part; parts of the same table that are there already are kept.
    table_map : TableMap or None
        What its columns mean; None for a table whose columns are named as the keys of a case file (a finding a row),
        or that has a column `case` with whole case files in JSON.
    workers : int
        Processes on this machine.
    scheduler : str or None
        Address of a Dask scheduler instead of them, or `local:2`; its workers see the same folder.
    progress : callable or None
        Called with the number of patients done.

    Returns
    -------
    RegistryResult
        The files are the same, byte for byte, for any number of workers.

    Raises
    ------
    InputError
        The table or its map cannot be read, or the folder holds the answer of another table. What is wrong with one
        patient stands in its row.
    """
    table_map = table_map or _own_map(path)
    check_columns(path, table_map)
    mark = _mark(path, table_map)
    _prepare(out, mark)
    with _executor(workers, scheduler) as executor:
        _answer(parts_of_table(path, table_map), _Task(table_map, out, mark), executor, workers, progress)
    result = _result(out)
    with replaced(out / _SUMMARY) as part:
        part.write_text(json.dumps(result.to_dict(), indent=1) + "\n", encoding="utf-8")
    return result


def _own_map(path: Path) -> TableMap:
    columns = columns_of(path)
    if CASE_COLUMN in columns:
        return TableMap("id", None, (), {}, {}, ())
    if not {"id", "type"} <= {*columns}:
        message = "Name its columns as the keys of a case file (id and type among them), or give a map with --map."
        raise InputError([Problem(str(path), 1, ", ".join(columns)[:200], "id, type, ..., or case", (), message)])
    return of_findings(columns)


def _mark(path: Path, table_map: TableMap) -> str:
    """Hash over all that the answer depends on."""
    content = hashlib.sha256(f"{table_map!r} {tables_hash()} {__version__} {arrow_schema({}).names}".encode())
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            content.update(block)
    return content.hexdigest()[:16]


def _part_path(out: Path, number: int) -> Path:
    return out / f"part-{number:06d}.parquet"


def _prepare(out: Path, mark: str) -> None:
    """Make the folder; refuse one with the answer of another table; clear what a killed run left half written."""
    out.mkdir(parents=True, exist_ok=True)
    for left in out.glob(f"{PART_PREFIX}*"):
        left.unlink(missing_ok=True)
    for path in sorted(out.glob("part-*.parquet")):
        if _written_mark(path) not in (mark, None):
            message = "The folder holds the answer of another table, map or version: choose another or empty it."
            raise InputError([Problem(str(path), None, "another mark", mark, (), message)])


def _written_mark(path: Path) -> str | None:
    """Mark of a part; None where it is cut short or damaged, and so is answered again."""
    import pyarrow
    import pyarrow.parquet

    try:
        metadata = pyarrow.parquet.read_schema(path).metadata or {}
    except (OSError, pyarrow.ArrowException):
        return None
    found: str = metadata.get(_MARK, b"none").decode()
    return found


@dataclass(frozen=True, slots=True)
class _Task:
    """What is done with a part."""

    table_map: TableMap
    out: Path
    mark: str

    def __call__(self, part: RegistryPart) -> int:
        """Answer a part and write it; returns the number of its patients."""
        import pyarrow
        import pyarrow.parquet

        schema = arrow_schema({_MARK: self.mark.encode()})
        table = pyarrow.Table.from_pylist(answered_rows(part, self.table_map), schema=schema)
        with replaced(_part_path(self.out, part.number)) as file:
            pyarrow.parquet.write_table(table, file, compression="zstd")
        return len(part.patients)


@contextmanager
def _executor(workers: int, scheduler: str | None) -> Iterator[Executor | None]:
    """Processes here, a Dask cluster, or None for this process alone."""
    if scheduler is not None:
        client, close = dask_client(scheduler)
        try:
            yield client.get_executor()
        finally:
            close()
    elif workers > 1:
        with ProcessPoolExecutor(workers, mp_context=get_context("spawn"), initializer=_one_thread) as pool:
            yield pool
    else:
        with nullcontext():
            yield None


def _one_thread() -> None:
    """Processes stand in for threads."""
    from numba import set_num_threads

    set_num_threads(1)


def _answer(
    parts: Iterator[RegistryPart], task: _Task, executor: Executor | None, workers: int, progress: Progress | None
) -> None:
    """Answer the parts that are not there yet, no more of them at a time than the workers need."""
    done, waiting = 0, set[Future[int]]()

    def tell(patients: int) -> None:
        nonlocal done
        done += patients
        if progress is not None:
            progress(done)

    for part in parts:
        path = _part_path(task.out, part.number)
        if path.exists() and _written_mark(path) == task.mark:
            tell(len(part.patients))
        elif executor is None:
            tell(task(part))
        else:
            waiting.add(executor.submit(task, part))
            if len(waiting) >= _AHEAD * max(workers, 2):
                waiting = _some_done(waiting, tell)
    while waiting:
        waiting = _some_done(waiting, tell)


def _some_done(waiting: set[Future[int]], tell: Progress) -> set[Future[int]]:
    finished, rest = wait(waiting, return_when=FIRST_COMPLETED)
    for one in finished:
        tell(one.result())
    return set(rest)


def _result(out: Path) -> RegistryResult:
    """Counts over all parts, read one after another."""
    import pyarrow.parquet

    statuses, classes, verdicts, flags, agreement = Counter[str](), Counter[str](), Counter[str](), 0, Agreement()
    for path in sorted(out.glob("part-*.parquet")):
        for row in pyarrow.parquet.read_table(path).to_pylist():
            statuses[row["status"]] += 1
            flags += bool(row["red_flag"])
            if row["verdict"] is not None:
                verdicts[row["verdict"]] += 1
                shares = {name.removeprefix("class_"): row[name] for name in row if name.startswith("class_")}
                classes[max(shares, key=lambda name: shares[name])] += 1
                if row[TRUE_CLASS] is not None:
                    agreement.add(row[TRUE_CLASS], shares)
    total = sum(statuses.values())
    return RegistryResult(total, statuses["refused"], flags, dict(statuses), dict(classes), dict(verdicts), agreement)
