"""The modules of a picture's page fit together: Python joins them into one scope."""

from __future__ import annotations

import re
from collections import Counter
from graphlib import TopologicalSorter
from pathlib import Path

import careergraph.picture.html
from careergraph.picture.html.safety import read_assets

PAGE = Path(careergraph.picture.html.__file__).parent / "page"
MODULES = {path.name: path.read_text("utf-8") for path in PAGE.glob("*.js")}
DECLARED = (
    r"^{}(?:const|let|async function|function\*?|class) (?:(\w+)|\{{([^}}]*)\}}|\[([^\]]*)\])"
)


def names(text: str, prefix: str) -> list[str]:
    matches = re.finditer(DECLARED.format(prefix), text, re.MULTILINE)
    return [
        name
        for match in matches
        for name in re.findall(r"\w+", "".join(filter(None, match.groups())))
    ]


def test_main_lists_each_module_once() -> None:
    listed = re.findall(r'^import "\./(.+)";$', MODULES["main.js"], re.MULTILINE)
    assert Counter(listed) == Counter(MODULES.keys() - {"main.js"})


def test_no_two_modules_give_one_name_to_two_things() -> None:
    declared = Counter(name for text in MODULES.values() for name in names(text, "(?:export )?"))
    assert len(declared) > 200
    assert [name for name, count in declared.items() if count > 1] == []


def test_what_is_imported_is_exported_there_and_nothing_else_is() -> None:
    exported = {(name, one) for name, text in MODULES.items() for one in names(text, "export ")}
    imported = {
        (module, one)
        for text in MODULES.values()
        for ones, module in re.findall(r'^import \{([^}]*)\} from "\./(.+)";$', text, re.MULTILINE)
        for one in re.findall(r"\w+", ones)
    }
    assert len(imported) > 100
    assert imported == exported


def test_no_modules_import_each_other_in_a_circle() -> None:
    imports = {
        name: set(re.findall(r'\} from "\./(.+)";$', text, re.MULTILINE))
        for name, text in MODULES.items()
    }
    assert sum(map(len, imports.values())) > 60
    order = list(TopologicalSorter(imports).static_order())
    assert order[0] == "data.js"


def test_the_joined_script_has_no_imports() -> None:
    assert not re.search(r"^(import|export)\b", read_assets().script, re.MULTILINE)


def test_no_text_goes_over_several_lines() -> None:
    """Lines lose their indents when the modules are joined, which would change such a text."""
    lines = [line for text in MODULES.values() for line in text.splitlines()]
    assert [line for line in lines if line.replace("\\`", "").count("`") % 2] == []
