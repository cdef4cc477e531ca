"""A cohort over many processes or machines: the same parts, run by Dask, added up in the same order."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from myotome.arrays import Floats
from myotome.errors import InputError, Problem
from myotome.forecast.cohorts.part_files import check_folder
from myotome.forecast.cohorts.run import CohortResult, Part, fingerprint, parts_of, run_part, summary
from myotome.forecast.cohorts.specification import Specification

__all__ = ["dask_client", "distributed_cohort"]


_RETRIES = 3


def distributed_cohort(
    specification: Specification,
    scheduler: str,
    out: Path | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> CohortResult:
    """Run a cohort over a Dask cluster.

    Parameters
    ----------
    specification : Specification
        Who takes part, what they get, what is asked.
    scheduler : str
        Address of the scheduler, for example `tcp://10.0.0.1:8786`; or `local:2` for so many workers here.
    out : Path or None
        Folder that all workers see, for the people as Parquet; parts already there are not run again.
    progress : callable or None
        Called with the parts done and their number.

    Returns
    -------
    CohortResult
        Byte for byte that of `cohort`, whatever the number of workers; a part whose worker dies is run again elsewhere.

    Raises
    ------
    InputError
        Dask is not installed, or the scheduler does not answer.
    """
    if out is not None:
        check_folder(out, fingerprint(specification))
    parts = parts_of(specification.n)
    client, close = dask_client(scheduler)
    try:
        from dask.distributed import as_completed

        shared = client.scatter(specification, broadcast=True)
        futures = {
            client.submit(
                _part, shared, part, out, key=f"part-{part.number}-{fingerprint(specification)}", retries=_RETRIES
            ): part.number
            for part in parts
        }
        done: dict[int, list[Floats]] = {}
        for future in as_completed(futures):
            done[futures[future]] = future.result()
            if progress is not None:
                progress(len(done), len(parts))
    finally:
        close()
    return summary(specification, [done[part.number] for part in parts])


def _part(specification: Specification, part: Part, out: Path | None) -> list[Floats]:
    return run_part(specification, part, out)


def dask_client(scheduler: str):  # type: ignore[no-untyped-def]
    """Client of a Dask scheduler by its address, or of `local:2` with two workers here; and what closes it."""
    try:
        from dask.distributed import Client, LocalCluster
    except ImportError:
        message = "A distributed run needs Dask: install `myotome[distributed]`."
        raise InputError([Problem("scheduler", None, scheduler, "Dask installed", (), message)]) from None
    if scheduler.startswith("local:") and scheduler[6:].isdigit() and int(scheduler[6:]) > 0:
        # One thread a worker: the kernel itself uses threads, and two kernels in one process would wait for each other.
        cluster = LocalCluster(n_workers=int(scheduler[6:]), threads_per_worker=1, dashboard_address=None)
        client = Client(cluster)
        return client, lambda: (client.close(), cluster.close())
    try:
        client = Client(scheduler, timeout=10)
    except (OSError, ValueError, TypeError) as error:
        message = "The scheduler does not answer: start it, or use `local:2` for two workers here."
        raise InputError([Problem("scheduler", None, f"{scheduler} ({error})", "an address", (), message)]) from None
    return client, client.close
