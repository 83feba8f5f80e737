"""A `dataclass` decorator for frozen classes that takes a third of the standard one's time.

The standard decorator writes six methods of each class as text and compiles them. Here only
``__init__`` is compiled, and all classes share the other methods, which saves a seventh of the work
of a cold ``careergraph path``. The rest is the standard library's, so `dataclasses.replace` and the
like work as usual.
"""

from __future__ import annotations

import dataclasses
from operator import attrgetter
from typing import TYPE_CHECKING, Any, ClassVar

if TYPE_CHECKING:
    from collections.abc import Callable
    from dataclasses import dataclass  # so that type checkers know what it does

__all__ = ["dataclass"]


if not TYPE_CHECKING:

    def dataclass(*, frozen: bool, slots: bool = False) -> Callable[[type], type]:
        """Return a decorator that does what `dataclasses.dataclass` does, for frozen classes.

        Parameters
        ----------
        frozen
            Always true. A class says so, to read as with the standard decorator.
        slots
            Whether instances have slots instead of a dictionary.
        """
        if not frozen:
            message = "Use the standard decorator for a class that is not frozen."
            raise ValueError(message)
        return lambda described: _make_class(described, slots=slots)


class _SharedMethods:
    """The methods that are the same for every class; they look its fields up."""

    _read_compared: ClassVar[attrgetter[Any]]

    def __repr__(self) -> str:
        names = (field.name for field in _fields_of(self) if field.repr)
        return f"{type(self).__qualname__}({', '.join(f'{n}={getattr(self, n)!r}' for n in names)})"

    def __eq__(self, other: object) -> bool:
        if type(other) is not type(self):
            return NotImplemented
        return bool(self._read_compared(self) == self._read_compared(other))

    def __hash__(self) -> int:
        return hash(self._read_compared(self))

    def __setattr__(self, name: str, value: object) -> None:
        del value
        message = f"cannot assign to field {name!r}"
        raise dataclasses.FrozenInstanceError(message)

    def __delattr__(self, name: str) -> None:
        message = f"cannot delete field {name!r}"
        raise dataclasses.FrozenInstanceError(message)


class _SlotMethods:
    """How an instance with slots is pickled and copied, although nothing of it can be set."""

    def __getstate__(self) -> list[Any]:
        return [getattr(self, field.name) for field in _fields_of(self)]

    def __setstate__(self, state: list[Any]) -> None:
        for field, value in zip(_fields_of(self), state, strict=True):
            object.__setattr__(self, field.name, value)


def _fields_of(value: Any) -> tuple[dataclasses.Field[Any], ...]:  # noqa: ANN401 (any dataclass)
    return dataclasses.fields(value)


def _make_class(described: type, *, slots: bool) -> type:
    own = set(vars(described))
    cls: Any = dataclasses.dataclass(init=False, repr=False, eq=False, slots=slots)(described)
    fields = _fields_of(cls)
    cls.__init__ = _compile_init(cls, fields)
    cls._read_compared = attrgetter(*(field.name for field in fields if field.compare))
    for shared in (_SharedMethods, _SlotMethods) if slots else (_SharedMethods,):
        for name, method in vars(shared).items():
            if name not in own and callable(method):
                setattr(cls, name, method)
    return cls  # type: ignore[no-any-return]


def _compile_init(cls: type, fields: tuple[dataclasses.Field[Any], ...]) -> Callable[..., None]:
    """Return ``__init__``, with its parameters by name; it sets fields past ``__setattr__``."""
    scope: dict[str, Any] = {"_set": object.__setattr__, "_MISSING": dataclasses.MISSING}
    parameters, lines = ["self"], []
    for field in fields:
        name = value = field.name
        if field.default_factory is not dataclasses.MISSING:
            scope[f"_make_{name}"] = field.default_factory
            made, default = f"_make_{name}()", "_MISSING"
            value = f"{made} if {name} is _MISSING else {name}" if field.init else made
        elif field.default is not dataclasses.MISSING:
            default = f"_default_{name}"
            scope[default] = field.default
            value = name if field.init else default
        else:
            default = ""
        if field.init:
            parameters.append(f"{name}={default}" if default else name)
        lines.append(f" _set(self, {name!r}, {value})")
    if hasattr(cls, "__post_init__"):
        lines.append(" self.__post_init__()")
    text = f"def __init__({', '.join(parameters)}):\n" + "\n".join(lines)
    exec(text, scope)  # noqa: S102 (as the standard library does; only names of fields are in it)
    init: Callable[..., None] = scope["__init__"]
    init.__qualname__ = f"{cls.__qualname__}.__init__"
    init.__annotations__ = {field.name: field.type for field in fields if field.init}
    init.__annotations__["return"] = None
    return init
