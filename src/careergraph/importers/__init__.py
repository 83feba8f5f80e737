"""Importers: the publishers' files in, statements out, one module for each publisher."""
