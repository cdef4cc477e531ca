"""The numbers that the model computes for the claims."""
