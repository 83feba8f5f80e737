"""Readers of roles and the steps between them."""
