"""The compulsory study of each step of a route, for searches that count years."""

from __future__ import annotations

from typing import TYPE_CHECKING

from careergraph.answers.planning.not_counted import find_demands, pick_compulsory
from careergraph.answers.planning.route_time import compulsory_study
from careergraph.model.lazy import read_whole

if TYPE_CHECKING:
    from careergraph.answers.planning.study import StatedCredentials
    from careergraph.compiled.graph import CompiledGraph
    from careergraph.model.holdings import Range
    from careergraph.model.values import NotCounted

__all__ = ["StudyOnRoute"]


class StudyOnRoute:
    """Finds the years of compulsory study of a step, given the roles passed before.

    Parameters
    ----------
    facts
        The compiled graph.
    stated
        The degree, fields and licence that the person states.

    Attributes
    ----------
    roles
        The roles (IRIs) that may ask for study.
    programmes
        Those of them that a programme of study leads to, which replaces the learning.
    """

    def __init__(self, facts: CompiledGraph, stated: StatedCredentials) -> None:
        self._facts, self._stated = facts, stated
        read_whole(facts.programmes, facts.licences)
        self.programmes = frozenset(
            node.iri for node in facts.roles if facts.programmes.get(node.iri)
        )
        self.roles = self.programmes | {
            node.iri for node in facts.roles if node.regulated or facts.licences.get(node.iri)
        }
        self._demands: dict[tuple[str, ...], tuple[NotCounted, ...]] = {}

    def find(self, path: tuple[str, ...]) -> tuple[Range, bool] | None:
        """Return the years of study of the last step of a path (IRIs), if it asks for any.

        The second value says whether a programme replaces the learning.
        """
        node = self._facts.nodes.get(path[-1])
        regulated = node is not None and bool(node.regulated)
        first = pick_compulsory(self._find_demands(path), is_regulated=regulated)
        study = compulsory_study(first)
        if study is None or study.years is None:
            return None
        return study.years, study.kind == "programme"

    def _find_demands(self, path: tuple[str, ...]) -> tuple[NotCounted, ...]:
        """Return the demands of the last step of a path, without what earlier steps asked for."""
        if path not in self._demands:
            known = [
                demand for end in range(2, len(path)) for demand in self._find_demands(path[:end])
            ]
            self._demands[path] = find_demands(
                self._facts, path[:-1], path[-1], self._stated, known
            )
        return self._demands[path]
