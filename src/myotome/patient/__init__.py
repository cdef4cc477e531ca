"""One patient, computed once."""
