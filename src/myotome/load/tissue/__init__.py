"""Which ligament, disc or facet joint bears what a level of the lumbar spine resists, in newtons."""
