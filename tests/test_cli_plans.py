"""`profile` and `plan` as people use them: files made, filled in, ticked, and never lost."""

from __future__ import annotations

import json
import re
from datetime import date
from typing import TYPE_CHECKING

import pytest

from careergraph.person.checklist import day_text
from command_line import careergraph, on_terminal, too_long_lines

if TYPE_CHECKING:
    import subprocess
    from pathlib import Path

    from careergraph.graph import CareerGraph

ENDS = ("data analyst", "machine learning engineer")


def only_error(done: subprocess.CompletedProcess[str], code: int = 1) -> str:
    """Return the one line a command left on standard error, after checking that it is one."""
    assert (done.returncode, done.stdout) == (code, "")
    line = done.stderr.removesuffix("\n")
    assert line.startswith("Error: ")
    assert line.isprintable(), line
    return line


def to_do(text: str) -> list[str]:
    """Return the skills with a box of their own."""
    return re.findall(r"^- \[ \] (.*?):", text, re.MULTILINE)


def groups(text: str) -> dict[str, list[str]]:
    """Return the groups of which one skill is to be ticked, with their skills."""
    found: dict[str, list[str]] = {}
    name = ""
    for line in text.splitlines():
        if line.startswith("- "):
            name = line[2:].partition(":")[0]
        elif line.startswith("  - [ ] "):
            found.setdefault(name, []).append(line.removeprefix("  - [ ] "))
    return found


def done(text: str) -> list[str]:
    return re.findall(r"^- \[x\] (.*)$", text.partition("## Done\n")[2], re.MULTILINE)


def tick(file: Path, *skills: str, ends: str = "\n") -> None:
    text = file.read_text("utf-8")
    for skill in skills:
        assert f"- [ ] {skill}:" in text
        text = text.replace(f"- [ ] {skill}:", f"- [x] {skill}:")
    file.write_bytes(text.replace("\n", ends).encode())


@pytest.fixture
def plan_file(tmp_path: Path) -> Path:
    """Return a file with a plan."""
    file = tmp_path / "plan.md"
    assert careergraph("plan", *ENDS, "-o", str(file)).returncode == 0
    return file


# profile


def test_a_profile_is_made_filled_in_and_shown(tmp_path: Path) -> None:
    made = careergraph("profile", "init", "data", "analyst", "-o", "me.toml", cwd=tmp_path)
    assert (made.returncode, made.stdout) == (0, "")
    assert made.stderr.startswith("Wrote me.toml (")
    file = tmp_path / "me.toml"
    text = file.read_text("utf-8").replace(
        '"SQL" = "working"', '"SQL" = "basic"\nPyhton = "expert"'
    )
    file.write_text(text.replace('# degree = "bachelor', 'degree = "bachelor'), "utf-8")
    shown = careergraph("profile", "show", "me.toml", cwd=tmp_path)
    assert shown.returncode == 0
    assert re.search(r"role +Data Analyst\n", shown.stdout)
    assert re.search(r"degree +bachelor's degree\n", shown.stdout)
    assert re.search(r"at basic level +SQL\n", shown.stdout)
    assert re.search(r"skills held +\d+: .*Python", " ".join(shown.stdout.split()))
    assert too_long_lines(shown.stdout, 80) == []
    reading, twice = shown.stderr.splitlines()
    assert re.fullmatch(r'me\.toml: Reading "Pyhton" as Python\.', reading)
    assert twice.endswith('The highest counts: "expert".')


def test_a_profile_names_what_certificates_attest(tmp_path: Path) -> None:
    file = tmp_path / "me.toml"
    file.write_text('certifications = ["GitHub Foundations"]', "utf-8")
    shown = careergraph("profile", "show", str(file)).stdout
    assert "GitHub Foundations: attests Git" in shown
    assert re.search(r"skills held +\d+: Git", shown)
    assert re.search(r"role +not given\n", shown)


def test_without_a_file_a_profile_is_printed() -> None:
    assert careergraph("profile", "init").stdout.endswith('# "machine learning" = "working"\n')
    assert 'role = "Software Engineer"' in careergraph("profile", "init", "SWE").stdout
    assert careergraph("profile", "init", "-o", "-").stdout == careergraph("profile", "init").stdout


def test_a_profile_is_never_written_over_by_accident(tmp_path: Path) -> None:
    file = tmp_path / "me.toml"
    file.write_text("mine", "utf-8")
    line = only_error(careergraph("profile", "init", "-o", str(file)))
    assert f"Cannot write {file}: the file exists. Use --force to overwrite it." in line
    assert file.read_text("utf-8") == "mine"
    assert careergraph("profile", "init", "-o", str(file), "--force").returncode == 0
    assert "[skills]" in file.read_text("utf-8")


def test_a_role_nobody_knows_is_shown_as_such(tmp_path: Path) -> None:
    file = tmp_path / "me.toml"
    file.write_text('role = "astronaut chef"\nyears = 3\nskills = ["Python"]')
    done = careergraph("profile", "show", str(file))
    assert done.returncode == 0
    assert 'No role is called "astronaut chef".' in done.stderr
    assert '"astronaut chef": not understood, so it does not count' in done.stdout
    assert "not counted" in done.stdout
    way = careergraph("path", "SWE", "MLE", "--profile", str(file))
    assert way.returncode == 0
    assert way.stderr == done.stderr


def test_years_in_another_role_are_said_not_to_count(
    tmp_path: Path, graph: CareerGraph, capsys: pytest.CaptureFixture[str]
) -> None:
    from careergraph.cli.person import open_profile

    file = tmp_path / "me.toml"
    file.write_text('role = "data analyst"\nyears = 3')
    analyst, engineer = (graph.find(title).entry.iri for title in ("data analyst", "SWE"))
    assert open_profile(graph, str(file), analyst).years == 3
    assert capsys.readouterr().err == ""
    open_profile(graph, str(file), engineer)
    assert (
        "3 years as Data Analyst; this route begins as Software Engineer" in capsys.readouterr().err
    )


def test_profiles_of_nobody() -> None:
    assert "No role is called" in only_error(careergraph("profile", "init", "astronaut", "chef"))
    assert "role title is empty" in only_error(careergraph("profile", "init", ""))
    assert "There is no such file" in only_error(careergraph("profile", "show", "missing.toml"))
    assert "name of the file is empty" in only_error(careergraph("profile", "show", ""), 2)
    assert "No such command" in only_error(careergraph("profile", "shew"), 2)
    assert careergraph("profile").stdout == careergraph("profile", "--help").stdout


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"years = 1\nyears = 2\n", "me.toml:2:10: This is not TOML"),
        (b"years = 'a'", "me.toml: years: Write a number"),
        (b"a\0b", "me.toml:1:2: This is not TOML"),
        (b"\xff", "me.toml:1: The text is not in UTF-8."),
        (b"", "me.toml: The file is empty."),
        (
            b"skills = [" + b'"a%d",' * 3 % (1, 2, 3) + b"]\n" + b"x = 1",
            "me.toml: x: No such key",
        ),
        (b"'\\x1b[31m' = 1", "No such key is known."),
    ],
    ids=["twice", "type", "nul", "utf-8", "empty", "key", "control"],
)
@pytest.mark.parametrize("command", [["profile", "show"], ["plan", *ENDS, "--profile"]])
def test_profiles_that_cannot_be_read(
    tmp_path: Path, command: list[str], content: bytes, said: str
) -> None:
    (tmp_path / "me.toml").write_bytes(content)
    assert said in only_error(careergraph(*command, "me.toml", cwd=tmp_path))


def test_many_warnings_are_cut_short(tmp_path: Path) -> None:
    (tmp_path / "me.toml").write_text(f"skills = {[f'qqq{n}' for n in range(100)]}", "utf-8")
    shown = careergraph("profile", "show", "me.toml", cwd=tmp_path)
    assert shown.returncode == 0
    lines = shown.stderr.splitlines()
    assert len(lines) == 21
    assert lines[-1] == "And 80 more warnings."


# plan


def test_a_plan_is_a_list_to_tick() -> None:
    printed = careergraph("plan", *ENDS)
    assert (printed.returncode, printed.stderr) == (0, "")
    assert printed.stdout.startswith(
        "# From Data Analyst to Machine Learning Engineer\n\n- This week: "
    )
    assert too_long_lines(printed.stdout, 80) == []
    path = json.loads(careergraph("path", *ENDS, "--format", "json").stdout)
    asked = [m for step in path["routes"][0]["steps"] for m in step["missing_skills"]]
    # What a later step asks for at a higher level is one line; what is probably held is none.
    assert sorted([*to_do(printed.stdout), *groups(printed.stdout)]) == sorted(
        {m["group"] or m["label"] for m in asked if not m["probably_held"]}
    )
    body, _, sources = printed.stdout.partition("\n## Sources\n")
    listed = re.findall(r"^- \[(\d+)\] ", sources, re.MULTILINE)
    assert set(re.findall(r"\[(\d+)\]", body)) == set(listed)


def test_ticked_skills_are_done_when_the_plan_is_made_again(plan_file: Path) -> None:
    before = to_do(plan_file.read_text("utf-8"))
    tick(plan_file, before[0], before[7])
    again = careergraph("plan", *ENDS, "-o", str(plan_file))
    assert again.returncode == 0
    text = plan_file.read_text("utf-8")
    left = len(before) - 2 + len(groups(text))
    assert again.stderr.endswith(f"{left} to learn, 2 done.\n")
    assert to_do(text) == [skill for skill in before if skill not in (before[0], before[7])]
    assert done(text) == [before[0], before[7]]
    tick(plan_file, before[1])
    careergraph("plan", *ENDS, "-o", str(plan_file))
    assert set(done(plan_file.read_text("utf-8"))) == {before[0], before[1], before[7]}


def test_a_tick_taken_back_is_to_learn_again(plan_file: Path) -> None:
    before = plan_file.read_text("utf-8")
    tick(plan_file, to_do(before)[3])
    careergraph("plan", *ENDS, "-o", str(plan_file))
    text = plan_file.read_text("utf-8")
    plan_file.write_text(text.replace("- [x] ", "- [ ] "), "utf-8")
    careergraph("plan", *ENDS, "-o", str(plan_file))
    assert plan_file.read_text("utf-8") == before


def test_a_plan_ticked_on_windows(plan_file: Path) -> None:
    skill = to_do(plan_file.read_text("utf-8"))[0]
    tick(plan_file, skill, ends="\r\n")
    plan_file.write_bytes(b"\xef\xbb\xbf" + plan_file.read_bytes())
    assert careergraph("plan", *ENDS, "-o", str(plan_file)).returncode == 0
    assert done(plan_file.read_text("utf-8")) == [skill]


def test_ticks_outlive_a_plan_for_another_role(plan_file: Path) -> None:
    text = plan_file.read_text("utf-8")
    skills = to_do(text)
    tick(plan_file, *skills)
    for members in groups(text).values():
        text = plan_file.read_text("utf-8")
        plan_file.write_text(
            text.replace(f"- [ ] {members[0]}\n", f"- [x] {members[0]}\n"), "utf-8"
        )
        skills.append(members[0])
    careergraph("plan", "SWE", "data scientist", "-o", str(plan_file))
    careergraph("plan", *ENDS, "-o", str(plan_file))
    text = plan_file.read_text("utf-8")
    assert to_do(text) == []
    assert sorted(done(text)) == sorted(skills)
    assert "- To learn: nothing more" in text


def test_an_earlier_plan_is_given_as_done(plan_file: Path, tmp_path: Path) -> None:
    skills = to_do(plan_file.read_text("utf-8"))
    tick(plan_file, skills[0])
    with plan_file.open("a", encoding="utf-8") as stream:
        stream.write("- [x] zzz qqq\n")
    new = tmp_path / "new.md"
    made = careergraph("plan", *ENDS, "--done", str(plan_file), "-o", str(new))
    assert made.returncode == 0
    assert f"{plan_file}:" in made.stderr
    assert 'No skill is called "zzz qqq".' in made.stderr
    assert to_do(new.read_text("utf-8")) == skills[1:]
    assert done(new.read_text("utf-8")) == [skills[0], "zzz qqq"]


def test_an_earlier_plan_without_ticks_or_without_a_file(plan_file: Path) -> None:
    made = careergraph("plan", *ENDS, "--done", str(plan_file))
    assert made.stdout == plan_file.read_text("utf-8")
    assert made.stderr == f"Nothing is ticked in {plan_file}.\n"
    assert "There is no such file" in only_error(careergraph("plan", *ENDS, "--done", "missing.md"))
    assert "folder" in only_error(careergraph("plan", *ENDS, "--done", str(plan_file.parent)))


def test_what_a_person_wrote_into_a_plan_is_not_lost(plan_file: Path) -> None:
    skill = to_do(plan_file.read_text("utf-8"))[0]
    tick(plan_file, skill)
    with plan_file.open("a", encoding="utf-8") as stream:
        stream.write("\nMy notes\n")
    edited = plan_file.read_bytes()
    line = only_error(careergraph("plan", *ENDS, "-o", str(plan_file)))
    assert "you have changed more than the ticks" in line
    assert plan_file.read_bytes() == edited
    assert careergraph("plan", *ENDS, "-o", str(plan_file), "--force").returncode == 0
    text = plan_file.read_text("utf-8")
    assert done(text) == [skill]
    assert "My notes" not in text


@pytest.mark.parametrize("content", [b"- [x] Python\n", b"\xff\xfe", b"#" * 1_000_001])
def test_a_file_that_is_no_plan_is_not_written_over(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "notes.md"
    file.write_bytes(content)
    line = only_error(careergraph("plan", *ENDS, "-o", str(file)))
    assert "the file exists and is not a plan. Use --force to overwrite it" in line
    assert file.read_bytes() == content
    assert careergraph("plan", *ENDS, "-o", str(file), "--force").returncode == 0
    assert done(file.read_text("utf-8")) == []


def test_an_empty_file_may_be_written(tmp_path: Path) -> None:
    file = tmp_path / "plan.md"
    file.touch()
    assert careergraph("plan", *ENDS, "-o", str(file)).returncode == 0
    assert to_do(file.read_text("utf-8"))


def test_json_does_not_take_the_place_of_a_plan(plan_file: Path) -> None:
    tick(plan_file, skill := to_do(plan_file.read_text("utf-8"))[0])
    arguments = ["plan", *ENDS, "--format", "json", "-o", str(plan_file)]
    assert "is a plan in Markdown" in only_error(careergraph(*arguments))
    assert careergraph(*arguments, "--force").returncode == 0
    items = json.loads(plan_file.read_text("utf-8"))["items"]
    assert [item["skill"]["label"] for item in items if item["done"]] == [skill]


def test_a_plan_that_cannot_be_written(tmp_path: Path) -> None:
    assert "Cannot write" in only_error(careergraph("plan", *ENDS, "-o", str(tmp_path)))
    assert "Cannot write" in only_error(careergraph("plan", *ENDS, "-o", str(tmp_path / "a" / "b")))


def test_a_profile_makes_a_plan_shorter(tmp_path: Path) -> None:
    skills = to_do(careergraph("plan", *ENDS).stdout)
    items = json.loads(careergraph("plan", *ENDS, "--format", "json").stdout)["items"]
    above_basic = [i["skill"]["label"] for i in items if i["level"] > 1 and not i["held_level"]]
    profile = {"held": skills[:3], "basic": [s for s in skills[3:] if s in above_basic][:2]}
    assert len(profile["basic"]) == 2
    lines = [f'"{name}" = "working"' for name in profile["held"]]
    lines += [f'"{name}" = "basic"' for name in profile["basic"]]
    (tmp_path / "me.toml").write_text("\r\n".join(["[skills]", *lines]), "utf-8")
    made = careergraph("plan", *ENDS, "--profile", "me.toml", cwd=tmp_path)
    assert (made.returncode, made.stderr) == (0, "")
    assert set(profile["held"]).isdisjoint(to_do(made.stdout))
    assert set(profile["basic"]) <= set(to_do(made.stdout))
    assert done(made.stdout) == []


def test_what_is_ticked_is_written_into_the_profile(plan_file: Path, tmp_path: Path) -> None:
    """The rest of the file stays as it is, and `path` then knows what was learned."""
    text = plan_file.read_text("utf-8")
    skills, ((group, members), *_) = to_do(text), groups(text).items()
    tick(plan_file, skills[0], skills[1])
    text = plan_file.read_text("utf-8").replace(f"- [ ] {members[1]}\n", f"- [x] {members[1]}\n")
    plan_file.write_text(text, "utf-8")
    profile = tmp_path / "me.toml"
    before = '# mine\nrole = "data analyst"  # since 2021\n\n[skills]\nGo = "basic"  # a little\n'
    profile.write_text(before, "utf-8")
    made = careergraph(
        *("plan", *ENDS, "-o", str(plan_file), "--profile", str(profile), "--update-profile")
    )
    assert made.returncode == 0
    assert f"Added to {profile}: {skills[0]}, {skills[1]}, {members[1]}." in made.stderr
    after = profile.read_text("utf-8")
    assert after.startswith(before)
    assert len(after.removeprefix(before).splitlines()) == 3
    found = careergraph("path", *ENDS, "--profile", str(profile), "--format", "json").stdout
    asked = [m for step in json.loads(found)["routes"][0]["steps"] for m in step["missing_skills"]]
    assert {m["group"] or m["label"] for m in asked}.isdisjoint({*skills[:2], group})
    again = careergraph(
        *("plan", *ENDS, "-o", str(plan_file), "--profile", str(profile), "--update-profile")
    )
    assert f"Nothing to add to {profile}: it already has everything that is ticked." in again.stderr
    assert profile.read_text("utf-8") == after


def test_ticks_need_a_plan_and_a_profile(tmp_path: Path) -> None:
    line = only_error(careergraph("plan", *ENDS, "--update-profile"), 2)
    assert "--update-profile needs the file to write to: --profile FILE." in line
    (tmp_path / "me.toml").write_text("years = 1")
    arguments = ["plan", *ENDS, "--update-profile", "--profile", "me.toml"]
    line = only_error(careergraph(*arguments, cwd=tmp_path), 2)
    assert "needs a plan with ticks: --done FILE, or -o FILE." in line


@pytest.mark.parametrize(
    ("day", "code", "said"),
    [
        ("2020-01-01", 2, "The start date 2020-01-01 is in the past. Give today ("),
        ("9999-01-01", 2, "more than 100 years ahead"),
        ("soon", 2, '"soon" is not a date. Write year, month and day, as in 2027-01-11.'),
        ("2027-02-30", 2, '"2027-02-30" is not a date.'),
    ],
)
def test_start_dates_that_cannot_be(day: str, code: int, said: str) -> None:
    assert said in only_error(careergraph("plan", *ENDS, "--start", day), code)


def test_after_missed_weeks_a_plan_goes_on_from_today(tmp_path: Path) -> None:
    """Dates move, and what was ticked stays."""
    file = tmp_path / "plan.md"
    today = date.today()  # noqa: DTZ011 (a day as people count it)
    assert careergraph("plan", *ENDS, "-o", str(file), "--start", "today").returncode == 0
    text = file.read_text("utf-8")
    assert f"from {day_text(today)} you finish" in " ".join(text.split())
    skill = to_do(text)[0]
    tick(file, skill)
    again = careergraph("plan", *ENDS, "-o", str(file))
    assert "began on" not in again.stderr
    missed = file.read_text("utf-8").replace(f"from {today.isoformat()}", "from 2024-01-08")
    file.write_text(missed, "utf-8")
    again = careergraph("plan", *ENDS, "-o", str(file))
    assert again.returncode == 0
    said = "The plan began on 8 January 2024. What is left now starts today"
    assert said in again.stderr
    text = file.read_text("utf-8")
    assert done(text) == [skill]
    assert text.rstrip().endswith(f"from {today.isoformat()} -->")


def test_a_plan_from_skills_alone() -> None:
    made = careergraph("plan", "--have", "SQL", "--to", "data analyst")
    assert (made.returncode, made.stderr) == (0, "")
    assert made.stdout.startswith("# From your skills to Data Analyst\n")
    line = only_error(careergraph("plan", "--to", "data analyst"), 2)
    assert "Say where you start: name a role, or your skills with --have or --profile." in line


def test_wrong_titles() -> None:
    assert "Both titles mean" in only_error(careergraph("plan", "SWE", "software engineer"))
    assert "No role is called" in only_error(careergraph("plan", "SWE", "astronaut chef"))
    line = only_error(careergraph("plan", "data", "analyst", "data", "scientist"), 2)
    assert 'careergraph plan "data analyst" "data scientist"' in line


def test_the_same_question_gives_the_same_plan() -> None:
    assert careergraph("plan", *ENDS).stdout == careergraph("plan", "Data-Analysts", "MLE").stdout


def test_a_plan_on_a_terminal_without_unicode() -> None:
    code, written = on_terminal(["plan", *ENDS], 80, {"PYTHONIOENCODING": "ascii"})
    assert code == 0
    assert written.isascii()
    assert "Data Analyst -> " in written


def test_a_plan_in_a_pipe_is_utf_8() -> None:
    printed = careergraph("plan", *ENDS, env={"PYTHONIOENCODING": "ascii"})
    assert printed.stdout == careergraph("plan", *ENDS).stdout


@pytest.mark.parametrize(
    "command", [["plan"], ["profile"], ["profile", "init"], ["profile", "show"]]
)
def test_help_fits(command: list[str]) -> None:
    page = careergraph(*command, "--help")
    assert page.returncode == 0
    assert too_long_lines(page.stdout, 80) == []
    assert "Example" in page.stdout
