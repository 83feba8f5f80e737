"""Pictures as self-contained HTML files, drawn with pyvis."""
