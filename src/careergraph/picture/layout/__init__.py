"""Positions of the nodes of a picture."""
