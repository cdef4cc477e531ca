"""The exact posterior over one cause and two, extended to three."""
