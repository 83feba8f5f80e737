"""Reading small TOML files that people write: every error names the file, the line and the key.

`tomllib` tells the line only of what it cannot parse, so the lines of keys are found here.
"""

from __future__ import annotations

import re
import sys
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from careergraph.errors import DataFileError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

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
    r'|""".*'  # and those that nothing ends
    r"|'''.*"
    r'|"(?:\\.|[^"\\\n])*"'
    r"|'[^'\n]*'"
    r"|#[^\n]*"
    r"|[\[\]{}=.,\n]"
    r"|[^\s\[\]{}=.,#\"']+",
    re.DOTALL,
)


Keys = tuple[str | int, ...]
"""The way to a value: names of keys, and the position of an entry in a list."""


@dataclass(frozen=True, slots=True)
class TomlFile:
    """What a TOML file says, and in which line each key and each entry of a list stands."""

    path: str
    data: Mapping[str, Any]
    lines: Mapping[Keys, int]

    def place(self, *keys: str | int) -> str:
        """Return the file and the line of a value, or of the nearest key around it."""
        line = self.line(*keys)
        return self.path if line is None else f"{self.path}:{line}"

    def error(self, reason: str, *keys: str | int) -> DataFileError:
        """Return an error about a value; of an entry of a list it names the list."""
        named = ".".join(key for key in keys if isinstance(key, str))
        return DataFileError(self.path, f"{named}: {reason}" if named else reason, self.line(*keys))

    def line(self, *keys: str | int) -> int | None:
        """Return the line of a value, or of the nearest key around it."""
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
    UsageError
        The name is empty.
    """
    text = read_text(path)
    try:
        data = tomllib.loads(text)
    except RecursionError as error:
        raise DataFileError(str(path), "This is not TOML: it is nested too deeply.") from error
    except ValueError as error:
        raise _not_toml(str(path), str(error), text) from error
    return TomlFile(str(path), data, key_lines(text))


def _not_toml(path: str, message: str, text: str) -> DataFileError:
    where = _WHERE.search(message)
    said = _WHERE.sub("", message).rstrip(".").partition(": ")[0]
    hint = next((f" {hint}" for part, hint in _HINTS if part in said), "")
    line, column = (int(n) if n else None for n in where.groups()) if where else (None, None)
    if where is None:
        line = _long_number_line(text)
    elif line is None:  # at the end of the document: what begins, but does not end?
        *_, last = [(1, "")], *_statements(text)
        line, parts = last[0][0], [part for _, part in last]
        if parts.count("[") > parts.count("]"):
            said, hint = "Unclosed array", " A list ends with ]."
    return DataFileError(path, f"This is not TOML: {said}.{hint}", line, column)


def _long_number_line(text: str) -> int | None:
    """Return the line of the first whole number with more digits than Python reads."""
    most = sys.get_int_max_str_digits()
    return next(
        (
            line
            for line, part in _tokens(text)
            if len(part) > most and part.lstrip("+-").replace("_", "").isdecimal()
        ),
        None,
    )


def key_lines(text: str) -> dict[Keys, int]:
    r"""Return the line of every key, table and entry of a list in a TOML text known to be right.

    What is inside an inline table or a list in a list has the line of what holds it.

    Examples
    --------
    >>> key_lines('role = "cook"\n\n[skills]\n"C++" = "basic"\n')
    {('role',): 1, ('skills',): 3, ('skills', 'C++'): 4}
    >>> key_lines('skills = [\n  "SQL",\n]')
    {('skills',): 1, ('skills', 0): 2}
    """
    found: dict[Keys, int] = {}
    table: tuple[str, ...] = ()
    for statement in _statements(text):
        line, parts = statement[0][0], [part for _, part in statement]
        if parts[0] == "[":
            table = _key(part for part in parts if part not in "[]")
            found.setdefault(table, line)
        elif "=" in parts:
            value = parts.index("=") + 1
            key = table + _key(parts[: value - 1])
            for size in range(len(table) + 1, len(key) + 1):
                found.setdefault(key[:size], line)
            for position, entry_line in enumerate(_entry_lines(statement[value:])):
                found.setdefault((*key, position), entry_line)
    return found


def _entry_lines(value: Sequence[tuple[int, str]]) -> Iterator[int]:
    """Yield the line in which each entry of a list begins; of what is no list there are none."""
    depth, is_awaited = 0, False
    for line, part in value if value[0][1] == "[" else ():
        if part in "]}":
            depth -= 1
        elif depth == 1 and part == ",":
            is_awaited = True
        elif depth == 1 and is_awaited:
            is_awaited = False
            yield line
        if part in "[{":
            is_awaited = is_awaited or depth == 0
            depth += 1


def _statements(text: str) -> Iterator[list[tuple[int, str]]]:
    """Yield each statement as its parts with their lines; one in brackets goes over several."""
    parts: list[tuple[int, str]] = []
    depth = 0
    for line, part in _tokens(text):
        if part == "\n" and depth == 0:
            if parts:
                yield parts
            parts = []
        elif part != "\n" and not part.startswith("#"):
            parts.append((line, part))
            depth += (part in "[{") - (part in "]}")
    if parts:
        yield parts


def _tokens(text: str) -> Iterator[tuple[int, str]]:
    """Yield the parts of a text with the line in which each begins."""
    line = 1
    for match in _TOKEN.finditer(text):
        yield line, match[0]
        line += match[0].count("\n")


def _key(parts: Iterable[str]) -> tuple[str, ...]:
    """Return the names in a key, without dots and quotes."""
    return tuple(
        str(tomllib.loads(f"key = {part}")["key"]) if part[0] in "\"'" else part
        for part in parts
        if part != "."
    )
