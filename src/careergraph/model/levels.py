"""The kind of link between a level of seniority and its line of work."""

from __future__ import annotations

from typing import Final

__all__ = ["LEVEL"]

LEVEL: Final = "level"
"""The kind of the link from a level of seniority to its line of work.

A senior software engineer is a software engineer. Observed and official moves are stated for the
whole occupation, and levels reach them by this link.
"""
