"""Exercises in a report: those chosen, those left out, and the sheet for home."""
