"""Follow-up: what to examine again and when, investigations to order, questions to ask."""
