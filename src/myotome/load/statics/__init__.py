"""Muscle equilibrium and the loads of the discs."""
