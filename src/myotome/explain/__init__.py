"""From findings to cause: likelihoods, exact posterior, weights of evidence, the disc verdict, the next best test."""

from myotome.explain.explanation import Explanation
from myotome.explain.pipeline import add_next_tests, class_probabilities, explain, posterior_of
from myotome.stale_kernels import drop_stale_kernels

__all__ = ["Explanation", "add_next_tests", "class_probabilities", "explain", "posterior_of"]

drop_stale_kernels(__file__)
