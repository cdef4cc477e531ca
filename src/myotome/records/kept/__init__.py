"""What is kept: patients, their visits, and the answers that were given."""
