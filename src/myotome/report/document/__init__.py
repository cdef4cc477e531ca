"""A document of parts, and its renderers."""
