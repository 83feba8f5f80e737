"""The same answers without careergraph: rdflib parses the Turtle, networkx finds the path.

``python plain_rdflib.py FOLDER FROM TO`` prints the roles of the path of least effort: hours of
learning, by the rules of docs/advice.md, and 150 hours for each change of job. Each step is taken
on its own, as by ``careergraph path --plain``. Occupations of O*NET, which routes between curated
roles do not pass through, are left out. It reads patterns rather than SPARQL (which rdflib
answers slower), takes labels to the letter, and knows nothing of sources, pay, time or
certifications: whatever it leaves out is time it saves.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from pathlib import Path
from typing import NamedTuple

import networkx as nx
from rdflib import RDF, SKOS, XSD, Graph, Literal, Namespace, URIRef
from rdflib.term import Node

CG = Namespace("https://w3id.org/careergraph/ont#")
EVERY_WORKER = URIRef("https://w3id.org/careergraph/id/profile/every-worker")
HOURS = {
    CG.Concept: ((10, 25), (25, 90), (60, 150)),
    CG.Domain: ((20, 50), (40, 100), (120, 300)),
    CG.Mathematics: ((25, 50), (40, 80), (80, 180)),
    CG.Method: ((10, 25), (20, 50), (50, 130)),
    CG.ProgrammingLanguage: ((25, 60), (50, 160), (100, 250)),
    CG.SoftSkill: ((5, 12), (12, 30), (30, 70)),
    CG.Tool: ((5, 20), (15, 50), (50, 140)),
}
CHANGE, SIMILAR = 150, 0.6

Levels = dict[Node, int]


class Item(NamedTuple):
    """Skills of which one suffices, level and weight (1 or 0.5), and how they are learned."""

    skills: tuple[Node, ...]
    level: int
    weight: float
    hours: tuple[tuple[int, int], ...]
    cluster: Node | None


class Profile(NamedTuple):
    """A role's items, and what its people hold besides, for certain and probably."""

    items: list[Item]
    given: Levels
    optional: Levels
    has_level: bool


class Held(NamedTuple):
    """Levels held for certain, levels held probably, and groups of which some member is held."""

    certain: Levels
    probable: Levels
    groups: list[tuple[frozenset[Node], int]]


def read_graph(folder: Path) -> Graph:
    """Return the vocabulary and the data of an ontology folder."""
    graph = Graph()
    data = sorted((folder / "data").glob("*.ttl"))
    for path in [folder / "careergraph.ttl", *data]:
        graph.parse(path, format="turtle")
    return graph


def only(graph: Graph, subject: Node, predicate: URIRef) -> Node:
    """Return the one thing that a statement says."""
    (value,) = set(graph.objects(subject, predicate))
    return value


class Reader:
    """Profiles of a graph."""

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self.implies: dict[Node, list[Node]] = defaultdict(list)
        for skill, implied in graph.subject_objects(CG.implies):
            self.implies[skill].append(implied)
        self.base = dict(graph.subject_objects(CG.levelOf))
        self.rank = {
            role: float(str(graph.value(level, CG.rank)))
            for role, level in graph.subject_objects(CG.seniority)
        }
        self.members: dict[Node, list[Node]] = defaultdict(list)
        for group, member in graph.subject_objects(CG.groupMember):
            self.members[group].append(member)
        self.own: dict[Node, dict[Node, tuple[int, Node]]] = defaultdict(dict)
        self.fields: dict[Node, set[Node]] = defaultdict(set)
        self.complete = set()
        for profile, role in graph.subject_objects(CG.ofRole):
            if (profile, RDF.type, CG.Profile) in graph:
                self.own[role] = self.read_items(profile)
                self.fields[role] |= set(graph.objects(profile, CG.ownField))
                if (profile, CG.complete, Literal("true", datatype=XSD.boolean)) in graph:
                    self.complete.add(role)
        self.worker = {thing: level for thing, (level, _) in self.read_items(EVERY_WORKER).items()}
        self.requirements = self.read_requirements()

    def read_items(self, profile: Node) -> dict[Node, tuple[int, Node]]:
        """Return level and weight of each thing that a profile names."""
        graph = self.graph
        return {
            only(graph, item, CG.asksFor): (
                int(str(only(graph, item, CG.itemLevel))),
                only(graph, item, CG.itemWeight),
            )
            for item in graph.subjects(CG.inProfile, profile)
        }

    def read_requirements(self) -> dict[Node, dict[frozenset[Node], float]]:
        """Return the weight of each skill, or group of which any one suffices, by role."""
        graph = self.graph
        weights = {word: float(str(weight)) for word, weight in graph.subject_objects(CG.weight)}
        groups: dict[tuple[Node, Node], dict[Node, float]] = defaultdict(dict)
        for statement in graph.subjects(RDF.type, CG.SkillRequirement):
            importance = graph.value(statement, CG.importance)
            weight = weights[only(graph, statement, CG.necessity)]
            group = graph.value(predicate=CG.member, object=statement) or statement
            role, skill = only(graph, statement, CG.ofRole), only(graph, statement, CG.skill)
            groups[role, group][skill] = weight if importance is None else float(str(importance))
        stated: dict[Node, dict[frozenset[Node], float]] = defaultdict(dict)
        for (role, _), members in groups.items():
            skills = frozenset(members)
            stated[role][skills] = max(*members.values(), stated[role].get(skills, 0.0))
        asked = {role: dict(needs) for role, needs in stated.items()}
        for role, base in self.base.items():
            if not self.is_below(role, base):
                for skills, weight in stated[base].items():
                    own = asked.setdefault(role, {})
                    own[skills] = max(weight, own.get(skills, 0.0))
        return asked

    def is_below(self, role: Node, base: Node) -> bool:
        """Return whether a role stands below its line of work on some ladder."""
        places: dict[Node, list[tuple[Node, int]]] = {role: [], base: []}
        for of, found in places.items():
            for step in self.graph.subjects(CG.stepRole, of):
                rank = int(str(only(self.graph, step, CG.rank)))
                found.append((only(self.graph, step, CG.inLadder), rank))
        return any(a == b and low < high for a, low in places[role] for b, high in places[base])

    def stated(self, role: Node) -> dict[Node, tuple[int, Node]]:
        """Return the items of a role with those it inherits."""
        base = self.base.get(role)
        if base is None or role in self.complete:
            return self.own.get(role, {})
        return {**self.stated(base), **self.own.get(role, {})}

    def own_fields(self, role: Node) -> set[Node]:
        """Return the fields of work of a role, with those it inherits."""
        base = self.base.get(role)
        if base is None or role in self.complete:
            return self.fields[role]
        return self.fields[role] | self.own_fields(base)

    def profile(self, role: Node) -> Profile:
        """Return what a role asks for: its profile, else what sources list."""
        needs = self.requirements.get(role, {})
        profile = Profile(
            [],
            dict(self.worker),
            {skill: 1 for skills, weight in needs.items() if not weight for skill in skills},
            role in self.rank,
        )
        stated = self.stated(role)
        for skill in self.own_fields(role):
            _raise(profile.given, skill, 2)
        for thing, (level, weight) in stated.items():
            members, general = self.members.get(thing), self.graph.value(thing, CG.general)
            if general is not None:
                _raise(profile.given, general, max(1, level - 1))
            if weight != CG.given:
                skills = tuple(sorted(members or [thing], key=str))
                number = 1.0 if weight == CG.core else 0.5
                profile.items.append(self.item(skills, level, number, general))
            elif members is None:
                _raise(profile.given, thing, level)
        if not stated:
            for group, importance in needs.items():
                if importance:
                    skills = tuple(sorted(group, key=str))
                    number = 1.0 if importance >= 1 else 0.5
                    profile.items.append(self.item(skills, 2, number, None))
        return profile

    def item(
        self, skills: tuple[Node, ...], level: int, weight: float, general: Node | None
    ) -> Item:
        """Return an item with the hours of its kind and its cluster."""
        kinds = [kind for kind in HOURS if (skills[0], RDF.type, kind) in self.graph]
        hours = HOURS[kinds[0] if kinds else CG.Method]
        cluster = self.graph.value(general or skills[0], CG.cluster)
        return Item(skills, level, weight, hours, cluster)

    def close(self, levels: Levels) -> Levels:
        """Return levels with what they imply, one level lower for each implication, at least 1."""
        closed, waiting = dict(levels), list(levels)
        for skill in waiting:
            for implied in self.implies.get(skill, ()):
                if closed.get(implied, 0) < max(1, closed[skill] - 1):
                    closed[implied] = max(1, closed[skill] - 1)
                    waiting.append(implied)
        return closed

    def held(self, profile: Profile) -> Held:
        """Return what someone in a role holds."""
        certain, probable = dict(profile.given), dict(profile.optional)
        groups = []
        for item in profile.items:
            if len(item.skills) == 1:
                _raise(certain, item.skills[0], item.level)
                continue
            groups.append((frozenset(item.skills), item.level))
            closures = [self.close({skill: item.level}) for skill in item.skills]
            for skill in set.intersection(*map(set, closures)):
                _raise(certain, skill, min(closure[skill] for closure in closures))
            for skill in item.skills:
                _raise(probable, skill, item.level)
        return Held(self.close(certain), self.close(probable), groups)


def _raise(levels: Levels, skill: Node, level: int) -> None:
    levels[skill] = max(level, levels.get(skill, 0))


def levels_of(item: Item, level: int, held: Held) -> tuple[int, int]:
    """Return the levels certainly and likely held of an item, by what leaves the least."""
    ways = []
    if len(item.skills) > 1:
        skills = set(item.skills)
        floor = max((least for group, least in held.groups if group <= skills), default=0)
        ways.append((min(floor, level), min(floor, level)))
    for skill in item.skills:
        certain = held.certain.get(skill, 0)
        likely = max(certain, held.probable.get(skill, 0))
        ways.append((min(certain, level), min(likely, level)))
    return min(ways, key=lambda way: (-sum(way), way[0]))


def learn(profile: Profile, held: Held, *, promotion: bool) -> tuple[float, float]:
    """Return the hours (middle) of a step, and the share of the profile that is missing."""
    gap = asked = 0.0
    clusters: dict[object, list[float]] = defaultdict(list)
    for number, item in enumerate(profile.items):
        most = 3 if profile.has_level else 2 if promotion or item.weight == 1 else 1
        level = min(item.level, most)
        certain, likely = levels_of(item, level, held)
        asked += item.weight
        gap += item.weight * (2 * level - certain - likely) / (2 * level)
        hours = sum(
            sum(item.hours[step - 1]) / 2 * (0.5 if step <= likely else 1)
            for step in range(certain + 1, level + 1)
        )
        clusters[item.cluster or number].append(hours * (0.4 if promotion and certain else 1))
    missing = gap / asked if asked else 0.0
    total = sum((sum(hours) + max(hours)) / 2 for hours in clusters.values())
    return total * (0.5 if promotion else 0.65 + 0.45 * missing**3), missing


def build_network(graph: Graph) -> nx.DiGraph[Node]:
    """Return the promotions and moves, weighted by the effort of each on its own."""
    reader = Reader(graph)
    profiles = {role: reader.profile(role) for role in graph.subjects(RDF.type, CG.Role)}
    held = {role: reader.held(profile) for role, profile in profiles.items()}
    line = {role: reader.base.get(role, role) for role in profiles}
    stated = {
        (only(graph, step, CG.fromRole), only(graph, step, CG.toRole))
        for kind in (CG.promotion, CG.move)
        for step in graph.subjects(CG.kind, kind)
    }
    stated = {pair for pair in stated if profiles.keys() >= {*pair}}  # occupations are no roles
    junior = {role for role, base in reader.base.items() if reader.is_below(role, base)}
    levels: dict[Node, list[Node]] = defaultdict(list)
    for role, base in reader.base.items():
        if role not in junior:
            levels[base].append(role)
    pairs = set(stated)
    for source, target in stated:  # who is at a level moves as their line of work does
        for level in levels.get(source, ()) if line[target] != source else ():
            pairs.add((level, target))
            for other in levels.get(target, ()):
                if reader.rank[other] == reader.rank[level]:
                    _, missing = learn(profiles[other], held[level], promotion=False)
                    if profiles[other].items and 1 - missing >= SIMILAR:
                        pairs.add((level, other))
    network: nx.DiGraph[Node] = nx.DiGraph()
    for source, target in pairs:
        promotion = line[source] == line[target]
        hours, _ = learn(profiles[target], held[source], promotion=promotion)
        network.add_edge(source, target, weight=hours + CHANGE)
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
