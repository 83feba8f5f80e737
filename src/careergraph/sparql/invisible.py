"""Names of characters that cannot be seen, or look like a plain space."""

from __future__ import annotations

import unicodedata

__all__ = ["name_invisible"]


def name_invisible(text: str) -> str | None:
    r"""Return the code point and name of the first character of a text that cannot be seen.

    Examples
    --------
    >>> name_invisible("a\u00a0b"), name_invisible("a b\n")
    ('U+00A0 (NO-BREAK SPACE)', None)
    """
    for character in text:
        if character in " \t\r\n" or (character.isprintable() and not character.isspace()):
            continue
        name = unicodedata.name(character, "a control character")
        return f"U+{ord(character):04X} ({name})"
    return None
