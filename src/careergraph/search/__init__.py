"""Exact route search over the network of roles."""
