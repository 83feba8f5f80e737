"""The compiled graph that every answer reads, made once from any set of sources."""
