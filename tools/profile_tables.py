"""Write docs/profiles/, a review table of the profiles of each family, from the bundled graph.

Run it with `.venv/bin/python tools/profile_tables.py` after a profile changes; a test compares.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from careergraph.files import write_atomically
from careergraph.graph import CareerGraph, load
from careergraph.vocab import local_name
from own_package import require_own_package

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

FOLDER = Path(__file__).parents[1] / "docs" / "profiles"
_MADE = "`tools/profile_tables.py` writes this page; a test compares it with the graph."
_KEY = """\
Rows are items, columns roles. 1 is basic, 2 working, 3 expert; **bold** is core, plain supporting.
*Given* lists what people in the role hold without being asked for it, *field* the role's own field.
`+` marks an item that no other line of work has.
"""
_OCCUPATIONS_PAGE = "occupations.md"
_OCCUPATIONS_KEY = """\
Occupations of O*NET with a written profile (~), by code. The others have a profile computed from
ratings. 1 is basic, 2 working, 3 expert; *given* is what people in the occupation hold without
being asked for it.
"""
_INTRODUCTION = """\
A profile lists what makes up the work of a role: 8 to 16 items that a hiring manager looks for, at
the same level of detail for all roles. The selection is editorial (~).
[CONTRIBUTING](../../CONTRIBUTING.md) says how to write one.
"""
_ROLES = """
SELECT ?role ?label ?family ?base ?rank {
  ?role a cg:Role ; skos:prefLabel ?label ; cg:family ?family .
  OPTIONAL { ?role cg:levelOf ?base ; cg:seniority/cg:rank ?rank }
}
"""
_ITEMS = """
SELECT ?role ?thing ?label ?level ?weight ?defines {
  ?item cg:inProfile/cg:ofRole ?role ; cg:asksFor ?thing ;
        cg:itemLevel ?level ; cg:itemWeight ?weight .
  ?thing skos:prefLabel ?label .
  OPTIONAL { ?item cg:definesRole ?defines }
}
"""
_OCCUPATIONS = """
SELECT ?occupation ?code ?label {
  ?occupation a cg:Occupation ; skos:notation ?code ; skos:prefLabel ?label .
  FILTER EXISTS { ?profile cg:ofRole ?occupation ; a cg:Profile }
} ORDER BY ?code
"""
_COMPLETE = "SELECT ?role { ?profile a cg:Profile ; cg:ofRole ?role ; cg:complete true }"
_FIELDS = "SELECT ?role ?label { ?p cg:ofRole ?role ; cg:ownField/skos:prefLabel ?label }"
_FAMILIES = "SELECT ?family ?label { ?family a cg:RoleFamily ; skos:prefLabel ?label }"


class Item(NamedTuple):
    """One item of a profile: what it asks for, and how."""

    label: str
    level: int
    weight: str
    defines: bool


class Role(NamedTuple):
    """A role with its place in a table and the items of its profile, inherited ones included."""

    iri: str
    label: str
    family: str
    base: str
    rank: int
    items: Mapping[str, Item]
    fields: tuple[str, ...]


def profile_pages(graph: CareerGraph) -> dict[str, str]:
    """Return the pages in Markdown, by file name."""
    families = {str(f): str(label) for f, label in graph.store.select(_FAMILIES)}
    by_family: dict[str, list[Role]] = defaultdict(list)
    for role in _read_roles(graph):
        by_family[role.family].append(role)
    pages = {
        f"{local_name(family)}.md": _family_page(families[family], roles)
        for family, roles in by_family.items()
    }
    pages[_OCCUPATIONS_PAGE] = _occupations_page(graph)
    return {"README.md": _index_page(families, by_family), **pages}


def _read_items(graph: CareerGraph) -> dict[str, dict[str, Item]]:
    own: dict[str, dict[str, Item]] = defaultdict(dict)
    for role, thing, label, level, weight, defines in graph.store.select(_ITEMS):
        item = Item(str(label), int(str(level)), local_name(str(weight)), defines == "true")
        own[str(role)][str(thing)] = item
    return own


def _occupations_page(graph: CareerGraph) -> str:
    items = _read_items(graph)
    rows = [
        [
            f"{code} {label}",
            *(
                _listed(items[str(occupation)].values(), weight)
                for weight in ("core", "supporting", "given")
            ),
        ]
        for occupation, code, label in graph.store.select(_OCCUPATIONS)
    ]
    return "\n".join(
        (
            "# Profiles: occupations\n",
            f"{_OCCUPATIONS_KEY}\n{_MADE}\n",
            _table(["occupation", "core", "supporting", "given"], rows),
        )
    )


def _listed(items: Iterable[Item], weight: str) -> str:
    of_weight = sorted((item for item in items if item.weight == weight), key=lambda i: i.label)
    return ", ".join(f"{item.label} {item.level}" for item in of_weight)


def _read_roles(graph: CareerGraph) -> list[Role]:
    own = _read_items(graph)
    complete = {str(role) for (role,) in graph.store.select(_COMPLETE)}
    fields: dict[str, list[str]] = defaultdict(list)
    for role, label in graph.store.select(_FIELDS):
        fields[str(role)].append(str(label))
    roles = []
    for cells in graph.store.select(_ROLES):
        iri, label, family, base, rank = (str(cell or "") for cell in cells)
        inherits = base if iri not in complete else ""
        items = {**own.get(inherits, {}), **own[iri]}
        names = tuple(sorted(fields[iri] or fields[inherits]))
        roles.append(Role(iri, label, family, base or iri, int(rank or 0), items, names))
    lines = {role.iri: role.label for role in roles}
    # A line of work comes before its levels, a junior one first of them.
    return sorted(roles, key=lambda r: (lines[r.base], r.base, r.iri != r.base, r.rank))


def _family_page(label: str, roles: list[Role]) -> str:
    asked: dict[str, dict[str, Item]] = defaultdict(dict)
    for role in roles:
        for thing, item in role.items.items():
            if item.weight != "given":
                asked[thing][role.iri] = item
    labels = {thing: next(iter(items.values())).label for thing, items in asked.items()}
    order = sorted(asked.items(), key=lambda entry: (-len(entry[1]), labels[entry[0]]))
    head = ["item", *(str(place) for place in range(1, len(roles) + 1))]
    rows = [
        [
            labels[thing] + (" +" if any(item.defines for item in items.values()) else ""),
            *(_cell(items.get(role.iri)) for role in roles),
        ]
        for thing, items in order
    ]
    numbered = [
        f"{place}. {role.label}: {_count(role)} items; field: {', '.join(role.fields)}\n"
        for place, role in enumerate(roles, 1)
    ]
    given = [f"- {role.label}: {_given(role)}\n" for role in roles]
    return "\n".join(
        (
            f"# Profiles: {label}\n",
            f"{_KEY}\n{_MADE}\n",
            "".join(numbered),
            _table(head, rows),
            "## Given\n",
            "".join(given),
        )
    )


def _index_page(families: Mapping[str, str], by_family: Mapping[str, list[Role]]) -> str:
    rows = [
        [
            f"[{families[family]}]({local_name(family)}.md)",
            str(len(roles)),
            str(sum(_count(role) for role in roles)),
        ]
        for family, roles in sorted(by_family.items(), key=lambda entry: families[entry[0]])
    ]
    return "\n".join(
        (
            "# Profiles of all roles, for review\n",
            _INTRODUCTION,
            f"{_KEY}\n{_MADE}\n",
            _table(["family", "roles", "items"], rows),
            f"[Occupations]({_OCCUPATIONS_PAGE}) have a page of their own.\n",
        )
    )


def _cell(item: Item | None) -> str:
    if item is None:
        return ""
    return f"**{item.level}**" if item.weight == "core" else str(item.level)


def _count(role: Role) -> int:
    return sum(item.weight != "given" for item in role.items.values())


def _given(role: Role) -> str:
    return _listed(role.items.values(), "given") or "none"


def _table(head: list[str], rows: Iterable[list[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def main() -> int:
    """Write the pages that are not as they should be, and return the exit code."""
    FOLDER.mkdir(exist_ok=True)
    pages = profile_pages(load())
    for name, page in pages.items():
        path = FOLDER / name
        if not path.exists() or path.read_text("utf-8") != page:
            write_atomically(path, page.encode())
            print(f"tabled again: docs/profiles/{name}")
    for path in FOLDER.glob("*.md"):
        if path.name not in pages:
            path.unlink()
            print(f"removed: docs/profiles/{path.name}")
    return 0


if __name__ == "__main__":
    require_own_package()
    sys.exit(main())
