"""The layer of occupations: nodes, computed profiles and related occupations.

All of it comes from one query; see ``docs/advice.md`` for the rules of the profile.
"""

from __future__ import annotations

from collections import defaultdict
from statistics import mean, median, pstdev
from typing import TYPE_CHECKING, Final, NamedTuple

from careergraph.compiled.reading.roles.profiles import (
    read_implied,
    read_items,
    read_profiles,
    read_skill_groups,
)
from careergraph.model.experience import ExperienceShare
from careergraph.model.occupations import (
    OccupationItem,
    OccupationNode,
    OccupationProfile,
    RelatedOccupation,
)
from careergraph.model.statements import DegreeShareStatement
from careergraph.vocab import CG, ID, local_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from careergraph.store.engine import Engine

__all__ = [
    "OccupationLayer",
    "read_answered_degrees",
    "read_answered_experience",
    "read_same_roles",
]

_STATEMENTS: Final = """
SELECT ?occupation ?property ?value WHERE {
  ?occupation a cg:Occupation ; ?property ?value
  FILTER (?property NOT IN (rdf:type, skos:altLabel, skos:closeMatch, skos:broadMatch,
                            skos:inScheme, cg:reportedTitle))
}
"""
_PROPERTIES: Final = """
SELECT ?property ?element ?scale ?source ?learned WHERE {
  ?property cg:element ?element ; dcterms:source ?source .
  OPTIONAL { ?property cg:ratingScale ?scale }
}
"""
_ZONES: Final = """
SELECT ?role ?zone WHERE { ?statement a cg:PreparationLevel ; cg:ofRole ?role ; cg:jobZone ?zone }
ORDER BY ?statement
"""
_RULES: Final = """
SELECT ?element ?importance ?rating ?skill ?level WHERE {
  ?rule a cg:RatingImplication ; cg:element ?element ; cg:importanceFrom ?importance ;
        cg:levelFrom ?rating ; cg:skill ?skill ; cg:itemLevel ?level
} ORDER BY ?rule
"""
_SAME: Final = """
SELECT ?occupation ?role WHERE {
  ?role a cg:Role ; skos:exactMatch ?occupation . ?occupation a cg:Occupation
} ORDER BY ?role
"""
_SKILL_NAMES: Final = """
SELECT ?name ?skill WHERE {
  VALUES ?type { cg:Skill cg:ProgrammingLanguage cg:Tool cg:Concept cg:Method cg:Domain
                 cg:Mathematics }
  ?skill a ?type ; skos:prefLabel|skos:altLabel|skos:hiddenLabel ?name
} ORDER BY DESC(?skill)
"""
_DEGREE_ANSWERS: Final = """
SELECT ?occupation ?share ?degree ?country ?population ?source WHERE {
  ?property cg:answerDegree/skos:prefLabel ?degree ; dcterms:source ?source .
  ?occupation ?property ?share ; a cg:Occupation .
  OPTIONAL { ?property cg:country ?country }
  OPTIONAL { ?property cg:population ?population }
}
"""
_YEARS_ANSWERS: Final = """
SELECT ?occupation ?share ?label ?from ?to ?country ?population ?source WHERE {
  ?property a owl:DatatypeProperty ; cg:yearsFrom ?from ; dcterms:source ?source .
  ?occupation ?property ?share ; a cg:Occupation .
  OPTIONAL { ?property cg:yearsTo ?to }
  OPTIONAL { ?property rdfs:label ?label }
  OPTIONAL { ?property cg:country ?country }
  OPTIONAL { ?property cg:population ?population }
}
"""
_TIERS: Final = {
    f"{CG}relatedPrimaryShort": "Primary-Short",
    f"{CG}relatedPrimaryLong": "Primary-Long",
    f"{CG}relatedSupplemental": "Supplemental",
}
_IMPORTANCE: Final = f"{CG}importanceScale"
_KNOWLEDGE: Final = f"{ID}onet-element/2.C."
_LABEL_PREFIX: Final = "share of answers: "

IMPORTANT: Final = 3.0
"""The lowest importance (1 to 5) of an element that can be an item."""
MOST_OF_A_KIND: Final = 6
"""The most items of knowledge in a profile, and the most of skills."""
MOST_SOFTWARE: Final = 3
CORE_OF_A_KIND: Final = 4
"""Number of core items of knowledge, and of skills; the others are supporting."""
COMMON: Final = 0.75
"""Elements important in more than this share of occupations are left out of profiles."""
LEVELS: Final = ((5.0, 3), (3.0, 2), (1.5, 1))
"""Pairs of O*NET's lowest level and our level, highest first."""
_WORKING: Final = 2
_WEIGHTS: Final = {"core": 1.0, "supporting": 0.5}


class _Rating(NamedTuple):
    importance: float
    rating: float


class _Property(NamedTuple):
    element: str
    scale: str | None
    source: str


class OccupationLayer:
    """Hold the occupations of a graph: ratings, software, relations and computed profiles.

    Parameters
    ----------
    engine
        Where to read.
    """

    def __init__(self, engine: Engine) -> None:
        self.properties = {
            str(row[0]): _Property(str(row[1]), row[2], str(row[3]))
            for row in engine.select(_PROPERTIES)
        }
        self.source_of = {one.element: one.source for one in self.properties.values()}
        self.same = read_same_roles(engine)
        self.zones = {str(role): int(str(zone)) for role, zone in engine.select(_ZONES)}
        self.text: dict[str, dict[str, str]] = defaultdict(dict)
        self.ratings: dict[str, dict[str, dict[str, float]]] = defaultdict(dict)
        self.software: dict[str, dict[str, list[str]]] = defaultdict(dict)
        self.related: dict[str, list[tuple[str, str]]] = defaultdict(list)
        self.taken_from: dict[str, list[str]] = defaultdict(list)
        for occupation, term, value in engine.select(_STATEMENTS):
            self._read(str(occupation), str(term), str(value))
        self.rules: dict[str, list[tuple[float, float, str, int]]] = defaultdict(list)
        for element, importance, rating, skill, level in engine.select(_RULES):
            rule = float(str(importance)), float(str(rating)), str(skill), int(str(level))
            self.rules[str(element)].append(rule)
        self.skill_of = {
            _fold(str(label)): str(skill) for label, skill in engine.select(_SKILL_NAMES)
        }
        self.curated = read_profiles(engine, read_items(engine))
        self.implied = read_implied(engine)
        self.groups = read_skill_groups(engine)
        self.profiles = _compute_profiles(self)
        """The computed profile of each occupation that has ratings or rated relatives."""

    @property
    def nodes(self) -> tuple[OccupationNode, ...]:
        """Every occupation, by IRI."""
        return tuple(
            OccupationNode(
                iri=iri,
                label=texts["prefLabel"],
                code=texts["notation"],
                group=texts.get("occupationGroup"),
                role=self.same.get(iri),
                taken_from=tuple(sorted(self.taken_from.get(iri, ()))),
                zone=self.zones.get(self.same.get(iri, iri)),
            )
            for iri, texts in sorted(self.text.items())
        )

    @property
    def related_occupations(self) -> tuple[RelatedOccupation, ...]:
        """Return the related occupations with the share of the target's profile already held."""
        return tuple(
            RelatedOccupation(source, target, tier, self._overlap(source, target))
            for source in sorted(self.related)
            for target, tier in sorted(self.related[source])
        )

    def _overlap(self, source: str, target: str) -> float | None:
        """Return the share of the target's profile that people in the source hold.

        The curated profile counts where the occupation is a role that has one.
        """
        rated, asked = self.profiles.get(source), self.profiles.get(target)
        curated = self.curated.get(self.same.get(target, ""))
        if rated is None or (asked is None and curated is None):
            return None
        if curated is None and asked is not None:
            items = [((i.thing, *i.members), i.level, i.weight) for i in asked.items]
            return _share(items, rated.held)
        items = [
            (
                self.groups[i.thing].members if i.thing in self.groups else (i.thing,),
                i.level,
                i.weight,
            )
            for i in (curated.items if curated else ())
            if i.weight in _WEIGHTS
        ]
        held = dict(rated.held)
        for skill, level in rated.held.items():
            for other, distance in self.implied.get(skill, {}).items():
                held[other] = max(held.get(other, 0), 1, level - distance)
        return _share(items, held)

    def _read(self, occupation: str, term: str, value: str) -> None:
        known = self.properties.get(term)
        if known is not None and known.scale is not None:
            self.ratings[occupation].setdefault(known.element, {})[known.scale] = float(value)
        elif known is not None:
            self.software[occupation].setdefault(known.element, []).append(value)
        elif term in _TIERS:
            self.related[occupation].append((value, _TIERS[term]))
        elif term == f"{CG}profileTakenFrom":
            self.taken_from[occupation].append(value)
        elif not term.startswith(ID):
            self.text[occupation][local_name(term)] = value

    def written_levels(self, occupation: str) -> Iterator[tuple[str, int]]:
        """Yield the skills in the written profile of an occupation, with their levels."""
        written = self.curated.get(occupation)
        for item in written.items if written else ():
            if item.thing not in self.groups:
                yield item.thing, item.level

    def rated(self, occupation: str) -> dict[str, _Rating]:
        """Return the ratings of an occupation, or the mean ratings of its relatives."""
        if occupation in self.taken_from:
            each = [self.rated(other) for other in sorted(self.taken_from[occupation])]
            shared = {element for ratings in each for element in ratings}
            return {
                element: _Rating(
                    mean(one[element].importance if element in one else 1.0 for one in each),
                    mean(one[element].rating if element in one else 0.0 for one in each),
                )
                for element in shared
            }
        return {
            element: _Rating(scales[_IMPORTANCE], level)
            for element, scales in self.ratings.get(occupation, {}).items()
            if _IMPORTANCE in scales
            for scale, level in scales.items()
            if scale != _IMPORTANCE
        }

    def products(self, occupation: str) -> Mapping[str, list[str]]:
        """Return the software in demand by class; that of the first relative where it has none."""
        for other in (occupation, *sorted(self.taken_from.get(occupation, ()))):
            if other in self.software:
                return self.software[other]
        return {}


def _fold(label: str) -> str:
    return " ".join(label.casefold().split())


def _our_level(rating: float) -> int:
    """Return our level, 0 to 3, for a level of O*NET.

    Examples
    --------
    >>> [_our_level(rating) for rating in (1.0, 2.0, 4.47, 6.1)]
    [0, 1, 2, 3]
    """
    return next((level for least, level in LEVELS if rating >= least), 0)


def _compute_profiles(layer: OccupationLayer) -> dict[str, OccupationProfile]:
    rated = {occupation: layer.rated(occupation) for occupation in sorted(layer.text)}
    rated = {occupation: ratings for occupation, ratings in rated.items() if ratings}
    by_element: dict[str, list[float]] = defaultdict(list)
    important: dict[str, int] = defaultdict(int)
    for ratings in rated.values():
        for element, one in ratings.items():
            by_element[element].append(one.rating)
            important[element] += one.importance >= IMPORTANT
    common = {e for e, number in important.items() if number > COMMON * len(rated)}
    usual = {e: (median(all_), pstdev(all_) or 1.0) for e, all_ in by_element.items()}
    return {
        occupation: _compute_profile(layer, occupation, ratings, common, usual)
        for occupation, ratings in rated.items()
    }


def _compute_profile(
    layer: OccupationLayer,
    occupation: str,
    ratings: Mapping[str, _Rating],
    common: set[str],
    usual: Mapping[str, tuple[float, float]],
) -> OccupationProfile:
    worth = {
        element: one
        for element, one in ratings.items()
        if one.importance >= IMPORTANT and _our_level(one.rating) and element not in common
    }

    def above_usual(element: str) -> float:
        middle, spread = usual[element]
        return (worth[element].rating - middle) / spread

    knowledge = sorted(
        (e for e in worth if e.startswith(_KNOWLEDGE)), key=lambda e: (-worth[e].importance, e)
    )
    skills = sorted(
        (e for e in worth if not e.startswith(_KNOWLEDGE) and above_usual(e) > 0),
        key=lambda e: (-above_usual(e), e),
    )
    items = [
        OccupationItem(
            thing=element,
            level=_our_level(worth[element].rating),
            weight="core" if place < CORE_OF_A_KIND else "supporting",
            source=layer.source_of[element],
            importance=round(worth[element].importance, 2),
            rating=round(worth[element].rating, 2),
        )
        for chosen in (knowledge, skills)
        for place, element in enumerate(chosen[:MOST_OF_A_KIND])
    ]
    products = layer.products(occupation)
    used = sorted(products, key=lambda e: (-len(products[e]), e))[:MOST_SOFTWARE]
    likely: dict[str, int] = {}
    for product in (product for names in products.values() for product in names):
        if (skill := layer.skill_of.get(_fold(product))) is not None:
            likely[skill] = 1
    for element in used:
        members = {layer.skill_of.get(_fold(product)) for product in products[element]}
        items.append(
            OccupationItem(
                thing=element,
                level=_WORKING,
                weight="supporting",
                source=layer.source_of[element],
                members=tuple(sorted(member for member in members if member)),
            )
        )
    held = {element: level for element, one in ratings.items() if (level := _our_level(one.rating))}
    held |= dict.fromkeys(products, _WORKING)
    for element, one in ratings.items():
        for importance, rating, skill, level in layer.rules.get(element, ()):
            if one.importance >= importance and one.rating >= rating:
                held[skill] = max(level, held.get(skill, 0))
    for skill, level in layer.written_levels(occupation):
        held[skill] = max(level, held.get(skill, 0))
    return OccupationProfile(tuple(items), dict(sorted(held.items())), dict(sorted(likely.items())))


def read_same_roles(engine: Engine) -> dict[str, str]:
    """Map each occupation to the curated role that matches it exactly."""
    return {str(occupation): str(role) for occupation, role in engine.select(_SAME)}


def _share(
    items: Iterable[tuple[Iterable[str], int, str]], held: Mapping[str, int]
) -> float | None:
    """Return the held share (0..1) of the items' weight, at the levels asked of newcomers."""
    met = asked = 0.0
    for things, level, weight in items:
        most = min(level, _WORKING if weight == "core" else 1)
        best = max((held.get(thing, 0) for thing in things), default=0)
        asked += _WEIGHTS[weight]
        met += _WEIGHTS[weight] * min(best, most) / most
    return round(met / asked, 2) if asked else None


def read_answered_degrees(engine: Engine) -> dict[str, tuple[DegreeShareStatement, ...]]:
    """Map each occupation to the shares of answers on required education."""
    found: dict[str, list[DegreeShareStatement]] = defaultdict(list)
    for occupation, share, degree, country, population, source in engine.select(_DEGREE_ANSWERS):
        found[str(occupation)].append(
            DegreeShareStatement(
                degree=str(degree),
                share=float(str(share)),
                country=str(country or "unknown"),
                population=str(population or "unknown"),
                period=None,
                sample_size=None,
                low_precision=False,
                source=str(source),
            )
        )
    return {
        occupation: tuple(sorted(shares, key=lambda one: (-one.share, one.degree)))
        for occupation, shares in sorted(found.items())
    }


def read_answered_experience(engine: Engine) -> dict[str, tuple[ExperienceShare, ...]]:
    """Map each occupation to the shares of answers on required experience."""
    found: dict[str, list[ExperienceShare]] = defaultdict(list)
    for occupation, share, *meaning in engine.select(_YEARS_ANSWERS):
        found[str(occupation)].append(_experience(meaning, float(str(share))))
    return {
        occupation: tuple(sorted(shares, key=lambda one: one.years_from))
        for occupation, shares in sorted(found.items())
    }


def _experience(meaning: Iterable[str | None], share: float) -> ExperienceShare:
    label, low, high, country, population, source = meaning
    return ExperienceShare(
        years_from=float(str(low)),
        years_to=None if high is None else float(high),
        label=None if label is None else label.removeprefix(_LABEL_PREFIX),
        share=share,
        sample_size=None,
        country=country,
        population=population,
        period=None,
        source=str(source),
    )
