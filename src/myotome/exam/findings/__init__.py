"""The kinds of finding: at the bedside and by investigation."""
