"""What the engine costs, and what others cost on the same work. Run with `python -m benchmarks`."""
