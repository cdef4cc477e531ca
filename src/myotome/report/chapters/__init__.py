"""The chapters of a report, each worded once."""
