"""One typed line: its words, what they may be read as, and the limb in question."""
