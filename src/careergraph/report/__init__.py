"""Answers as text, JSON and CSV. These modules take model objects and run no queries."""
