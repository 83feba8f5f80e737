"""Answers about the graph as a whole: counts, exports, named queries."""
