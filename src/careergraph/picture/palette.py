"""Colours, shapes and line styles of kinds of things, also for colour-blind readers.

The hues are those of Okabe and Ito's palette, darkened or lightened until each stands out against
its background (at least 3 : 1); no two categories share a shape.

References
----------
Okabe, M. and Ito, K. (2008), Color Universal Design. WCAG 2.1, success criterion 1.4.11.
"""

from __future__ import annotations

from typing import Final, NamedTuple

__all__ = [
    "BACKGROUNDS",
    "CATEGORIES",
    "GRADE_STROKES",
    "KINDS",
    "LINK_HUES",
    "OTHER_HUE",
    "Category",
    "Kind",
    "Stroke",
    "contrast",
    "kind_of",
]

BACKGROUNDS: Final = ("#ffffff", "#14171c")
"""The backgrounds of the light and the dark page."""


class Category(NamedTuple):
    """The style of a class of things: its colours on a light and a dark page, and its shape."""

    id: str
    label: str
    color: str
    dark: str
    shape: str


class Kind(NamedTuple):
    """The style of a kind of line, and whether it has a direction."""

    id: str
    label: str
    color: str
    dark: str
    arrow: bool = True


class Stroke(NamedTuple):
    """The stroke of a line for a grade of evidence, and its mark."""

    id: str
    label: str
    dashes: tuple[int, int] | None
    mark: str = ""


CATEGORIES: Final = {
    category.id: category
    for category in (
        Category("role", "role", "#0072b2", "#56b4e9", "dot"),
        Category("skill", "skill", "#00795a", "#1fc79a", "diamond"),
        Category("certification", "certification", "#c44e00", "#ff9a57", "star"),
        Category("degree", "degree", "#a8437f", "#e79cc8", "triangle"),
        Category("resource", "course or book", "#8a6100", "#f0e442", "square"),
        Category("family", "family of roles", "#4a4f57", "#c3c8d0", "text"),
        Category("route", "route", "#4a4f57", "#c3c8d0", "text"),
        Category("literal", "text or number", "#5d5d5d", "#b3b3b3", "triangleDown"),
        Category("other", "other", "#3f3f3f", "#d0d0d0", "hexagon"),
    )
}

_BLUE, _GREEN, _RED = ("#005a8c", "#6fc2f0"), ("#00795a", "#1fc79a"), ("#b34700", "#ff9a57")
_PURPLE, _GREY, _BROWN = ("#a8437f", "#e79cc8"), ("#6b7078", "#9aa1ab"), ("#8a6100", "#e3d24a")

KINDS: Final = {
    kind.id: kind
    for kind in (
        Kind("promotion", "promotion", *_BLUE),
        Kind("move", "move", *_RED),
        Kind("related", "related work (no move)", *_PURPLE, arrow=False),
        Kind("affinity", "alike in skills (no move)", *_GREY, arrow=False),
        Kind("level", "level of a line of work", *_GREY),
        Kind("requires", "requires", *_GREEN),
        Kind("learn", "to learn for this step", *_GREEN, arrow=False),
        Kind("attests", "attests", *_BROWN),
        Kind("teaches", "teaches", *_BROWN),
        Kind("credential", "certification for the role", *_BROWN),
        Kind("entry", "usual degree", *_PURPLE),
    )
}

LINK_HUES: Final = (
    _RED,
    _GREEN,
    ("#0072b2", "#56b4e9"),
    _PURPLE,
    _BROWN,
    ("#5b4db5", "#b3a7f5"),
    ("#b3261e", "#ff8a7a"),
    ("#00707c", "#4fc3d1"),
)
"""Colours of properties that are not ours, the most frequent first; further ones are grey."""
OTHER_HUE: Final = _GREY

GRADE_STROKES: Final = {
    stroke.id: stroke
    for stroke in (
        Stroke("observed", "observed: counted in real careers", None),
        Stroke("official", "official: a statistical office or the issuer", (14, 4)),
        Stroke("stated", "stated: a document says so", (8, 4)),
        Stroke("computed", "computed: by a formula from skills", (3, 3), "~"),
        Stroke("editorial", "editorial: our judgement, no outside source", (2, 6), "~"),
        Stroke("unknown", "unknown: the graph does not describe the source", (10, 3), ""),
    )
}


def kind_of(name: str) -> Kind:
    """Return the style of a kind of line; an unknown kind is grey and has a direction.

    Examples
    --------
    >>> kind_of("knows").label
    'knows'
    """
    return KINDS.get(name) or Kind(name, name, *_GREY)


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours, 1 to 21, as WCAG 2.1 defines it.

    Examples
    --------
    >>> round(contrast("#000000", "#ffffff"))
    21
    """
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(color: str) -> float:
    channels = (int(color[place : place + 2], 16) / 255 for place in (1, 3, 5))
    red, green, blue = (
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4  # noqa: PLR2004 (of WCAG)
        for c in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
