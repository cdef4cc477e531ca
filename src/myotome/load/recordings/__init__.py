"""Recordings of real motion: one reader a format, what its columns mean, and what is mended in it."""
