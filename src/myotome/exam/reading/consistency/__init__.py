"""Whether findings that are each in order can stand together, and can be in a body at all."""
