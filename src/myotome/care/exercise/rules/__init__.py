"""What holds for every exercise: for whom it is barred, how much load is allowed, when, and how often."""
