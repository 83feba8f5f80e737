"""Reading small TOML files that people write: every error names the file, the line and the key.

`tomllib` tells the line only of what it cannot parse, so the lines of keys are found here.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from careergraph.errors import DataFileError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

__all__ = ["LARGEST_FILE", "TomlFile", "key_lines", "read_text", "read_toml"]

LARGEST_FILE: Final = 1_000_000
"""Bytes that a file of a person's own may have."""

_WHERE: Final = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)$")
_HINTS: Final = (
    ("overwrite", "This key is given twice."),
    ("twice", "This table is given twice."),
    ("Duplicate", "This key is given twice."),
    ("Expected '='", 'A name with other signs than letters, digits, - and _ needs quotes: "C++".'),
    ("Invalid statement", "A line is `key = value`, a [table] or a # comment."),
    ("Invalid value", 'Text stands in quotes, such as "data analyst".'),
    ("Exceeds the limit", "A number is too long."),
    ("invalid character '\\n'", "A quoted text must end on its line."),
)
_TOKEN: Final = re.compile(
    r'"""(?:\\.|[^\\])*?"{3,5}'  # texts over several lines
    r"|'''.*?'{3,5}"
    r'|"(?:\\.|[^"\\\n])*"'
    r"|'[^'\n]*'"
    r"|#[^\n]*"
    r"|[\[\]{}=.,\n]"
    r"|[^\s\[\]{}=.,#\"']+",
    re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class TomlFile:
    """What a TOML file says, and in which line each key stands."""

    path: str
    data: Mapping[str, Any]
    lines: Mapping[tuple[str, ...], int]

    def place(self, *keys: str) -> str:
        """Return the file and the line of a key, or of the nearest key around it."""
        line = self._line(keys)
        return self.path if line is None else f"{self.path}:{line}"

    def error(self, reason: str, *keys: str) -> DataFileError:
        """Return an error about the value of a key."""
        named = f"{'.'.join(keys)}: " if keys else ""
        return DataFileError(self.path, f"{named}{reason}", self._line(keys))

    def _line(self, keys: tuple[str, ...]) -> int | None:
        for size in range(len(keys), 0, -1):
            if (line := self.lines.get(keys[:size])) is not None:
                return line
        return None


def read_text(path: Path | str) -> str:
    """Return the text of a small file in UTF-8, with line ends as Python has them.

    Raises
    ------
    DataFileError
        The file cannot be read, is too large, or is not in UTF-8.
    """
    name = str(path)
    try:
        with Path(path).open("rb") as stream:
            content = stream.read(LARGEST_FILE + 1)
    except IsADirectoryError as error:
        raise DataFileError(name, "This is a folder; a file is needed.") from error
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
    """Return what a TOML file says.

    Raises
    ------
    DataFileError
        The file cannot be read, or is not TOML.
    """
    text = read_text(path)
    try:
        data = tomllib.loads(text)
    except RecursionError as error:
        raise DataFileError(str(path), "This is not TOML: it is nested too deeply.") from error
    except ValueError as error:
        raise _not_toml(str(path), str(error)) from error
    return TomlFile(str(path), data, key_lines(text))


def _not_toml(path: str, message: str) -> DataFileError:
    where = _WHERE.search(message)
    said = _WHERE.sub("", message).rstrip(".").partition(": ")[0]
    hint = next((f" {hint}" for part, hint in _HINTS if part in said), "")
    line, column = (int(n) if n else None for n in where.groups()) if where else (None, None)
    return DataFileError(path, f"This is not TOML: {said}.{hint}", line, column)


def key_lines(text: str) -> dict[tuple[str, ...], int]:
    r"""Return the line of every key and table of a TOML text that is known to be right.

    Keys inside an inline table or a list are not told apart: they have the line of what holds them.

    Examples
    --------
    >>> key_lines('role = "cook"\n\n[skills]\n"C++" = "basic"\n')
    {('role',): 1, ('skills',): 3, ('skills', 'C++'): 4}
    """
    found: dict[tuple[str, ...], int] = {}
    table: tuple[str, ...] = ()
    for line, parts in _statements(text):
        if parts[0] == "[":
            table = _key(part for part in parts if part not in "[]")
            found.setdefault(table, line)
        elif "=" in parts:
            key = table + _key(parts[: parts.index("=")])
            for size in range(len(table) + 1, len(key) + 1):
                found.setdefault(key[:size], line)
    return found


def _statements(text: str) -> Iterator[tuple[int, list[str]]]:
    """Yield the line of each statement and its parts; one in brackets goes over several lines."""
    parts: list[str] = []
    start = line = 1
    depth = 0
    for match in _TOKEN.finditer(text):
        part = match[0]
        if part == "\n" and depth == 0:
            if parts:
                yield start, parts
            parts = []
        elif part != "\n" and not part.startswith("#"):
            start = start if parts else line
            parts.append(part)
            depth += (part in "[{") - (part in "]}")
        line += part.count("\n")
    if parts:
        yield start, parts


def _key(parts: Iterable[str]) -> tuple[str, ...]:
    """Return the names in a key, without dots and quotes."""
    return tuple(
        str(tomllib.loads(f"key = {part}")["key"]) if part[0] in "\"'" else part
        for part in parts
        if part != "."
    )
