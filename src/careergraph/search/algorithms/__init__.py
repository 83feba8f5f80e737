"""Networks of whole numbers, and exact searches over them."""
