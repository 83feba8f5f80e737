"""Adding skills to a profile file: the rest of the file, comments included, stays as it is."""

from __future__ import annotations

import copy
import json
import re
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from careergraph.errors import DataFileError
from careergraph.files import write_atomically
from careergraph.person.profile_file import LEVELS, understand_name
from careergraph.person.profile_template import name_in_file
from careergraph.person.toml_reader import read_toml

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from careergraph.compiled.titles import Catalog

__all__ = ["add_skills", "update_profile"]

_SKILLS_HEADER: Final = re.compile(
    r"^\ufeff?[ \t]*\[[ \t]*skills[ \t]*\][ \t]*(?:#.*?)?\r?$", re.MULTILINE
)
_ANY_HEADER: Final = re.compile(r"^[ \t]*\[", re.MULTILINE)
_INLINE: Final = re.compile(r"^[ \t]*skills[ \t]*=[ \t]*(?=[\[{])", re.MULTILINE)
_ENTRY: Final = re.compile(
    r"""^[ \t]*(?:skills[ \t]*\.[ \t]*)?"""
    r"""(?P<key>"(?:[^"\\\n]|\\.)*"|'[^'\n]*'|[\w-]+)[ \t]*=[ \t]*"""
    r"""(?P<value>"[^"\n]*"|'[^'\n]*')""",
    re.MULTILINE,
)
_MOST_ATTEMPTS: Final = 10_000


def update_profile(path: Path | str, levels: Mapping[str, int], catalog: Catalog) -> list[str]:
    """Add skills to a profile file, and return the IRIs of those that it did not hold.

    The file is replaced as a whole, or not at all.

    Parameters
    ----------
    path
        The file.
    levels
        The level (1 to 3) of each skill, by IRI.
    catalog
        The names of skills.

    Raises
    ------
    DataFileError
        The file cannot be read, or has its skills in a form that we cannot add to.
    OutputError
        The file cannot be written.
    """
    read_toml(path)  # for its errors
    text = Path(path).read_bytes().decode("utf-8")
    changed, added = add_skills(text, levels, catalog, file=str(path))
    if added:
        write_atomically(Path(path), changed.encode("utf-8"))
    return added


def add_skills(
    text: str, levels: Mapping[str, int], catalog: Catalog, *, file: str = "profile"
) -> tuple[str, list[str]]:
    r"""Return the text of a profile with more skills, and the IRIs of those that were added.

    A skill that the profile holds at the level or above stays as it is; one that it holds at a
    lower level gets the higher.

    Examples
    --------
    >>> from careergraph.compiled.titles import Catalog
    >>> catalog = Catalog.bundled()
    >>> skill = catalog.find("SQL", "skill").entry.iri
    >>> print(add_skills('[skills]\nPython = "expert"  # since 2019\n', {skill: 2}, catalog)[0])
    [skills]
    Python = "expert"  # since 2019
    "SQL" = "working"
    <BLANKLINE>
    """
    added = []
    for iri, level in levels.items():
        changed = _add_skill(text, iri, level, catalog, file)
        if changed != text:
            added.append(iri)
        text = changed
    return text, added


def _add_skill(text: str, iri: str, level: int, catalog: Catalog, file: str) -> str:
    data = _parse(text)
    skills = {} if data is None else data.get("skills", {})
    names = [name for name in skills if understand_name(catalog, name, "skill")[0] == iri]
    known = [LEVELS.index(_level_of(skills, name)) + 1 for name in names]
    if known and (max(known) >= level or isinstance(skills, list)):
        return text
    name = names[0] if names else json.loads(name_in_file(iri, "skill", catalog))
    word = LEVELS[level - 1]
    wanted = _expected(data or {}, name, word)
    attempts = _raised(text, name, word) if names else _extended(text, name, word)
    for number, changed in enumerate(attempts):
        if _parse(changed) == wanted:
            return changed
        if number >= _MOST_ATTEMPTS:
            break
    reason = "No skills can be added to this form. Write them as a table: a line [skills], then "
    raise DataFileError(file, f'skills: {reason}lines such as "SQL" = "working".')


def _level_of(skills: dict[str, str] | list[str], name: str) -> str:
    return "working" if isinstance(skills, list) else skills[name].strip().casefold()


def _parse(text: str) -> dict[str, Any] | None:
    """Return what a profile says, ``None`` where it is no TOML."""
    try:
        return tomllib.loads(text.removeprefix("\ufeff").replace("\r\n", "\n"))
    except (ValueError, RecursionError):
        return None


def _expected(data: dict[str, Any], name: str, level: str) -> dict[str, Any]:
    """Return what the profile says once a skill is added."""
    changed = copy.deepcopy(data)
    skills = changed.setdefault("skills", {})
    if isinstance(skills, list):
        skills.append(name)
    else:
        skills[name] = level
    return changed


def _raised(text: str, name: str, level: str) -> Iterator[str]:
    """Yield texts in which a line that may be that of a skill gives it another level."""
    for entry in _ENTRY.finditer(text):
        key = _parse(f"{entry['key']} = 1")
        if key is not None and name in key:
            yield text[: entry.start("value")] + json.dumps(level) + text[entry.end("value") :]
    for value in re.finditer(r"""(["'])(?:basic|working|expert)\1""", text, re.IGNORECASE):
        yield text[: value.start()] + json.dumps(level) + text[value.end() :]


def _extended(text: str, name: str, level: str) -> Iterator[str]:
    """Yield texts in which a skill stands where it may belong."""
    end = "\r\n" if "\r\n" in text else "\n"
    quoted = json.dumps(name, ensure_ascii=False)
    line = f'{quoted} = "{level}"'
    for header in _SKILLS_HEADER.finditer(text):
        following = _ANY_HEADER.search(text, header.end())
        stop = len(text) if following is None else following.start()
        before = text[:stop].rstrip()
        yield f"{before}{end}{line}{end}{text[len(before) :].removeprefix(end)}"
    for dotted in reversed(list(re.finditer(r"^[ \t]*skills[ \t]*\.", text, re.MULTILINE))):
        yield f"{text[: dotted.start()]}skills.{line}{end}{text[dotted.start() :]}"
    for start in _INLINE.finditer(text):
        entry = line if text[start.end()] == "{" else quoted
        for close in re.finditer(r"[\]}]", text[start.end() :]):
            place = start.end() + close.start()
            head = text[:place].rstrip()
            space = text[len(head) : place]
            for joint in (", ", " ", f"{end}  ", f"{end}  , "):
                yield f"{head}{joint}{entry}{space}{text[place:]}"
    lead = text if not text or text.endswith("\n") else f"{text}{end}"
    yield f"{lead}{end}[skills]{end}{line}{end}"
