"""Where things are: regions of the body, vertebrae, and the place of each cause among them."""
