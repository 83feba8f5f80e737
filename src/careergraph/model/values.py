"""Frozen value objects that the other modules share.

They do not depend on RDF, files or the terminal. Roles, skills and sources are named by IRI; the
names of fields with figures contain the unit.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

from careergraph.model.choices import CRITERIA, DEFAULT_KINDS, GRADES, KINDS
from careergraph.model.entries import Entry, GraphInfo, Named
from careergraph.model.frozen import frozen
from careergraph.model.holdings import EXPERT, NOTHING, Range
from careergraph.model.tables import Rows, html_table, listed, show_label

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from careergraph.model.experience import EntryAdvice, LicenceStatement
    from careergraph.model.statements import RoleCertification

__all__ = [
    "COMPUTED",
    "CRITERIA",
    "DEFAULT_KINDS",
    "GRADES",
    "KINDS",
    "Cost",
    "DegreeLevel",
    "Entry",
    "EntryDegree",
    "Evidence",
    "Gap",
    "GraphInfo",
    "ListedItems",
    "MissingSkill",
    "Named",
    "Need",
    "NotCounted",
    "PayBand",
    "Resource",
    "RoleNode",
    "Route",
    "Routes",
    "SimilarWork",
    "Source",
    "Step",
    "StepExperience",
    "UsualDegree",
    "licence_text",
    "unknown_source",
]


@frozen
class Source:
    """A document or data set that makes statements; ``date`` may be "undated"."""

    iri: str
    title: str
    grade: str
    date: str
    licence: str
    attribution: str
    url: str | None = None

    @property
    def is_described(self) -> bool:
        """``True`` if the graph states the title, grade or date of this source."""
        return self.title != self.iri or self.grade != "unknown" or self.date != "unknown"

    @property
    def about(self) -> str:
        """Its grade and date, as lists of sources show them; or a note that it is not described."""
        return f"{self.grade}, {self.date}" if self.is_described else "not described"


def cite_sources(iris: Iterable[str], sources: Mapping[str, Source]) -> tuple[Source, ...]:
    """Return the sources that statements name, without repetition, in the order of first mention.

    A source that the graph does not describe is cited by its IRI. Empty IRIs are left out.

    Examples
    --------
    >>> [source.title for source in cite_sources(["urn:a", "", "urn:b", "urn:a"], {})]
    ['urn:a', 'urn:b']
    """
    cited = dict.fromkeys(iri for iri in iris if iri)
    known = {COMPUTED.iri: COMPUTED, **sources}
    return tuple(known.get(iri) or unknown_source(iri) for iri in cited)


COMPUTED: Final = Source(
    iri="https://w3id.org/careergraph/id/source/computed",
    title="Computed by careergraph from the profiles of two roles",
    grade="computed",
    date="with this graph",
    licence="CC BY 4.0",
    attribution="careergraph",
)
"""The source of steps that no outside source states."""


def unknown_source(iri: str) -> Source:
    """Return a source that statements name but the graph does not describe."""
    return Source(
        iri=iri,
        title=iri,
        grade="unknown",
        date="unknown",
        licence="unknown",
        attribution=iri,
    )


@frozen
class Evidence:
    """One statement that a transition exists, with its figures, their country and period.

    ``share`` (0..1) is of those who left the old role, ``median_months`` the time in that role.
    ``overlap`` is the share (0..1) of an occupation's profile that people in a related occupation
    hold, and ``is_usable`` says whether routes use the relation. ``comment`` is what the source
    says about the move in words.
    """

    iri: str
    kind: str
    grade: str
    source: str
    place: str | None = None
    country: str | None = None
    population: str | None = None
    period: str | None = None
    people: int | None = None
    count: int | None = None
    share: float | None = None
    median_months: float | None = None
    tier: str | None = None
    overlap: float | None = None
    is_usable: bool | None = None
    comment: str | None = None


class RoleNode(NamedTuple):
    """A role as a node of the network; ``level_of`` is the line of work of which it is a level.

    ``regulated`` says whether the law asks for a licence in most places, ``None`` if unknown;
    ``licence`` says which one, and in which country, as far as known.
    """

    iri: str
    label: str
    family: str | None = None
    seniority: str | None = None
    level_of: str | None = None
    regulated: bool | None = None
    licence: str | None = None


class DegreeLevel(NamedTuple):
    """A degree with its names; ``rank`` orders degrees, the highest last.

    ``years_from`` and ``years_to`` are the years of full-time study that it usually takes after the
    degree it builds on; an editorial estimate.
    """

    iri: str
    label: str
    rank: int
    aliases: tuple[str, ...] = ()
    years_from: float | None = None
    years_to: float | None = None


class EntryDegree(NamedTuple):
    """The degree by which people usually enter a role, and its source; ``rank`` orders degrees."""

    iri: str
    label: str
    rank: int
    country: str | None
    source: str


class UsualDegree(NamedTuple):
    """The degree by which people usually enter a role.

    Parameters
    ----------
    label, rank
        The degree; ``rank`` orders degrees.
    source
        IRI of the source.
    share
        The share (0..1) of respondents who name this degree or a higher one; ``None`` if a
        statistical office or another source calls the degree usual.
    lower, lower_share
        The degree below it that most other respondents name, and their share.
    """

    label: str
    rank: int
    source: str
    share: float | None = None
    lower: str | None = None
    lower_share: float = 0.0


class Need(NamedTuple):
    """Something that a role asks for: one skill, or any one of several.

    ``weight`` (0..1) is the largest that any of the ``sources`` gives it, and ``necessity`` is that
    source's word. A weight of 0 means an optional skill: it is shown, but neither assumed to be
    held nor counted as missing.
    """

    skills: tuple[str, ...]
    weight: float
    necessity: str
    sources: tuple[str, ...]


@frozen
class MissingSkill:
    """An item of a profile to learn for a step.

    ``alternatives`` are the other skills of its group, any one of which would do. ``group`` is the
    name of the group, and ``example`` the member that sources ask for in most roles. ``importance``
    is the weight of the item, ``gap`` the missing part of that weight. ``level`` is the level asked
    for, ``held`` the level certainly held, and ``likely`` the level held certainly or probably (0
    to 3). ``hours`` are the hours of learning for the item alone. ``cluster`` is the IRI of the
    cluster that one subject or resource teaches together, if any.
    """

    iri: str
    label: str
    importance: float
    necessity: str
    sources: tuple[str, ...]
    alternatives: tuple[Named, ...] = ()
    group: str | None = None
    level: int = 2
    held: int = 0
    likely: int = 0
    gap: float = 0.0
    hours: Range = NOTHING
    cluster: str | None = None
    example: str | None = None

    @property
    def name(self) -> str:
        """The name of the group, or of the skill if there is no group."""
        return self.group or self.label

    @property
    def is_probable(self) -> bool:
        """``True`` if people in the old role probably hold the skill at the level asked for."""
        return self.likely >= self.level

    @property
    def is_deepened(self) -> bool:
        """Return whether the skill is held already and the role asks for expert level."""
        return bool(self.held) and self.level == EXPERT


@frozen
class Resource:
    """A course, book, competition or project to learn from, with hours and cost if known."""

    iri: str
    label: str
    kind: str
    source: str | None = None
    level: str | None = None
    hours: float | None = None
    free: bool | None = None
    url: str | None = None


@frozen
class PayBand:
    """The pay of an occupation in one country and period. Percentiles may be unknown.

    ``occupation`` is the occupation's name in its classification, ``None`` if the statement names
    none. ``is_part`` says whether the role is only a part, or a level, of that occupation. ``note``
    says how pay in the role is known to differ; it is editorial. ``for_newcomers`` says that the
    person would be new to the occupation, or junior in it. ``area`` names the state or metropolitan
    area, if the figures are not those of the whole country; ``relative_error`` is their relative
    standard error in percent.
    """

    country: str
    period: str
    population: str
    currency: str
    duration: str
    source: str
    p10: float | None = None
    p25: float | None = None
    median: float | None = None
    p75: float | None = None
    p90: float | None = None
    occupation: str | None = None
    is_part: bool = False
    note: str | None = None
    for_newcomers: bool = False
    area: str | None = None
    relative_error: float | None = None

    @property
    def place(self) -> str:
        """Return the area, or the country if there is none."""
        return self.area or self.country

    def shows_same_figures(self, other: PayBand) -> bool:
        """Return whether another band states the same amounts of the same occupation."""

        def figures(band: PayBand) -> tuple[object, ...]:
            amounts = (band.p10, band.p25, band.median, band.p75, band.p90)
            return (band.place, band.period, band.population, band.currency, *amounts)

        return figures(self) == figures(other)


@frozen
class StepExperience:
    """The years in the old role that a step asks for, and their source.

    ``basis`` says in words what the range rests on.
    """

    years: Range
    basis: str
    sources: tuple[str, ...] = ()


@frozen
class NotCounted:
    """A degree, programme, licence or training that a step needs besides learning.

    The step's years count it only if it is compulsory study; no other figure does.
    ``kind`` is "degree", "licence", "programme" (of study that a licence builds on, in place of a
    degree) or "training" (by the employer, once someone is hired), and ``label`` its name.
    ``fields`` are the usual fields of a
    degree, the closest to the role first, and ``years`` of full-time study it usually takes after
    the degree it builds on (editorial). ``after`` is that degree, if people in the first role of
    the route usually have a lower one; its years are then included in ``years``. ``held`` says what
    is known about the person: "nothing stated" (no degree), "lower degree", "other field", "field
    not known" (no source lists the fields that a licence accepts) or "no field stated"; for a
    licence it is always "nothing stated". ``by_law`` says whether a law asks for a licence in the
    role, at least in some positions. ``required_for`` is the purpose of a licence and ``comment``
    says who has to hold it, as in `LicenceStatement`. ``is_editorial`` says whether ``years`` are
    our judgement. ``builds_on`` is the degree that a programme follows and that the person is
    assumed to hold; for a degree, that of a graduate of another field, whose ``years`` are those of
    a master's degree or conversion course. ``share`` (0..1) is the share of respondents in the role
    who say that it asks for this degree or a higher one, if nearly all answers are known.
    ``is_needed`` says whether some positions need a licence, nearly all people in the role hold the
    degree, and the person's own is lower.
    """

    kind: str
    label: str
    role: Named
    held: str
    fields: tuple[Named, ...] = ()
    years: Range | None = None
    by_law: bool = False
    after: str | None = None
    required_for: str | None = None
    comment: str | None = None
    sources: tuple[str, ...] = ()
    is_editorial: bool = True
    builds_on: str | None = None
    share: float | None = None
    is_needed: bool = False


@frozen
class Cost:
    """The cost of a route by each criterion.

    ``gap`` and ``hardest_step`` take earlier learning into account: what one step taught is not
    missing later. ``learning_hours``, ``experience_years``, ``study_years`` and ``years`` are low
    and high estimates; a step takes the longer of learning and experience, or its compulsory study.
    ``unknown_durations`` counts the steps of unknown experience, which count only their learning.
    ``effort`` is the middle of the hours plus the price of each change of job, in hours.
    ``likelihood`` is the product of the known shares of people who left each role, ``None`` if none
    is known; ``unknown_likelihoods`` counts the other steps. ``new_degrees`` counts the roles that
    are usually entered with a higher degree than was needed before. ``weight`` is what the
    criterion compares first.
    """

    criterion: str
    weight: float
    gap: float
    hardest_step: float
    hops: int
    years: Range
    unknown_durations: int
    likelihood: float | None = None
    unknown_likelihoods: int = 0
    new_degrees: int = 0
    learning_hours: Range = NOTHING
    experience_years: Range = NOTHING
    effort: float = 0.0
    study_years: Range = NOTHING


@frozen
class SimilarWork:
    """A statement that two lines of work are alike. It does not count moves.

    Attributes
    ----------
    source
        IRI of the source: the one that relates their occupations, or the one that places both
        roles in one occupation.
    tier
        How close the relation is, in the words of the source; ``None`` if both are in one
        occupation.
    occupation
        The occupation that both roles are part of.
    """

    source: str
    tier: str | None = None
    occupation: Named | None = None


@frozen
class ListedItems:
    """The number of ``items`` to learn that outside ``sources`` list as well.

    ``sources`` are outside sources (IRIs), which name the item for the role or its line of work.
    """

    items: int
    listed: int
    sources: tuple[str, ...] = ()


@frozen
class Step:
    """One step of a route, with the evidence for it and what is to be learned.

    Of the ``needed`` items that the target asks for, ``held`` are held before the step;
    ``probable`` are items to learn that are probably held, and count half. ``months_in_role`` is
    the usual time in the old role, and ``learning_hours`` an estimate. ``experience`` is ``None``
    if unknown. ``share`` (0..1) is the share of those who left the old role that made this move.
    ``new_degree`` says whether the target's ``entry_degree`` ranks above what was held or needed
    before. ``regulated`` and ``licence`` are those of the target. ``training`` is the years of an
    apprenticeship or residency to complete first. ``not_counted`` lists degrees, licences and other
    demands besides learning, and ``experience_asked`` is the years of related work that employers
    usually ask newcomers for and that ``experience`` does not count. ``note`` says that the step
    leads to a lower level of seniority. ``coverage`` (0..1) is the share of the profile that is
    held, by weight and including items held in part; ``brings`` names the weightiest items held,
    and ``brings_in_part`` the weightiest of those held at a lower level than is asked for.
    ``same_family`` says whether both roles are in one family. ``served`` is the years that the
    person has already spent in the old role. ``stated_of`` is the line of work whose people the
    evidence counts, if the old role is only a level of it. ``stated`` names the items that the
    person says they hold. ``is_back`` says that the person has done this work before and only
    refreshes what they knew. ``is_rated`` says that the target's profile is computed from broad
    ratings. ``study`` is the years of compulsory full-time study included in ``years``, ``None`` if
    the step asks for none. ``advice`` is what people who enter the new role from another line of
    work should know. ``similar_work`` is what a classification says about how alike the two are,
    and ``listed`` counts the items to learn that outside sources name for the new role, too.
    """

    source: Named
    target: Named
    evidence: tuple[Evidence, ...]
    missing_skills: tuple[MissingSkill, ...]
    held: int
    needed: int
    gap: float
    months_in_role: float | None
    learning_hours: Range
    years: Range
    experience: StepExperience | None = None
    training: StepExperience | None = None
    certifications: tuple[Named, ...] = ()
    resources: tuple[Named, ...] = ()
    pay: tuple[PayBand, ...] = ()
    share: float | None = None
    entry_degree: EntryDegree | None = None
    new_degree: bool = False
    regulated: bool | None = None
    licence: str | None = None
    not_counted: tuple[NotCounted, ...] = ()
    experience_asked: StepExperience | None = None
    note: str | None = None
    coverage: float | None = None
    brings: tuple[Named, ...] = ()
    brings_in_part: tuple[Named, ...] = ()
    same_family: bool = False
    served: float = 0.0
    stated_of: Named | None = None
    is_back: bool = False
    is_rated: bool = False
    stated: tuple[Named, ...] = ()
    study: Range | None = None
    advice: tuple[EntryAdvice, ...] = ()
    similar_work: SimilarWork | None = None
    listed: ListedItems | None = None

    @property
    def subjects(self) -> EntryAdvice | None:
        """The advice that names the subjects to learn first, if any."""
        return next((one for one in self.advice if one.subjects), None)

    @property
    def counts_experience(self) -> bool:
        """``True`` if the time of the step includes years of experience."""
        return self.experience is not None and self.experience.years.high > 0

    @property
    def is_computed(self) -> bool:
        """``True`` if the step follows from the profiles alone and no source states it."""
        return all(e.source == COMPUTED.iri for e in self.evidence)

    @property
    def probable(self) -> tuple[MissingSkill, ...]:
        """The items to learn that people in the old role probably hold; they count half."""
        return tuple(skill for skill in self.missing_skills if skill.is_probable)


@frozen
class Route(Rows):
    """A route from one role to another.

    ``learning_order`` names what is left to learn on it, in the order of a plan, with groups by
    their own names. ``learn_first`` names the few most important of these, in the same order.
    ``coverage`` (0..1) is the share of the destination's profile that is held at the start.
    """

    roles: tuple[Named, ...]
    steps: tuple[Step, ...]
    cost: Cost
    learning_order: tuple[Named, ...] = ()
    learn_first: tuple[Named, ...] = ()
    coverage: float | None = None

    @property
    def labels(self) -> tuple[str, ...]:
        """Labels of the roles, from source to target."""
        return tuple(role.label for role in self.roles)

    def rows(self) -> list[tuple[object, ...]]:
        """Return one row for each skill to learn, and one for each step that teaches none."""
        return [_STEP_HEADER, *_step_rows(self)]

    def __repr__(self) -> str:
        """Return the labels and the cumulative gap."""
        return f"<Route {_way(self.roles)} (gap {self.cost.gap:g})>"

    def _repr_html_(self) -> str:
        caption = f"{_way(self.roles)} (gap {self.cost.gap:g})"
        rows = [
            (
                _way((step.source, step.target)),
                ", ".join(dict.fromkeys(f"{e.kind}, {e.grade}" for e in step.evidence)),
                ", ".join(show_label(skill.label) for skill in step.missing_skills) or "nothing",
            )
            for step in self.steps
        ]
        return html_table(caption, ("step", "evidence", "to learn"), rows)


@frozen
class DirectChange:
    """The hours and years of the direct step to the destination of a longer route.

    ``is_computed`` says that no source states the step.
    """

    learning_hours: Range
    years: Range
    is_computed: bool


@frozen
class Routes(Rows):
    """Routes between two roles, best first, with the sources they rest on.

    ``pay_before`` is the pay of the old occupation; ``outlook`` (of `statements.OutlookStatement`)
    and ``licences`` are those of the destination. ``formula`` says what the criterion adds up.
    ``usual_degree`` is the degree with which people usually enter the destination, and
    ``most_named_degree`` a higher one that most respondents name or exceed. ``role_has_degree``
    says whether the old role is usually entered with a degree of that rank, and ``field_stands_in``
    whether the person's field of study is not usual but usually accepted (editorial). ``unrated``
    are the start or destination that are occupations without ratings. ``certifications`` (of
    `statements.RoleCertification`) are up to three active ones that sources name for the
    destination: essential ones first, then those that most sources name. ``in_one_step`` is the
    direct step, if the best route takes much longer. ``named`` are the technologies that the title
    of the start names, which count as held. ``holds_degree`` says whether the stated degree has at
    least the rank of the usual one, and ``without_effect`` which of "years" and "degree" were
    stated but change nothing.

    ``proven`` says whether the search looked at every route that might be better; ``looked_at``
    counts the partial paths it looked at.
    """

    source: Named
    target: Named
    criterion: str
    routes: tuple[Route, ...]
    sources: tuple[Source, ...]
    graph: GraphInfo
    hours_per_week: float
    proven: bool = True
    looked_at: int = 0
    pay_before: tuple[PayBand, ...] = ()
    outlook: tuple[Any, ...] = ()
    formula: str = ""
    usual_degree: UsualDegree | None = None
    most_named_degree: UsualDegree | None = None
    role_has_degree: bool = False
    field_stands_in: bool = False
    licences: tuple[LicenceStatement, ...] = ()
    holds_licence: bool = False
    states_degree: bool = False
    holds_degree: bool = False
    without_effect: tuple[str, ...] = ()
    unrated: tuple[Named, ...] = ()
    certifications: tuple[RoleCertification, ...] = ()
    in_one_step: DirectChange | None = None
    named: tuple[Named, ...] = ()

    def __iter__(self) -> Iterator[Route]:
        """Iterate over the routes, best first."""
        return iter(self.routes)

    def __len__(self) -> int:
        """Return the number of routes."""
        return len(self.routes)

    def __getitem__(self, index: int) -> Route:
        """Return the route at a position, best first."""
        return self.routes[index]

    def rows(self) -> list[tuple[object, ...]]:
        """Return the rows of every route, its number first."""
        rows: list[tuple[object, ...]] = [("route", *_STEP_HEADER)]
        for number, route in enumerate(self.routes, 1):
            rows += [(number, *row) for row in _step_rows(route)]
        return rows

    def __repr__(self) -> str:
        """Return the ends and how many routes there are."""
        ends = _way((self.source, self.target))
        return f"<Routes {ends}: {len(self)} by {self.criterion}>"

    def _repr_html_(self) -> str:
        rows = [
            (
                _way(r.roles),
                f"{r.cost.gap:g}",
                f"{r.cost.years.low:.1f} to {r.cost.years.high:.1f}",
                str(r.cost.hops),
            )
            for r in self.routes
        ]
        header = ("route", "gap", "years", "steps")
        return html_table(_way((self.source, self.target)), header, rows)


@frozen
class Gap(Rows):
    """The items that one role asks for and that people in another role lack.

    ``coverage`` (0..1) is the share of the target's profile that is held, by weight, and ``None``
    if no source says what the target needs. ``missing_skills`` are all items with a gap; those that
    are probably held count half. ``shared`` are the items that are held, in the order of the
    profile. ``optional`` are the skills that ``optional_sources`` call optional for the target and
    that are not held. ``hours`` are the hours of learning for one step from the source to the
    target. ``study_first`` lists the compulsory degrees and licences of that step. ``named`` are
    the technologies that the title of the source names, which count as held.
    """

    source: Named
    target: Named
    gap: float
    coverage: float | None
    missing_skills: tuple[MissingSkill, ...]
    shared: tuple[Named, ...]
    optional: tuple[Named, ...]
    sources: tuple[Source, ...]
    graph: GraphInfo
    hours: Range = NOTHING
    optional_sources: tuple[str, ...] = ()
    study_first: tuple[NotCounted, ...] = ()
    named: tuple[Named, ...] = ()

    @property
    def probable(self) -> tuple[MissingSkill, ...]:
        """The missing items that people in the source role probably hold."""
        return tuple(skill for skill in self.missing_skills if skill.is_probable)

    def rows(self) -> list[tuple[object, ...]]:
        """Return one row for each missing skill."""
        header = ("skill", "necessity", "importance", "alternatives", "sources", "level", "held")
        return [
            header,
            *(
                (
                    *(skill.label, skill.necessity, skill.importance),
                    *(listed(other.label for other in skill.alternatives), listed(skill.sources)),
                    *(skill.level, skill.held),
                )
                for skill in self.missing_skills
            ),
        ]

    def _covered(self) -> str:
        return "needs unknown" if self.coverage is None else f"covered {self.coverage:.0%}"

    def __repr__(self) -> str:
        """Return the roles, the gap and the coverage."""
        return f"<Gap {_way((self.source, self.target))}: {self.gap:g}, {self._covered()}>"

    def _repr_html_(self) -> str:
        rows = [
            (show_label(skill.label), skill.necessity, f"{skill.importance:g}")
            for skill in self.missing_skills
        ]
        caption = f"{_way((self.source, self.target))}: gap {self.gap:g}, {self._covered()}"
        return html_table(caption, ("missing skill", "necessity", "importance"), rows)


def licence_text(licence: str | None) -> str:
    """Return the words for a regulated profession; all of it is editorial, marked with ~.

    Examples
    --------
    >>> print(licence_text("Utopia: a permit.").partition(". ")[2])
    Utopia: a permit.
    >>> print(licence_text("nurse licence").partition(" in many places ")[2])
    (nurse licence)
    """
    general = "~a regulated profession: the law requires a licence in many places"
    if licence is None:
        return f"{general}; it differs by country, and this graph does not know which"
    # The licence of an occupation has a name only, that of a role says what each country asks for.
    return f"{general}. {licence}" if ":" in licence else f"{general} ({licence})"


def _way(roles: Iterable[Named]) -> str:
    return " → ".join(show_label(role.label) for role in roles)


_STEP_HEADER: Final = (
    *("step", "source", "target", "kinds", "grades", "evidence_sources"),
    *("skill", "necessity", "importance", "skill_sources"),
)


def _step_rows(route: Route) -> list[tuple[object, ...]]:
    rows: list[tuple[object, ...]] = []
    for position, step in enumerate(route.steps, 1):
        start = (
            *(position, step.source.label, step.target.label),
            listed(e.kind for e in step.evidence),
            listed(e.grade for e in step.evidence),
            listed(e.source for e in step.evidence),
        )
        rows += [
            (*start, s.label, s.necessity, s.importance, listed(s.sources))
            for s in step.missing_skills
        ] or [(*start, None, None, None, None)]
    return rows
