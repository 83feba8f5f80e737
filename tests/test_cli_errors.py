"""Bad input ends in one clear line on standard error, an exit code, and nothing lost."""

from __future__ import annotations

import os
import re
import shlex
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from careergraph import cli
from command_line import COMMAND, careergraph, environment

LONG = "a" * 10_000


def only_error(done: subprocess.CompletedProcess[str], code: int) -> str:
    """Return the one line a command left on standard error, after checking that it is one."""
    assert done.returncode == code, done.stderr
    assert done.stdout == ""
    assert done.stderr.endswith("\n")
    line = done.stderr.removesuffix("\n")
    assert line.startswith("Error: ")
    assert line.isprintable(), line
    assert len(line) < 1100
    return line


@pytest.mark.parametrize(
    ("title", "said"),
    [
        ("astronaut chef", 'No role is called "astronaut chef".'),
        ("", "The role title is empty."),
        ("  \t ", "The role title is empty."),
        ('a "quoted" one', 'No role is called "a "quoted" one".'),
        ("🎉", 'No role is called "🎉".'),
        ("} DROP ALL # <urn:x>", 'No role is called "} DROP ALL # <urn:x>".'),
        ("<script>alert(1)</script>", 'No role is called "<script>alert(1)</script>".'),
        (LONG, 'No role is called "aaa'),
        ("x " * 5000, 'No role is called "x x'),
        ("\x1b[31mred\x1b[0m\n\x07\r", 'No role is called "[31mred [0m".'),
        (b"\xff\xfe", "The role title has no readable characters."),
        ("engineer", '"engineer" could be '),
    ],
    ids=lambda value: repr(value[:12]),
)
@pytest.mark.parametrize("command", ["role", "path", "gap", "why"])
def test_titles_nobody_knows(command: str, title: str | bytes, said: str) -> None:
    ends = [title] if command == "role" else [title, "MLE"]
    assert said in only_error(careergraph(command, *ends), 1)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "text to look for is empty"),
        ("zzzzqqqq", 'No name resembles "zzzzqqqq"'),
        ("🎉", 'No name resembles "🎉"'),
        (LONG, 'No name resembles "aaa'),
    ],
    ids=["empty", "unknown", "emoji", "long"],
)
def test_searches_that_find_nothing(text: str, said: str) -> None:
    assert said in only_error(careergraph("search", text), 1)


def test_an_empty_skill_is_called_a_skill() -> None:
    line = only_error(careergraph("path", "SWE", "MLE", "--have", ""), 1)
    assert 'name of the skill is empty. Give one, such as "machine learning"' in line


def test_the_second_title_is_checked_too() -> None:
    assert '"nonsense words"' in only_error(careergraph("path", "SWE", "nonsense words"), 1)


@pytest.mark.parametrize("command", ["path", "gap", "why"])
def test_from_equal_to(command: str) -> None:
    line = only_error(careergraph(command, "SWE", "software engineer"), 1)
    assert 'Both titles mean "Software Engineer"' in line


def test_no_path_says_what_would_open() -> None:
    line = only_error(careergraph("path", "SWE", "data analyst", "--only", "promotion"), 1)
    options = re.findall(r"with (--only [a-z,]+):", line)
    opened = careergraph("path", "SWE", "data analyst", *options[0].split())
    assert opened.returncode == 0


def test_no_direct_step_says_how_to_find_a_way() -> None:
    line = only_error(careergraph("why", "SWE", "lead mle"), 1)
    (command,) = re.findall(r"`careergraph (path .*?)`", line)
    assert careergraph(*shlex.split(command)).returncode == 0


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["path", "SWE", "MLE", "--format", "xml"], "'xml' is not one of 'text', 'json', 'csv'"),
        (["export", "--format", "pdf"], "'pdf' is not one of"),
        (["path", "SWE", "MLE", "--by", "luck"], "'luck' is not one of"),
        (["path", "SWE", "MLE", "--only", "luck"], '"luck" is not a kind of transition'),
        (["path", "SWE", "MLE", "--only", ","], "No kind was given"),
        (["path", "SWE", "MLE", "-k", "0"], '"0" is not a whole number from 1'),
        (["path", "SWE", "MLE", "-k", "-1"], '"-1" is not a whole number from 1'),
        (["path", "SWE", "MLE", "-k", "x"], '"x" is not a whole number from 1'),
        (["path", "SWE", "MLE", "-k", "9" * 30], "is not a whole number from 1"),
        (["path", "SWE", "MLE", "-k", "²"], "is not a whole number from 1"),
        (["path", "SWE", "MLE", "--hours-per-week", "0"], '"0" is not a number of hours'),
        (["path", "SWE", "MLE", "--hours-per-week", "-1"], '"-1" is not a number of hours'),
        (["path", "SWE", "MLE", "--hours-per-week", "nan"], '"nan" is not a number of hours'),
        (["path", "SWE", "MLE", "--hours-per-week", "inf"], '"inf" is not a number of hours'),
        (["path", "SWE", "MLE", "--hours-per-week", "169"], '"169" is not a number of hours'),
        (["path", "SWE", "MLE", "--hours-per-week", "few"], '"few" is not a number of hours'),
        (["search", "data", "--limit", "0"], '"0" is not a whole number from 1'),
        (["path", "SWE"], "Missing argument 'TO'"),
        (["role"], "Missing argument"),
        (["next", "SWE", "--limit", "3"], "No such option '--limit'. See `careergraph next"),
        (["search", "nurse", "--limt", "3"], "Did you mean '--limit'?"),
        (["path", "SWE", "MLE", "--colour"], "No such option"),
        (["path", "SWE", "MLE", "--by", "\x1b[31m" + LONG], "is not one of"),
        (["path", "SWE", "MLE", "--only", "\x1b[31m\n" + LONG], "is not a kind of transition"),
        (["info", "extra"], "unexpected extra argument"),
    ],
    ids=lambda value: " ".join(value)[:40].replace("\x1b", "ESC"),
)
def test_wrong_usage(arguments: list[str], said: str) -> None:
    line = only_error(careergraph(*arguments), 2)
    assert said in line
    assert f"See `careergraph {arguments[0]} --help`." in line


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("path software engineer data scientist", ["software engineer", "data scientist"]),
        ("path data scientist MLE", ["data scientist", "MLE"]),
        (
            "gap sr. software engineer lead ml engineer",
            ["sr. software engineer", "lead ml engineer"],
        ),
        ("why SWE machine learning engineer", ["SWE", "machine learning engineer"]),
        ("path some unknown words here", ["some unknown", "words here"]),
    ],
)
def test_titles_without_quotes_are_quoted_in_the_answer(typed: str, meant: list[str]) -> None:
    command, *words = typed.split()
    line = only_error(careergraph(command, *words), 2)
    assert "in quotes" in line
    quoted = " ".join(f'"{title}"' for title in meant)
    assert f"careergraph {command} {quoted}" in line


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (["pth"], "Did you mean `careergraph path`?"),
        (["PATH"], "Did you mean `careergraph path`?"),
        (["serach", "x"], "Did you mean `careergraph search`?"),
        (["data", "scientist"], 'Did you mean `careergraph role "data scientist"`?'),
        (
            ["qqqq"],
            "Use one of: path, gap, held, plan, next",
        ),
        ([LONG], "Use one of: path"),
        (["\x1b[31m"], "Use one of: path"),
    ],
    ids=lambda value: repr(value)[:20],
)
def test_unknown_commands(typed: list[str], said: str) -> None:
    line = only_error(careergraph(*typed), 2)
    assert line.startswith("Error: There is no command ")
    assert said in line


def test_output_into_a_folder_that_is_not_there() -> None:
    line = only_error(careergraph("export", "--format", "csv", "-o", "/nonexistent/x"), 1)
    assert "Cannot write /nonexistent/x: there is no folder /nonexistent" in line


def test_output_onto_a_folder(tmp_path: Path) -> None:
    line = only_error(careergraph("export", "--format", "csv", "-o", str(tmp_path)), 1)
    assert "it is a folder" in line
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_output_into_a_folder_that_is_read_only(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    line = only_error(careergraph("export", "--format", "csv", "-o", str(tmp_path / "x")), 1)
    assert "Permission denied" in line


@pytest.mark.parametrize(
    "arguments",
    [
        ["path", "SWE", "MLE"],
        ["info", "--format", "json"],
        ["export", "--format", "csv"],
        ["--help"],
    ],
    ids=" ".join,
)
def test_a_full_disk_is_told(arguments: list[str]) -> None:
    with open("/dev/full", "wb") as full:  # noqa: PTH123 (a device, not a file)
        done = subprocess.run(
            [*COMMAND, *arguments],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            env=environment(),
            check=False,
        )
    assert done.returncode == 1
    assert done.stderr == "Error: The output cannot be written: No space left on device.\n"


@pytest.mark.parametrize(
    "arguments", [["path", "SWE", "MLE"], ["export", "--format", "csv"], ["check", "/"]]
)
def test_standard_output_may_be_closed(arguments: list[str]) -> None:
    command = shlex.join([*COMMAND, *arguments])
    done = subprocess.run(
        ["sh", "-c", f"{command} >&-"],
        capture_output=True,
        text=True,
        env=environment(),
        check=False,
    )
    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 1
    assert done.stderr.startswith("Error: ")


@pytest.mark.parametrize("reader", ["head -1", "true"])
@pytest.mark.parametrize(
    "arguments",
    [["export", "--format", "csv"], ["info"], ["--help"]],
    ids=" ".join,
)
def test_a_closed_pipe_ends_in_silence(arguments: list[str], reader: str) -> None:
    command = shlex.join([*COMMAND, *arguments])
    script = f"({command}; echo $? >&2) | {reader}"
    done = subprocess.run(
        ["sh", "-c", script], capture_output=True, text=True, env=environment(), check=False
    )
    # What fits into the pipe is written before anybody can close it.
    assert done.stderr in {"0\n", "1\n"}


@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_a_pipe_closed_before_the_end_is_no_success(unbuffered: str) -> None:
    """Unbuffered, Python's own streams write what fits and say nothing of the rest."""
    command = shlex.join([*COMMAND, "export", "--format", "csv"])
    done = subprocess.run(
        ["sh", "-c", f"({command}; echo $? >&2) | head -1"],
        capture_output=True,
        text=True,
        env=environment(PYTHONUNBUFFERED=unbuffered),
        check=False,
    )
    assert done.stderr == "1\n"
    assert len(done.stdout.splitlines()) == 1


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        (
            "broken.ttl",
            b"@prefix a: <urn:a> .\na:b a:c ;; .\na:d",
            r"broken\.ttl:2:\d+: .*; is not a valid RDF object",
        ),
        ("undeclared.ttl", b"<urn:a> <urn:b> c:d .", r"undeclared\.ttl:1:\d+: .*c: has not been"),
        ("binary.ttl", bytes(range(256)) * 20, r"binary\.ttl:\d+:\d+: .*not UTF-8"),
        ("latin.ttl", '<urn:a> <urn:b> "é" .'.encode("latin-1"), r"latin\.ttl:1:18: .*not UTF-8"),
        ("zeros.ttl", b"\0" * 100, r"zeros\.ttl:1:1: "),
        ("empty.ttl", b"", r"empty\.ttl: The file holds no statement"),
    ],
    ids=lambda value: value if isinstance(value, str) and value.endswith(".ttl") else "",
)
def test_check_says_where_a_file_is_broken(
    tmp_path: Path, name: str, content: bytes, said: str
) -> None:
    (tmp_path / name).write_bytes(content)
    line = only_error(careergraph("check", name, cwd=tmp_path), 1)
    assert re.match(f"Error: {said}", line)
    assert (tmp_path / name).read_bytes() == content


def test_check_without_pyshacl_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyshacl", None)
    line = only_error(careergraph("check"), 1)
    assert "pip install 'careergraph[check]'" in line


@pytest.mark.usefixtures("small_bundle")
@pytest.mark.parametrize("name", ["missing.ttl", "."])
def test_check_of_what_is_no_file(tmp_path: Path, name: str) -> None:
    line = only_error(careergraph("check", name, cwd=tmp_path), 1)
    assert "cannot be read: " in line


@pytest.mark.usefixtures("small_bundle")
def test_check_shows_problems_without_escapes(tmp_path: Path) -> None:
    (tmp_path / "mine.ttl").write_text(
        "@prefix cg: <https://w3id.org/careergraph/ont#> .\n"
        '<urn:x> a cg:Role ; cg:regulated "\\u001b[31mred" .\n',
        encoding="utf-8",
    )
    done = careergraph("check", "mine.ttl", cwd=tmp_path)
    assert done.returncode == 1
    assert "mine.ttl: urn:x: " in done.stdout
    assert "\x1b" not in done.stdout + done.stderr
    assert re.search(r"\d+ rules on [\d,]+ triples: \d+ problems?\.\n$", done.stderr)


def test_the_command_line_hears_an_interrupt_before_it_imports_much() -> None:
    """Until then Ctrl-C ends in a traceback of Python's own."""
    source = str(Path(cli.__file__).parents[2])
    script = (
        f"import sys; sys.path.insert(0, {source!r}); import careergraph.cli; "
        "careergraph.cli._hear_interrupt(); "
        "print(sorted({'enum', 'signal', 're', 'typing'} & set(sys.modules)))"
    )
    # Without `site`, which imports what an environment happens to want.
    done = subprocess.run(
        [sys.executable, "-S", "-c", script], capture_output=True, text=True, check=True
    )
    assert done.stdout == "[]\n"


@pytest.mark.parametrize("wait", [0.0, 0.1, 0.2, 0.3, 0.4, 0.6])
def test_interrupt_ends_at_once_without_a_traceback(tmp_path: Path, wait: float) -> None:
    """Ctrl-C at any moment: an end by the signal, or the whole file if it came too late."""
    target = tmp_path / "graph.ttl"
    target.write_text("what stood there before", encoding="utf-8")
    # The script says when it hears signals, the first thing that `main` sees to: before that, an
    # interrupt ends in Python's own traceback.
    script = "import os; from careergraph import cli; cli._hear_interrupt(); os.write(1, b'.'); "
    script += "cli.main()"
    process = subprocess.Popen(
        [*COMMAND[:-1], script, "export", "-o", str(target), "--force"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(),
        text=True,
    )
    assert process.stdout is not None
    process.stdout.read(1)
    time.sleep(wait)
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=60)
    if process.returncode == 0:
        assert said.startswith("Wrote ")
        assert target.stat().st_size > 100_000
    else:
        assert (process.returncode, said) == (130, "Aborted.\n")
        assert target.read_text(encoding="utf-8") == "what stood there before"
    assert list(tmp_path.iterdir()) == [target]
