"""Titles as people type them: look-up of names, matching of job titles, search.

A title is compared without case, punctuation and plural, with abbreviations ("Sr. MLE") written
out. Then it is matched with all job titles of the graph, and finally typing errors are forgiven. A
title that fits several things, or none, raises an error with candidates: every guess is reported.
"""

from careergraph.compiled.titles.catalog import Catalog
from careergraph.compiled.titles.details import Code, NameDetails
from careergraph.compiled.titles.lookup import Match
from careergraph.compiled.titles.name_tables import names_of
from careergraph.compiled.titles.normalise import normalise_title

__all__ = ["Catalog", "Code", "Match", "NameDetails", "names_of", "normalise_title"]
