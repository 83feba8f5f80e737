"""Engines that hold the graph and answer SPARQL, and Turtle files."""
