"""What one writes without careergraph: rdflib parses the Turtle, networkx finds the path.

``python plain_rdflib.py FOLDER FROM TO`` prints the roles of the path that leaves the least to
learn. It reads patterns rather than SPARQL (which rdflib answers slower), takes labels to the
letter, and knows nothing of sources, pay, time or certifications: whatever it leaves out is time
it saves.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from pathlib import Path

import networkx as nx
from rdflib import RDF, SKOS, Graph, Namespace
from rdflib.term import Node

CG = Namespace("https://w3id.org/careergraph/ont#")

Needs = dict[frozenset[Node], float]
"""The weight of each skill, or of each group of which any one suffices."""


def read_graph(folder: Path) -> Graph:
    """Return the vocabulary and the data of an ontology folder."""
    graph = Graph()
    data = sorted((folder / "data").glob("*.ttl"))
    for path in [folder / "careergraph.ttl", *data]:
        graph.parse(path, format="turtle")
    return graph


def read_needs(graph: Graph) -> dict[Node, Needs]:
    """Return what each role needs; a rung needs what its line of work needs too."""
    weights = {necessity: float(str(w)) for necessity, w in graph.subject_objects(CG.weight)}
    groups: dict[tuple[Node, Node], Needs] = defaultdict(dict)
    for requirement in graph.subjects(RDF.type, CG.SkillRequirement):
        (role,) = graph.objects(requirement, CG.ofRole)
        (skill,) = graph.objects(requirement, CG.skill)
        (necessity,) = graph.objects(requirement, CG.necessity)
        importance = graph.value(requirement, CG.importance)
        group = graph.value(predicate=CG.member, object=requirement) or requirement
        weight = weights[necessity] if importance is None else float(str(importance))
        groups[role, group][frozenset([skill])] = weight
    needs: dict[Node, Needs] = defaultdict(dict)
    for (role, _), members in groups.items():
        _add(needs[role], frozenset().union(*members), max(members.values()))
    rank = {
        graph.value(step, CG.stepRole): int(str(number))
        for step, number in graph.subject_objects(CG.rank)
        if (step, RDF.type, CG.LadderStep) in graph
    }
    for rung, base in graph.subject_objects(CG.levelOf):
        if rank[rung] < rank[base]:
            continue
        for skills, weight in needs[base].items():
            _add(needs[rung], skills, weight)
    return needs


def _add(needs: Needs, skills: frozenset[Node], weight: float) -> None:
    needs[skills] = max(weight, needs.get(skills, 0.0))


def missing_weight(source: Needs, target: Needs) -> float:
    """Return the weight of what a target needs and a source does not."""
    held = [skills for skills, weight in source.items() if weight > 0]
    certain = frozenset().union(*(skills for skills in held if len(skills) == 1))
    either = [skills for skills in held if len(skills) > 1]
    missing = {
        skills: weight
        for skills, weight in target.items()
        if weight > 0 and not skills & certain and not any(group <= skills for group in either)
    }
    to_learn = frozenset().union(*(skills for skills in missing if len(skills) == 1))
    return sum(w for skills, w in missing.items() if len(skills) == 1 or not skills & to_learn)


def build_network(graph: Graph) -> nx.DiGraph[Node]:
    """Return the promotions and moves, weighted by what is missing."""
    needs = read_needs(graph)
    network: nx.DiGraph[Node] = nx.DiGraph()
    for kind in (CG.promotion, CG.move):
        for transition in graph.subjects(CG.kind, kind):
            (start,) = graph.objects(transition, CG.fromRole)
            (end,) = graph.objects(transition, CG.toRole)
            network.add_edge(start, end, weight=missing_weight(needs[start], needs[end]))
    return network


def main() -> None:
    """Print the labels of the roles on the path."""
    folder, *titles = sys.argv[1:]
    graph = read_graph(Path(folder))
    labels = {role: str(graph.value(role, SKOS.prefLabel)) for role in graph[: RDF.type : CG.Role]}
    role_of = {label.casefold(): role for role, label in labels.items()}
    source, target = (role_of[title.casefold()] for title in titles)
    path = nx.shortest_path(build_network(graph), source, target, weight="weight")
    print(" → ".join(labels[role] for role in path))


if __name__ == "__main__":
    main()
