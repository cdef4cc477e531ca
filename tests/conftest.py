"""What all tests share: Hypothesis without a clock.

A test says whether a result is right, never how fast it came: a busy machine must not fail it. Speed is measured by
`python -m benchmarks`.
"""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("myotome", deadline=None)
settings.load_profile("myotome")
