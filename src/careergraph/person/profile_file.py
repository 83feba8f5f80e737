"""The profile file of a person: a small TOML file, with warnings and errors that name the key.

Names are understood as everywhere else (`compiled.titles`). An unknown skill or certification
causes a warning and the rest still counts; anything that cannot be understood at all is an error
with file, line and key.
"""

from __future__ import annotations

import difflib
import json
from typing import TYPE_CHECKING, Final

from careergraph.compiled.technologies import find_technologies
from careergraph.compiled.titles.notes import describe_match
from careergraph.errors import (
    AmbiguousTitleError,
    CareerGraphError,
    EmptyTitleError,
    UnknownTitleError,
    UsageError,
    quote_title,
)
from careergraph.model.holdings import LEVEL_NAMES
from careergraph.person.degrees import degree_field, describe_unknown_subject, find_degree
from careergraph.person.person import Person
from careergraph.person.toml_reader import read_text, read_toml

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from careergraph.compiled.graph import CompiledGraph
    from careergraph.compiled.titles import Catalog
    from careergraph.model.values import DegreeLevel, Entry
    from careergraph.person.toml_reader import TomlFile

__all__ = [
    "Person",
    "attested_skills",
    "attested_text",
    "find_certification",
    "read_person",
    "understand_name",
    "unused_years",
]

_KEYS: Final = ("role", "years", "degree", "certifications", "skills")
_MOST_YEARS: Final = 60
_WORKING: Final = 2
_MOST_NAMES: Final = 1000
_SHOWN_CANDIDATES: Final = 3
_OLD_COMMENT: Final = '"basic" (does not count yet)'
"""The comment on levels in templates of earlier versions."""
_OLD_FORM: Final = (
    'This profile was written for an earlier version, in which "basic" did not count. Now it '
    'counts as level 1 of 3. Delete the words "(does not count yet)" to stop this message.'
)
_NOTHING_SAID: Final = "The file is empty. `careergraph profile init` writes one to fill in."


def read_person(path: Path | str, catalog: Catalog, facts: CompiledGraph) -> Person:
    r"""Return what a person's profile says.

    Raises
    ------
    DataFileError
        The file cannot be read, or has a value that is not understood.

    Examples
    --------
    >>> from pathlib import Path
    >>> from tempfile import TemporaryDirectory
    >>> from careergraph import load
    >>> g = load()
    >>> with TemporaryDirectory() as folder:
    ...     file = Path(folder) / "me.toml"
    ...     _ = file.write_text('role = "data analyst"\nskills = ["Python", "SQL"]')
    ...     person = read_person(file, g.catalog, g.facts)
    >>> sorted(g.labels[skill] for skill in person.skills)
    ['Python', 'SQL']
    """
    file = read_toml(path)
    _check_keys(file)
    warnings: list[str] = []
    if _OLD_COMMENT in read_text(path):
        warnings.append(f"{file.path}: {_OLD_FORM}")
    levels = _read_levels(file)
    _check_number(file, "skills", len(levels))
    named = {name: find_certification(name, catalog) for name in levels}
    among_skills = [entry.iri for entry in named.values() if entry is not None]
    levels = {name: level for name, level in levels.items() if named[name] is None}
    skills = _read_names(file, "skills", levels, catalog, warnings)
    _warn_of_levels(file, levels, skills, catalog, warnings)
    certified = _read_names(file, "certifications", _read_list(file), catalog, warnings)
    certifications = tuple(dict.fromkeys([*certified.values(), *among_skills]))
    warnings += (
        f"{file.path}: {attested_text(iri, catalog, facts)}"
        for iri in certifications
        if iri in among_skills or not attested_skills(iri, facts)
    )
    attested = [attested_skills(iri, facts) for iri in certifications]
    held = frozenset(iri for name, iri in skills.items() if levels[name] != "basic").union(
        *attested
    )
    known = {iri: LEVEL_NAMES.index(levels[name]) + 1 for name, iri in skills.items()}
    years = _read_years(file)
    role, unknown_role = _read_role(file, catalog, years, warnings)
    fields = _read_fields(file, facts, warnings)
    return Person(
        role=role,
        skills=held,
        degree=_read_degree(file, facts),
        certifications=certifications,
        years=None if unknown_role is not None else years,
        warnings=tuple(warnings),
        basic=frozenset(skills.values()) - held,
        unknown_role=unknown_role,
        levels={iri: max(_WORKING, known.get(iri, 0)) for iri in held},
        fields=fields,
        named=_read_named(file, catalog, facts, role),
    )


def attested_skills(certification: str, facts: CompiledGraph) -> frozenset[str]:
    """Return the skills that a certification attests, if it is active."""
    return frozenset(
        skill
        for skill, named in facts.certifications_by_skill.items()
        if any(one.iri == certification for one in named)
    )


def find_certification(name: str, catalog: Catalog) -> Entry | None:
    """Return the certification of exactly this name or IRI, unless a skill has it.

    Examples
    --------
    >>> from careergraph.compiled.generation import open_catalog
    >>> find_certification("CompTIA Security+", open_catalog()).label
    'CompTIA Security+'
    >>> find_certification("SQL", open_catalog())
    """
    for kind in ("skill", "certification"):
        try:
            match = catalog.find(name, kind)
        except CareerGraphError:
            continue
        if match.exact:
            return match.entry if kind == "certification" else None
    return None


def attested_text(certification: str, catalog: Catalog, facts: CompiledGraph) -> str:
    """Return a line that says what holding a certification (IRI) counts as."""
    label = catalog.label(certification)
    skills = sorted(catalog.label(skill) for skill in attested_skills(certification, facts))
    if not skills:
        return f"{label} attests no skill that we know of, or is no longer offered."
    return f"{label} counts as the skills it attests, at a working level: {', '.join(skills)}."


def understand_name(catalog: Catalog, name: str, kind: str) -> tuple[str | None, str]:
    """Return what a name means (``None`` if nothing), and a note about how it was read.

    Examples
    --------
    >>> from careergraph.compiled.generation import open_catalog
    >>> understand_name(open_catalog(), "pyhton", "skill")[1]
    'Reading "pyhton" as Python.'
    """
    try:
        match = catalog.find(name, kind)
    except EmptyTitleError:
        return None, f"A {kind} has no name."
    except UnknownTitleError as error:
        problem, candidates = f"No {kind} is called {quote_title(name)}", error.suggestions
    except AmbiguousTitleError as error:
        problem, candidates = f"{quote_title(name)} could be several {kind}s", error.candidates
    else:
        return match.entry.iri, describe_match(name, match, kind)
    near = ", ".join(quote_title(label) for label in candidates[:_SHOWN_CANDIDATES])
    return None, f"{problem}." + (f" Did you mean {near}?" if near else "")


def _check_keys(file: TomlFile) -> None:
    if not file.data:
        raise file.error(_NOTHING_SAID)
    for key in file.data:
        if key not in _KEYS:
            near = difflib.get_close_matches(key.casefold()[:30], _KEYS, n=1, cutoff=0.7)
            hint = f"Did you mean `{near[0]}`?" if near else f"Use: {', '.join(_KEYS)}."
            reason = f"No such key is known. {hint}"
            raise file.error(reason, key)


def _check_number(file: TomlFile, key: str, number: int) -> None:
    if number > _MOST_NAMES:
        reason = f"{number:,} names are too many; at most {_MOST_NAMES:,} are read."
        raise file.error(reason, key)


def _read_levels(file: TomlFile) -> dict[str, str]:
    """Return the level of each skill by its name; a plain list is of skills one can work with."""
    skills = file.data.get("skills", {})
    if isinstance(skills, dict):
        for name, level in skills.items():
            _check_level(file, name, level)
        return {name: level.strip().casefold() for name, level in skills.items()}
    reason = 'Write a list of names, such as ["Python", "SQL"], or a table [skills].'
    return dict.fromkeys(_read_texts(file, "skills", skills, reason), "working")


def _read_texts(file: TomlFile, key: str, names: object, reason: str) -> list[str]:
    """Return a list of names; raise an error for anything else."""
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        raise file.error(reason, key)
    return names


def _check_level(file: TomlFile, name: str, level: object) -> None:
    if isinstance(level, str) and level.strip().casefold() in LEVEL_NAMES:
        return
    if name in _KEYS:
        reason = f"The line with `{name}` must be above the line [skills]."
    elif isinstance(level, dict):
        reason = f'A name with a dot needs quotes, such as "{name}.{next(iter(level), "")}".'
    else:
        text = level if isinstance(level, str) else json.dumps(level, default=str)
        shown = quote_title(text)
        named = ", ".join(f'"{one}"' for one in LEVEL_NAMES)
        reason = f"{shown} is not a level. Use one of: {named}."
    raise file.error(reason, "skills", name)


def _read_list(file: TomlFile) -> list[str]:
    reason = 'Write a list of names, such as ["AWS Certified Cloud Practitioner"].'
    names = file.data.get("certifications", [])
    names = _read_texts(file, "certifications", names, reason)
    _check_number(file, "certifications", len(names))
    return names


def _read_names(
    file: TomlFile,
    key: str,
    names: Mapping[str, str] | Sequence[str],
    catalog: Catalog,
    warnings: list[str],
) -> dict[str, str]:
    """Return the IRI of each name that is understood; add the others to the warnings."""
    understood: dict[str, str] = {}
    for name in dict.fromkeys(names):
        iri, note = understand_name(catalog, name, key.removesuffix("s"))
        if iri is None:
            note += " It does not count."
        else:
            understood[name] = iri
        if note:
            warnings.append(f"{file.path}: {note}")
    return understood


def _warn_of_levels(
    file: TomlFile,
    levels: Mapping[str, str],
    skills: Mapping[str, str],
    catalog: Catalog,
    warnings: list[str],
) -> None:
    """Add a warning for each skill that is named in several spellings with different levels."""
    spellings: dict[str, list[str]] = {}
    for name, iri in skills.items():
        spellings.setdefault(iri, []).append(name)
    for iri, names in spellings.items():
        chosen = {levels[name] for name in names}
        if len(chosen) > 1:
            named = ", ".join(f'{quote_title(name)} is "{levels[name]}"' for name in names)
            counts = max(chosen, key=LEVEL_NAMES.index)
            warnings.append(
                f"{file.path}: {catalog.label(iri)} is named "
                f'{len(names)} times: {named}. The highest counts: "{counts}".'
            )


def _read_role(
    file: TomlFile, catalog: Catalog, years: float | None, warnings: list[str]
) -> tuple[str | None, str | None]:
    """Return the role that is meant, or else the title that was not understood."""
    title = file.data.get("role")
    if title is None:
        return None, None
    if not isinstance(title, str):
        reason = 'Write a title in quotes, such as "data analyst".'
        raise file.error(reason, "role")
    try:
        match = catalog.find(title)
    except CareerGraphError as error:
        lost = "The role" if years is None else f"The role, and {_years_text(years)} in it,"
        does = "does" if years is None else "do"
        warnings.append(f"{file.path}: role: {error} {lost} {does} not count.")
        return None, title
    if note := describe_match(title, match):
        warnings.append(f"{file.path}: {note}")
    return match.entry.iri, None


def _read_named(
    file: TomlFile, catalog: Catalog, facts: CompiledGraph, role: str | None
) -> tuple[str, ...]:
    """Return the technologies (IRIs) that the title of the role names."""
    entry = None if role is None else catalog.entry(role)
    if entry is None:
        return ()
    return tuple(one.iri for one in find_technologies(facts, str(file.data["role"]), entry))


def _years_text(years: float) -> str:
    return "1 year" if years == 1 else f"{years:g} years"


def unused_years(person: Person, start: str, catalog: Catalog) -> str | None:
    """Return a warning if a person's years are not in the role they start from.

    Examples
    --------
    >>> from careergraph.compiled.generation import open_catalog
    >>> catalog = open_catalog()
    >>> analyst, engineer = (catalog.find(t).entry.iri for t in ("data analyst", "SWE"))
    >>> unused_years(Person(role=analyst, years=2.0), analyst, catalog)
    >>> warning = unused_years(Person(role=analyst, years=2.0), engineer, catalog)
    >>> print(warning.partition("; ")[2])
    this route begins as Software Engineer, so they do not count.
    """
    if not person.years or person.role in (None, start):
        return None
    role = catalog.label(str(person.role))
    return (
        f"The profile says {_years_text(person.years)} as {role}; this route begins as "
        f"{catalog.label(start)}, so they do not count."
    )


def _read_years(file: TomlFile) -> float | None:
    years = file.data.get("years")
    if years is None:
        return None
    is_number = isinstance(years, int | float) and not isinstance(years, bool)
    if not is_number or not 0 <= years <= _MOST_YEARS:
        reason = f"Write a number from 0 to {_MOST_YEARS} without quotes, such as 2.5."
        raise file.error(reason, "years")
    return float(years)


def _read_degree(file: TomlFile, facts: CompiledGraph) -> DegreeLevel | None:
    name = file.data.get("degree")
    if name is None:
        return None
    if not isinstance(name, str):
        reason = 'Write its name in quotes, such as "bachelor\'s".'
        raise file.error(reason, "degree")
    try:
        return find_degree(name, facts.degrees)
    except UsageError as error:
        raise file.error(str(error), "degree") from error


def _read_fields(file: TomlFile, facts: CompiledGraph, warnings: list[str]) -> tuple[str, ...]:
    name = file.data.get("degree")
    if not isinstance(name, str):
        return ()
    if unknown := describe_unknown_subject(name, facts):
        warnings.append(f"{file.path}: degree: {unknown}")
    found = degree_field(name, facts)
    return () if found is None else (found,)
