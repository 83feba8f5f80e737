"""The parts of a page around its data: JSON, scripts and styles that data cannot break out of.

The page reads all data from one JSON text, by DOM calls: nothing from the graph is ever part of its
HTML.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from functools import cache
from importlib.resources import files
from typing import Any, Final, NamedTuple
from urllib.parse import urlsplit

from careergraph.errors import UsageError

__all__ = ["Assets", "policy", "read_assets", "script_json", "web_address"]

_ESCAPES: Final = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\x7f": "\\u007f"}
_UNSAFE: Final = re.compile("[\u2028\u2029\ud800-\udfff]")
_MODULE: Final = re.compile(r'^import "\./([\w.-]+)";$', re.MULTILINE)
_IMPORT: Final = re.compile(r'^import \{[^}]*\} from "\./[\w.-]+";\n', re.MULTILINE)
_COMMENT: Final = re.compile(r"^ *//.*\n", re.MULTILINE)
"""A comment on a line of its own; no text of our modules has a line that begins so."""
_INDENT: Final = re.compile(r"^ +", re.MULTILINE)
"""What stands before a line; no text of our modules or styles goes over several lines."""
_EXPORT: Final = re.compile(r"^export (?=const |let |class |function|async )", re.MULTILINE)
_SCRIPT_END: Final = re.compile(r"<(?=/script|!--)", re.IGNORECASE)
_STYLE_END: Final = re.compile(r"<(?=/style|!--)", re.IGNORECASE)
_SOURCE_MAP: Final = re.compile(r"^//# sourceMappingURL=.*$", re.MULTILINE)
_ICON: Final = re.compile(r"url\((?:'data:[^']*'|\"data:[^\"]*\"|data:[^)]*)\)")
_LONGEST_ADDRESS: Final = 2000


def script_json(data: object) -> str:
    r"""Return JSON that is safe in a script element, whatever the data contains.

    Raises
    ------
    UsageError
        A value has no JSON form: it is infinite, or contains itself.

    Examples
    --------
    >>> script_json({"label": "</script><!--"})
    '{"label":"\\u003c/script\\u003e\\u003c!--"}'
    """
    try:
        text = json.dumps(
            data, ensure_ascii=False, allow_nan=False, separators=(",", ":"), default=_plain
        )
    except (ValueError, RecursionError) as error:
        message = f"A value of the picture cannot be written as JSON: {error}."
        raise UsageError(message) from error
    for character, escape in _ESCAPES.items():
        text = text.replace(character, escape)  # Far faster than one expression for all.
    return text if text.isascii() else _UNSAFE.sub(_escape, text)


def _escape(match: re.Match[str]) -> str:
    return f"\\u{ord(match[0]):04x}"


def _plain(value: object) -> Any:  # noqa: ANN401 (whatever JSON can hold)
    """Return the JSON form of a value that a user put on a node (a numpy number, a set)."""
    if hasattr(value, "item"):
        return value.item()
    if isinstance(value, set | frozenset):
        return sorted(value, key=str)
    return str(value)


def web_address(url: str | None) -> str | None:
    """Return an address if it is a web address (http or https), else ``None``.

    Examples
    --------
    >>> web_address("https://example.org/a"), web_address("javascript:alert(1)")
    ('https://example.org/a', None)
    """
    if not url or len(url) > _LONGEST_ADDRESS or not url.isprintable() or " " in url:
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return url if parts.scheme in {"http", "https"} and parts.netloc else None


class Assets(NamedTuple):
    """The scripts and styles of a page: ours, and those of vis-network as pyvis bundles it."""

    script: str
    style: str
    vis_script: str
    vis_style: str


@cache
def read_assets(*, icons: bool = False) -> Assets:
    """Return the scripts and styles, safe between their tags.

    ``icons`` keeps the pictures in vis-network's style sheet, which make up most of its size; only
    vis-network's own buttons and configurator show them.
    """
    own = files("careergraph.picture.html")
    pyvis = files("pyvis") / "templates" / "lib" / "vis-9.1.2"
    vis_style = _STYLE_END.sub(r"\\3c ", _lines(pyvis / "vis-network.css"))
    return Assets(
        script=_SCRIPT_END.sub(r"\\x3c", _own_script(own / "page")),
        style=_STYLE_END.sub(r"\\3c ", _INDENT.sub("", _lines(own / "page.css"))),
        vis_script=_SCRIPT_END.sub(
            r"\\x3c", _SOURCE_MAP.sub("", _lines(pyvis / "vis-network.min.js"))
        ),
        vis_style=vis_style if icons else _ICON.sub("none", vis_style),
    )


def _own_script(folder: Any) -> str:  # noqa: ANN401 (as below)
    """Return our modules as one script with a scope of its own, in the order of ``main.js``.

    No two modules define the same name, so that all can share one scope; their imports serve only
    readers and the linter, and comments and indents only readers of the modules.
    """
    names = _MODULE.findall(_lines(folder / "main.js"))
    parts = (_EXPORT.sub("", _IMPORT.sub("", _lines(folder / name))) for name in names)
    body = _INDENT.sub("", _COMMENT.sub("", "\n".join(parts)))
    return f'(() => {{\n"use strict";\n{body}\n}})();\n'


def _lines(path: Any) -> str:  # noqa: ANN401 (a Traversable, whose module moved in Python 3.14)
    """Return a text with line ends as browsers read them, since hashes are of what they read."""
    text: str = path.read_text(encoding="utf-8")
    return text.replace("\r\n", "\n").replace("\r", "\n").removeprefix("\ufeff")


def policy(scripts: tuple[str, ...], styles: tuple[str, ...]) -> str:
    """Return a Content-Security-Policy that allows these inline texts and nothing else.

    Examples
    --------
    >>> "default-src 'none'" in policy(("1;",), ("p {}",))
    True
    """
    parts = (
        "default-src 'none'",
        f"script-src {' '.join(map(_hash, scripts))}",
        f"style-src {' '.join(map(_hash, styles))}",
        "img-src data: blob:",
        "base-uri 'none'",
        "form-action 'none'",
        "require-trusted-types-for 'script'",
        "trusted-types 'none'",
    )
    return "; ".join(parts)


@cache
def _hash(text: str) -> str:
    digest = hashlib.sha256(text.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"
