"""One answer document: everything that is shown or sent about a patient."""
