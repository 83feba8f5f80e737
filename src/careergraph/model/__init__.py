"""Frozen values that every other package passes around."""
