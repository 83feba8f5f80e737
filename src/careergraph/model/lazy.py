"""Mappings and sequences that are read when they are first used."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Generic, TypeVar, overload

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["LazyMapping", "LazySequence", "read_whole"]

_Value = TypeVar("_Value")


class LazyMapping(Mapping[str, _Value]):
    """A mapping that is read when it is first used.

    Parameters
    ----------
    load
        Returns all items in order.
    find
        Returns the value of one key or raises `KeyError`; without it, all items are loaded at once.
    holds_any
        Returns whether there are any items; without it, all items are loaded to find out.
    """

    __slots__ = ("_all", "_find", "_holds_any", "_known", "_load")

    def __init__(
        self,
        load: Callable[[], Mapping[str, _Value]],
        find: Callable[[str], _Value] | None = None,
        holds_any: Callable[[], bool] | None = None,
    ) -> None:
        self._load, self._find, self._holds_any = load, find, holds_any
        self._all: Mapping[str, _Value] | None = None
        self._known: dict[str, _Value | None] = {}

    def _whole(self) -> Mapping[str, _Value]:
        if self._all is None:
            self._all = self._load()
        return self._all

    def __getitem__(self, key: str) -> _Value:
        """Return one value; only that value is read."""
        value: _Value | None = self.get(key)
        if value is None:
            raise KeyError(key)
        return value

    def get(self, key: str, default: Any = None) -> Any:  # noqa: ANN401 (as `Mapping.get`)
        """Return one value or the default; only that value is read."""
        if self._all is not None or self._find is None:
            value = self._whole().get(key)
        elif key in self._known:
            value = self._known[key]
        else:
            try:
                value = self._find(key)
            except KeyError:
                value = None
            self._known[key] = value
        return default if value is None else value

    def __iter__(self) -> Iterator[str]:
        """Iterate over the keys; all items are read."""
        return iter(self._whole())

    def __len__(self) -> int:
        """Return the number of keys; all items are read."""
        return len(self._whole())

    def __bool__(self) -> bool:
        """Return whether there are any items, if possible without reading them."""
        if self._all is None and self._holds_any is not None:
            return self._holds_any()
        return bool(self._whole())

    def items(self) -> Any:  # noqa: ANN401 (a view of a mapping, as `Mapping.items` returns)
        """Return keys and values; all items are read at once."""
        return self._whole().items()

    def values(self) -> Any:  # noqa: ANN401 (a view of a mapping, as `Mapping.values` returns)
        """Return the values; all items are read at once."""
        return self._whole().values()

    def __eq__(self, other: object) -> bool:
        """Return whether another mapping holds the same items."""
        return dict(self._whole()) == dict(other) if isinstance(other, Mapping) else NotImplemented

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        """Return whether it was read, without reading it."""
        return f"<LazyMapping: {'not read yet' if self._all is None else len(self._all)}>"


def read_whole(*mappings: Mapping[str, Any]) -> None:
    """Read mappings at once, before most of their keys are asked for one by one."""
    for mapping in mappings:
        len(mapping)


class LazySequence(Sequence[_Value], Generic[_Value]):
    """A sequence that is read when it is first used."""

    __slots__ = ("_all", "_load")

    def __init__(self, load: Callable[[], Sequence[_Value]]) -> None:
        self._load = load
        self._all: tuple[_Value, ...] | None = None

    def _whole(self) -> tuple[_Value, ...]:
        if self._all is None:
            self._all = tuple(self._load())
        return self._all

    @overload
    def __getitem__(self, index: int) -> _Value: ...

    @overload
    def __getitem__(self, index: slice) -> tuple[_Value, ...]: ...

    def __getitem__(self, index: int | slice) -> _Value | tuple[_Value, ...]:
        """Return the value at a position."""
        return self._whole()[index]

    def __iter__(self) -> Iterator[_Value]:
        """Iterate over the values."""
        return iter(self._whole())

    def __contains__(self, value: object) -> bool:
        """Return whether the sequence holds a value."""
        return value in self._whole()

    def __len__(self) -> int:
        """Return the number of values."""
        return len(self._whole())

    def __eq__(self, other: object) -> bool:
        """Return whether another sequence holds the same values."""
        return self._whole() == tuple(other) if isinstance(other, Sequence) else NotImplemented

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        """Return whether it was read, without reading it."""
        return f"<LazySequence: {'not read yet' if self._all is None else len(self._all)}>"
