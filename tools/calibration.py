"""Count for how many resources the table of hours contains the hours that they state.

``python tools/calibration.py`` prints the lines that ``docs/advice.md`` quotes.
"""

from __future__ import annotations

from careergraph import load
from careergraph.model.holdings import AskedItem, Range
from careergraph.search.learning.gaps import Missing
from careergraph.search.learning.learning_time import add_hours, missing_hours
from own_package import require_own_package

__all__ = ["calibrate"]

_INTRODUCTORY = "introductory"
_KINDS = {"Tool": "tool", "ProgrammingLanguage": "language", "Mathematics": "mathematics"}
_OTHER_KINDS = {"Domain": "domain", "SoftSkill": "soft skill", "Method": "method"}


def calibrate() -> list[str]:
    """Return what came out, in sentences.

    A resource teaches its skills together: the largest counts in full, the others half. An
    introductory one leads to a basic level, another to a working level.
    """
    facts = load().facts
    taught: dict[str, list[str]] = {}
    for skill, resources in facts.resources_by_skill.items():
        for resource in resources:
            taught.setdefault(resource.iri, []).append(skill)
    known = [facts.resources[iri] for iri in sorted(taught) if iri in facts.resources]
    timed = [resource for resource in known if resource.hours is not None]
    inside = below = above = 0
    for resource in timed:
        level = 1 if resource.level == _INTRODUCTORY else 2
        hours = add_hours(
            ("one resource", _hours(facts.traits[skill].kind, level))
            for skill in taught[resource.iri]
            if skill in facts.traits
        )
        stated = resource.hours or 0.0
        inside += hours.low <= stated <= hours.high
        below += stated < hours.low
        above += stated > hours.high
    return [
        f"{len(timed)} of {len(known)} resources state hours.",
        f"The range of the table contains them for {inside}; {below} state fewer, {above} more.",
    ]


def _hours(kind: str, level: int) -> Range:
    named = {**_KINDS, **_OTHER_KINDS}.get(kind, "concept")
    return missing_hours(AskedItem(("any",), level, kind=named), Missing(0, 0, ("any",)))


if __name__ == "__main__":
    require_own_package()
    print("\n".join(calibrate()))
