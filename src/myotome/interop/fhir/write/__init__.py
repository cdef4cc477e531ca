"""Cases, answers and what our codes mean, written as FHIR."""
