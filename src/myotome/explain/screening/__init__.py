"""Screening of many patients at once."""
