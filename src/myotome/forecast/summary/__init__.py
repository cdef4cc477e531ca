"""What is said of a course: bands, differences, sensitivity."""
