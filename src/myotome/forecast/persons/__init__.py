"""Who the people of a course are."""
