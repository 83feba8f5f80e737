"""The kind of step that levels of seniority have."""

from __future__ import annotations

from typing import Final

__all__ = ["LEVEL"]

LEVEL: Final = "level"
"""Kind of the step from a level of seniority to the line of work it is a level of.

Whoever is a senior software engineer is a software engineer. Observed and official moves belong to
the occupation that was coded, so this is how a level reaches them.
"""
