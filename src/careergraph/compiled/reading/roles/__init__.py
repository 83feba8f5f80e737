"""Reading what an engine holds about roles and the steps between them."""
