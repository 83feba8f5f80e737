"""Read publishers' files into statements, one module for each publisher."""
