"""How likely each finding is, given a state: one module for each kind of finding."""

from myotome.explain.likelihood.of_case import atoms_of_case, atoms_of_finding

__all__ = ["atoms_of_case", "atoms_of_finding"]
