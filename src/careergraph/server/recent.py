"""A cache of recent answers, so that a repeated question needs no worker.

The graph does not change while the server runs, so a question has one answer. Clients that ask the
same thing at the same time wait for one job.
"""

from __future__ import annotations

import asyncio
import io
import re
import sys
from collections import OrderedDict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from careergraph.store.worker_pool import Reply

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Hashable

__all__ = ["RecentAnswers", "is_repeatable"]

_LARGEST: Final = 256 * 1024
"""The largest answer that is cached or shared, in bytes."""
_MOST: Final = 32 * 1024**2
"""The most bytes of all cached answers."""
_LONGEST: Final = 65_536
"""The longest query that may be cached, in characters; scanning longer ones would delay others."""
_OVERHEAD: Final = 1024
_CHANGING: Final = re.compile(r"\b(?:rand|now|uuid|struuid|bnode)\b|\\u", re.IGNORECASE)
"""SPARQL functions whose value changes each time; escaped letters may spell one of them."""


def is_repeatable(query: str) -> bool:
    """Return whether a query is known to have the same result each time.

    Examples
    --------
    >>> is_repeatable("ASK { ?s ?p ?o }"), is_repeatable("SELECT (NOW() AS ?t) {}")
    (True, False)
    """
    return len(query) <= _LONGEST and _CHANGING.search(query) is None


class _Kept(NamedTuple):
    """An answer in memory."""

    head: dict[str, Any]
    content: bytes

    def reply(self) -> Reply:
        return Reply(self.head, io.BytesIO(self.content), len(self.content))


@dataclass(eq=False)
class _Running:
    """An unfinished job, and the clients that wait for it."""

    task: asyncio.Task[Reply | _Kept]
    waiting: int = 0
    is_taken: bool = False
    """``True`` once a client took an answer too large to share: the other clients ask again."""


class RecentAnswers:
    """Recent answers of a server by question; the least recently used are dropped first.

    Parameters
    ----------
    most
        The most bytes of all answers together.
    """

    def __init__(self, most: int = _MOST) -> None:
        self._most = most
        self._size = 0
        self._kept: OrderedDict[Hashable, _Kept] = OrderedDict()
        self._running: dict[Hashable, _Running] = {}

    def recall(self, key: Hashable) -> Reply | None:
        """Return the cached answer, ``None`` if there is none."""
        kept = self._kept.get(key)
        if kept is None:
            return None
        self._kept.move_to_end(key)
        return kept.reply()

    async def get(self, key: Hashable, ask: Callable[[], Awaitable[Reply]]) -> Reply:
        """Return the cached answer, or wait for a running job, or start one.

        A cancelled client stops waiting. The job is cancelled when no client waits for it.
        """
        reply = self.recall(key)
        if reply is not None:
            return reply
        running = self._running.get(key) or self._start(key, ask)
        running.waiting += 1
        try:
            answer = await asyncio.shield(running.task)
        except asyncio.CancelledError:
            running.waiting -= 1
            if not running.waiting and not running.is_taken:
                self._abandon(key, running)
            raise
        running.waiting -= 1
        if isinstance(answer, _Kept):
            return answer.reply()
        if running.is_taken:
            return await ask()
        running.is_taken = True
        return answer

    def _start(self, key: Hashable, ask: Callable[[], Awaitable[Reply]]) -> _Running:
        running = _Running(asyncio.create_task(self._ask(key, ask)))
        self._running[key] = running
        running.task.add_done_callback(lambda _: self._forget(key, running))
        return running

    async def _ask(self, key: Hashable, ask: Callable[[], Awaitable[Reply]]) -> Reply | _Kept:
        reply = await ask()
        if reply.size > _LARGEST:
            return reply
        with reply.body as body:
            kept = _Kept(reply.head, body.read())
        self._keep(key, kept)
        return kept

    def _keep(self, key: Hashable, kept: _Kept) -> None:
        self._kept[key] = kept
        self._size += _size_of(key, kept)
        while self._size > self._most:
            self._size -= _size_of(*self._kept.popitem(last=False))

    def _forget(self, key: Hashable, running: _Running) -> None:
        if self._running.get(key) is running:
            del self._running[key]

    def _abandon(self, key: Hashable, running: _Running) -> None:
        self._forget(key, running)  # Clients that ask from now on start a job of their own.
        running.task.cancel()
        running.task.add_done_callback(_close_unread)


def _close_unread(task: asyncio.Task[Reply | _Kept]) -> None:
    """Discard the outcome of a job that no client waits for."""
    if not task.cancelled() and task.exception() is None:
        answer = task.result()
        if isinstance(answer, Reply):
            answer.body.close()


def _size_of(key: Hashable, kept: _Kept) -> int:
    """Return the bytes of an answer and of its key (up to four for each letter)."""
    return _OVERHEAD + sys.getsizeof(str(key)) + len(kept.content)
