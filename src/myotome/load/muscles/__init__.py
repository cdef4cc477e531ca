"""The muscles: fascicles with their strength, size and names, and how force follows length."""
