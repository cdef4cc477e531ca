"""The body, to be clicked and drawn on."""
