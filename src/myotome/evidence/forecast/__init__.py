"""Calibration of `forecast` to published endpoints, and its predictive check."""
