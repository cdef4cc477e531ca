"""Commands for what others write: FHIR, tables, sheets of ISNCSCI, letters, scores."""
