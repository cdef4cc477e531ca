"""What follows from the answer: the course, the load, the care, the report."""
