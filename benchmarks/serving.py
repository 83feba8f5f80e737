"""Benchmarks of the web app: its start, the explorer, ``/sparql``, and many clients at once.

The named queries are asked of ``careergraph serve`` and of the Oxigraph server over the same store,
in turn. Every text is new to our server (a comment numbers it), so that no answer is one that it
has kept.
"""

from __future__ import annotations

import asyncio
import http.client
import json
import random
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple
from urllib.parse import quote

from careergraph.answers.whole_graph.named_queries import named_queries
from careergraph.compiled.generation import open_bundled, open_store
from careergraph.store.remote.endpoint import declare_prefixes

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["measure_web_app"]

_START_SECONDS: Final = 2.0
_FIRST_SECONDS: Final = 1.5
_NEXT_SECONDS: Final = 0.3
_MOST_RATIO: Final = 1.6
_MOST_P95: Final = 0.5
_CLIENTS: Final = 64
_LOAD_SECONDS: Final = 60.0
_SLOW_SHARE: Final = 0.07
_WARM_SECONDS: Final = 5
_HOST: Final = "127.0.0.1"
_FORMAT: Final = "application/sparql-results+json, application/n-triples;q=0.5"
_SIMPLE: Final = (
    "SELECT (COUNT(*) AS ?n) { ?role a cg:Role }",
    "SELECT ?label { ?role a cg:Role ; skos:prefLabel ?label } ORDER BY ?label LIMIT 20",
    'SELECT ?role { ?role skos:prefLabel "Data Scientist"@en }',
)
_HOSTILE: Final = (
    "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
    "SELECT * { ?a ?b ?c . ?d ?e ?f } ORDER BY ?c ?f",
    "SELECT DISTINCT ?a ?d { ?a ?b ?c . ?d ?e ?f }",
    "SELECT * { ?a (!<urn:x>|^!<urn:x>)* ?b }",
    "SELECT (GROUP_CONCAT(?c) AS ?all) { ?a ?b ?c . ?d ?e ?f }",
    "SELECT * " + "{" * 3_000 + "}" * 3_000,
)
_CLICK: Final = """
(change) => new Promise((done, fail) => {
  const begun = performance.now();
  const results = document.getElementById("results");
  const before = results.querySelector(".lane");
  setTimeout(() => fail(new Error(results.textContent || "no answer")), 30000);
  new MutationObserver((_, observer) => {
    const lane = results.querySelector(".lane");
    if (lane && lane !== before) {
      observer.disconnect();
      requestAnimationFrame(() => done((performance.now() - begun) / 1000));
    }
  }).observe(results, { childList: true, subtree: true });
  if (change) {
    const hours = document.getElementById("hours_per_week");
    hours.value = change;
    hours.dispatchEvent(new Event("change"));
  } else document.querySelector("button.main").click();
})
"""


class _Goal(NamedTuple):
    """A figure in seconds or as a ratio, and the most that it may be."""

    text: str
    measured: float
    most: float


def measure_web_app(rounds: int) -> int:
    """Print the figures of the web app, and return how many goals are missed."""
    open_bundled()
    folder = open_store().folder
    if folder is None:
        sys.exit("Error: the store is not on disk.")
    goals = [_Goal("`careergraph serve`, seconds until it answers", _start(rounds), _START_SECONDS)]
    with _serving() as port:
        time.sleep(_WARM_SECONDS)
        goals += _explore(port, rounds)
        goals += _compare(port, folder, rounds)
    with _serving("--timeout", "3") as port:
        time.sleep(_WARM_SECONDS)
        goals += [asyncio.run(_load(port))]
    print("| figure | at most | measured | met |\n| --- | --- | --- | --- |")
    for goal in goals:
        met = "yes" if goal.measured <= goal.most else "**no**"
        print(f"| {goal.text} | {goal.most:g} | {goal.measured:.2f} | {met} |")
    return sum(goal.measured > goal.most for goal in goals)


@contextmanager
def _serving(*options: str) -> Iterator[int]:
    command = [sys.executable, "-m", "careergraph", "serve", "--port", "0", *options]
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, encoding="utf-8"
    )
    try:
        line = process.stdout.readline() if process.stdout else ""
        yield int(line.rpartition(":")[2])
    finally:
        process.send_signal(signal.SIGTERM)
        process.communicate()


def _start(rounds: int) -> float:
    """Return the median of the seconds from the command to the first answers of each kind."""
    times = []
    for _ in range(rounds):
        begun = time.perf_counter()
        with _serving() as port:
            connection = http.client.HTTPConnection(_HOST, port)
            for path in ("/", "/api/v1/role?title=SWE", f"/sparql?query={quote(_SIMPLE[0])}"):
                connection.request("GET", path)
                connection.getresponse().read()
            times.append(time.perf_counter() - begun)
            connection.close()
    return statistics.median(times)


def _explore(port: int, rounds: int) -> list[_Goal]:
    """Return the seconds from a click to the routes, and from a change of the hours to the next."""
    from playwright.sync_api import sync_playwright

    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        print("No Chromium: the explorer is not measured.", file=sys.stderr)
        return []
    first, later = [], []
    starts = ("accountant", "registered nurse", "data analyst", "electrician", "journalist")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_page()
        for turn in range(rounds):
            page.goto("about:blank")
            page.goto(f"http://{_HOST}:{port}/")
            page.get_by_label("From", exact=True).fill(starts[turn % len(starts)])
            page.get_by_label("To", exact=True).fill("data scientist")
            first.append(page.evaluate(_CLICK, None))
            later.append(page.evaluate(_CLICK, str(5 + turn)))
        browser.close()
    return [
        _Goal("explorer, first answer after the click, seconds", max(first), _FIRST_SECONDS),
        _Goal("explorer, median next answer, seconds", statistics.median(later), _NEXT_SECONDS),
    ]


def _compare(port: int, folder: Path, rounds: int) -> list[_Goal]:
    """Return the median ratio of our time to the Oxigraph server's over the named queries."""
    beside = str(Path(sys.executable).parent)
    program = shutil.which("oxigraph", path=beside) or shutil.which("oxigraph")
    if program is None:
        print("No Oxigraph server: /sparql is not compared.", file=sys.stderr)
        return []
    with socket.socket() as probe:
        probe.bind((_HOST, 0))
        other = int(probe.getsockname()[1])
    command = [program, "serve-read-only", "--location", str(folder), "--union-default-graph"]
    server = subprocess.Popen(
        [*command, "--bind", f"{_HOST}:{other}"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait_for(other)
        ratios = {}
        for name, query in named_queries().items():
            ours, theirs = [], []
            for turn in range(rounds + 1):
                text = f"{declare_prefixes(query.text)}\n# {turn}"
                seconds, rows = _ask(port, "/sparql", text)
                ours.append(seconds)
                seconds, other_rows = _ask(other, "/query", text)
                theirs.append(seconds)
                if rows != other_rows:
                    message = f"{name}: {rows} rows, and {other_rows} from the Oxigraph server"
                    raise ValueError(message)
            # The first round only warms both.
            ratios[name] = statistics.median(ours[1:]) / statistics.median(theirs[1:])
    finally:
        server.kill()
        server.wait()
    for name, ratio in sorted(ratios.items(), key=lambda pair: pair[1]):
        print(f"/sparql / Oxigraph server, {name}: {ratio:.2f}")
    middle = statistics.median(ratios.values())
    return [_Goal("/sparql / Oxigraph server, named queries, median ratio", middle, _MOST_RATIO)]


def _wait_for(port: int) -> None:
    for _ in range(200):
        try:
            socket.create_connection((_HOST, port), 1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    message = "the Oxigraph server did not start"
    raise TimeoutError(message)


def _ask(port: int, path: str, query: str) -> tuple[float, int]:
    """Return the seconds until the whole answer is there, and its rows."""
    begun = time.perf_counter()
    connection = http.client.HTTPConnection(_HOST, port, timeout=60)
    headers = {"Accept": _FORMAT, "Content-Type": "application/sparql-query"}
    connection.request("POST", path, query.encode(), headers)
    answer = connection.getresponse()
    content = answer.read()
    seconds = time.perf_counter() - begun
    connection.close()
    if answer.status != http.HTTPStatus.OK:
        raise ValueError(content[:300])
    if "json" not in answer.getheader("Content-Type", ""):
        return seconds, len(content.splitlines())
    result = json.loads(content)
    return seconds, len(result["results"]["bindings"]) if "results" in result else 1


async def _load(port: int) -> _Goal:
    """Return the 95th percentile of simple queries beside hostile ones, in seconds."""
    times: list[float] = []
    wrong: list[int] = []
    end = time.monotonic() + _LOAD_SECONDS

    async def client(number: int) -> None:
        chance = random.Random(number)  # noqa: S311 (the same mixture each time)
        while time.monotonic() < end:
            # Half of the texts are new to the server, half it has seen.
            mark = f" # {chance.random()}" if chance.random() < 1 / 2 else ""
            if chance.random() < _SLOW_SHARE:
                await _get(port, chance.choice(_HOSTILE) + mark)
                continue
            begun = time.perf_counter()
            status = await _get(port, chance.choice(_SIMPLE) + mark)
            times.append(time.perf_counter() - begun)
            if status != http.HTTPStatus.OK:
                wrong.append(status)

    await asyncio.gather(*(client(number) for number in range(_CLIENTS)))
    if wrong:
        message = f"{len(wrong)} of {len(times)} simple queries were not answered: {set(wrong)}"
        raise ValueError(message)
    p95 = statistics.quantiles(times, n=20)[-1]
    text = f"{_CLIENTS} clients for a minute, {len(times):,} simple queries, 95th percentile"
    return _Goal(f"{text}, seconds", p95, _MOST_P95)


async def _get(port: int, query: str) -> int:
    """Ask by a connection of its own and return the status."""
    reader, writer = await asyncio.open_connection(_HOST, port, limit=2**20)
    head = (
        f"GET /sparql?query={quote(query)} HTTP/1.1\r\nHost: {_HOST}\r\nConnection: close\r\n\r\n"
    )
    writer.write(head.encode())
    answer = await reader.read(-1)
    writer.close()
    return int(answer[9:12])


if __name__ == "__main__":
    sys.exit(measure_web_app(3))
