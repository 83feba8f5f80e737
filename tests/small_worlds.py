"""Small graphs of roles, moves and needs as a person would write them in Turtle."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rdflib import Graph

from careergraph.graph import CareerGraph

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_HEAD = """
@prefix cg: <https://w3id.org/careergraph/ont#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix : <https://example.org/me#> .
:me a cg:Source ; dcterms:title "mine"@en ; cg:grade cg:stated .
cg:essential cg:weight 1.0 . cg:recommended cg:weight 0.6 . cg:optional cg:weight 0.0 .
"""
_NEED = (
    "a cg:SkillRequirement ; cg:ofRole :{} ; cg:skill :{} ; cg:necessity cg:{} ; cg:statedBy :me"
)


def small_graph(
    moves: Sequence[str],
    needs: Mapping[str, Sequence[str]] | None = None,
    groups: Sequence[tuple[str, Sequence[str]]] = (),
) -> CareerGraph:
    """Return a graph of moves ("alfa bravo"), what roles need, and groups of alternatives.

    A need is a skill, with a question mark behind it where it is only recommended.
    """
    roles = sorted({role for move in moves for role in move.split()})
    lines = [_HEAD, *(f':{role} a cg:Role ; skos:prefLabel "{role}"@en .' for role in roles)]
    skills = {skill for _, members in groups for skill in members}
    for role, asked in (needs or {}).items():
        for text in asked:
            skill = text.removesuffix("?")
            skills.add(skill)
            necessity = "recommended" if text.endswith("?") else "essential"
            lines.append(f":{role}-{skill} {_NEED.format(role, skill, necessity)} .")
    for number, (role, members) in enumerate(groups):
        for skill in members:
            lines.append(f":g{number}-{skill} {_NEED.format(role, skill, 'essential')} .")
            lines.append(f":g{number} cg:member :g{number}-{skill} .")
    lines += (f':{skill} a cg:Skill ; skos:prefLabel "skill {skill}"@en .' for skill in skills)
    for number, move in enumerate(moves):
        start, end = move.split()
        ends = f"cg:fromRole :{start} ; cg:toRole :{end}"
        lines.append(f":m{number} a cg:Transition ; {ends} ; cg:kind cg:move ; cg:statedBy :me .")
    return CareerGraph.from_graph(Graph().parse(data="\n".join(lines), format="turtle"))
