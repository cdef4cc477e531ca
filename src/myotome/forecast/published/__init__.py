"""Courses that are read off published follow-up, not simulated: nerves, cord, canal, cauda equina, plain back pain."""
