"""Postures, lever arms and external forces."""
