"""The package's own `dataclass` decorator makes the same classes as the standard one."""

from __future__ import annotations

import copy
import dataclasses
import importlib
import inspect
import pickle
import pkgutil
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest

import careergraph
from careergraph.model.entries import Entry, FoundEntry, Named
from careergraph.model.frozen import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator

_Decorator = Callable[..., Callable[[type], Any]]


class _Described:
    """A class before it is decorated: every kind of field, a default and a method of its own."""

    first: str
    second: tuple[int, ...] = ()
    third: dict[str, int] = dataclasses.field(default_factory=dict, hash=False)
    secret: str = dataclasses.field(default="?", repr=False)
    noted: int = dataclasses.field(default=1, compare=False)
    kept: list[int] = dataclasses.field(default_factory=list, init=False, compare=False)
    limit: int = dataclasses.field(default=7, init=False, compare=False)

    @property
    def size(self) -> int:
        """Return how many numbers there are."""
        return len(self.second)


def _decorated(decorator: _Decorator, **options: bool) -> Any:  # noqa: ANN401 (a class, made here)
    body = {name: value for name, value in vars(_Described).items() if name != "__dict__"}
    body.pop("__weakref__")
    return decorator(**options)(type("Described", (), body))


@pytest.fixture(params=[True, False], ids=["slots", "dictionary"])
def pair(request: pytest.FixtureRequest) -> tuple[Any, Any]:
    """Return the same class as both decorators make it."""
    options = {"frozen": True, "slots": request.param}
    return _decorated(dataclass, **options), _decorated(dataclasses.dataclass, **options)


def test_instances_show_compare_and_copy_as_the_standard_ones(pair: tuple[Any, Any]) -> None:
    ours, standard = (
        [made("a"), made("a", (1, 2), noted=5), made("a", second=(1, 2), secret="s"), made("b")]
        for made in pair
    )
    for one, other in zip(ours, standard, strict=True):
        assert repr(one) == repr(other)
        assert dataclasses.asdict(one) == dataclasses.asdict(other)
        assert one.size == other.size
        assert copy.deepcopy(one) == one
        assert repr(dataclasses.replace(one, first="c")) == repr(
            dataclasses.replace(other, first="c")
        )
    equal = [[x == y for x in made for y in made] for made in (ours, standard)]
    assert equal[0] == equal[1]
    assert ours[0] != standard[0]
    assert ours[0].third is not ours[1].third


def test_classes_tell_the_same_of_themselves(pair: tuple[Any, Any]) -> None:
    ours, standard = pair
    assert [(f.name, f.type, f.init) for f in dataclasses.fields(ours)] == [
        (f.name, f.type, f.init) for f in dataclasses.fields(standard)
    ]
    assert list(inspect.signature(ours).parameters) == list(inspect.signature(standard).parameters)
    assert ours.__match_args__ == standard.__match_args__
    assert ours.__doc__ == standard.__doc__
    assert getattr(ours, "__slots__", None) == getattr(standard, "__slots__", None)
    with pytest.raises(TypeError, match="first"):
        ours()
    with pytest.raises(TypeError, match="other"):
        ours("a", other=1)


def test_nothing_can_be_set_or_deleted(pair: tuple[Any, Any]) -> None:
    for value in (made("a") for made in pair):
        with pytest.raises(dataclasses.FrozenInstanceError, match="cannot assign to field 'first'"):
            value.first = "b"
        with pytest.raises(dataclasses.FrozenInstanceError, match="cannot delete field 'first'"):
            del value.first


def test_a_class_that_is_not_frozen_is_refused() -> None:
    with pytest.raises(ValueError, match="not frozen"):
        dataclass(frozen=False)


def test_named_things_are_ordered_hashed_and_pickled() -> None:
    names = [Named("b", "B"), Named("a", "Z"), Named("a", "A")]
    assert sorted(names) == [names[2], names[1], names[0]]
    assert names[0] >= names[1] > names[2]
    assert len({*names, Named("b", "B")}) == 3
    assert pickle.loads(pickle.dumps(names)) == names  # noqa: S301 (our own bytes)
    match names[0]:
        case Named(iri, label):
            assert (iri, label) == ("b", "B")


def test_a_subclass_adds_its_fields() -> None:
    found = FoundEntry("a", "role", "A", score=1.0)
    assert repr(found) == (
        "FoundEntry(iri='a', kind='role', label='A', aliases=(), score=1.0, level=None, "
        "notations=())"
    )
    assert found != Entry("a", "role", "A")


def _classes() -> Iterator[type]:
    for module in pkgutil.walk_packages(careergraph.__path__, "careergraph."):
        if module.name.endswith("__main__"):
            continue
        found = vars(importlib.import_module(module.name)).values()
        for value in found:
            if (
                isinstance(value, type)
                and value.__module__ == module.name
                and hasattr(value, "_read_compared")
            ):
                yield value


def test_each_class_of_the_package_takes_what_the_standard_one_would() -> None:
    """A twin with the same fields, made by the standard decorator, has the same signature."""
    classes = list(_classes())
    assert len(classes) > 80
    for kept in classes:
        twin = dataclasses.make_dataclass(
            kept.__name__, [(f.name, f.type, _copied(f)) for f in dataclasses.fields(kept)]
        )
        ours, standard = inspect.signature(kept), inspect.signature(twin)
        assert list(ours.parameters) == list(standard.parameters), kept
        assert [p.default is inspect.Parameter.empty for p in ours.parameters.values()] == [
            p.default is inspect.Parameter.empty for p in standard.parameters.values()
        ], kept


def _copied(field: dataclasses.Field[Any]) -> Any:  # noqa: ANN401 (as the standard library says)
    if field.default_factory is not dataclasses.MISSING:
        return dataclasses.field(default_factory=field.default_factory, init=field.init)
    return dataclasses.field(default=field.default, init=field.init)
