"""The SPARQL endpoint that `careergraph serve` runs."""
