"""Fill in the figures of the bundled graph from the public data sets.

Run as ``python tools/refresh DATA``. The editors' `roles.ttl` and `skills.ttl` say which occupation
or skill of a public data set is meant; the modules here read the raw tables and write what those
say as Turtle files of `ontology/data`, whole. A new release is named in `editions` alone.
"""
