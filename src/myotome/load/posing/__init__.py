"""Postures solved: what a task leaves open follows from least effort and the energy of the joints."""
