"""The weekly step, compiled."""
