"""Calibration of `explain` to published frequencies."""
