"""How likely each finding is, given a state: one module for each kind of finding."""

from myotome.explain.likelihood.of_case import observations_of_case, observations_of_finding

__all__ = ["observations_of_case", "observations_of_finding"]
