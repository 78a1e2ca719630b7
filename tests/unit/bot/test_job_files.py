"""Files of posts: what is read, and how each mistake is named."""

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.jobs.choices import load_choices
from bot.jobs.drafts import DraftReader
from bot.jobs.errors import JobFileError
from bot.jobs.importing import ImportReport, JobFileReader
from bot.jobs.json_file import read_json
from bot.jobs.json_lines import start_lines
from bot.jobs.models import Employment, JobField, PayPeriod, Remote, Rule, Salary
from bot.jobs.web_page import plain_text
from knowledge.models import Language

READER = JobFileReader(DraftReader(load_choices()))
GOOD = {
    "title": "Koch",
    "employer": "Gasthof Linde",
    "place": "Ulm",
    "description": "Sie kochen.",
    "apply_email": "linde@example.com",
    "language": "de",
}
POSTING = {
    "@context": "https://schema.org",
    "@type": "JobPosting",
    "title": "Software Engineer (all genders)",
    "hiringOrganization": {"@type": "Organization", "name": "Tidewater Systems"},
    "jobLocation": {"@type": "Place", "address": {"addressLocality": "Wien", "addressCountry": "AT"}},
    "jobLocationType": "TELECOMMUTE",
    "employmentType": ["FULL_TIME", "PART_TIME"],
    "baseSalary": {
        "@type": "MonetaryAmount",
        "currency": "EUR",
        "value": {"@type": "QuantitativeValue", "minValue": 60000, "maxValue": 75000, "unitText": "YEAR"},
    },
    "description": "<p>You build &amp; run services.</p><ul><li>Python</li><li>PostgreSQL</li></ul><script>x</script>",
    "qualifications": "Three years of Python; Fluent English",
    "jobBenefits": ["Bike", "Bike", "Canteen"],
    "validThrough": "2027-01-31T23:59",
    "url": "https://tidewater.example.com/jobs/7",
    "applicationContact": {"@type": "ContactPoint", "email": "jobs@tidewater.example.com", "name": "Mo Adler"},
    "inLanguage": "en-GB",
}


def read(folder: Path, name: str, content: str | bytes, language: Language | None = None) -> ImportReport:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return READER.read(path, language)


def placed(report: ImportReport) -> list[tuple[int, int, JobField, Rule]]:
    return [(one.line, one.entry, one.mistake.field, one.mistake.rule) for one in report.mistakes]


def test_csv_in_either_language_of_headers(tmp_path: Path) -> None:
    german = "Titel;Arbeitgeber;Ort;Beschreibung;Anforderungen;E-Mail;Sprache\n"
    german += "Koch;Linde;Ulm;Sie kochen für Gäste.;a|b;l@example.com;de\n"
    (post,) = read(tmp_path, "jobs.csv", german).posts
    assert (post.title, post.place, post.requirements) == ("Koch (m/w/d)", "Ulm", ("a", "b"))
    (same,) = read(tmp_path, "jobs.csv", german.encode("cp1252")).posts
    assert same == post
    english = "title\temployer\tplace\tdescription\trequirements\tapply_email\tlanguage\r\n"
    english += 'Koch\tLinde\tUlm\tSie kochen für Gäste.\t"a\nb"\tl@example.com\tde\r\n'
    assert read(tmp_path, "jobs.tsv", b"\xef\xbb\xbf" + english.encode()).posts == (post,)


def test_each_mistake_of_a_csv_names_line_field_and_rule(tmp_path: Path) -> None:
    rows = ["title,employer,place,description,apply_email,language"]
    rows += [
        'Koch,Linde,Ulm,"Zeile 1\nZeile 2",l@example.com,de',
        ",Linde,Ulm,x,no-mail,de",
        "",
        "A,B,C,d,e@example.com,fr",
    ]
    report = read(tmp_path, "jobs.csv", "\n".join(rows))
    assert len(report.posts) == 1
    assert placed(report) == [
        (4, 2, JobField.TITLE, Rule.REQUIRED),
        (4, 2, JobField.APPLY_EMAIL, Rule.EMAIL),
        (6, 3, JobField.LANGUAGE, Rule.UNKNOWN_CHOICE),
    ]
    assert report.wrong_entries == 2


def test_a_language_for_entries_without_one(tmp_path: Path) -> None:
    bare = {name: value for name, value in GOOD.items() if name != "language"}
    assert placed(read(tmp_path, "a.json", json.dumps([bare]))) == [(1, 1, JobField.LANGUAGE, Rule.REQUIRED)]
    report = read(tmp_path, "a.json", json.dumps([bare, GOOD]), Language.EN)
    assert [post.language for post in report.posts] == [Language.EN, Language.DE]


def test_json_tells_the_line_of_each_entry(tmp_path: Path) -> None:
    text = json.dumps([GOOD, {**GOOD, "title": 'a "[{" \\', "deadline": "bald"}, {**GOOD, "place": None}], indent=1)
    report = read(tmp_path, "jobs.json", text)
    assert placed(report) == [(10, 2, JobField.DEADLINE, Rule.DATE), (19, 3, JobField.PLACE, Rule.PLACE_OR_REMOTE)]
    listed = {
        **GOOD,
        "benefits": ["a", "b"],
        "remote": True,
        "salary_min": 2000.5,
        "currency": "EUR",
        "period": "Monat",
    }
    (post,) = read(tmp_path, "jobs.json", json.dumps({"jobs": [listed]})).posts
    assert (post.benefits, post.remote) == (("a", "b"), Remote.FULLY)
    assert post.salary == Salary(Decimal("2000.5"), None, "EUR", PayPeriod.MONTH)


@pytest.mark.parametrize("shape", ["one", "list", "graph", "page"])
def test_schema_org_postings_from_json_and_from_pages(tmp_path: Path, shape: str) -> None:
    other = {"@type": "Organization", "name": "Tidewater Systems"}
    shapes: dict[str, Any] = {"one": POSTING, "list": [other, POSTING], "graph": {"@graph": [other, POSTING]}}
    text, name = json.dumps(shapes.get(shape, [other, POSTING])), "jobs.json"
    if shape == "page":
        text = text.replace("</", "<\\/")  # as pages must write it, or the script would end there
        scripts = f'<script>var a = "</p>";</script>\n<script type="application/ld+json">\n{text}\n</script>'
        text, name = f"<html><head>\n{scripts}</head><body>{{}}</body></html>", "jobs.html"
    (post,) = read(tmp_path, name, text).posts
    assert (post.title, post.employer, post.place) == ("Software Engineer (all genders)", "Tidewater Systems", "Wien")
    assert (post.remote, post.employment) == (Remote.FULLY, (Employment.FULL_TIME, Employment.PART_TIME))
    assert post.salary == Salary(Decimal(60000), Decimal(75000), "EUR", PayPeriod.YEAR)
    assert post.description == "You build & run services.\n- Python\n- PostgreSQL"
    assert post.requirements == ("Three years of Python", "Fluent English")
    assert post.benefits == ("Bike", "Canteen")
    assert (str(post.deadline), post.contact, post.language) == ("2027-01-31", "Mo Adler", Language.EN)
    assert (post.apply_link, post.apply_email) == ("https://tidewater.example.com/jobs/7", "jobs@tidewater.example.com")


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("jobs.docx", "x", "the name must end in"),
        ("jobs.csv", "", "holds no job post"),
        ("jobs.csv", "title,colour\nKoch,rot", "line 1: “colour” is no field of a post"),
        ("jobs.csv", "title,Titel\nKoch,Koch", "gives title a second time"),
        ("jobs.csv", "title,place\nKoch", "line 2: has 1 columns, but the header has 2"),
        ("jobs.csv", 'title,place\n"Koch', "is no CSV"),
        ("jobs.json", '[\n{"title": }]', "line 2: is no JSON"),
        ("jobs.json", "[1]", "line 1, entry 1: must be an object"),
        ("jobs.json", '[{"colour": "red"}]', "“colour” is no field"),
        ("jobs.json", '[{"title": {"a": 1}}]', "line 1, entry 1, title: must be a text"),
        ("jobs.json", "[" * 100_000, "line 1: is"),
        ("jobs.html", "<p>nothing</p>", "holds no job post"),
        ("jobs.html", '<p>\n<script type="application/ld+json">\n{"a": }</script>', "line 3: is no JSON"),
    ],
)
def test_a_file_that_cannot_be_read_says_where_and_why(tmp_path: Path, name: str, content: str, says: str) -> None:
    with pytest.raises(JobFileError) as caught:
        read(tmp_path, name, content)
    assert says in str(caught.value)
    assert name in str(caught.value)


def test_a_file_that_is_not_there_or_too_large(tmp_path: Path) -> None:
    with pytest.raises(JobFileError, match="cannot be read"):
        READER.read(tmp_path / "none.csv")
    with (tmp_path / "big.csv").open("wb") as file:
        file.truncate(20_000_001)
    with pytest.raises(JobFileError, match="20,000,001 bytes"):
        READER.read(tmp_path / "big.csv")


WORDS = st.text(max_size=8)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | WORDS,
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(WORDS, inner, max_size=2),
    max_leaves=6,
)
ENTRIES = st.lists(st.dictionaries(WORDS, VALUES, max_size=2) | WORDS, min_size=1, max_size=3)


@given(ENTRIES, st.sampled_from([None, 0, 2]))
def test_the_lines_of_entries_are_those_where_they_begin(entries: list[Any], indent: int | None) -> None:
    lines = start_lines(json.dumps(entries, indent=indent), len(entries))
    expected, line = [], 1 if indent is None else 2
    for entry in entries:
        expected.append(line)
        line += 0 if indent is None else json.dumps(entry, indent=indent).count("\n") + 1
    assert lines == expected


@given(st.dictionaries(st.sampled_from(list(POSTING)), VALUES))
def test_any_posting_is_read_or_told_to_be_wrong(values: dict[str, Any]) -> None:
    (entry,) = read_json(json.dumps({**values, "@type": "JobPosting"}))
    assert isinstance(entry.draft.title, str)


@given(st.text())
def test_plain_text_of_any_markup_has_no_tags(text: str) -> None:
    assert "<p>" not in plain_text(f"<p>{text}</p>".replace("&lt;", ""))
