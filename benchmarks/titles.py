"""Benchmark of title matching: held-out titles, other sources, and titles written by hand.

``python -m benchmarks.titles DATA`` measures on the folder of public data sets; ``--fit`` fits the
weights of `careergraph.compiled.titles.matching` again (this needs numpy). Held out means: a title
of the test is taken out of the index, under every occupation, before it is looked up.
"""

from __future__ import annotations

import argparse
import csv
import random
import re
import sqlite3
import time
import tomllib
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from careergraph.compiled.reading.entries import (
    read_entries,
    read_job_titles,
    read_name_details,
)
from careergraph.compiled.titles.index import SCHEMA, write_index
from careergraph.compiled.titles.lines import gather_lines
from careergraph.compiled.titles.matching import (
    FEATURES,
    WEIGHTS,
    Candidate,
    TitleMatcher,
    is_certain,
)
from careergraph.compiled.titles.reading import read_title
from careergraph.store.engine import Store

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from careergraph.compiled.titles.matching import Features

_EXPECTATIONS: Final = Path(__file__).parents[1] / "tests" / "expectations"
_HAND_WRITTEN: Final = {
    "written by hand": "titles.toml",
    "written by hand, second": "titles_second.toml",
}
_RESUMES: Final = {
    "résumé titles": "titles_resumes.toml",
    "résumé titles, one code": "titles_one_code.toml",
    "titles of advertisements": "titles_adverts.toml",
}
"""Lists of which only the first part may be used for a fit."""
_WEIGHTS_OF_SETS: Final = {
    "O*NET titles held out (fit)": 1.0,
    "O*NET reported titles, disturbed (fit)": 1.0,
    "ESCO names (fit)": 0.3,
    "résumé titles (fit)": 2.0,
    "titles of advertisements (fit)": 2.0,
    "written by hand": 1.0,
}
"""How much a title of each set counts in a fit."""
_OFFICIAL: Final = 2
_SEED: Final = 7
_HELD_OUT: Final = 4_000
_SMALL_ESCO: Final = 3
"""Most codes of an ESCO occupation that is used as a test."""


class Question(NamedTuple):
    """A title, and the codes that are right."""

    title: str
    codes: frozenset[str]


class World(NamedTuple):
    """An index with the code of each entry."""

    matcher: TitleMatcher
    codes: dict[int, str]


def disturb(title: str, chance: random.Random) -> str:
    """Return a title as it stands in a résumé or an advertisement."""
    title = re.sub(r"\s*\(.*?\)", "", title) or title
    (change,) = chance.choices(list(_CHANGES), list(_CHANGES.values()))
    return change(title, chance)


def _keep(title: str, _chance: random.Random) -> str:
    return title


def _add_level(title: str, chance: random.Random) -> str:
    before = ["Senior", "Sr.", "Junior", "Lead", "Principal", "Staff", "Jr"]
    return f"{chance.choice(before)} {title}"


def _add_grade(title: str, chance: random.Random) -> str:
    return f"{title} {chance.choice(['I', 'II', 'III', '2'])}"


def _add_boilerplate(title: str, chance: random.Random) -> str:
    behind = [" (Remote)", " (m/f/d)", " - Night Shift", ", Part-Time", " (Contract)", " - Hybrid"]
    return title + chance.choice(behind)


def _add_employer(title: str, chance: random.Random) -> str:
    behind = [" - Acme Corp", " at Globex", ", North America", " - Chicago, IL", " | EMEA"]
    return title + chance.choice(behind)


def _mistype(title: str, chance: random.Random) -> str:
    words = title.split()
    place = max(range(len(words)), key=lambda n: len(words[n]))
    word = words[place]
    if len(word) >= _LETTERS_TO_MISTYPE:
        at = chance.randrange(2, len(word) - 1)
        slips = (
            word[:at] + word[at + 1 :],
            word[:at] + word[at + 1] + word[at] + word[at + 2 :],
            word[: at + 1] + word[at:],
        )
        words[place] = chance.choice(slips)
    return " ".join(words)


def _make_plural(title: str, _chance: random.Random) -> str:
    return f"{title}s"


def _change_case(title: str, chance: random.Random) -> str:
    return chance.choice([title.lower(), title.upper()])


_LETTERS_TO_MISTYPE: Final = 7
_CHANGES: Final[dict[Callable[[str, random.Random], str], int]] = {
    _keep: 30,
    _add_level: 15,
    _add_grade: 10,
    _add_boilerplate: 10,
    _add_employer: 7,
    _mistype: 12,
    _make_plural: 6,
    _change_case: 10,
}
"""Errors that are made in titles, in per cent."""


def build(store: Store, held_out: frozenset[str]) -> World:
    """Return a matcher whose index lacks some titles."""
    entries, details = read_entries(store), read_name_details(store)
    rows = [
        (iri, title, known)
        for iri, title, known in read_job_titles(store)
        if known == _OFFICIAL or title not in held_out
    ]
    database = sqlite3.connect(":memory:")
    database.executescript(SCHEMA)
    begin = time.process_time()
    write_index(database, *gather_lines(entries, rows, details))
    print(f"index built in {time.process_time() - begin:.1f} s")
    codes = {
        number: code
        for number, entry in enumerate(entries)
        if (
            code := next(
                (c.code for c in details.codes.get(entry.iri, ()) if c.scheme == "onet-soc"), None
            )
        )
    }
    return World(TitleMatcher(database), codes)


def read_questions(data: Path) -> tuple[dict[str, list[Question]], frozenset[str]]:
    """Return the test sets by name, and the titles held out."""
    chance = random.Random(_SEED)  # noqa: S311 (no secret is made)
    codes: dict[str, set[str]] = defaultdict(set)
    for row in _tab_separated(data / "onet-30.3" / "Job Titles.txt"):
        codes[row["Job Title"]].add(row["O*NET-SOC Code"])
    reported: dict[str, set[str]] = defaultdict(set)
    for row in _tab_separated(data / "onet-30.3" / "Sample of Reported Titles.txt"):
        reported[row["Reported Job Title"]].add(row["O*NET-SOC Code"])
    names = sorted(codes)
    chance.shuffle(names)
    held_out = names[:_HELD_OUT]
    known = sorted(title for title in reported if title not in set(held_out))
    chance.shuffle(known)
    esco = _esco_questions(data)
    chance.shuffle(esco)
    asked = [Question(disturb(title, chance), frozenset(codes[title])) for title in held_out]
    noisy = [Question(disturb(title, chance), frozenset(reported[title])) for title in known]
    sets = {
        "O*NET titles held out (fit)": asked[:1500],
        "O*NET titles held out": asked[2000:3000],
        "O*NET reported titles, disturbed (fit)": noisy[:700],
        "O*NET reported titles, disturbed": noisy[1000:2000],
        "ESCO names (fit)": esco[:800],
        "ESCO names": esco[1000:2000],
    }
    for name, file in _HAND_WRITTEN.items():
        parts = tomllib.loads((_EXPECTATIONS / file).read_text("utf-8")).values()
        sets[name] = [Question(t, frozenset(right)) for part in parts for t, right in part.items()]
    for name, file in _RESUMES.items():
        halves = tomllib.loads((_EXPECTATIONS / file).read_text("utf-8"))
        for ending, part in ((" (fit)", "fitted"), ("", "unseen")):
            rows = halves[part].items()
            sets[f"{name}{ending}"] = [Question(t, frozenset(right)) for t, right in rows]
    return sets, frozenset(held_out)


def _esco_questions(data: Path) -> list[Question]:
    codes: dict[str, set[str]] = defaultdict(set)
    with (data / "crosswalks" / "esco_to_onet_soc_2019.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            codes[row["esco_or_isco_code"]].add(row["onet_soc_2019_code"])
    questions = []
    with (data / "esco-1.1.1" / "occupations_en.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            right = frozenset(codes.get(row["code"], ()))
            if 0 < len(right) <= _SMALL_ESCO:
                names = {row["preferredLabel"], *row["altLabels"].split("\n")} - {""}
                questions += [Question(name, right) for name in sorted(names)]
    return questions


def _tab_separated(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


class Answer(NamedTuple):
    """Candidates for a question: features by entry, and how long they took in seconds."""

    question: Question
    features: dict[int, Features]
    seconds: float


def ask(world: World, questions: Sequence[Question]) -> list[Answer]:
    """Return the candidates for every question."""
    answers = []
    for question in questions:
        begin = time.process_time()
        features = world.matcher.features(read_title(question.title))
        answers.append(Answer(question, features, time.process_time() - begin))
    return answers


def measure(
    name: str, world: World, answers: Sequence[Answer], weights: Sequence[float], wrong: int
) -> list[tuple[float, bool, float]]:
    """Print how often the first and the first five are right; return probability and rightness."""
    from math import exp

    first = five = 0
    calibration = []
    failures = []
    for question, features, _ in answers:
        ranked = sorted(
            (
                (sum(w * f for w, f in zip(weights, row, strict=True)), entry)
                for entry, row in features.items()
            ),
            reverse=True,
        )
        codes = [world.codes.get(entry, "") for _, entry in ranked]
        is_first = bool(codes) and codes[0] in question.codes
        first += is_first
        five += bool(question.codes & set(codes[:5]))
        if ranked:
            total = sum(exp(score - ranked[0][0]) for score, _ in ranked)
            calibration.append((1 / total, is_first, features[ranked[0][1]].likeness))
        if not is_first:
            failures.append((question.title, sorted(question.codes)[:2], codes[:4]))
    times = sorted(answer.seconds for answer in answers)
    count = len(answers)
    accepted = [
        right
        for probability, right, likeness in calibration
        if is_certain(Candidate(0, probability, likeness, shares_word=True, is_understood=True))
    ]
    print(
        f"{name:42} n {count:5}  first {first / count:.3f}  five {five / count:.3f}  "
        f"CPU median {times[count // 2] * 1000:.1f} ms  "
        f"p95 {times[int(count * 0.95)] * 1000:.1f} ms"
    )
    precision = sum(accepted) / (len(accepted) or 1)
    print(f"    accepted {len(accepted) / count:.3f}, of these right {precision:.3f}")
    for failure in failures[:wrong]:
        print("   ", *failure)
    return calibration


def print_calibration(calibration: Sequence[tuple[float, bool, float]]) -> None:
    """Print for thresholds of probability how many titles are accepted, and how many are right."""
    for least in (0.3, 0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.95):
        cells = []
        for like in (0.0, 0.6, 0.75, 0.85):
            accepted = [
                right
                for probability, right, likeness in calibration
                if probability >= least and likeness >= like
            ]
            share = len(accepted) / len(calibration)
            cells.append(f"{share:.2f}:{sum(accepted) / (len(accepted) or 1):.3f}")
        print(f"    probability {least}: " + "  ".join(cells))


def fit(world: World, sets: Sequence[tuple[float, Sequence[Answer]]]) -> list[float]:
    """Return weights that make the right candidates probable (softmax over candidates).

    Parameters
    ----------
    world
        The index.
    sets
        How much a title of each set counts, and its answers.
    """
    import numpy as np

    tables, rights, sizes, counting = [], [], [], []
    for counts, answers in sets:
        for question, features, _ in answers:
            right = [world.codes.get(entry, "") in question.codes for entry in features]
            if any(right) and not all(right):
                tables.append(np.array(list(features.values()), np.float32))
                rights.append(np.array(right))
                sizes.append(len(right))
                counting.append(counts)
    table, is_right = np.concatenate(tables), np.concatenate(rights)
    begins = np.cumsum([0, *sizes[:-1]])
    share = np.repeat(np.array(counting) / sum(counting), sizes)
    weights = np.array(WEIGHTS, np.float64)
    mean, square = np.zeros(len(weights)), np.zeros(len(weights))
    for step in range(1, 251):
        scores = table @ weights
        every = np.exp(scores - np.repeat(np.maximum.reduceat(scores, begins), sizes))
        ours = every * is_right
        expected = every / np.repeat(np.add.reduceat(every, begins), sizes)
        wanted = ours / np.repeat(np.add.reduceat(ours, begins), sizes)
        slope = 1e-3 * weights - (share * (wanted - expected)) @ table
        mean, square = 0.9 * mean + 0.1 * slope, 0.99 * square + 0.01 * slope**2
        weights -= 0.15 * (mean / (1 - 0.9**step)) / (np.sqrt(square / (1 - 0.99**step)) + 1e-8)
    return [round(float(weight), 2) for weight in weights]


def main() -> None:
    """Measure, and fit where asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path, help="folder of the public data sets")
    parser.add_argument("--fit", action="store_true", help="fit the weights again")
    parser.add_argument("--wrong", type=int, default=0, help="show so many failures of each set")
    options = parser.parse_args()
    sets, held_out = read_questions(options.data)
    world = build(Store.bundled(lenient=True), held_out)
    answers = {
        name: ask(world, questions)
        for name, questions in sets.items()
        if options.fit or "(fit)" not in name
    }
    weights: Sequence[float] = WEIGHTS
    if options.fit:
        weights = fit(world, [(counts, answers[name]) for name, counts in _WEIGHTS_OF_SETS.items()])
        print(dict(zip(FEATURES, weights, strict=True)))
    calibration = []
    for name, found in answers.items():
        if "(fit)" not in name:
            result = measure(name, world, found, weights, options.wrong)
            calibration += result
    print("all")
    print_calibration(calibration)


if __name__ == "__main__":
    main()
