"""What was found: the case in the form, the cells of the page, and what one click changes."""
