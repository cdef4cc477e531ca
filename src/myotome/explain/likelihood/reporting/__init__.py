"""What a record does not mention: silence speaks against what would have been mentioned."""
