"""The questions that the API and the tools for assistants take, with their parameters.

Each question delegates to the method of `CareerGraph` that the command of its name calls, and its
JSON is what that command prints.
"""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple

from careergraph.errors import UsageError, quote_title
from careergraph.model.choices import (
    CHANGE_COST,
    CRITERIA,
    GRADES,
    HOURS_PER_WEEK,
    KINDS,
    MAX_YEARS,
    MIN_PAY,
    MOST_STEPS,
    YEARS_SERVED,
    Bounds,
)
from careergraph.report.citations import Citations
from careergraph.report.data import answer_data, gap_data, routes_data, search_data, to_json
from careergraph.report.layout import Fields, Heading, Table, Text, plain_text
from careergraph.report.pages import compare as compare_pages
from careergraph.report.pages import lists, neighbours, role, why
from careergraph.report.pages.gaps import gap_page
from careergraph.report.pages.route_steps import route_blocks
from careergraph.report.pages.route_summary import route_summary
from careergraph.report.pages.routes import routes_page
from careergraph.report.phrases import local_pay_note, range_text, years_text
from careergraph.server.wording import in_parameters

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from careergraph.compiled.user_store.local_pay import Area
    from careergraph.graph import CareerGraph
    from careergraph.model.values import Routes
    from careergraph.report.layout import Block

__all__ = ["MOST_VALUES", "QUESTIONS", "Parameter", "Question", "as_asked", "read_parameters"]

MOST_VALUES: Final = 200
"""The most values of one parameter, such as the skills that a person ticks."""
_LONGEST: Final = 400
"""The most characters of one value, except for text in a person's own words."""
_LONGEST_TEXT: Final = 5_000
_MOST_ROUTES: Final = 20
"""The most routes of one answer: a search for a hundred takes longer than the server waits."""
_COUNTS: Final = Bounds(1, 1000)


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter of a question.

    Attributes
    ----------
    name
        Its name in addresses and tools: that of the command's option, with underscores.
    kind
        The kind of its value: ``count`` is a whole number from 1, ``texts`` may be repeated.
    meaning
        What it means, in one sentence.
    default
        The value if it is left out.
    choices
        The values it may have; empty if any value is allowed.
    bounds
        The bounds of a number or count.
    """

    name: str
    kind: Literal["text", "texts", "number", "count", "flag"]
    meaning: str
    is_required: bool = False
    default: Any = None
    choices: tuple[str, ...] = ()
    bounds: Bounds = _COUNTS

    @property
    def longest(self) -> int:
        """The most characters of one value."""
        return _LONGEST_TEXT if self.name == "words" else _LONGEST

    def read(self, values: Sequence[str]) -> Any:  # noqa: ANN401 (as its kind says)
        """Return the value that is given as texts.

        Raises
        ------
        UsageError
            They are no value of its kind.
        """
        if self.kind == "texts":
            return self._read_texts(values)
        if len(values) > 1:
            message = f"`{self.name}` is given {len(values)} times. Give it once."
            raise UsageError(message)
        value = values[0]
        if self.kind == "flag":
            return self._read_flag(value)
        if self.kind in {"number", "count"}:
            return self._read_number(value)
        return self._check(value)

    def _read_texts(self, values: Sequence[str]) -> tuple[str, ...]:
        if self.choices:  # They may also be separated by commas, as in the command.
            values = [part.strip() for value in values for part in value.split(",")]
        given = tuple(self._check(value) for value in values if value.strip())
        if len(given) > MOST_VALUES:
            message = f"`{self.name}` has {len(given)} values; {MOST_VALUES} are the most."
            raise UsageError(message)
        return given or self.default or ()

    def _check(self, value: str) -> str:
        if len(value) > self.longest:
            message = f"`{self.name}` has {len(value):,} characters; {self.longest:,} are the most."
            raise UsageError(message)
        if self.choices and value not in self.choices:
            choices = ", ".join(self.choices)
            message = f"`{self.name}` is {quote_title(value)}. Use one of: {choices}."
            raise UsageError(message)
        return value

    def _read_flag(self, value: str) -> bool:
        if value in {"", "1", "true", "yes"}:
            return True
        if value in {"0", "false", "no"}:
            return False
        message = f"`{self.name}` is {quote_title(value)}. Give true or false."
        raise UsageError(message)

    def _read_number(self, value: str) -> float:
        try:
            number = float(value) if value.isascii() else math.nan
        except ValueError:
            number = math.nan
        if self.kind == "count":
            if number.is_integer() and self.bounds.holds(number):
                return int(number)
            least, most = self.bounds[:2]
            message = (
                f"`{self.name}` is {quote_title(value)}. Give a whole number, {least} to {most}."
            )
            raise UsageError(message)
        if not math.isfinite(number):
            message = f"`{self.name}` is {quote_title(value)}, which is not a number."
            raise UsageError(message)
        self.bounds.check(f"`{self.name}`", number)
        return number


@dataclass(frozen=True, slots=True)
class Question:
    """The definition of a question: its name, its parameters and its answer.

    Attributes
    ----------
    answer
        Returns the answer, a frozen value, for a graph and the values of all parameters.
    data
        Returns the answer as the JSON of ``docs/json.md``.
    page
        Returns the answer as the page that the command prints, in full.
    text
        Returns the answer as text if it has no page.
    is_for_explorer
        Whether only the explorer asks it: its JSON is then written without indentation.
    """

    name: str
    summary: str
    parameters: tuple[Parameter, ...]
    answer: Callable[[CareerGraph, Mapping[str, Any]], Any]
    data: Callable[[Any], object]
    page: Callable[[Any], Sequence[Block]] | None = None
    text: Callable[[Any], str] | None = None
    is_for_explorer: bool = False

    @property
    def forms(self) -> dict[str, Callable[[Any], str]]:
        """The forms of an answer: JSON, text, or the blocks of a page."""
        page = None if self.page is None else _without_hints(self.page)
        write = _compact_json if self.is_for_explorer else to_json
        forms: dict[str, Callable[[Any], str]] = {"json": lambda answer: write(self.data(answer))}
        if self.text is not None:
            text = self.text
            forms["text"] = lambda answer: as_asked(text(answer))
        if page is not None:
            forms["text"] = lambda answer: as_asked(plain_text(page(answer)))
            forms["page"] = lambda answer: _compact_json({"blocks": _block_data(page(answer))})
        return forms


def read_parameters(question: Question, given: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    """Return the values of a question's parameters from the texts in an address.

    Raises
    ------
    UsageError
        A parameter is unknown, missing, or has an impossible value.

    Examples
    --------
    >>> read_parameters(QUESTIONS["why"], {"from": ["SWE"], "to": ["MLE"]})
    {'from': 'SWE', 'to': 'MLE'}
    """
    known = {parameter.name: parameter for parameter in question.parameters}
    for name in given:
        if name not in known:
            names = ", ".join(known) or "none"
            message = f"There is no parameter {quote_title(name)}. Known: {names}."
            raise UsageError(message)
    values: dict[str, Any] = {}
    for name, parameter in known.items():
        texts = given.get(name)
        if texts:
            values[name] = parameter.read(texts)
        elif parameter.is_required:
            message = f"The parameter `{name}` is missing: {parameter.meaning}"
            raise UsageError(message)
        else:
            values[name] = parameter.default
    return values


_FROM: Final = Parameter(
    "from", "text", "The role to start from; without it you start from your skills alone."
)
_FROM_ROLE: Final = Parameter("from", "text", "The role to start from.", is_required=True)
_TO: Final = Parameter("to", "text", "The destination.", is_required=True)
_TITLE: Final = Parameter("title", "text", "The title of the role.", is_required=True)
_HOURS: Final = Parameter(
    "hours_per_week", "number", "Hours of learning a week.", default=8.0, bounds=HOURS_PER_WEEK
)
_ONLY: Final = Parameter(
    "only",
    "texts",
    "Kinds of step to use.",
    default=("promotion", "move"),
    choices=tuple(KINDS),
)
_SKILLS: Final = (
    Parameter("have", "texts", 'Skills held, with a level if you like: "SQL:expert".', default=()),
    Parameter("lack", "texts", "Skills you lack, whatever your role suggests.", default=()),
    Parameter("degree", "text", 'Your highest degree, such as "BSc physics".'),
)
_PERSON: Final = (
    *_SKILLS,
    Parameter(
        "years", "number", "Years you have spent at your present level.", bounds=YEARS_SERVED
    ),
    Parameter(
        "licence", "text", "The role that a licence of yours is for, such as registered nurse."
    ),
)
_AREA: Final = Parameter(
    "area",
    "text",
    "A US state or metropolitan area whose pay is shown, if pay by area was imported.",
)
_ROUTE: Final = (
    _FROM,
    _TO,
    Parameter("by", "text", "What makes a route good.", default="effort", choices=tuple(CRITERIA)),
    _ONLY,
    _HOURS,
    Parameter("max_steps", "count", "The most steps of a route.", bounds=Bounds(1, MOST_STEPS)),
    Parameter("max_years", "number", "The most years of a route.", bounds=MAX_YEARS),
    Parameter("avoid", "texts", "Roles to avoid.", default=()),
    Parameter("via", "texts", "Roles to pass through.", default=()),
    Parameter(
        "change_cost", "number", "Price of a job change in hours, by effort.", bounds=CHANGE_COST
    ),
    Parameter(
        "no_new_degree", "flag", "Avoid roles that usually require a higher degree.", default=False
    ),
    Parameter("min_pay", "number", "Lowest median pay a year at the destination.", bounds=MIN_PAY),
    Parameter(
        "min_evidence",
        "text",
        "Weakest grade of evidence to accept for a step.",
        choices=tuple(GRADES),
    ),
    _AREA,
    *_PERSON,
)


def _count(name: str, default: int, meaning: str) -> Parameter:
    return Parameter(name, "count", meaning, default=default)


def _routes_count(default: int) -> Parameter:
    return Parameter(
        "k", "count", "How many routes.", default=default, bounds=Bounds(1, _MOST_ROUTES)
    )


def _skill_options(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: values[name] for name in ("have", "lack", "degree")}


def _person_options(values: Mapping[str, Any]) -> dict[str, Any]:
    return {**_skill_options(values), "years": values["years"], "licence": values["licence"]}


def _route_options(values: Mapping[str, Any]) -> dict[str, Any]:
    from careergraph.search.constraints import Constraints

    names = ["max_steps", "max_years", "avoid", "via", "change_cost"]
    names += ["no_new_degree", "min_pay", "min_evidence"]
    return {
        "by": values["by"],
        "kinds": values["only"],
        "hours_per_week": values["hours_per_week"],
        "constraints": Constraints(**{name: values[name] for name in names}),
        **_person_options(values),
    }


def _start(values: Mapping[str, Any], name: str = "from") -> str | None:
    title: str | None = values[name]
    if title is None and not (values["have"] or values["degree"]):
        message = f"Say where you start: a role (`{name}`), or your skills (`have`)."
        raise UsageError(message)
    return title


def _path(graph: CareerGraph, values: Mapping[str, Any]) -> Routes:
    return graph.paths(_start(values), values["to"], k=values["k"], **_route_options(values))


def _plan(graph: CareerGraph, values: Mapping[str, Any]) -> object:
    from datetime import date

    from careergraph.answers.planning.plan import check_start

    start = None
    if values["start"] is not None:
        try:
            start = date.fromisoformat(values["start"])
        except ValueError:
            given = quote_title(values["start"])
            message = f"`start` is {given}, which is not a date. Write it as in 2027-01-11."
            raise UsageError(message) from None
        check_start(start)
    return graph.plan(_start(values), values["to"], start=start, **_route_options(values))


def _plan_text(answer: Any) -> str:  # noqa: ANN401 (the plan of `_plan`)
    text: str = answer.to_markdown()
    return text


def _gap(graph: CareerGraph, values: Mapping[str, Any]) -> object:
    return graph.gap(_start(values), values["to"], **_skill_options(values))


def _role(graph: CareerGraph, values: Mapping[str, Any]) -> object:
    return graph.role(values["title"])


def _why(graph: CareerGraph, values: Mapping[str, Any]) -> object:
    return graph.why(values["from"], values["to"])


def _next(graph: CareerGraph, values: Mapping[str, Any]) -> object:
    return graph.next(
        values["title"], kinds=values["only"], limit=values["limit"], **_skill_options(values)
    )


def _feeders(graph: CareerGraph, values: Mapping[str, Any]) -> object:
    return graph.feeders(values["title"], kinds=values["only"], limit=values["limit"])


def _reach(graph: CareerGraph, values: Mapping[str, Any]) -> object:
    return graph.reach(
        _start(values, "title"),
        max_years=values["max_years"],
        hours_per_week=values["hours_per_week"],
        kinds=values["only"],
        limit=values["limit"],
        **_person_options(values),
    )


def _compare(graph: CareerGraph, values: Mapping[str, Any]) -> object:
    return graph.compare(*values["role"], **_skill_options(values))


def _held(graph: CareerGraph, values: Mapping[str, Any]) -> object:
    return graph.held(values["title"], **_skill_options(values))


def _bridges(graph: CareerGraph, values: Mapping[str, Any]) -> object:
    return graph.bridges(values["title"], limit=values["limit"], **_skill_options(values))


def _search(graph: CareerGraph, values: Mapping[str, Any]) -> object:
    from careergraph.answers.whole_graph.listings import SearchResults

    kinds = values["kind"] or ("role", "skill", "certification")
    # Whatever can be asked about a role can be asked about an occupation.
    kinds = (*kinds, "occupation") if "role" in kinds else kinds
    entries = graph.catalog.search_entries(values["text"], kinds=kinds, limit=values["limit"])
    return SearchResults(entries, graph.info)


def _understand(graph: CareerGraph, values: Mapping[str, Any]) -> object:
    from careergraph.answers.planning.own_words import recognise

    return recognise(values["words"], graph.catalog, graph.info)


def _info(graph: CareerGraph, _values: Mapping[str, Any]) -> object:
    return graph.overview()


def _block_data(blocks: Sequence[Block]) -> list[dict[str, Any]]:
    """Return the blocks of a page in a form that JSON can hold."""
    data: list[dict[str, Any]] = []
    for block in blocks:
        if isinstance(block, Heading):
            data.append({"heading": as_asked(block.text)})
        elif isinstance(block, Fields):
            data.append({"fields": _rows_as_asked(block.rows)})
        elif isinstance(block, Table):
            data.append({"header": block.header, "rows": _rows_as_asked(block.rows)})
        else:
            data.append({"text": as_asked(block.text)})
    return data


def _without_hints(
    page: Callable[[Any], Sequence[Block]],
) -> Callable[[Any], list[Block]]:
    """Return a page without the hints on further options of the command."""
    return lambda answer: [
        block
        for block in page(answer)
        if not (isinstance(block, Text) and block.text.startswith("--"))
    ]


def _rows_as_asked(rows: Sequence[Sequence[str]]) -> list[list[str]]:
    return [[as_asked(cell) for cell in row] for row in rows]


def as_asked(text: str) -> str:
    """Return a text of the command line with parameters and questions in place of options.

    Examples
    --------
    >>> as_asked("No route fits; it takes --max-years 3.")
    'No route fits; it takes `max_years` 3.'
    """
    return in_parameters(text, _PARAMETERS, QUESTIONS)


def _compact_json(data: object) -> str:
    """Return data as JSON on one line, which takes a fifth of the time of indented JSON."""
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))


class _Lanes(NamedTuple):
    """Routes, with notes on how the names in the question were read."""

    routes: Routes
    notes: Sequence[str]


def _lanes(graph: CareerGraph, values: Mapping[str, Any]) -> _Lanes:
    return _Lanes(_path(graph, values), tuple(_describe_reading(graph, values)))


def _describe_reading(graph: CareerGraph, values: Mapping[str, Any]) -> Iterator[str]:
    """Yield the notes that the command prints on standard error about how names were read."""
    from careergraph.compiled.titles.notes import describe_match
    from careergraph.person.degrees import describe_unknown_subject
    from careergraph.person.profile_file import attested_skills, attested_text, find_certification

    roles = [values["from"], values["to"], values["licence"], *values["via"], *values["avoid"]]
    asked = [("role", name) for name in roles if name is not None]
    for name in values["have"]:
        held = find_certification(name, graph.catalog)
        if held is not None and attested_skills(held.iri, graph.facts):
            yield attested_text(held.iri, graph.catalog, graph.facts)
        elif held is None:
            title, colon, _ = name.rpartition(":")
            asked.append(("skill", title if colon and not _is_iri(name) else name))
    asked += [("skill", name) for name in values["lack"]]
    for kind, name in asked:
        if not _is_iri(name) and (note := describe_match(name, graph.find(name, kind), kind)):
            yield note
    if values["degree"] is not None:
        remark = describe_unknown_subject(values["degree"], graph.facts)
        if remark:
            yield remark


def _is_iri(name: str) -> bool:
    return "://" in name


def _lanes_data(answer: Any) -> object:  # noqa: ANN401 (the routes of `_lanes`)
    """Return routes as JSON, each with the text that the command prints."""
    routes, notes = answer
    citations = Citations(routes.sources)
    lanes = [
        {
            "years": years_text(route.cost),
            "hours": range_text(route.cost.learning_hours, "hour"),
            "summary": _block_data(route_summary(routes, route, citations)),
            "steps": _block_data(route_blocks(route, routes, citations, all_skills=True)),
        }
        for route in routes.routes
    ]
    return {"answer": routes_data(routes), "lanes": lanes, "notes": notes}


def _areas_data(areas: Sequence[Area]) -> object:
    """Return areas as JSON, with the sentence to show beside pay in ``{area}``."""
    listed = [{"code": area.code, "name": area.name, "kind": area.kind} for area in areas]
    return {"areas": listed, "note": local_pay_note("{area}")}


def _timeline_data(plan: Any) -> object:  # noqa: ANN401 (the plan of `_plan`)
    """Return a plan as JSON, with its hours in words."""
    hours = [range_text(item.learning, "hour") for item in plan.items]
    total = range_text(plan.totals.learning, "hour")
    return {"plan": answer_data(plan), "hours": hours, "total": total}


QUESTIONS: Final = {
    question.name: question
    for question in (
        Question(
            "path",
            "The best routes from one role to another, or from skills to a role.",
            (*_ROUTE, _routes_count(1)),
            _path,
            routes_data,
            lambda answer: routes_page(answer, full=True),
        ),
        Question(
            "plan",
            "What to learn on the best route, in order, with weeks and resources.",
            (*_ROUTE, Parameter("start", "text", "First day of learning, such as 2027-01-11.")),
            _plan,
            answer_data,
            text=_plan_text,
        ),
        Question(
            "gap",
            "The skills that one role needs and people in another lack.",
            (_FROM, _TO, *_SKILLS),
            _gap,
            gap_data,
            gap_page,
        ),
        Question(
            "role",
            "A role: its profile, pay, outlook and moves, with sources.",
            (_TITLE, _AREA),
            _role,
            answer_data,
            role.role_page,
        ),
        Question(
            "why",
            "Every statement behind the direct step from one role to another.",
            (_FROM_ROLE, _TO),
            _why,
            answer_data,
            why.explanation_page,
        ),
        Question(
            "next",
            "Where people go from a role in one step.",
            (_TITLE, _ONLY, _count("limit", 10, "The most roles to return."), _AREA, *_SKILLS),
            _next,
            answer_data,
            neighbours.neighbours_page,
        ),
        Question(
            "feeders",
            "The roles that people come from, one step before a role.",
            (_TITLE, _ONLY, _count("limit", 10, "The most roles to return."), _AREA),
            _feeders,
            answer_data,
            neighbours.neighbours_page,
        ),
        Question(
            "reach",
            "Roles within reach in a number of years.",
            (
                Parameter("title", "text", "The role to start from."),
                Parameter(
                    "max_years",
                    "number",
                    "The most years that it may take.",
                    default=5.0,
                    bounds=MAX_YEARS,
                ),
                _HOURS,
                _ONLY,
                _count("limit", 20, "The most roles to return."),
                *_PERSON,
            ),
            _reach,
            answer_data,
            neighbours.reach_page,
        ),
        Question(
            "compare",
            "Two to six roles side by side.",
            (
                Parameter(
                    "role",
                    "texts",
                    "The titles of the roles; repeat the parameter for each.",
                    is_required=True,
                ),
                _AREA,
                *_SKILLS,
            ),
            _compare,
            answer_data,
            partial(compare_pages.comparison_page, all_skills=True),
        ),
        Question(
            "held",
            "What people in a role are assumed to hold, and why.",
            (Parameter("title", "text", "The title of the role."), *_SKILLS),
            _held,
            answer_data,
        ),
        Question(
            "bridges",
            "The skills that open the most doors from a role.",
            (_TITLE, _count("limit", 10, "The most skills to return."), *_SKILLS),
            _bridges,
            answer_data,
            neighbours.bridges_page,
        ),
        Question(
            "search",
            "Roles, occupations, skills and certifications by part of a name, job title or code.",
            (
                Parameter(
                    "text", "text", "Part of a name, a job title or a code.", is_required=True
                ),
                Parameter(
                    "kind",
                    "texts",
                    "What to look for.",
                    choices=("role", "skill", "certification"),
                ),
                _count("limit", 10, "The most results to return."),
            ),
            _search,
            lambda answer: search_data(answer, answer.graph),
            lambda answer: lists.search_page(list(answer)),
        ),
        Question(
            "understand",
            "The roles and skills named in a text in a person's own words.",
            (Parameter("words", "text", "The text.", is_required=True),),
            _understand,
            answer_data,
        ),
        Question(
            "lanes",
            "The routes of path, each with the text that the command prints.",
            (*_ROUTE, _routes_count(3)),
            _lanes,
            _lanes_data,
            is_for_explorer=True,
        ),
        Question(
            "timeline",
            "The plan, with its hours in words.",
            (*_ROUTE, Parameter("start", "text", "First day of learning, such as 2027-01-11.")),
            _plan,
            _timeline_data,
            is_for_explorer=True,
        ),
        Question(
            "areas",
            "US states and metropolitan areas with pay of their own, if pay by area was imported.",
            (),
            lambda graph, _values: graph.areas(),
            _areas_data,
        ),
        Question(
            "info", "Counts, sources, licences and version of the graph.", (), _info, answer_data
        ),
    )
}
_PARAMETERS: Final = frozenset(
    parameter.name for question in QUESTIONS.values() for parameter in question.parameters
)
