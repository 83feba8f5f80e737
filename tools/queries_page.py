"""Write docs/queries.md, the list of named queries: ``python tools/queries_page.py``."""

from __future__ import annotations

from pathlib import Path

from careergraph.answers.whole_graph.named_queries import named_queries
from careergraph.report.pages.named_queries import query_command
from own_package import require_own_package

PAGE = Path(__file__).resolve().parents[1] / "docs" / "queries.md"
_HEAD = """\
# Named queries

These SPARQL queries come with the graph. `careergraph queries NAME` shows the text of one. Each is
a file in `ontology/queries/` that runs as it is, with an example in place of each parameter. In
Python: `g.named("skills-of-role", role="data scientist")`. If a parameter has the name of a Python
keyword, add an underscore (`from_="data analyst"`).

`python tools/queries_page.py` writes this page; a test compares it with the files.
"""


def queries_page() -> str:
    """Return the page in Markdown."""
    parts = [_HEAD]
    for query in named_queries().values():
        lines = [f"## {query.name}", "", query.question, ""]
        for one in query.parameters:
            optional = ", optional" if one.optional else ""
            bounds = "" if one.most is None else f" from {one.least:g} to {one.most:g}"
            lines.append(f"- `{one.name}`: {one.kind}{bounds}, such as {one.example}{optional}")
        lines += [""] if query.parameters else []
        lines += ["```", query_command(query), "```", ""]
        parts.append("\n".join(lines))
    return "\n".join(parts)


if __name__ == "__main__":
    require_own_package()
    PAGE.write_text(queries_page(), encoding="utf-8")
