"""Pages of text, one module for each kind of answer."""
