"""What leaves the database and comes into it: one patient as a file, all patients without what names them."""
