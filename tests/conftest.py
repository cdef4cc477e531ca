"""What all tests share: Hypothesis without a clock, one thread for each process.

A test says whether a result is right, never how fast it came: a busy machine must not fail it. Speed is measured by
`python -m benchmarks`.

The processes that run tests side by side keep all cores busy already: more threads would wait for one another. A test
of threads asks for as many as it needs.

Where Python is told to write no compiled modules, it compiles half a thousand of them in each process that a test
starts; so they are written, to a folder of their own beside what pytest keeps.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path

import numba
import pytest
from hypothesis import settings

#: What is asked of whole answers runs lines that other tests run too: to count them again would double its time.
_NOT_COUNTED = tuple(Path(__file__).parent / folder for folder in ("cases", "properties"))

# A change is judged by the same examples each time; `--hypothesis-profile=random` looks for new ones.
settings.register_profile("myotome", deadline=None, derandomize=True)
settings.register_profile("random", deadline=None)
settings.load_profile("myotome")
numba.set_num_threads(1)
if os.environ.pop("PYTHONDONTWRITEBYTECODE", None):
    sys.dont_write_bytecode = False
    sys.pycache_prefix = str(Path(__file__).parents[1] / ".pytest_cache" / "bytecode")
    os.environ["PYTHONPYCACHEPREFIX"] = sys.pycache_prefix


def pytest_collection_modifyitems(items: Sequence[pytest.Item]) -> None:
    for item in items:
        if any(item.path.is_relative_to(folder) for folder in _NOT_COUNTED):
            item.add_marker("no_cover")
