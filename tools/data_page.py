"""Fill in the counts of `docs/data.md`, between its two markers, from the bundled graph.

Run it with `.venv/bin/python tools/data_page.py` after the data change; a test compares.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from careergraph.files import write_atomically
from careergraph.graph import CareerGraph, load
from own_package import require_own_package

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

PAGE = Path(__file__).parents[1] / "docs" / "data.md"
BEGIN = "<!-- counts: made by tools/data_page.py -->\n"
END = "<!-- end of counts -->\n"

_THINGS = {
    "roles": "?x a cg:Role",
    "of these, rungs of a ladder": "?x a cg:Role ; cg:seniority ?rung",
    "skills": "?x a/rdfs:subClassOf* cg:Skill",
    "certifications": "?x a cg:Certification",
    "transitions": "?x a cg:Transition",
    "of these, editorial moves that an office also calls related": (
        "?x cg:kind cg:move ; dcterms:relation ?related"
    ),
    "skill requirements": "?x a cg:SkillRequirement",
    "pay distributions": "?x a cg:PayObservation",
    "profiles of roles": "?x a cg:Profile ; cg:ofRole ?role",
    "profile items asked for": "?x cg:itemWeight ?weight FILTER(?weight != cg:given)",
    "groups of skills": "?x a cg:SkillGroup",
    "implications between skills": "?a cg:implies ?b BIND(CONCAT(STR(?a), STR(?b)) AS ?x)",
}
_BY_GRADE = """
SELECT ?class (SAMPLE(?text) AS ?label) ?grade (COUNT(DISTINCT ?x) AS ?n) {
  ?x a ?class ; cg:statedBy/cg:grade ?grade . ?class rdfs:label ?text
}
GROUP BY ?class ?grade
"""
_BY_SOURCE = """
SELECT ?source ?title ?grade (COUNT(DISTINCT ?x) AS ?n) {
  ?x cg:statedBy ?source . ?source dcterms:title ?title ; cg:grade/skos:prefLabel ?grade
}
GROUP BY ?source ?title ?grade
"""
_BY_KIND = """
SELECT ?kind ?grade (COUNT(DISTINCT ?x) AS ?n) {
  ?x a cg:Transition ; cg:kind/skos:prefLabel ?kind ; cg:statedBy/cg:grade/skos:prefLabel ?grade
}
GROUP BY ?kind ?grade
"""
_GRADES = ("observed", "official", "stated", "computed", "editorial")


def counts(graph: CareerGraph) -> str:
    """Return the section that is counted, in Markdown."""
    things = [(name, _count(graph, pattern)) for name, pattern in _THINGS.items()]
    rows = list(graph.store.select(_BY_GRADE))
    grades: dict[str, dict[str, int]] = {}
    for _, label, grade, number in rows:
        grades.setdefault(str(label), {})[str(grade).rpartition("#")[2]] = int(str(number))
    by_grade = [
        (label, *(f"{found.get(grade, 0):,}" for grade in _GRADES))
        for label, found in sorted(grades.items())
    ]
    kinds = sorted((str(k), str(g), int(str(n))) for k, g, n in graph.store.select(_BY_KIND))
    sources = sorted((str(t), str(g), int(str(n))) for _, t, g, n in graph.store.select(_BY_SOURCE))
    return "\n".join(
        (
            _table(("things", "number"), things),
            _table(("statements", *_GRADES), by_grade),
            _table(("transitions of kind", "grade", "number"), kinds),
            _table(("source", "grade", "statements"), sources),
        )
    )


def with_counts(page: str, section: str) -> str:
    """Return the page with the section between its markers replaced."""
    before, _, rest = page.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}\n{section}\n{END}{after}"


def _count(graph: CareerGraph, pattern: str) -> int:
    ((number,),) = graph.store.select(f"SELECT (COUNT(DISTINCT ?x) AS ?n) {{ {pattern} }}")
    return int(str(number))


def _table(head: Sequence[str], rows: Iterable[Sequence[str | int]]) -> str:
    lines = [head, ("---",) * len(head), *rows]
    texts = [
        " | ".join(f"{cell:,}" if isinstance(cell, int) else str(cell) for cell in line)
        for line in lines
    ]
    return "".join(f"| {text} |\n" for text in texts)


def main() -> int:
    """Write the page, and return the exit code."""
    page = PAGE.read_text("utf-8")
    new = with_counts(page, counts(load()))
    if new != page:
        write_atomically(PAGE, new.encode())
        print(f"counted again: {PAGE.name}")
    return 0


if __name__ == "__main__":
    require_own_package()
    sys.exit(main())
