"""What follows from the findings, as the page says it."""
