"""Commands that answer one case: what explains it, what to examine next, its course, its care, its report."""
