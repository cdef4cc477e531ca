"""How each person of a tile is at the start, concept by concept."""
