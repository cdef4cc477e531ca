"""Bundles of others read as cases."""
