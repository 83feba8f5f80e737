"""Fetch the statements that a compiled graph needs from an endpoint, in eight requests.

The queries of `compiled.reading` would take some thirty round trips, and each server would order
and compare in its own way. So their statements are fetched in bulk, and the usual queries run on
the copy. For the bundled graph no request returns more than about 8,800 rows, since Virtuoso
returns at most 10,000 by default. For the same reason only statements about roles are fetched, and
not those about occupations that are not roles of the graph.
"""

from __future__ import annotations

import hashlib
from functools import cached_property
from typing import TYPE_CHECKING, Final, NamedTuple

import pyoxigraph as ox

from careergraph.errors import EndpointError
from careergraph.model.values import GraphInfo
from careergraph.sparql.checked import trust
from careergraph.store.engine import Solutions, Store, Term
from careergraph.vocab import BUNDLED_GRAPH, CG, GENERATED, ID, ONTOLOGY, PREFIXES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from careergraph.store.remote.endpoint import RemoteEngine

__all__ = ["Excerpt", "fetch_whole"]


class _Pattern(NamedTuple):
    """A pattern of statements: a subject, ?p and ?o, or a subject and a column per property."""

    text: str
    columns: tuple[str, ...] = ("p", "o")

    def after(self, others: str) -> _Pattern:
        """Return the pattern that other patterns restrict."""
        return self._replace(text=f"{others} {self.text}")


def _rows(classes: str, properties: str, *, of_role: bool = False) -> _Pattern:
    """Return the pattern for some properties of some classes: one row for each statement.

    Each thing has a row for each of these classes that it belongs to; other types are left out.

    Parameters
    ----------
    classes, properties
        Separated by spaces.
    of_role
        Whether to fetch only things that belong to a role.
    """
    wanted = f"VALUES ?class {{ {classes} }} ?s a ?class"
    if of_role:
        wanted += " ; cg:ofRole ?role . ?role a cg:Role"
    return _Pattern(
        f"{{ SELECT DISTINCT ?s ?p ?o WHERE {{ "
        f"{{ {wanted} BIND(rdf:type AS ?p) BIND(?class AS ?o) }} UNION "
        f"{{ {wanted} . ?s ?p ?o FILTER(?p IN ({', '.join(properties.split())})) }} }} }}"
    )


def _every(term: str) -> _Pattern:
    """Return the pattern for all statements of one property."""
    return _Pattern(f"?s {term} ?o BIND({term} AS ?p)")


def _columns(of_class: str, required: str, optional: str = "") -> _Pattern:
    """Return the pattern for a class with many members: one row for each."""
    needed, others = required.split(), optional.split()
    fixed = " ; ".join(f"{_property(name)} ?{name}" for name in needed)
    more = " ".join(f"OPTIONAL {{ ?s {_property(name)} ?{name} }}" for name in others)
    text = f"?s a cg:{of_class} ; {fixed} . {more} BIND(cg:{of_class} AS ?type)"
    return _Pattern(text, ("type", *needed, *others))


def _property(column: str) -> str:
    return "rdfs:label" if column == "label" else f"cg:{column}"


_NAMES: Final = (
    _rows(
        "cg:Role cg:Certification",
        "skos:prefLabel skos:altLabel skos:definition cg:family cg:seniority cg:levelOf "
        "cg:regulated cg:licence cg:validates cg:status cg:certificationLevel "
        "cg:afterWork schema:url skos:exactMatch skos:closeMatch skos:broadMatch",
    ),
    _rows("cg:RoleFamily cg:SeniorityLevel cg:SkillCategory", "skos:prefLabel cg:rank"),
    _Pattern(
        f"<{ONTOLOGY}> owl:versionInfo ?o BIND(<{ONTOLOGY}> AS ?s) BIND(owl:versionInfo AS ?p)"
    ),
)
_BASELINE: Final = f"{ID}profile/every-worker"
_SKILL_CLASSES: Final = (
    "cg:Skill cg:ProgrammingLanguage cg:Tool cg:Concept cg:Method cg:Domain cg:Mathematics "
    "cg:SoftSkill"
)
# A server returns some 10,000 rows: a skill's single values come in one row with its class.
_SKILLS: Final = (
    _Pattern(
        f"VALUES ?o {{ {_SKILL_CLASSES} }} ?s a ?o BIND(rdf:type AS ?p) "
        "OPTIONAL { ?s skos:prefLabel ?name } OPTIONAL { ?s cg:category ?category }",
        ("p", "o", "name", "category"),
    ),
    _Pattern(
        f"{{ SELECT DISTINCT ?s ?p ?o WHERE {{ VALUES ?class {{ {_SKILL_CLASSES} }} "
        "?s a ?class ; skos:altLabel ?o BIND(skos:altLabel AS ?p) } }"
    ),
)
_REQUIREMENTS: Final = (
    _columns("SkillRequirement", "ofRole skill necessity statedBy", "importance"),
    _every("cg:implies"),
    _every("cg:cluster"),
    _every("cg:weight"),
    _every("cg:member"),
)
_TRANSITIONS: Final = (
    _columns("Transition", "fromRole toRole kind statedBy"),
    _Pattern(
        "?s a cg:Transition ; ?p ?o FILTER(?p IN (cg:place, cg:country, cg:population, cg:period, "
        "cg:people, cg:count, cg:share, cg:medianMonths, cg:relatednessTier, rdfs:comment))"
    ),
    _Pattern(
        "?role a cg:Role ; skos:exactMatch ?s . ?s a cg:Occupation "
        "BIND(rdf:type AS ?p) BIND(cg:Occupation AS ?o)"
    ),
)
_ITEM: Final = _columns("ProfileItem", "inProfile asksFor itemLevel itemWeight statedBy")
_PROFILES: Final = (
    _ITEM.after("?about a cg:Role . ?inProfile cg:ofRole ?about ."),
    _ITEM.after(f"VALUES ?inProfile {{ <{_BASELINE}> }}"),
    _rows("cg:Profile", "cg:ofRole cg:complete cg:ownField cg:statedBy"),
    _rows("cg:SkillGroup", "skos:prefLabel rdfs:label cg:groupMember cg:general"),
)
_LEARNING: Final = (
    _rows(
        "cg:Source cg:Degree cg:LadderStep cg:CareerLadder cg:Prerequisite",
        "dcterms:title cg:grade dcterms:date dcterms:license cg:attribution schema:url "
        "skos:prefLabel skos:altLabel rdfs:label cg:rank cg:inLadder cg:stepRole dcterms:source "
        "cg:category cg:hours cg:ofSkill cg:needsSkill cg:statedBy",
    ),
    _rows(
        "cg:Course cg:Book cg:Competition cg:Project",
        "skos:prefLabel cg:teaches cg:unverified dcterms:source schema:educationalLevel "
        "cg:hours schema:isAccessibleForFree schema:url",
    ),
    _columns(
        "DegreeShare",
        "ofRole degree share country population statedBy",
        "period sampleSize suppressed",
    ),
    _columns("FieldTeaching", "field skill itemLevel statedBy"),
    _columns("FieldPreparation", "ofRole field country population statedBy", "period place"),
    _rows("cg:DegreeField", "skos:prefLabel"),
    _rows("cg:FieldGroup", "rdfs:label cg:field cg:acceptedFor cg:statedBy"),
)
_FIGURES: Final = (
    _rows(
        "cg:PayObservation cg:OccupationLink cg:EmploymentOutlook",
        "cg:statedBy cg:ofRole cg:country cg:period cg:population cg:place schema:currency "
        "schema:duration schema:percentile10 schema:percentile25 schema:median "
        "schema:percentile75 schema:percentile90 cg:occupation cg:fit cg:shows cg:payNote "
        "cg:employment cg:projectedEmployment cg:percentChange cg:overallPercentChange "
        "cg:annualOpenings",
        of_role=True,
    ),
    _Pattern(
        "{ SELECT DISTINCT ?s ?p ?o WHERE { ?figures cg:occupation ?s ; cg:ofRole ?role . "
        "?role a cg:Role . ?s ?p ?o FILTER(?p IN (skos:prefLabel, skos:notation)) } }"
    ),
    _columns(
        "ExperienceShare",
        "ofRole share yearsFrom statedBy",
        "yearsTo label sampleSize country population period",
    ),
)
_ENTRY: Final = (
    _rows(
        "cg:DegreeRequirement cg:CertificationRequirement cg:ExperienceRequirement "
        "cg:TrainingRequirement",
        "rdfs:label rdfs:comment cg:statedBy cg:ofRole cg:degree cg:necessity cg:qualifier "
        "cg:country cg:certification cg:period cg:population cg:place cg:yearsFrom cg:yearsTo "
        "cg:experienceIn cg:occupation cg:training dcterms:source",
        of_role=True,
    ),
    _rows(
        "cg:Licence cg:LevelExperience cg:DegreeDuration cg:LicenceField cg:StudyProgramme "
        "cg:TrainingDuration cg:EntryAdvice",
        "rdfs:label rdfs:comment cg:statedBy cg:ofRole cg:yearsFrom cg:yearsTo cg:fromLevel "
        "cg:toLevel cg:requiredFor cg:requiredBy cg:country cg:place cg:degree cg:experienceIn "
        "cg:population cg:period cg:occupation cg:training cg:forLicence cg:afterDegree "
        "cg:afterRole cg:acceptsField cg:field cg:adviceFor cg:subjects",
    ),
    _Pattern("?s skos:inScheme cg:trainingKinds ; skos:prefLabel ?o BIND(skos:prefLabel AS ?p)"),
)
_SIZES: Final = """
SELECT ?p (COUNT(*) AS ?rows) WHERE { { GRAPH ?g { ?s ?p ?o } } UNION { ?s ?p ?o } } GROUP BY ?p
"""
_WITH_BLANK_NODES: Final = """
SELECT ?g ?s ?p ?o WHERE {
  { GRAPH ?g { ?s ?p ?o } } UNION { ?s ?p ?o }
  FILTER(ISBLANK(?s) || ISBLANK(?o))
}
"""
"""A single query, because a blank node keeps its label only within one answer."""
_ROWS_OF_A_PORTION: Final = 8_000
_COLUMNS: Final = {
    "type": ox.NamedNode(f"{PREFIXES['rdf']}type"),
    "label": ox.NamedNode(f"{PREFIXES['rdfs']}label"),
    "name": ox.NamedNode(f"{PREFIXES['skos']}prefLabel"),
}


class Excerpt:
    """A copy of an endpoint's statements: `names` takes two requests, `store` six more."""

    def __init__(self, engine: RemoteEngine) -> None:
        self._engine = engine

    @cached_property
    def names(self) -> Store:
        """The queries that fetch the names of roles, skills and certifications.

        Raises
        ------
        EndpointError
            There is no answer, or no role in it.
        """
        store = Store()
        for patterns in (_NAMES, _SKILLS):
            store.oxigraph.bulk_extend(self._quads(patterns))
        if not store.ask("ASK { ?role a cg:Role }"):
            reason = (
                "it has no roles of a career graph, at least not in its default graph. "
                "`careergraph publish` loads a graph; docs/endpoints.md says how a server reads "
                "the union of its graphs."
            )
            raise EndpointError(self._engine.url, reason)
        return store

    @cached_property
    def store(self) -> Store:
        """All statements that answers read, except those shown on one role's page only."""
        store = Store()
        store.oxigraph.bulk_extend(iter(self.names.oxigraph))
        for patterns in (
            _REQUIREMENTS,
            _TRANSITIONS,
            _PROFILES,
            _LEARNING,
            _FIGURES,
            _ENTRY,
        ):
            store.oxigraph.bulk_extend(self._quads(patterns))
        return store

    @cached_property
    def info(self) -> GraphInfo:
        """The version from the published header, and a hash of what was fetched.

        The hash shows whether two answers rest on the same statements. It is not that of the
        bundled files, which cannot be computed from an endpoint.
        """
        version = f"SELECT ?version WHERE {{ <{ONTOLOGY}> owl:versionInfo ?version }}"
        found = [str(cell) for (cell,) in self.names.select(version)]
        lines = sorted(f"{q.subject} {q.predicate} {q.object}" for q in self.store.oxigraph)
        digest = hashlib.sha256("\n".join(lines).encode()).hexdigest()
        return GraphInfo(version=min(found, default="unknown"), hash=digest[:12])

    def _quads(self, patterns: tuple[_Pattern, ...]) -> Iterator[ox.Quad]:
        """Yield the statements that match some patterns, fetched in one request."""
        graph = ox.NamedNode(BUNDLED_GRAPH)
        answer = self._engine.query(trust(_select(patterns)))
        if not isinstance(answer, Solutions):
            raise _strange(self._engine)
        terms = {name: _COLUMNS.get(name, ox.NamedNode(CG + name)) for name in answer.variables}
        try:
            for solution in answer:
                row = {
                    name: cell
                    for name, cell in zip(answer.variables, solution, strict=True)
                    if cell
                }
                subject, term, value = (row.pop(name, None) for name in ("s", "p", "o"))
                if term is not None:
                    yield ox.Quad(subject, term, value, graph)  # type: ignore[arg-type]
                for name, cell in row.items():
                    yield ox.Quad(subject, terms[name], cell, graph)  # type: ignore[arg-type]
        except TypeError as error:
            raise _strange(self._engine) from error


def _select(patterns: tuple[_Pattern, ...]) -> str:
    columns = dict.fromkeys(["s", *(name for pattern in patterns for name in pattern.columns)])
    union = " UNION ".join(f"{{ {pattern.text} }}" for pattern in patterns)
    return f"SELECT {' '.join(f'?{name}' for name in columns)} WHERE {{ {union} }}"


def _strange(engine: RemoteEngine) -> EndpointError:
    """Return the error for a result that does not answer the query."""
    reason = "the answer is a result of a query, but not of the one that was asked."
    return EndpointError(engine.url, reason)


def fetch_whole(engine: RemoteEngine) -> Store:
    """Return a copy in memory of everything that an endpoint holds, its default graph included.

    It fetches some properties at a time, because servers end an answer after some seconds, less
    than the whole graph takes. If the default graph is the union of the others, each statement
    comes twice. The second is dropped here: looking each one up in every graph would take a server
    minutes.

    Raises
    ------
    EndpointError
        There is no answer, or it is truncated, or the endpoint holds nothing.
    """
    named: set[ox.Quad] = set()
    unnamed: set[ox.Triple] = set()
    try:
        sizes = {str(p): int(rows.value) for p, rows in _answer(engine, _SIZES)}  # type: ignore[union-attr]
        for question in (*map(_portion, _portions(sizes)), _WITH_BLANK_NODES):
            for graph, subject, term, value in _answer(engine, question):
                triple = ox.Triple(_blank(subject), term, _blank(value))  # type: ignore[arg-type]
                if graph is None:
                    unnamed.add(triple)
                else:
                    named.add(ox.Quad(triple.subject, triple.predicate, triple.object, graph))  # type: ignore[arg-type]
    except (AttributeError, TypeError, ValueError) as error:
        raise _strange(engine) from error
    store = Store()
    store.oxigraph.bulk_extend(named)
    unnamed.difference_update(quad.triple for quad in named)
    store.oxigraph.bulk_extend(ox.Quad(t.subject, t.predicate, t.object) for t in unnamed)
    if not len(store.oxigraph):
        reason = "it holds no statement that you may read. `careergraph publish` loads a graph."
        raise EndpointError(engine.url, reason)
    return store


def _answer(engine: RemoteEngine, question: str) -> Solutions:
    answer = engine.query(trust(question))
    if not isinstance(answer, Solutions):
        raise _strange(engine)
    return answer


def _portions(sizes: dict[str, int]) -> Iterator[list[str]]:
    """Yield the properties of each portion, given the rows of each property."""
    portion: list[str] = []
    rows = 0
    for term, size in sorted(sizes.items()):
        if portion and rows + size > _ROWS_OF_A_PORTION:
            yield portion
            portion, rows = [], 0
        portion.append(term)
        rows += size
    if portion:
        yield portion


def _portion(properties: list[str]) -> str:
    """Return the query for the statements of some properties without blank nodes."""
    union = " UNION ".join(
        f"{{ {pattern} BIND({term} AS ?p) }}"
        for term in properties
        for pattern in (f"GRAPH ?g {{ ?s {term} ?o }}", f"?s {term} ?o")
    )
    return f"SELECT ?g ?s ?p ?o WHERE {{ {union} FILTER(!ISBLANK(?s) && !ISBLANK(?o)) }}"


def _blank(term: Term | None) -> Term | None:
    """Return the blank node for an IRI that `publish` made for one; other terms unchanged."""
    if isinstance(term, ox.NamedNode) and term.value.startswith(GENERATED):
        return ox.BlankNode(f"g{term.value.removeprefix(GENERATED)}")
    return term
