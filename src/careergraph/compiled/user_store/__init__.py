"""The user's own store: what was imported, laid over the bundled graph, as generations."""
