"""Looking after records: verification, backup and restoring."""
