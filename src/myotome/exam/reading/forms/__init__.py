"""What each part of a case file may hold: its keys, their kinds and their limits."""
