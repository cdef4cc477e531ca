"""The interface for other programs under `/api/v1`: cases in, documents out, problems by RFC 9457."""
