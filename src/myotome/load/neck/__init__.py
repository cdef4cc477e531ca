"""The neck on a still thorax: seven vertebrae and the head, their muscles, and what each cervical disc bears."""
