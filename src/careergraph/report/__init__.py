"""Answers as text, JSON and CSV. What is here takes model objects and never queries."""
