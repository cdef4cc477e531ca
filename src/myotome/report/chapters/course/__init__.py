"""The likely course in a report: simulated, and as published."""
