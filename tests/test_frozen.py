"""Values made with `frozen` behave as frozen dataclasses with slots do."""

from __future__ import annotations

import copy
import pickle
from dataclasses import FrozenInstanceError, dataclass, field, fields, replace
from inspect import signature
from typing import TYPE_CHECKING, Any

import pytest

from careergraph.model.frozen import frozen

if TYPE_CHECKING:
    from collections.abc import Mapping


class _Base:
    __slots__ = ()

    def __repr__(self) -> str:
        return "of the base"


@frozen
class Shared(_Base):
    """As `Written`, by the package's own decorator."""

    name: str
    size: int = 2
    parts: Mapping[str, int] = field(default_factory=dict)
    note: str | None = field(default=None, repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class Written(_Base):
    """As `Shared`, by the standard library."""

    name: str
    size: int = 2
    parts: Mapping[str, int] = field(default_factory=dict)
    note: str | None = field(default=None, repr=False, compare=False)


@frozen
class Checked:
    """A value with methods of its own."""

    size: int

    def __post_init__(self) -> None:
        if self.size < 0:
            message = "a size is not negative"
            raise ValueError(message)

    def __repr__(self) -> str:
        return f"<{self.size}>"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, int) and self.size == other

    def __hash__(self) -> int:
        return 7


@pytest.mark.parametrize("arguments", [("a",), ("a", 3), ("a", 2, {"b": 1}), ("a", 2, {}, "n")])
def test_a_value_is_made_shown_and_compared_as_by_the_standard_library(
    arguments: tuple[Any, ...],
) -> None:
    shared, written = Shared(*arguments), Written(*arguments)
    assert repr(shared) == repr(written).replace("Written", "Shared")
    names = [each.name for each in fields(shared)]
    assert [getattr(shared, name) for name in names] == [getattr(written, name) for name in names]
    other = Shared("a"), Written("a")
    assert (shared == other[0]) is (written == other[1])
    assert shared != written


def test_its_parameters_are_those_of_the_standard_library() -> None:
    shown = [str(signature(each).replace(return_annotation=None)) for each in (Shared, Written)]
    assert shown[0].split(", parts")[0] == shown[1].split(", parts")[0]
    assert fields(Shared)[1].type == fields(Written)[1].type
    with pytest.raises(TypeError, match="missing 1 required positional argument: 'name'"):
        Shared()  # type: ignore[call-arg]
    with pytest.raises(TypeError, match="unexpected keyword argument 'colour'"):
        Shared("a", colour="red")  # type: ignore[call-arg]


def test_it_does_not_change() -> None:
    value: Any = Shared("a")
    with pytest.raises(FrozenInstanceError, match="name"):
        value.name = "b"
    with pytest.raises(FrozenInstanceError):
        del value.name
    with pytest.raises((FrozenInstanceError, AttributeError)):
        value.other = 1
    assert not hasattr(value, "__dict__")


def test_equal_values_have_equal_hashes_and_are_found() -> None:
    @frozen
    class Point:
        x: int
        y: int = 0

    assert hash(Point(1)) == hash(Point(1, 0))
    assert {Point(1): "found"}[Point(1, 0)] == "found"
    assert Point(1) != Point(2)


def test_it_is_copied_replaced_and_pickled() -> None:
    value = Shared("a", 3, {"b": 1}, "n")
    assert replace(value, size=4) == Shared("a", 4, {"b": 1})
    assert copy.deepcopy(value) == value
    again = pickle.loads(pickle.dumps(value))  # noqa: S301 (made here)
    assert again == value
    assert again.note == "n"


def test_each_value_has_its_own_default() -> None:
    assert Shared("a").parts is not Shared("a").parts


def test_methods_of_the_class_are_kept() -> None:
    assert repr(Checked(3)) == "<3>"
    assert Checked(3) == 3
    assert hash(Checked(3)) == 7
    with pytest.raises(ValueError, match="not negative"):
        Checked(-1)
