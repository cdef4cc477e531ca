"""`myotome records`: looking after the patients that are kept, and handing them over."""
