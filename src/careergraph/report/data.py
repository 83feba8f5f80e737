"""Answers as JSON-ready data and as rows for CSV.

The shapes are stable and documented in ``docs/json.md``; keys may be added but not removed.
"""

from __future__ import annotations

import csv
import io
import json
from dataclasses import asdict, fields, is_dataclass
from typing import TYPE_CHECKING, Any

from careergraph.answers.whole_graph.listings import SearchResults, Stability
from careergraph.errors import UsageError
from careergraph.model.experience import EntryAdvice, LicenceStatement
from careergraph.model.holdings import Range
from careergraph.model.values import Gap, MissingSkill, Routes

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from careergraph.model.values import Entry, GraphInfo, Route, Source, Step
    from careergraph.search.sensitivity import Variation

__all__ = [
    "answer_data",
    "as_json",
    "gap_data",
    "routes_data",
    "search_data",
    "to_csv",
    "to_json",
]


def to_json(data: object) -> str:
    """Return data as indented JSON in Unicode, with a final newline."""
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def as_json(answer: object) -> str:
    """Return the answer of any `CareerGraph` method as the JSON described in ``docs/json.md``.

    Raises
    ------
    UsageError
        The value is not an answer.

    Examples
    --------
    >>> import careergraph
    >>> g = careergraph.load()
    >>> json.loads(careergraph.as_json(g.gap("SWE", "MLE")))["target"]["label"]
    'Machine Learning Engineer'
    """
    if isinstance(answer, Routes):
        return to_json(routes_data(answer))
    if isinstance(answer, Gap):
        return to_json(gap_data(answer))
    if isinstance(answer, SearchResults):
        return to_json(search_data(answer, answer.graph))
    if isinstance(answer, Stability):
        return to_json({"graph": asdict(answer.graph), "stability": _plain(list(answer))})
    if not is_dataclass(answer) or isinstance(answer, type):
        message = f"{type(answer).__name__} is not an answer of a career graph."
        raise UsageError(message)
    return to_json(answer_data(answer) if hasattr(answer, "graph") else _plain(answer))


def to_csv(rows: Sequence[Sequence[object]]) -> str:
    r"""Return rows as CSV (RFC 4180), the header first; an unknown value is an empty cell.

    A cell that a spreadsheet would take for a formula gets a leading apostrophe.

    Examples
    --------
    >>> to_csv([("name", "gap"), ("=1+1", None)])
    "name,gap\r\n'=1+1,\r\n"
    """
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerows([_cell(value) for value in row] for row in rows)
    return stream.getvalue()


def _cell(value: object) -> object:
    if isinstance(value, str) and value.startswith(("=", "+", "-", "@", "\t", "\r")):
        return f"'{value}"
    return value


def answer_data(answer: object) -> dict[str, object]:
    """Return a role's profile, an explanation or an overview in its documented JSON shape.

    The fields of the value object become keys, the graph first; sources carry their number.
    """
    plain = {f.name: _plain(getattr(answer, f.name)) for f in fields(answer)}  # type: ignore[arg-type]
    if isinstance(sources := plain.get("sources"), list):
        plain["sources"] = [{"number": n, **source} for n, source in enumerate(sources, 1)]
    return {"graph": plain.pop("graph"), **plain}


def _plain(value: object) -> Any:  # noqa: ANN401 (whatever JSON can hold)
    """Return value objects as dictionaries and lists, with fields as keys in their order."""
    if isinstance(value, MissingSkill):
        return _missing_data(value)
    if is_dataclass(value) and not isinstance(value, type):
        return {f.name: _plain(getattr(value, f.name)) for f in fields(value)}
    if isinstance(value, EntryAdvice | LicenceStatement | Range):
        return {key: _plain(item) for key, item in value._asdict().items()}
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, tuple | list):
        return [_plain(item) for item in value]
    return value


def search_data(entries: Sequence[Entry], graph: GraphInfo) -> dict[str, object]:
    """Return search results, best first, in their documented JSON shape."""
    results = [_plain(entry) for entry in entries]
    for result in results:
        del result["technologies"]  # No title was typed here.
    return {"graph": asdict(graph), "results": results}


def routes_data(routes: Routes, variations: Sequence[Variation] | None = None) -> dict[str, object]:
    """Return routes in the documented JSON shape, with their stability if that was asked for."""
    stability = {} if variations is None else {"stability": _plain(list(variations))}
    return {
        "graph": asdict(routes.graph),
        "criterion": routes.criterion,
        "hours_per_week": routes.hours_per_week,
        "proven": routes.proven,
        "looked_at": routes.looked_at,
        "source": asdict(routes.source),
        "target": asdict(routes.target),
        "routes": [_route_data(route) for route in routes.routes],
        "formula": routes.formula,
        "pay_before": _plain(routes.pay_before),
        "unrated": _plain(routes.unrated),
        "outlook": _plain(routes.outlook),
        "certifications": _plain(routes.certifications),
        "in_one_step": _plain(routes.in_one_step),
        "named": _plain(routes.named),
        "sources": _sources_data(routes.sources),
        **stability,
    }


def _route_data(route: Route) -> dict[str, object]:
    return {
        "roles": [asdict(role) for role in route.roles],
        "steps": [_step_data(step) for step in route.steps],
        "cost": _plain(route.cost),
        "learn_first": _plain(route.learn_first),
        "coverage": route.coverage,
    }


def _step_data(step: Step) -> dict[str, object]:
    return {
        "source": step.source.iri,
        "target": step.target.iri,
        "evidence": [asdict(evidence) for evidence in step.evidence],
        "missing_skills": [_missing_data(skill) for skill in step.missing_skills],
        "held": step.held,
        "needed": step.needed,
        "gap": step.gap,
        "months_in_role": step.months_in_role,
        "learning_hours": _plain(step.learning_hours),
        "experience": _plain(step.experience),
        "training": _plain(step.training),
        "years": _plain(step.years),
        "certifications": [asdict(c) for c in step.certifications],
        "resources": [asdict(r) for r in step.resources],
        "pay": [asdict(band) for band in step.pay],
        "share": step.share,
        "entry_degree": None if step.entry_degree is None else step.entry_degree._asdict(),
        "new_degree": step.new_degree,
        "regulated": step.regulated,
        "licence": step.licence,
        "not_counted": _plain(step.not_counted),
        "experience_asked": _plain(step.experience_asked),
        "note": step.note,
        "coverage": step.coverage,
        "brings": _plain(step.brings),
        "brings_in_part": _plain(step.brings_in_part),
        "same_family": step.same_family,
        "served": step.served,
        "stated_of": _plain(step.stated_of),
        "is_back": step.is_back,
        "is_rated": step.is_rated,
        "stated": _plain(step.stated),
        "study": _plain(step.study),
        "advice": _plain(step.advice),
        "similar_work": _plain(step.similar_work),
        "listed": _plain(step.listed),
    }


def _missing_data(skill: MissingSkill) -> dict[str, object]:
    plain = {f.name: _plain(getattr(skill, f.name)) for f in fields(skill)}
    return {**plain, "probably_held": skill.is_probable}


def _sources_data(sources: Iterable[Source]) -> list[dict[str, object]]:
    return [{"number": number, **asdict(source)} for number, source in enumerate(sources, 1)]


def gap_data(gap: Gap) -> dict[str, object]:
    """Return a gap in its documented JSON shape."""
    return {
        "graph": asdict(gap.graph),
        "source": asdict(gap.source),
        "target": asdict(gap.target),
        "gap": gap.gap,
        "coverage": gap.coverage,
        "missing_skills": [_missing_data(skill) for skill in gap.missing_skills],
        "shared": [asdict(skill) for skill in gap.shared],
        "optional": [asdict(skill) for skill in gap.optional],
        "optional_sources": list(gap.optional_sources),
        "learning_hours": _plain(gap.hours),
        "study_first": _plain(gap.study_first),
        "named": _plain(gap.named),
        "sources": _sources_data(gap.sources),
    }
