"""Case files: how they are read and checked."""
