"""Answers to questions about careers, as frozen values: routes, gaps, neighbours, plans."""
