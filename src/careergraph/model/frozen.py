"""A decorator for frozen values that every command makes at its start."""

from __future__ import annotations

from dataclasses import MISSING, FrozenInstanceError, dataclass, field, fields
from operator import attrgetter
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar, dataclass_transform

if TYPE_CHECKING:
    from collections.abc import Callable
    from dataclasses import Field

__all__ = ["frozen"]

_Class = TypeVar("_Class", bound=type[Any])
_FACTORY = object()
"""The default of a parameter whose value is made anew for each object."""


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def frozen(cls: _Class) -> _Class:
    """Make a class a dataclass, as ``dataclass(frozen=True, slots=True)`` does.

    That writes and compiles six methods for each class, which takes a millisecond: for the values
    of a route as long as its search. Here all classes share five of them.

    Examples
    --------
    >>> @frozen
    ... class Point:
    ...     x: int
    ...     y: int = 0
    >>> Point(1)
    Point(x=1, y=0)
    >>> Point(1) == Point(1, 0), Point(1) == Point(2)
    (True, False)
    """
    made: Any = dataclass(init=False, repr=False, eq=False, slots=True)(cls)
    parts = fields(made)
    compared = attrgetter(*(part.name for part in parts if part.compare))
    methods = {
        "__init__": _write_init(made, parts),
        "__repr__": _make_repr(parts),
        "__eq__": _make_equal(compared),
        "__hash__": lambda self: hash(compared(self)),
        "__setattr__": _refuse_change,
        "__delattr__": _refuse_change,
        "__getstate__": _get_state,
        "__setstate__": _set_state,
    }
    for name, method in methods.items():
        if made.__dict__.get(name) is None:  # not where the class has its own
            setattr(made, name, method)
    result: _Class = made
    return result


def _write_init(cls: type[Any], parts: tuple[Field[Any], ...]) -> Callable[..., None]:
    """Return the method that sets the fields; only its parameters have to be written as code."""
    names: dict[str, Any] = {"set_field": object.__setattr__, "FACTORY": _FACTORY}
    parameters, body = ["self"], list[str]()
    for part in parts:
        name, parameter, value = part.name, part.name, part.name
        if part.default is not MISSING:
            names[f"default_{name}"] = part.default
            parameter = f"{name}=default_{name}"
        elif part.default_factory is not MISSING:
            names[f"make_{name}"] = part.default_factory
            parameter, value = f"{name}=FACTORY", f"make_{name}() if {name} is FACTORY else {name}"
        parameters.append(parameter)
        body.append(f"set_field(self, {name!r}, {value})")
    if hasattr(cls, "__post_init__"):
        body.append("self.__post_init__()")
    exec(f"def __init__({', '.join(parameters)}):\n " + "\n ".join(body), names)  # noqa: S102 (as dataclasses do)
    init: Callable[..., None] = names["__init__"]
    init.__qualname__, init.__module__ = f"{cls.__qualname__}.__init__", cls.__module__
    init.__annotations__ = {**{part.name: part.type for part in parts}, "return": None}
    return init


def _make_repr(parts: tuple[Field[Any], ...]) -> Callable[[object], str]:
    shown = [part.name for part in parts if part.repr]

    def __repr__(self: object) -> str:  # noqa: N807 (a method)
        values = ", ".join(f"{name}={getattr(self, name)!r}" for name in shown)
        return f"{type(self).__qualname__}({values})"

    return __repr__


def _make_equal(compared: Callable[[object], Any]) -> Callable[[object, object], bool]:
    def __eq__(self: object, other: object) -> bool:  # noqa: N807 (a method)
        if type(other) is not type(self):
            return NotImplemented
        return bool(compared(self) == compared(other))

    return __eq__


def _refuse_change(self: object, name: str, *_: object) -> NoReturn:
    message = f"cannot change field {name!r} of a {type(self).__qualname__}"
    raise FrozenInstanceError(message)


def _get_state(self: Any) -> list[Any]:  # noqa: ANN401 (any frozen value)
    return [getattr(self, part.name) for part in fields(self)]


def _set_state(self: Any, state: list[Any]) -> None:  # noqa: ANN401 (any frozen value)
    for part, value in zip(fields(self), state, strict=True):
        object.__setattr__(self, part.name, value)
