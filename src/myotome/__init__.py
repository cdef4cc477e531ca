"""Myotome: how spinal discs, nerve roots, nerves and muscles act on one another.

Three questions are answered over one causal model: which lesion explains these findings (`explain`), what a lesion does
to the spine (`load`) and what happens next (`forecast`). This release answers the first and the third.
"""

__version__ = "0.1.0"

__all__ = ["__version__"]
