"""Validation of `load` against measurements in living people, and the fit of strength."""
