"""Inverse dynamics of recorded movements: smoothed motion, its accelerations, and the forces of inertia."""
