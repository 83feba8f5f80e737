"""Titles as people type them: look-up of names, matching of job titles, search.

A title is compared without case, punctuation and plural, abbreviations written out ("Sr. MLE");
then it is matched with all job titles of the graph, then slips of the keyboard are forgiven. A
title that fits several things, or none, is an error with candidates: nothing is guessed in silence.
"""

from careergraph.compiled.titles.catalog import Catalog
from careergraph.compiled.titles.details import Code, NameDetails
from careergraph.compiled.titles.lookup import Match
from careergraph.compiled.titles.name_tables import names_of
from careergraph.compiled.titles.normalise import normalise_title

__all__ = ["Catalog", "Code", "Match", "NameDetails", "names_of", "normalise_title"]
