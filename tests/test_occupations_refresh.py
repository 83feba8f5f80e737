"""The layer of occupations from small tables in the publishers' layout, also malformed ones."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from careergraph.errors import DataFileError

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tools"))

from occupations.answers import describe_answers  # noqa: E402 (the path comes first)
from occupations.concepts import describe_titles  # noqa: E402
from occupations.ratings import describe_ratings  # noqa: E402
from occupations.related import describe_related  # noqa: E402

ONET = "onet-30.3"
RATED = (
    "O*NET-SOC Code\tElement ID\tElement Name\tScale ID\tData Value\tN\tStandard Error\t"
    "Lower CI Bound\tUpper CI Bound\tRecommend Suppress\tNot Relevant\tDate\tDomain Source"
)


def write(data: Path, folder: str, file: str, *lines: str) -> None:
    (data / folder).mkdir(parents=True, exist_ok=True)
    (data / folder / file).write_text("\r\n".join(lines) + "\r\n", "utf-8", newline="")


def rating(code: str, element: str, scale: str, value: str, marks: str = "N\tN") -> str:
    return f"{code}\t{element}\tName\t{scale}\t{value}\t8\t0.1\t1\t2\t{marks}\t08/2023\tAnalyst"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    write(
        *(tmp_path, ONET, "Occupation Data.txt", "O*NET-SOC Code\tTitle\tDescription"),
        *(f"{code}\t{title}\tNot to be copied" for code, title in OCCUPATIONS.items()),
    )
    write(
        *(tmp_path, "onet-30.0-ratings", "Knowledge.txt", RATED),
        *("11-1111.00\t2.C.1.a\tAdministration\tIM\t4.00" + "\t" * 8,),
        *("11-1111.00\t2.C.1.a\tAdministration\tLV\t5.50" + "\t" * 8,),
    )
    write(
        *(tmp_path, ONET, "Essential Skills.txt", RATED),
        rating("11-1111.00", "2.A.1.a", "IM", "1.50", "N\tn/a"),
        rating("11-1111.00", "2.A.1.a", "LV", "1.00"),
    )
    write(
        *(tmp_path, ONET, "Transferable Skills.txt", RATED),
        rating("11-1111.00", "2.B.1.a", "IM", "3.10", "N\tn/a"),
        rating("11-1111.00", "2.B.1.a", "LV", "3.00", "Y\tN"),
        rating("11-1111.00", "2.B.3.d", "IM", "3.00", "N\tn/a"),
        rating("11-1111.00", "2.B.3.d", "LV", "0.00", "N\tY"),
    )
    write(
        *(tmp_path, ONET, "Software Skills.txt"),
        "O*NET-SOC Code\tWorkplace Example\tElement ID\tElement Name\tHot Technology\tIn Demand",
        "11-1111.00\tEpic Systems\t2.E.6.m\tMedical software\tN\tY",
        "11-1111.00\tMicrosoft Excel\t2.E.6.s\tSpreadsheet software\tY\tY",
        "11-1111.00\tOther\t2.E.6.m\tMedical software\tN\tN",
    )
    write(
        *(tmp_path, ONET, "Related Occupations.txt"),
        "O*NET-SOC Code\tRelated O*NET-SOC Code\tRelatedness Tier\tIndex",
        "11-1112.00\t11-1111.00\tPrimary-Short\t1",
    )
    return tmp_path


OCCUPATIONS = {"11-1111.00": "Rated", "11-1112.00": "Unrated", "55-1111.00": "Alone"}


def test_ratings_respect_what_the_publisher_marks(data: Path) -> None:
    text = describe_ratings(data).text()
    assert "importance:2.C.1.a 4.0" in text
    assert "level:2.C.1.a 5.5" in text
    for element in ("2.A.1.a", "2.B.1.a", "2.B.3.d"):
        assert element not in text
    assert '"Epic Systems"' in text
    assert "Excel" not in text
    assert '"Other"' not in text


def test_an_occupation_without_ratings_takes_those_of_its_relatives_or_none(data: Path) -> None:
    text = describe_ratings(data).text()
    assert "onet:11-1112.00 cg:profileTakenFrom onet:11-1111.00" in text
    assert "55-1111.00" not in text


def test_related_occupations_keep_tier_and_direction(data: Path) -> None:
    text = describe_related(data).text()
    assert "onet:11-1112.00 cg:relatedPrimaryShort onet:11-1111.00 ." in text
    assert "onet:11-1111.00 cg:" not in text


def test_titles_without_descriptions(data: Path) -> None:
    write(
        *(data, ONET, "Job Titles.txt", "O*NET-SOC Code\tJob Title\tShort Title\tSource(s)"),
        "11-1111.00\tRegistered Nurse (RN)\tRN\t08",
        "11-1111.00\tRated\tn/a\t08",
    )
    write(
        *(data, ONET, "Sample of Reported Titles.txt"),
        "O*NET-SOC Code\tReported Job Title\tShown in My Next Move",
        "11-1111.00\tRegistered Nurse (RN)\tY",
    )
    text = describe_titles(data).text()
    assert '"RN"@en' in text
    assert "n/a" not in text
    assert 'cg:reportedTitle "Registered Nurse (RN)"@en' in text
    assert "Not to be copied" not in text


def test_answers_to_be_suppressed_are_left_out(data: Path) -> None:
    header = (
        "O*NET-SOC Code\tElement ID\tElement Name\tScale ID\tCategory\tData Value\tN\t"
        "Standard Error\tLower CI Bound\tUpper CI Bound\tRecommend Suppress\tDate\tDomain Source"
    )
    row = "11-1111.00\t2.D.1\tEducation\t{}\t{}\t{}\t28\t0\t0\t0\t{}\t08/2023\tIncumbent"
    write(
        *(data, ONET, "Education.txt", header),
        row.format("RL", 6, "55.92", "Y"),
        row.format("RL", 5, "19.39", "N"),
    )
    write(data, ONET, "Training and Experience.txt", header, row.format("RW", 1, "100", "N"))
    text = describe_answers(data).text()
    assert "education:5 0.1939" in text
    assert "0.5592" not in text
    assert "experience:1 1.0" in text


def test_malformed_tables_are_named(data: Path) -> None:
    write(
        *(data, ONET, "Related Occupations.txt"),
        "O*NET-SOC Code\tRelated O*NET-SOC Code\tRelatedness Tier\tIndex",
        "11-1112.00\t11-1111.00\tNearest\t1",
    )
    with pytest.raises(DataFileError, match='The tier "Nearest" is not understood'):
        describe_related(data)
    write(
        *(data, ONET, "Essential Skills.txt", RATED),
        rating("11-1111.00", "2.A.1.a", "IM", "much"),
    )
    with pytest.raises(DataFileError, match=r"2\.A\.1\.a in 11-1111\.00 is not a number"):
        describe_ratings(data)
    (data / ONET / "Essential Skills.txt").unlink()
    with pytest.raises(DataFileError, match="The file is missing"):
        describe_ratings(data)
