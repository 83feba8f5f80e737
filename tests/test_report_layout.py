"""A page becomes text that fits, and no label in it steers a terminal."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from careergraph.cli.output import prepare_output
from careergraph.printable import one_line
from careergraph.report.layout import (
    Fields,
    Heading,
    Table,
    Text,
    clean_name,
    in_encoding,
    plain_text,
)
from command_line import too_long_lines

TEXT = st.text(max_size=60)
BLOCKS = st.lists(
    st.one_of(
        st.builds(Heading, TEXT),
        st.builds(Text, TEXT, st.integers(0, 6)),
        st.builds(Fields, st.lists(st.tuples(st.text(max_size=12), TEXT), max_size=3).map(tuple)),
        st.integers(1, 4).flatmap(
            lambda n: st.builds(
                Table,
                st.tuples(*[st.text(max_size=12)] * n),
                st.lists(st.tuples(*[TEXT] * n), max_size=3).map(tuple),
            )
        ),
    ),
    max_size=5,
)


def test_fields_are_aligned_and_go_on_below_each_other() -> None:
    fields = Fields((("to learn", "2 skills"), (" essential", "Python"), ("", "R or SAS")))
    assert plain_text([Heading("Gap"), fields]) == (
        "Gap\n"
        "  to learn     2 skills\n"
        "    essential  Python\n"
        "               R or SAS\n"
    )  # fmt: skip


def test_headings_stand_apart_and_long_texts_wrap() -> None:
    page = [Heading("One"), Text("aaa bbb ccc", hanging=2), Heading("Two")]
    assert plain_text(page, width=8) == "One\naaa bbb\n  ccc\n\nTwo\n"


def test_widest_columns_of_a_table_give_way_first() -> None:
    table = Table(("name", "kind"), (("a rather long name", "role"),))
    assert plain_text([table], width=20) == (
        "  name          kind\n"
        "  ------------  ----\n"
        "  a rather      role\n"
        "  long name\n"
    )  # fmt: skip


def test_narrow_columns_give_way_where_wide_ones_cannot() -> None:
    table = Table(("", "", "000000 0", "000000 0"), (("0000000", "0000000000", "", ""),))
    assert list(too_long_lines(plain_text([table], 40), 40)) == []


def narrowest(block: object) -> int:
    """Return the least width a block can have, as words are never broken."""

    def longest(*texts: str) -> int:
        return max([1, *(len(word) for text in texts for word in one_line(text).split())])

    match block:
        case Text(text, hanging):
            return hanging + longest(text)
        case Fields(rows):
            names = max((len(clean_name(name)) for name, _ in rows), default=0)
            return names + 4 + longest(*(value for _, value in rows))
        case Table(header, rows):
            return sum(2 + longest(*column) for column in zip(header, *rows, strict=True))
        case Heading(text):
            return longest(text)
    return 0


@given(BLOCKS, st.integers(40, 120))
def test_no_line_is_longer_than_the_page_but_for_long_words(blocks: list, width: int) -> None:
    for block in blocks:
        least = max(width, narrowest(block))
        assert list(too_long_lines(plain_text([block], width), least)) == []


@given(BLOCKS)
def test_nothing_of_the_data_steers_a_terminal(blocks: list) -> None:
    assert all(line.isprintable() for line in plain_text(blocks).split("\n"))


@given(BLOCKS)
def test_no_word_is_lost(blocks: list) -> None:
    def words(block: object) -> list[str]:
        match block:
            case Heading(text) | Text(text, _):
                return one_line(text).split()
            case Fields(rows):
                return [w for row in rows for cell in row for w in one_line(cell).split()]
            case Table(header, rows):
                return [
                    w for row in (header, *rows) for cell in row for w in one_line(cell).split()
                ]
        return []

    shown = plain_text(blocks).split()
    wanted = [word for block in blocks for word in words(block)]
    rules = [word for word in shown if set(word) == {"-"}]
    assert sorted(word for word in shown if word not in rules) == sorted(
        word for word in wanted if set(word) != {"-"}
    )


@pytest.mark.parametrize(
    ("text", "encoding", "expected"),
    [
        ("A → B …", "ascii", "A -> B ..."),
        ("€ 5, £ 6", "ascii", "EUR  5, GBP  6"),
        ("Zürich", "ascii", "Zurich"),
        ("Zürich → Łódź", "latin-1", "Zürich -> ?ódz"),
        ("数", "ascii", "?"),
        ("A → B", "utf-8", "A → B"),
    ],
)
def test_texts_are_spelled_in_what_a_terminal_can_show(
    text: str, encoding: str, expected: str
) -> None:
    prepare_output()
    assert codecs.lookup_error("careergraph")
    page = in_encoding([Heading(text), Fields(((text, text),))], encoding, "careergraph")
    assert page == [Heading(expected), Fields(((expected, expected),))]


def test_a_percent_sign_stays_with_its_number() -> None:
    text = "all occupations by 3.1 %, and you hold 11 % of it"
    for width in range(12, 50):
        shown = plain_text([Text(text), Fields((("for", text),))], width)
        assert not [line for line in shown.splitlines() if line.split()[:1] == ["%"]]
        assert shown.split() == [*text.split(), "for", *text.split()]
