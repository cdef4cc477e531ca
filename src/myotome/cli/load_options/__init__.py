"""The options of `myotome load`, read and checked."""
