"""Pages for the browser tests: a small picture written by hand, put into the page's template."""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, FileSystemLoader

from careergraph.picture.html.safety import policy, read_assets, script_json

if TYPE_CHECKING:
    from pathlib import Path

_VIEW = files("careergraph.picture.html")

CLASSES = [
    {"id": "role", "label": "role", "color": "#0072b2", "dark": "#56b4e9", "shape": "dot"},
    {"id": "skill", "label": "skill", "color": "#00795a", "dark": "#1fc79a", "shape": "diamond"},
    {
        "id": "certification",
        "label": "certification",
        "color": "#c44e00",
        "dark": "#ff9a57",
        "shape": "star",
    },
    {"id": "degree", "label": "degree", "color": "#a8437f", "dark": "#e79cc8", "shape": "triangle"},
]
KINDS = [
    {
        "id": "promotion",
        "label": "promotion",
        "color": "#005a8c",
        "dark": "#6fc2f0",
        "arrow": True,
    },
    {"id": "move", "label": "move", "color": "#b34700", "dark": "#ff9a57", "arrow": True},
    {"id": "related", "label": "related", "color": "#a8437f", "dark": "#e79cc8", "arrow": False},
    {"id": "requires", "label": "requires", "color": "#00795a", "dark": "#1fc79a", "arrow": True},
]
GRADES = [
    {"id": "observed", "label": "observed", "dashes": False, "mark": ""},
    {"id": "stated", "label": "stated", "dashes": [8, 4], "mark": ""},
    {"id": "editorial", "label": "editorial", "dashes": [2, 6], "mark": "~"},
]
ROLES = [
    ("Software Engineer", "software", "mid", ["developer", "programmer"]),
    ("Senior Software Engineer", "software", "senior", []),
    ("Staff Engineer", "software", "lead", []),
    ("Data Analyst", "data", "junior", ["reporting analyst"]),
    ("Data Scientist", "data", "mid", []),
    ("Machine Learning Engineer", "data", "mid", ["ML engineer"]),
    ("Lead Machine Learning Engineer", "data", "lead", []),
    ("Research Scientist", "data", "senior", []),
]
MOVES = [
    (0, 1, "promotion", "observed", "promotion, 42 of 310 people"),
    (1, 2, "promotion", "editorial", "promotion, our judgement"),
    (0, 5, "move", "observed", "move, 12 of 310 people"),
    (3, 4, "move", "stated", "move, as a guide says"),
    (4, 5, "move", "observed", "move, 9 people"),
    (5, 4, "move", "editorial", "move back"),
    (5, 6, "promotion", "stated", "promotion"),
    (4, 7, "related", "stated", "related work"),
]


def small_picture() -> dict[str, Any]:
    """Return about forty nodes: eight roles with skills, certifications and degrees."""
    nodes = [_role(index) for index in range(len(ROLES))]
    edges = [_move(index) for index in range(len(MOVES))]
    for index in range(32):
        kind = ("skill", "skill", "skill", "certification", "degree")[index % 5]
        role = index % len(ROLES)
        turn = index // len(ROLES)
        nodes.append(
            {
                "id": f"{kind}/{index}",
                "label": f"{kind.title()} number\n{index}",
                "x": nodes[role]["x"] + (-95, 95, -60, 60)[turn],
                "y": nodes[role]["y"] + (60, 75, -90, -70)[turn],
                "size": 8 + index % 6,
                "shape": next(one["shape"] for one in CLASSES if one["id"] == kind),
                "about": {
                    "class": kind,
                    "name": f"{kind.title()} number {index}",
                    "family": None,
                    "seniority": None,
                    "importance": round((index % 10) / 10, 2) if kind == "skill" else None,
                    "aliases": [],
                    "facts": [],
                    "links": [],
                    "iri": f"https://example.org/{kind}/{index}",
                },
            }
        )
        edges.append(
            _edge(
                f"needs {index}",
                f"role/{role}",
                f"{kind}/{index}",
                "requires",
                "stated" if index % 3 else "editorial",
                f"asks for {kind} {index}",
            )
        )
    return {
        "title": "From software to machine learning",
        "subtitle": "Eight roles and what they ask for",
        "kind": "role",
        "graph": {"version": "0.1.0", "hash": "3f9a52c1d07be8a4"},
        "notices": ["Cut by importance: 40 of 52 nodes are shown."],
        "classes": CLASSES,
        "families": [
            {"id": "software", "label": "Software"},
            {"id": "data", "label": "Data and AI"},
        ],
        "seniorities": [
            {"id": name, "label": name.title(), "rank": rank}
            for rank, name in enumerate(("junior", "mid", "senior", "lead"))
        ],
        "grades": GRADES,
        "kinds": KINDS,
        "size": "A role is larger the more people work in it, a skill the more important it is.",
        "axis": None,
        "physics": {"solver": "forceAtlas2Based"},
        "options": {},
        "nodes": nodes,
        "edges": edges,
        "sources": [
            {
                "title": "Moves in 310 careers",
                "publisher": "Example Office",
                "licence": "CC BY 4.0",
                "attribution": "Moves in 310 careers, Example Office, CC BY 4.0.",
                "date": "2025",
                "grade": "observed",
                "url": "https://example.org/moves",
            },
            {
                "title": "A guide to careers",
                "publisher": "Example Press",
                "licence": "unknown; facts only",
                "attribution": "A guide to careers, Example Press.",
                "date": "undated",
                "grade": "stated",
                "url": None,
            },
        ],
        "routes": [],
    }


def route_picture() -> dict[str, Any]:
    """Return the same as two routes along years."""
    picture = small_picture()
    picture |= {
        "kind": "path",
        "title": "Software Engineer to Lead Machine Learning Engineer",
        "axis": {
            "label": "years, at least",
            "ticks": [{"x": 260 * year - 520, "label": f"{year}"} for year in range(5)],
        },
        "routes": [
            {
                "label": "1: by machine learning, 4 years",
                "nodes": ["role/0", "role/5", "role/6", "skill/5"],
                "edges": ["move 2", "move 6", "needs 5"],
            },
            {
                "label": "2: by data science, 6 years",
                "nodes": ["role/3", "role/4", "role/5", "role/6"],
                "edges": ["move 3", "move 4", "move 6"],
            },
        ],
    }
    return picture


def _role(index: int) -> dict[str, Any]:
    name, family, seniority, aliases = ROLES[index]
    return {
        "id": f"role/{index}",
        "label": name.replace(" Engineer", "\nEngineer"),
        "x": (index % 4) * 360 - 540,
        "y": (index // 4) * 360 - 180,
        "size": 18 + 2 * (index in (0, 6)),
        "shape": "dot",
        "about": {
            "class": "role",
            "name": name,
            "family": family,
            "seniority": seniority,
            "importance": 1 - index / 10,
            "aliases": aliases,
            "facts": [
                {"name": "Pay", "value": "USD 80,000 to 160,000 a year (US, 2024)", "sources": [0]},
                {"name": "Requires", "value": "Python", "sources": [1]},
                {"name": "Requires", "value": "SQL", "sources": [0, 1]},
            ],
            "links": [{"label": "Description", "url": "https://example.org/role"}],
            "iri": f"https://w3id.org/careergraph/id/role/{index}",
        },
    }


def _move(index: int) -> dict[str, Any]:
    start, end, kind, grade, name = MOVES[index]
    return _edge(f"move {index}", f"role/{start}", f"role/{end}", kind, grade, name)


def _edge(key: str, start: str, end: str, kind: str, grade: str, name: str) -> dict[str, Any]:
    return {
        "id": key,
        "from": start,
        "to": end,
        "width": 2 if kind != "requires" else 1,
        "dashes": next(one["dashes"] for one in GRADES if one["id"] == grade),
        "arrows": "to" if next(one["arrow"] for one in KINDS if one["id"] == kind) else "",
        "about": {
            "kind": kind,
            "grade": grade,
            "name": name,
            "importance": None,
            "facts": [{"name": "Evidence", "value": name, "sources": [0]}],
        },
    }


def write_page(picture: dict[str, Any], path: Path) -> Path:
    """Write a picture's page as the template makes it and return its path.

    It goes round `CareerView`, so that text reaches the page that Python would have made harmless.
    """
    assets = read_assets()
    environment = Environment(loader=FileSystemLoader(str(_VIEW)), autoescape=True)
    page = environment.get_template("page.html.jinja").render(
        title=picture["title"],
        lang="en",
        page_json=script_json(picture),
        csp=policy((assets.vis_script, assets.script), (assets.vis_style, assets.style)),
        **assets._asdict(),
    )
    path.write_text(page, encoding="utf-8", newline="\n", errors="surrogatepass")
    return path


def unpack(packed: dict[str, Any]) -> dict[str, Any]:
    """Return what the page makes of data that `careergraph.picture.html.packing` packed."""

    def told(thing: dict[str, Any]) -> dict[str, Any]:
        if "facts" not in thing.get("about", {}):
            return thing
        names = ("name", "value", "sources")
        facts: list[Any] = [
            dict(zip(names, packed["facts"][fact], strict=False)) if isinstance(fact, int) else fact
            for fact in thing["about"]["facts"]
        ]
        return {**thing, "about": {**thing["about"], "facts": facts}}

    nodes = [told(node) for node in packed["nodes"]]
    edges = []
    for number, edge in enumerate(packed["edges"]):
        if isinstance(edge, list):
            start, end, line = edge
            ends = {"id": f"e{number}", "from": nodes[start]["id"], "to": nodes[end]["id"]}
            edges.append({**ends, **told(packed["lines"][line])})
        else:
            edges.append(edge)
    tables = {"facts", "lines"}
    rest = {key: value for key, value in packed.items() if key not in tables}
    return {**rest, "nodes": nodes, "edges": edges}
