"""What stands around the pages: limits of a request, headers of an answer, the interface for programs, warming up."""
