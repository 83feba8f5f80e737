"""Reading the parts of a compiled graph from an engine, by SPARQL."""
