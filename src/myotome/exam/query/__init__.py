"""What must be found: one grammar for conditions on findings."""
