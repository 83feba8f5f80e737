"""Answers that are kept: one job for the same question, and none for one that was answered."""

from __future__ import annotations

import asyncio
import io

import pytest

from careergraph.server.recent import RecentAnswers, is_repeatable
from careergraph.store.worker_pool import JobError, Reply
from event_loop import run_coroutine


class Pool:
    """Answers with one text, once it may; counts the jobs that begin and those that are ended."""

    def __init__(self, text: bytes = b"answer") -> None:
        self.text = text
        self.begun = self.ended = 0
        self.may_answer = asyncio.Event()

    async def ask(self) -> Reply:
        self.begun += 1
        try:
            await self.may_answer.wait()
        except asyncio.CancelledError:
            self.ended += 1
            raise
        if self.text == b"fail":
            raise JobError(kind="QueryError", message="It failed.")
        return Reply({"format": "json"}, io.BytesIO(self.text), len(self.text))


def test_the_same_question_at_the_same_time_is_one_job() -> None:
    async def scenario() -> None:
        pool, recent = Pool(), RecentAnswers()
        clients = [asyncio.create_task(recent.get("q", pool.ask)) for _ in range(5)]
        await asyncio.sleep(0)
        pool.may_answer.set()
        replies = await asyncio.gather(*clients)
        assert [reply.body.read() for reply in replies] == [b"answer"] * 5
        kept = recent.recall("q")
        assert kept is not None
        assert (kept.body.read(), kept.size, kept.head) == (b"answer", 6, {"format": "json"})
        assert pool.begun == 1
        assert recent.recall("other") is None

    run_coroutine(scenario)


def test_a_job_ends_when_the_last_client_is_gone() -> None:
    async def scenario() -> None:
        pool, recent = Pool(), RecentAnswers()
        clients = [asyncio.create_task(recent.get("q", pool.ask)) for _ in range(2)]
        await asyncio.sleep(0.01)
        clients[0].cancel()
        await asyncio.sleep(0.01)
        assert (pool.begun, pool.ended) == (1, 0)
        clients[1].cancel()
        later = asyncio.create_task(recent.get("q", pool.ask))
        await asyncio.sleep(0.01)
        assert (pool.begun, pool.ended) == (2, 1)
        pool.may_answer.set()
        assert (await later).body.read() == b"answer"

    run_coroutine(scenario)


def test_an_error_goes_to_all_who_wait_and_is_not_kept() -> None:
    async def scenario() -> None:
        pool, recent = Pool(b"fail"), RecentAnswers()
        clients = [asyncio.create_task(recent.get("q", pool.ask)) for _ in range(3)]
        await asyncio.sleep(0)
        pool.may_answer.set()
        outcomes = await asyncio.gather(*clients, return_exceptions=True)
        assert [str(outcome) for outcome in outcomes] == ["It failed."] * 3
        assert recent.recall("q") is None
        pool.text = b"answer"
        assert (await recent.get("q", pool.ask)).body.read() == b"answer"

    run_coroutine(scenario)


def test_long_answers_are_whole_for_each_client_and_not_kept() -> None:
    async def scenario() -> None:
        pool, recent = Pool(b"x" * 300_000), RecentAnswers()
        clients = [asyncio.create_task(recent.get("q", pool.ask)) for _ in range(3)]
        await asyncio.sleep(0)
        pool.may_answer.set()
        assert [len(reply.body.read()) for reply in await asyncio.gather(*clients)] == [300_000] * 3
        assert recent.recall("q") is None

    run_coroutine(scenario)


def test_a_long_answer_stays_open_when_another_client_leaves_as_it_comes() -> None:
    async def scenario() -> None:
        pool, recent = Pool(b"x" * 300_000), RecentAnswers()

        async def take_and_see_the_other_leave() -> Reply:
            reply = await recent.get("q", pool.ask)
            second.cancel()  # its answer is there, and it has not taken it yet
            return reply

        first = asyncio.create_task(take_and_see_the_other_leave())
        second = asyncio.create_task(recent.get("q", pool.ask))
        await asyncio.sleep(0.01)
        pool.may_answer.set()
        reply = await first
        await asyncio.gather(second, return_exceptions=True)
        await asyncio.sleep(0.01)
        assert second.cancelled()
        assert (pool.begun, len(reply.body.read())) == (1, 300_000)

    run_coroutine(scenario)


def test_keys_count_as_memory() -> None:
    async def scenario() -> None:
        pool, recent = Pool(), RecentAnswers(most=5_000)
        pool.may_answer.set()
        long = "\N{GRINNING FACE}" * 1_500
        await recent.get(long, pool.ask)
        assert recent.recall(long) is None

    run_coroutine(scenario)


def test_what_was_not_used_for_longest_makes_way() -> None:
    async def scenario() -> None:
        pool, recent = Pool(b"x" * 1_000), RecentAnswers(most=5_000)
        pool.may_answer.set()
        for key in ("a", "b"):
            await recent.get(key, pool.ask)
        assert recent.recall("a") is not None
        await recent.get("c", pool.ask)
        assert [key for key in "abc" if recent.recall(key) is not None] == ["a", "c"]

    run_coroutine(scenario)


@pytest.mark.parametrize(
    "query",
    ["SELECT (RAND() AS ?x) {}", "ASK { FILTER(now ()>1) }", "SELECT (\\u0052AND() AS ?x) {}"],
)
def test_queries_with_another_result_each_time_are_not_kept(query: str) -> None:
    assert not is_repeatable(query)


def test_a_long_query_is_not_looked_through() -> None:
    assert is_repeatable("ASK {} #" + "x" * 60_000)
    assert not is_repeatable("ASK {} #" + "x" * 70_000)
