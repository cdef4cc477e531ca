"""What follows from a posterior: causes, verdict, necessity, weights of evidence."""
