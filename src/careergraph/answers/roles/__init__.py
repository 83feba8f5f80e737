"""Answers about roles: one, several side by side, and what lies around them."""
