"""Tasks and the stances they are held in."""
