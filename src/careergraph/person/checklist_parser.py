"""Read back what a person has ticked in the Markdown file of a plan.

A plan ends in a comment with a hash of the text above it, without the ticks. The hash shows whether
a person has changed anything else, so that their changes are never lost silently. The comment also
holds the day on which the plan starts.
"""

from __future__ import annotations

import hashlib
import re
from datetime import date
from typing import TYPE_CHECKING, Final

from careergraph.errors import DataFileError
from careergraph.model.frozen import frozen
from careergraph.person.profile_file import understand_name
from careergraph.printable import one_line

if TYPE_CHECKING:
    from collections.abc import Mapping

    from careergraph.compiled.titles import Catalog

__all__ = [
    "LONGEST_LINE",
    "Ticks",
    "escape",
    "is_plan",
    "is_untouched",
    "read_start",
    "read_ticks",
    "sign",
]

LONGEST_LINE: Final = 80
_MOST_TICKS: Final = 2000
_FORM: Final = 2
"""The form of plans that we write; form 1 had no weeks, and one line for several alternatives."""
_MARK: Final = re.compile(
    r"^<!-- careergraph plan (?P<form>[12]): (?P<digest>[0-9a-f]{12})"
    r"(?: from (?P<start>\d{4}-\d\d-\d\d))? -->[ \t]*$",
    re.MULTILINE,
)
_OLD_FORM: Final = (
    "This plan was written by an earlier version. Its ticks count; the new plan also has weeks, "
    "and a box for each skill where any one of several will do."
)
_TICKED: Final = re.compile(r"^\s*[-*+]\s+\[[xX]\]\s+(\S.*)$")
_BOX: Final = re.compile(r"^(\s*[-*+]\s+)\[[xX ]\]")
_SPECIAL: Final = re.compile(r"([\\`*\[\]<>|]|(?<!\w)_|_(?!\w)|^[#+-]|^\d+[.)])")
_END_OF_NAME: Final = re.compile(r"(?<!\\):(?=\s|$)")


@frozen
class Ticks:
    """The ticks of an earlier plan: skills, names that match no skill, and warnings."""

    skills: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        """Return whether anything is ticked."""
        return bool(self.skills or self.unknown)


def is_plan(text: str) -> bool:
    """Return whether a text is a plan that we wrote, even if it was changed since."""
    return bool(_MARK.search(text))


def is_untouched(text: str) -> bool:
    """Return whether a plan differs from what we wrote only in its ticks."""
    mark = _MARK.search(text)
    if mark is None or text[mark.end() :].strip():
        return False
    return _digest(text[: mark.start()]) == mark["digest"]


def read_start(text: str) -> date | None:
    """Return the day on which a plan starts, if it says so.

    Examples
    --------
    >>> read_start(sign("- [ ] Python: core", start="2027-01-11"))
    datetime.date(2027, 1, 11)
    """
    mark = _MARK.search(text)
    if mark is None or mark["start"] is None:
        return None
    try:
        return date.fromisoformat(mark["start"])
    except ValueError:  # A day that does not exist.
        return None


def read_ticks(texts: Mapping[str, str], catalog: Catalog) -> Ticks:
    r"""Return what is ticked in earlier plans; ``texts`` maps file names to contents.

    Raises
    ------
    DataFileError
        There are too many ticks for a plan.

    Examples
    --------
    >>> from careergraph.compiled.generation import open_catalog
    >>> earlier = {"plan.md": "- [x] Python: essential\n- [ ] SQL: essential\n- [x] zzz qqq\n"}
    >>> read_ticks(earlier, open_catalog()).warnings
    ('plan.md:3: No skill is called "zzz qqq". It stays in the list of what is done.',)
    """
    skills: dict[str, None] = {}
    unknown: dict[str, None] = {}
    warnings: list[str] = []
    for file, text in texts.items():
        ticked = _ticked(text)
        mark = _MARK.search(text)
        if mark is not None and int(mark["form"]) < _FORM:
            warnings.append(f"{file}: {_OLD_FORM}")
        if len(ticked) > _MOST_TICKS:
            raise DataFileError(file, f"{len(ticked):,} ticks are too many for a plan.")
        for name, line in ticked.items():
            iri, note = understand_name(catalog, name, "skill")
            if iri is None:
                unknown[name] = None
                note += " It stays in the list of what is done."
            else:
                skills[iri] = None
            if note:
                warnings.append(f"{file}:{line}: {note}")
    return Ticks(tuple(skills), tuple(unknown), tuple(warnings))


def _ticked(text: str) -> dict[str, int]:
    """Return the ticked names of a Markdown text, each with its line."""
    found: dict[str, int] = {}
    for number, line in enumerate(text.splitlines(), 1):
        if match := _TICKED.match(line):
            name = _END_OF_NAME.split(match[1])[0]
            plain = re.sub(r"\\(\W|\d)", r"\1", name).strip().strip("*`").strip()
            if plain:
                found.setdefault(plain, number)
    return found


def _digest(text: str) -> str:
    """Return a hash of a plan that does not depend on its ticks."""
    lines = (_BOX.sub(r"\1[ ]", line.rstrip()) for line in text.strip().splitlines())
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:12]


def escape(text: str, *, is_name: bool = False) -> str:
    r"""Return text on one line, escaped so that Markdown shows it unchanged.

    A name at the start of a list line ends at the first colon, so colons within it are escaped.

    Examples
    --------
    >>> print(escape("C: [a\nlanguage]"), escape("C: a language", is_name=True))
    C: \[a language\] C\: a language
    """
    line = one_line(text)
    escaped = _SPECIAL.sub(r"\\\1", line)
    return _END_OF_NAME.sub(r"\\:", escaped) if is_name else escaped


def sign(text: str, *, start: str | None = None) -> str:
    r"""Return a plan with the comment by which it is recognised.

    Examples
    --------
    >>> plan = sign("- [ ] Python: essential")
    >>> is_untouched(plan.replace("[ ]", "[x]")), is_untouched(plan.replace("Python", "SQL"))
    (True, False)
    """
    begins = "" if start is None else f" from {start}"
    return f"{text}\n\n<!-- careergraph plan {_FORM}: {_digest(text)}{begins} -->\n"
