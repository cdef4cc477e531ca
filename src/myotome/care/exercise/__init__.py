"""Exercises: candidates, loads, contraindications, doses, stages, and the choice among them."""
