"""The web app: explorer, JSON API, SPARQL endpoint and tools for assistants."""
