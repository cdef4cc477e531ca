"""Exercises as drawn figures: the trunk as the load model poses it, the limbs as a table says, at start and at end."""
