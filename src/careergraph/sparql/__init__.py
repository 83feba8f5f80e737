"""Query text: tokens, checks, error messages and bindings."""
