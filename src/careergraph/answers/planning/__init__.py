"""Answers to where someone can go and how: routes, gaps, plans, what is within reach."""
