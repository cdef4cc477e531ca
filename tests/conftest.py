"""What all tests share: Hypothesis without a clock, one thread for each process.

A test says whether a result is right, never how fast it came: a busy machine must not fail it. Speed is measured by
`python -m benchmarks`.

The processes that run tests side by side keep all cores busy already: more threads would wait for one another. A test
of threads asks for as many as it needs.
"""

from __future__ import annotations

import numba
from hypothesis import settings

settings.register_profile("myotome", deadline=None)
settings.load_profile("myotome")
numba.set_num_threads(1)
