"""The compiler: makes a compiled graph of the statements in an engine."""

from __future__ import annotations

from functools import cache, partial
from typing import TYPE_CHECKING, Any

from careergraph.compiled.graph import CompiledGraph
from careergraph.compiled.reading import credentials, display, statistics
from careergraph.compiled.reading.entries import (
    read_entries,
    read_job_titles,
    read_label_languages,
    read_name_details,
)
from careergraph.compiled.reading.roles import (
    experience_statements,
    occupation_layer,
    occupations,
    profiles,
    requirements,
    role_statements,
    transitions,
)
from careergraph.compiled.reading.sources import read_sources
from careergraph.compiled.titles import Catalog
from careergraph.model.lazy import LazyMapping, LazySequence
from careergraph.store.languages import with_one_language

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from careergraph.model.entries import GraphInfo
    from careergraph.store.engine import Engine

__all__ = ["FETCHED", "compile_graph"]

_MAPPINGS: dict[str, Callable[[Engine], Mapping[str, Any]]] = {
    "needs": requirements.read_needs,
    "sources": read_sources,
    "certifications_by_skill": credentials.read_certifications_by_skill,
    "certifications_by_role": credentials.read_certifications_by_role,
    "resources_by_skill": credentials.read_resources,
    "resources": credentials.read_resource_details,
    "pay_by_role": credentials.read_pay,
    "entry_degrees": credentials.read_entry_degrees,
    "prerequisites": credentials.read_prerequisites,
    "groups": profiles.read_skill_groups,
    "implied": profiles.read_implied,
    "traits": profiles.read_skill_traits,
    "field_skills": profiles.read_field_skills,
    "fields_by_role": role_statements.read_fields,
    "degree_shares": role_statements.read_degree_shares,
    "experience_years": experience_statements.read_experience_years,
    "experience_shares": lambda engine: (
        occupation_layer.read_answered_experience(engine)
        | experience_statements.read_experience_shares(engine)
    ),
    "licences": experience_statements.read_licences,
    "programmes": experience_statements.read_programmes,
    "entry_advice": experience_statements.read_entry_advice,
    "training": experience_statements.read_training,
    "occupations": experience_statements.read_occupation_links,
    "outlooks": occupations.read_all_outlooks,
    "definitions": display.read_definitions,
    "categories": display.read_categories,
    "pages": display.read_pages,
}
_SEQUENCES: dict[str, Callable[[Engine], Any]] = {
    "roles": transitions.read_roles,
    "steps": transitions.read_steps,
    "languages": credentials.read_languages,
    "degrees": credentials.read_degrees,
    "field_groups": profiles.read_field_groups,
    "level_experience": experience_statements.read_level_experience,
    "families": display.read_families,
    "seniorities": display.read_seniorities,
    "ladders": display.read_ladders,
}
_BY_ROLE: dict[str, Callable[..., Mapping[str, Any]]] = {
    "role_statements": role_statements.read_role_statements,
    "skill_claims": role_statements.read_skill_claims,
}
FETCHED = frozenset({*_MAPPINGS, *_SEQUENCES, "profiles", "baseline"})
"""Fields for which `store.remote.prefetch` fetches all statements of an endpoint at once."""


def compile_graph(
    engine: Engine,
    info: Callable[[], GraphInfo],
    *,
    names: Callable[[], Engine] | None = None,
    excerpt: Callable[[], Engine] | None = None,
    refuse: Callable[[], None] | None = None,
    language: str = "en",
) -> CompiledGraph:
    """Return the compiled graph of an engine; each field is read when it is first asked for.

    Parameters
    ----------
    engine
        Holds all statements.
    info
        Return the version and the hash of the graph.
    names, excerpt
        Return engines with the statements that titles and answers need, for an ``engine`` that is
        slow to ask. The statements of a role's page are then fetched role by role.
    refuse
        Raise an error if the graph is too large; called once, before the first field is read.
    language
        The language of texts, where there are any in it; see `store.languages`.
    """
    refusals = [] if refuse is None else [refuse]
    # These engines, from which several fields are read, hold texts in one language only.
    for_all = cache(lambda: with_one_language(engine, language))
    for_names = cache(lambda: with_one_language(names(), language)) if names else for_all
    for_answers = cache(lambda: with_one_language(excerpt(), language)) if excerpt else for_all

    def read(reader: Callable[[Engine], Any], source: Callable[[], Engine]) -> Any:  # noqa: ANN401
        while refusals:
            refusals[-1]()
            refusals.pop()
        return reader(source())

    fields: dict[str, Any] = {
        name: LazyMapping(partial(read, reader, for_answers)) for name, reader in _MAPPINGS.items()
    }
    fields |= {
        name: LazySequence(partial(read, reader, for_answers))
        for name, reader in _SEQUENCES.items()
    }
    for name, reader in _BY_ROLE.items():
        find = None if excerpt is None else partial(_find_one, reader, engine)
        fields[name] = LazyMapping(partial(read, reader, for_all), find)
    items = cache(lambda: read(profiles.read_items, for_answers))
    fields["profiles"] = LazyMapping(lambda: profiles.read_profiles(for_answers(), items()))
    fields["baseline"] = LazySequence(lambda: items().get(profiles.BASELINE, ()))
    layer = cache(lambda: occupation_layer.OccupationLayer(for_all()))
    fields["occupation_nodes"] = LazySequence(lambda: layer().nodes)
    fields["occupation_profiles"] = LazyMapping(lambda: layer().profiles)
    fields["related_occupations"] = LazySequence(lambda: layer().related_occupations)
    compiled = CompiledGraph(
        **fields,
        make_catalog=lambda: Catalog(
            read_entries(for_names()), read_job_titles(for_names()), read_name_details(for_names())
        ),
        make_info=info,
        make_statistics=lambda: statistics.read_statistics(engine),
    )
    return compiled.keep_languages(
        lambda: read_label_languages(names() if names else engine),
        lambda wanted: compile_graph(
            engine, info, names=names, excerpt=excerpt, refuse=refuse, language=wanted
        ),
    )


def _find_one(reader: Callable[..., Mapping[str, Any]], engine: Engine, role: str) -> Any:  # noqa: ANN401
    return reader(engine, role)[role]
