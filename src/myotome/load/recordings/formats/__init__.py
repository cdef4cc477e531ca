"""One reader a format: what a file says, before anybody asks what it means."""
