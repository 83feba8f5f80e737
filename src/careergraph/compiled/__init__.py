"""The compiled graph: what every answer reads, made once from any set of sources."""
