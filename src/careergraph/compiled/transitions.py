"""The kind of step that leads from a level of seniority to its line of work.

A rung above its line of work has one more step to it, of kind "level": whoever is a senior software
engineer is a software engineer. Observed and official moves belong to the occupation that was
coded, so this is how a rung reaches them.
"""

from __future__ import annotations

from typing import Final

__all__ = ["LEVEL"]

LEVEL: Final = "level"
"""Kind of the edge from a rung to the line of work it is a level of."""
