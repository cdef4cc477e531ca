"""Cohorts and virtual trials."""
