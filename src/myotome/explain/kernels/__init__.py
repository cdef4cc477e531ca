"""The kernels of the posterior, plain and compiled."""
