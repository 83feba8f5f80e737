"""The pool of workers: which jobs give way, and which workers go on."""

from __future__ import annotations

import asyncio
import io
import os
import sys
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from careergraph.server.service import _Pool
from careergraph.store.worker_pool import (
    _FRAME,
    _PIECE,
    Job,
    JobError,
    PoolLimits,
    WorkerPool,
    _Channel,
)
from event_loop import run_coroutine

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
LIMITS = PoolLimits(workers=2, seconds=60, long_jobs=2, cores=1)
PATIENCE = 60
LONG = 0.3
"""Processor seconds after which a job that gives way has been slowed down."""


def _run(pool: WorkerPool, seconds: float) -> threading.Thread:
    def run() -> None:
        pool.run(Job({"seconds": seconds}, 60)).body.close()

    thread = threading.Thread(target=run)
    thread.start()
    return thread


def test_a_long_job_that_is_alone_keeps_its_priority_and_its_worker() -> None:
    pool = WorkerPool("pool_jobs:compute", {}, LIMITS)
    try:
        thread = _run(pool, LONG)
        nice, before = set(), set()
        while thread.is_alive():
            before |= set(pool.pids)
            nice |= {os.getpriority(os.PRIO_PROCESS, pid) for pid in pool.pids}
            time.sleep(0.02)
        assert nice == {os.getpriority(os.PRIO_PROCESS, os.getpid())}
        assert before <= set(pool.pids)
    finally:
        pool.close()


def _wait_until(is_true: Callable[[], bool]) -> None:
    until = time.monotonic() + PATIENCE
    while not is_true():
        assert time.monotonic() < until
        time.sleep(0.01)


def test_a_pool_is_ready_when_a_worker_waits_and_says_if_none_can() -> None:
    for handler, is_good in (("pool_jobs:compute", True), ("pool_jobs:no_such_function", False)):
        pool = WorkerPool(handler, {}, LIMITS)
        try:
            pool.start()
            if is_good:
                _wait_until(pool.is_ready)
                assert pool.pids
            else:
                with pytest.raises(JobError, match="could not be started"):
                    _wait_until(pool.is_ready)
        finally:
            pool.close()


def test_a_short_job_whose_worker_is_killed_runs_on_another(tmp_path: Path) -> None:
    """The worker kills itself the first time, as if somebody else did; a second one answers."""
    pool = WorkerPool("pool_jobs:die_once", {}, LIMITS)
    try:
        reply = pool.run(Job({"file": str(tmp_path / "was-here")}, 60))
        with reply.body:
            assert reply.body.read() == b"alive"
        with pytest.raises(JobError, match="signal 9"):
            pool.run(Job({"file": str(tmp_path / "no" / "such" / "folder")}, 60))
    finally:
        pool.close()


def test_long_jobs_give_way_to_others() -> None:
    pool = WorkerPool("pool_jobs:compute", {}, LIMITS)
    try:
        threads = [_run(pool, LONG) for _ in range(2)]
        slowest = 0
        while any(thread.is_alive() for thread in threads):
            for pid in pool.pids:
                try:
                    slowest = max(slowest, os.getpriority(os.PRIO_PROCESS, pid))
                except ProcessLookupError:
                    continue
            time.sleep(0.02)
        assert slowest > os.getpriority(os.PRIO_PROCESS, os.getpid())
    finally:
        pool.close()


def test_long_jobs_are_bounded_together_even_if_none_gives_way() -> None:
    """On a machine of many cores no job is slowed down, but memory has an end all the same."""
    pool = WorkerPool("pool_jobs:compute", {}, LIMITS._replace(total_memory=50_000_000, cores=8))
    try:
        with pytest.raises(JobError) as caught:
            pool.run(Job({"seconds": 30, "bytes": 100_000_000}, 60))
        assert caught.value.kind == "QueryMemoryError"
        pool.run(Job({"seconds": LONG}, 60)).body.close()
    finally:
        pool.close()


def test_long_jobs_run_in_turn_and_all_come_to_their_end() -> None:
    pool = WorkerPool("pool_jobs:compute", {}, LIMITS._replace(workers=3, long_jobs=3))
    try:
        threads = [_run(pool, LONG) for _ in range(3)]
        paused = 0
        while any(thread.is_alive() for thread in threads):
            paused = max(paused, sum(_is_paused(pid) for pid in pool.pids))
            time.sleep(0.01)
        assert paused
        assert not any(_is_paused(pid) for pid in pool.pids)
    finally:
        pool.close()


def _is_paused(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "T"
    except (FileNotFoundError, ProcessLookupError):
        return False


def test_beyond_the_most_long_jobs_the_one_that_had_most_is_ended() -> None:
    pool = WorkerPool("pool_jobs:compute", {}, LIMITS._replace(long_jobs=1))
    try:
        became_long = threading.Event()
        errors: list[JobError] = []

        def run_endless() -> None:
            try:
                pool.run(Job({"seconds": 60}, 60, became_long.set))
            except JobError as error:
                errors.append(error)

        endless = threading.Thread(target=run_endless)
        endless.start()
        assert became_long.wait(60)
        pool.run(Job({"seconds": LONG}, 60)).body.close()
        endless.join()
        assert [error.kind for error in errors] == ["ServerBusy"]
    finally:
        pool.close()


def test_a_light_job_waits_for_no_other() -> None:
    done: list[bool] = []

    async def ask() -> None:
        pool = _Pool("pool_jobs:compute", {}, PoolLimits(1, 60, spare=2), is_shared=False)
        try:
            others = [asyncio.create_task(pool.ask({"seconds": 1})) for _ in range(2)]
            await asyncio.sleep(0)
            (await pool.ask({"seconds": 0}, is_light=True)).body.close()
            done.extend(other.done() for other in others)
            for other in others:
                (await other).body.close()
        finally:
            pool.close()

    run_coroutine(ask)
    assert done == [False, False]


def test_a_job_that_is_refused_memory_is_told_so() -> None:
    pool = WorkerPool("pool_jobs:compute", {}, LIMITS)
    try:
        with pytest.raises(JobError, match="more than 512 MB of memory") as caught:
            pool.run(Job({"seconds": 0, "aborts": True}, 60))
        assert caught.value.kind == "QueryMemoryError"
        pool.run(Job({"seconds": 0}, 60)).body.close()
    finally:
        pool.close()


def test_a_large_piece_comes_in_small_frames() -> None:
    """The server would hold the whole of one frame in memory."""
    output = io.BytesIO()
    channel = _Channel(output)
    content = bytes(range(256)) * 2000
    channel.write(content)
    channel.flush()
    frames, place = [], 0
    while place < len(output.getvalue()):
        _, length = _FRAME.unpack_from(output.getvalue(), place)
        place += _FRAME.size
        frames.append(output.getvalue()[place : place + length])
        place += length
    assert max(map(len, frames)) <= _PIECE
    assert b"".join(frames) == content
