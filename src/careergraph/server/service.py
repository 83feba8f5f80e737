"""The two pools of workers behind the app, for its asynchronous code."""

from __future__ import annotations

import asyncio
import contextlib
import sys
from collections import OrderedDict
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import TYPE_CHECKING, Any, Final, Self

from careergraph.server.jobs import ANSWERS, LIGHT, MODULES, QUERIES
from careergraph.server.recent import RecentAnswers, is_repeatable
from careergraph.store.worker_pool import Job, JobError, PoolLimits, WorkerPool

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Hashable, Mapping, Sequence

    from careergraph.store.worker_pool import Reply

    Receive = Callable[[], Awaitable[Mapping[str, Any]]]

__all__ = ["STATUS", "Service"]

_MOST_WAITING: Final = 256
"""The most requests that may wait for a worker of one pool."""
_PATIENCE: Final = 10.0
"""The longest that a request waits for a worker, in seconds."""
_ANSWER_SECONDS: Final = 30.0
_MEMORY: Final = 1024**3
_MOST_LONG: Final = 40
"""The most long queries at a time, running or paused."""
_WATCH_AFTER: Final = 0.1
"""The time in seconds after which a waiting client's connection is watched."""
_LONG_QUERY: Final = 0.05
"""Processor seconds after which a query is long."""
_SPARE: Final = 3
_LIGHT: Final = 2
"""The most light questions of one pool at a time, besides its other jobs."""
_MOST_SLOW: Final = 100
"""The number of queries that are remembered as too long."""
_MOST_LONG_ANSWERS: Final = 6
_LOOK_EVERY: Final = 0.01
_LONG_ANSWER: Final = 1.0
"""Processor seconds after which a search for routes yields to others."""

STATUS: Final = {
    "AmbiguousTitleError": 409,
    "Cancelled": 499,
    "ForbiddenQueryError": 403,
    "InternalError": 500,
    "NoRouteError": 404,
    "NotAcceptableError": 406,
    "NothingFoundError": 404,
    "QueryMemoryError": 500,
    "QueryTimeoutError": 504,
    "ResultTooLarge": 500,
    "ServerBusy": 503,
    "ShuttingDown": 503,
    "UnknownTitleError": 404,
    "WorkerEnded": 500,
}
"""The HTTP status for each kind of error; others are errors of the request (400)."""


class _Pool:
    """A pool and its waiting callers."""

    def __init__(
        self, handler: str, settings: Mapping[str, Any], limits: PoolLimits, *, is_shared: bool
    ) -> None:
        self.workers = WorkerPool(handler, settings, limits, MODULES, is_shared=is_shared)
        # A few more than there may be jobs: a job is long for a moment before another is ended.
        most = 2 * limits.workers + limits.long_jobs + _LIGHT
        self._threads = ThreadPoolExecutor(most, "careergraph-job")
        self._free = asyncio.Semaphore(limits.workers)
        self._free_for_light = asyncio.Semaphore(_LIGHT)
        self._slow: OrderedDict[int, None] = OrderedDict()
        """Hashes of queries that were ended because they took too long, the last one last."""

    async def ask(self, request: Mapping[str, Any], *, is_light: bool = False) -> Reply:
        """Return the reply to a job; cancelling the caller ends the job.

        A light job does not wait for the others.
        """
        if self.workers.waiting >= _MOST_WAITING:
            raise _busy()
        places = self._free_for_light if is_light else self._free
        self.workers.waiting += 1
        try:
            async with asyncio.timeout(_PATIENCE):
                await places.acquire()
        except TimeoutError:
            raise _busy() from None
        finally:
            self.workers.waiting -= 1
        loop = asyncio.get_running_loop()
        free = _Once(places.release)

        def make_way() -> None:
            with contextlib.suppress(RuntimeError):  # The loop is closed: no caller waits any more.
                loop.call_soon_threadsafe(free)

        limits, text = self.workers.limits, request.get("query", "")
        before = limits.seconds if hash(text) in self._slow else 0.0
        job = Job(request, limits.seconds, make_way, before)
        future = loop.run_in_executor(self._threads, self.workers.run, job)
        future.add_done_callback(free)
        try:
            return await asyncio.shield(future)
        except JobError as error:
            if text and error.kind == "QueryTimeoutError":
                self._remember_slow(text)
            raise
        except asyncio.CancelledError:
            job.end()
            future.add_done_callback(_close_reply)
            raise

    def _remember_slow(self, text: str) -> None:
        """Mark a query as long from the start if it is asked again."""
        self._slow[hash(text)] = None
        while len(self._slow) > _MOST_SLOW:
            self._slow.popitem(last=False)

    def close(self) -> None:
        self.workers.close()
        self._threads.shutdown(wait=False, cancel_futures=True)


class _Once:
    """A callback that acts the first time it is called."""

    def __init__(self, act: Callable[[], object]) -> None:
        self._act: Callable[[], object] | None = act

    def __call__(self, *_: object) -> None:
        act, self._act = self._act, None
        if act is not None:
            act()


def _close_reply(future: asyncio.Future[Reply]) -> None:
    """Close a reply that no caller waits for."""
    if not future.cancelled() and future.exception() is None:
        future.result().body.close()


def _busy() -> JobError:
    return JobError(kind="ServerBusy", message="The server is busy. Try again in a few seconds.")


class Service:
    """Answers queries and questions with the workers of two pools.

    Parameters
    ----------
    files
        A person's own Turtle files, laid over the bundled graph.
    store
        The folder of the user's store, if it is served instead of the bundled graph.
    query_seconds
        The wall-clock time limit of one query.
    cores
        The number of processors.
    """

    def __init__(
        self,
        files: Sequence[str],
        query_seconds: float,
        cores: int,
        *,
        store: str | None = None,
    ) -> None:
        settings = {"files": list(files), "store": store}
        queries = PoolLimits(
            cores + 1,
            query_seconds,
            long_jobs=_MOST_LONG,
            long_after=_LONG_QUERY,
            cores=cores,
            spare=_SPARE,
        )
        answers = PoolLimits(
            max(2, cores),
            _ANSWER_SECONDS,
            _MEMORY,
            long_jobs=_MOST_LONG_ANSWERS,
            long_after=_LONG_ANSWER,
            cores=cores,
            spare=_SPARE,
        )
        # A graph with a person's own files is in memory, and is read once for all workers. What is
        # on disk is opened once, too: that takes far longer than a fork. The threads of the store
        # are idle (opened for reading, it has nothing to write), so forks do without them; the
        # graph's database cannot change while it is open, so that no lock is needed in it.
        is_shared = bool(files) or sys.platform == "linux"
        self._queries = _Pool(QUERIES, settings, queries, is_shared=is_shared)
        self._answers = _Pool(ANSWERS, settings, answers, is_shared=is_shared)
        self._recent = RecentAnswers()

    def __enter__(self) -> Self:
        """Start a worker of each pool ahead of the first request."""
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        """End all workers."""
        self._queries.close()
        self._answers.close()

    def start(self) -> None:
        """Start a worker of each pool, unless they are running."""
        self._answers.workers.start()
        self._queries.workers.start()

    async def wait_until_ready(self, is_wanted: Callable[[], bool] = lambda: True) -> bool:
        """Return whether both pools answer, waiting for them while ``is_wanted`` is true.

        Raises
        ------
        JobError
            The workers could not be started.
        """
        pools = self._queries.workers, self._answers.workers
        while not all(pool.is_ready() for pool in pools):
            if not is_wanted():
                return False
            await asyncio.sleep(_LOOK_EVERY)
        return True

    def end_jobs(self) -> None:
        """End all running jobs; their clients are told that the server is shutting down."""
        self._queries.workers.close()
        self._answers.workers.close()

    @property
    def pids(self) -> list[int]:
        """The processes of the workers."""
        return [*self._queries.workers.pids, *self._answers.workers.pids]

    async def query(
        self,
        text: str,
        formats: Sequence[str],
        dataset: tuple[Sequence[str], Sequence[str]] | None = None,
        receive: Receive | None = None,
    ) -> Reply:
        """Return the result of a query in the first of the formats that fits it.

        Parameters
        ----------
        text
            The query.
        formats
            The formats that the client accepts, the best first.
        dataset
            The IRIs of its default and named graphs, if the request names them.
        receive
            Receives what the client sends; the query ends when the client goes away.

        Raises
        ------
        JobError
            The query cannot be run, or took too much.
        """
        request = {"query": text, "formats": formats, "dataset": dataset}
        if not is_repeatable(text):
            return await _while_connected(self._queries.ask(request), receive)
        graphs = dataset and tuple(map(tuple, dataset))
        return await self._ask(
            self._queries, ("query", text, tuple(formats), graphs), request, receive
        )

    async def answer(
        self,
        question: str,
        parameters: Mapping[str, Sequence[str]],
        formats: Sequence[str] = ("json",),
        receive: Receive | None = None,
    ) -> Reply:
        """Return the answer to a question of `questions.QUESTIONS` as JSON, text, or both.

        Parameters
        ----------
        question
            Its name.
        parameters
            Its parameters, each as the texts that the client gave.
        formats
            The forms of the answer.
        receive
            Receives what the client sends; the search ends when the client goes away.

        Raises
        ------
        JobError
            There is no answer; its kind is the name of the error.
        """
        request = {"question": question, "parameters": parameters, "formats": formats}
        given = tuple((name, tuple(values)) for name, values in sorted(parameters.items()))
        # A plan may not start in the past, so what is allowed changes with the day.
        key = ("answer", question, given, tuple(formats), date.today())  # noqa: DTZ011 (as people count days)
        is_light = question in LIGHT
        return await self._ask(self._answers, key, request, receive, is_light=is_light)

    async def _ask(
        self,
        pool: _Pool,
        key: Hashable,
        request: Mapping[str, Any],
        receive: Receive | None,
        *,
        is_light: bool = False,
    ) -> Reply:
        reply = self._recent.recall(key)
        if reply is not None:
            return reply
        work = self._recent.get(key, lambda: pool.ask(request, is_light=is_light))
        return await _while_connected(work, receive)


async def _while_connected(work: Awaitable[Reply], receive: Receive | None) -> Reply:
    """Return the outcome of some work; end it if the client goes away first."""
    if receive is None:
        return await work
    connection = _Connection(receive)
    try:
        return await work
    except asyncio.CancelledError:
        connection.check()
        raise
    finally:
        connection.close()


class _Connection:
    """Cancels the current task when its client goes away.

    Most answers are ready at once, so the connection is watched only after a moment.
    """

    def __init__(self, receive: Receive) -> None:
        self._receive = receive
        self._task = asyncio.current_task()
        self._watch: asyncio.Task[None] | None = None
        self._is_gone = False
        self._timer = asyncio.get_running_loop().call_later(_WATCH_AFTER, self._begin)

    def _begin(self) -> None:
        self._watch = asyncio.create_task(self._wait_for_end())
        self._watch.add_done_callback(self._end_task)

    async def _wait_for_end(self) -> None:
        while (await self._receive())["type"] != "http.disconnect":
            pass

    def _end_task(self, watch: asyncio.Task[None]) -> None:
        if not watch.cancelled() and self._task is not None:
            self._is_gone = True
            self._task.cancel()

    def check(self) -> None:
        """Raise the reason if the task was cancelled because the client went away."""
        if self._is_gone and self._watch is not None and self._task is not None:
            self._task.uncancel()
            self._watch.result()  # Raises the error of a body that is too long or too slow.
            raise JobError(kind="Cancelled", message="Nobody is waiting for the answer any more.")

    def close(self) -> None:
        """Stop watching."""
        self._timer.cancel()
        if self._watch is not None:
            self._watch.remove_done_callback(self._end_task)
            self._watch.cancel()
            self._watch.add_done_callback(_take_outcome)


def _take_outcome(watch: asyncio.Task[None]) -> None:
    """Discard the error of a watch that no one waits for."""
    if not watch.cancelled():
        watch.exception()
