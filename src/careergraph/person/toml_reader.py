"""Read small TOML files that people write; every error names the file and the key.

If the text is not TOML at all, the error has the line from `tomllib`.
"""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from careergraph.errors import DataFileError, UsageError
from careergraph.model.frozen import frozen

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["LARGEST_FILE", "TomlFile", "read_text", "read_toml"]

LARGEST_FILE: Final = 1_000_000
"""The most bytes that a user's file may have."""

_WHERE: Final = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)$")
_HINTS: Final = (
    ("overwrite", "This key is given twice."),
    ("twice", "This table is given twice."),
    ("Duplicate", "This key is given twice."),
    ("Expected '='", 'A name with other signs than letters, digits, - and _ needs quotes: "C++".'),
    ("Invalid statement", "A line is `key = value`, a [table] or a # comment."),
    ("Invalid value", 'Put text in quotes, such as "data analyst".'),
    ("Exceeds the limit", "A number is too long."),
    ("invalid character '\\n'", "A quoted text must end on its line."),
)


@frozen
class TomlFile:
    """The contents of a TOML file."""

    path: str
    data: Mapping[str, Any]

    def error(self, reason: str, *keys: str) -> DataFileError:
        """Return an error about the value of a key, which may be nested in tables."""
        return DataFileError(self.path, f"{'.'.join(keys)}: {reason}" if keys else reason)


def read_text(path: Path | str) -> str:
    """Return the text of a small UTF-8 file, with line ends normalised.

    Raises
    ------
    DataFileError
        The file cannot be read, is too large, or is not in UTF-8.
    UsageError
        The name is empty.
    """
    name = str(path)
    if not name.strip():
        message = "The name of the file is empty. Give one, such as me.toml."
        raise UsageError(message)
    try:
        with Path(path).open("rb") as stream:
            content = stream.read(LARGEST_FILE + 1)
    except IsADirectoryError as error:
        raise DataFileError(name, "This is a folder; a file is needed.") from error
    except FileNotFoundError as error:
        reason = "There is no such file."
        raise DataFileError(name, reason) from error
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise DataFileError(name, f"The file cannot be read: {reason}.") from error
    if len(content) > LARGEST_FILE:
        raise DataFileError(name, "The file is larger than 1 MB. Is it the right one?")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise DataFileError(
            name, "The text is not in UTF-8. Save the file as UTF-8.", line
        ) from error
    return text.replace("\r\n", "\n")


def read_toml(path: Path | str) -> TomlFile:
    """Return the contents of a TOML file.

    Raises
    ------
    DataFileError
        The file cannot be read, or is not TOML.
    UsageError
        The name is empty.
    """
    text = read_text(path)
    try:
        data = tomllib.loads(text)
    except RecursionError as error:
        raise DataFileError(str(path), "This is not TOML: it is nested too deeply.") from error
    except ValueError as error:
        raise _not_toml(str(path), str(error)) from error
    return TomlFile(str(path), data)


def _not_toml(path: str, message: str) -> DataFileError:
    where = _WHERE.search(message)
    reason = _WHERE.sub("", message).rstrip(".").partition(": ")[0]
    hint = next((f" {hint}" for part, hint in _HINTS if part in reason), "")
    if where and not where[1]:
        hint = " The file ends too early: close each quote and bracket, give each key a value."
    line, column = (int(n) if n else None for n in where.groups()) if where else (None, None)
    return DataFileError(path, f"This is not TOML: {reason}.{hint}", line, column)
