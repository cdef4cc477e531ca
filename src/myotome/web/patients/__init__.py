"""Patients that are kept: their list, their pages, their visits, and the answers that were given."""
