"""Add skills to a profile file without changing the rest of it, comments included."""

from __future__ import annotations

import copy
import json
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import tomlkit
from tomlkit.exceptions import TOMLKitError

from careergraph.errors import DataFileError
from careergraph.files import write_atomically
from careergraph.model.holdings import LEVEL_NAMES
from careergraph.person.profile_file import understand_name
from careergraph.person.profile_template import name_in_file
from careergraph.person.toml_reader import read_toml

if TYPE_CHECKING:
    from collections.abc import Mapping, MutableMapping

    from careergraph.compiled.titles import Catalog

__all__ = ["add_skills", "update_profile"]


def update_profile(path: Path | str, levels: Mapping[str, int], catalog: Catalog) -> list[str]:
    """Add skills to a profile file, and return the IRIs of those that it lacked.

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
        The file cannot be read, or lists its skills in a form to which we cannot add.
    OutputError
        The file cannot be written.
    """
    read_toml(path)  # Called for its errors.
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
    >>> from careergraph.compiled.generation import open_catalog
    >>> catalog = open_catalog()
    >>> skill = catalog.find("SQL", "skill").entry.iri
    >>> print(add_skills('[skills]\nPython = "expert"  # since 2019\n', {skill: 2}, catalog)[0])
    [skills]
    Python = "expert"  # since 2019
    SQL = "working"
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
    skills = data.get("skills", {})
    names = [name for name in skills if understand_name(catalog, name, "skill")[0] == iri]
    known = [LEVEL_NAMES.index(_level_of(skills, name)) + 1 for name in names]
    if known and (max(known) >= level or isinstance(skills, list)):
        return text
    name = names[0] if names else json.loads(name_in_file(iri, "skill", catalog))
    wanted = copy.deepcopy(data)
    _put(wanted, name, LEVEL_NAMES[level - 1])
    try:
        document = tomlkit.parse(text.removeprefix("\ufeff").replace("\r\n", "\n"))
        _put(document, name, LEVEL_NAMES[level - 1])
    except TOMLKitError:
        document = tomlkit.document()
    changed = tomlkit.dumps(document).replace("\n", "\r\n" if "\r\n" in text else "\n")
    changed = "\ufeff" + changed if text.startswith("\ufeff") else changed
    if _parse(changed) != wanted:
        reason = (
            "No skills can be added to this form. Write them as a table: a line [skills], then "
        )
        raise DataFileError(file, f'skills: {reason}lines such as "SQL" = "working".')
    return changed


def _level_of(skills: Mapping[str, str] | list[str], name: str) -> str:
    return "working" if isinstance(skills, list) else skills[name].strip().casefold()


def _parse(text: str) -> dict[str, Any]:
    return tomllib.loads(text.removeprefix("\ufeff").replace("\r\n", "\n"))


def _put(document: MutableMapping[str, Any], name: str, level: str) -> None:
    """Add a skill to the contents of a profile, plain ones or those that tomlkit reads."""
    skills = document.setdefault("skills", {})
    if isinstance(skills, list):
        skills.append(name)
    else:
        skills[name] = level
