"""The examination of a patient whom a hospital's record opens."""
