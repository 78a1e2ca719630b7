"""What a recruiter types becomes a post, or every mistake is named."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.jobs.amounts import parse_amount
from bot.jobs.choices import load_choices
from bot.jobs.drafts import MAX_DESCRIPTION, DraftReader, draft_of, passed_deadline
from bot.jobs.errors import InvalidJobError
from bot.jobs.models import JobDraft, JobField, Remote, Rule
from bot.jobs.title import advertised_title, plain_title
from bot.jobs.words import load_job_words
from knowledge.models import Language
from tests.fakes.jobs import DRAFT, POST, make_post

READER = DraftReader(load_choices())


def test_a_draft_is_read_and_normalised() -> None:
    assert READER.read(DRAFT) == POST


def test_what_is_written_back_is_read_again_as_the_same() -> None:
    assert READER.read(draft_of(POST)) == POST
    bare = make_post(salary=None, remote=None, employment=(), deadline=None, contact="", benefits=(), apply_email="")
    assert READER.read(draft_of(bare)) == bare


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"title": " "}, [(JobField.TITLE, Rule.REQUIRED)]),
        ({"employer": "x" * 121}, [(JobField.EMPLOYER, Rule.TOO_LONG)]),
        ({"description": "x" * (MAX_DESCRIPTION + 1)}, [(JobField.DESCRIPTION, Rule.TOO_LONG)]),
        ({"place": "", "remote": "hybrid"}, [(JobField.PLACE, Rule.PLACE_OR_REMOTE)]),
        ({"place": "", "remote": "sometimes"}, [(JobField.REMOTE, Rule.UNKNOWN_CHOICE)]),
        ({"place": "", "remote": "100 % remote"}, []),
        ({"employment": "Vollzeit, Nachts"}, [(JobField.EMPLOYMENT, Rule.UNKNOWN_CHOICE)]),
        ({"employment": "OTHER"}, []),
        ({"salary_min": "viel"}, [(JobField.SALARY_MIN, Rule.NUMBER)]),
        ({"salary_min": "80k"}, [(JobField.SALARY_MAX, Rule.ORDER)]),
        ({"currency": "Taler"}, [(JobField.CURRENCY, Rule.CURRENCY)]),
        ({"period": ""}, [(JobField.PERIOD, Rule.PERIOD_NEEDED)]),
        ({"salary_min": "", "salary_max": "", "period": "", "currency": ""}, []),
        ({"requirements": "\n".join(map(str, range(31)))}, [(JobField.REQUIREMENTS, Rule.TOO_MANY)]),
        ({"benefits": "x" * 301}, [(JobField.BENEFITS, Rule.TOO_LONG)]),
        ({"apply_link": "", "apply_email": ""}, [(JobField.APPLY_LINK, Rule.WAY_TO_APPLY)]),
        ({"apply_link": "javascript:alert(1)"}, [(JobField.APPLY_LINK, Rule.LINK)]),
        ({"apply_link": "https://user:pass@example.com"}, [(JobField.APPLY_LINK, Rule.LINK)]),
        ({"apply_link": "https://example.com:port"}, [(JobField.APPLY_LINK, Rule.LINK)]),
        ({"apply_email": "jobs@example"}, [(JobField.APPLY_EMAIL, Rule.EMAIL)]),
        ({"deadline": "31.02.2027"}, [(JobField.DEADLINE, Rule.DATE)]),
        ({"deadline": "2027-01-05T23:59:00+01:00"}, []),
        ({"language": "fr"}, [(JobField.LANGUAGE, Rule.UNKNOWN_CHOICE)]),
        ({"language": ""}, [(JobField.LANGUAGE, Rule.REQUIRED)]),
        ({"title": "", "deadline": "bald"}, [(JobField.TITLE, Rule.REQUIRED), (JobField.DEADLINE, Rule.DATE)]),
    ],
)
def test_every_mistake_names_field_and_rule(changes: dict[str, Any], expected: list[tuple[JobField, Rule]]) -> None:
    mistakes = READER.mistakes(replace(DRAFT, **changes))
    assert [(mistake.field, mistake.rule) for mistake in mistakes] == expected
    for words in load_job_words().values():
        for mistake in mistakes:
            text = words.mistake(mistake)
            assert text.startswith(words.field(mistake.field))
            assert "{" not in text


def test_the_wordings_hold_every_field_rule_and_choice() -> None:
    german, english = load_job_words().values()
    for rule in Rule:
        assert german.say(f"rule.{rule}", value="v", expected="e") != english.say(
            f"rule.{rule}", value="v", expected="e"
        )
    for field in JobField:
        assert german.field(field)
        assert english.field(field)


def test_an_empty_draft_names_all_that_is_needed() -> None:
    with pytest.raises(InvalidJobError) as caught:
        READER.read(JobDraft())
    assert [mistake.field for mistake in caught.value.mistakes] == [
        JobField.TITLE,
        JobField.EMPLOYER,
        JobField.PLACE,
        JobField.DESCRIPTION,
        JobField.APPLY_LINK,
        JobField.LANGUAGE,
    ]


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("Koch", "Koch (m/w/d)"),
        ("Koch (M/W/D)", "Koch (m/w/d)"),
        ("Koch(w/m/d) in Köln", "Koch (w/m/d) in Köln"),
        ("Pflegefachkraft m/w/d, Teilzeit", "Pflegefachkraft (m/w/d), Teilzeit"),
        ("Arzt (m|w|d)", "Arzt (m/w/d)"),
        ("Buchhalter [m/w/d]", "Buchhalter (m/w/d)"),
        ("Entwickler (all genders)", "Entwickler (all genders)"),
        ("Fahrer (C/CE)", "Fahrer (C/CE) (m/w/d)"),
        ("Lehrer*in", "Lehrer*in (m/w/d)"),
    ],
)
def test_german_titles_say_that_every_gender_is_meant(typed: str, shown: str) -> None:
    assert advertised_title(typed, Language.DE) == shown
    assert advertised_title(shown, Language.DE) == shown


def test_english_titles_keep_what_they_have() -> None:
    assert advertised_title("Cook", Language.EN) == "Cook"
    assert advertised_title("Cook (M/F/D)", Language.EN) == "Cook (m/f/d)"
    assert plain_title("Pflegefachkraft (m/w/d), Teilzeit") == "Pflegefachkraft, Teilzeit"


@pytest.mark.parametrize(
    ("typed", "amount"),
    [
        ("50.000", "50000"),
        ("50,000", "50000"),
        ("50'000", "50000"),
        ("50 000 €", "50000"),
        ("1.250.000,50", "1250000.50"),
        ("24,50", "24.50"),
        ("24.5", "24.5"),
        ("55k", "55000"),
        ("EUR 3200", "3200"),
        ("3.200,-", "3200"),
        ("zwölf", None),
        ("-5", None),
        ("1.00.000", None),
        ("5-6", None),
        ("", None),
    ],
)
def test_amounts_are_read_as_people_write_them(typed: str, amount: str | None) -> None:
    assert parse_amount(typed) == (Decimal(amount) if amount else None)


def test_a_salary_is_said_in_either_language() -> None:
    german, english = load_job_words().values()
    assert POST.salary is not None
    assert german.salary(POST.salary) == "58.000 € bis 72.000 € pro Jahr"
    assert english.salary(POST.salary) == "€58,000 to €72,000 per year"
    open_end = replace(POST.salary, most=None, least=Decimal("17.5"))
    assert german.salary(open_end) == "ab 17,50 € pro Jahr"
    assert english.salary(replace(open_end, least=None, most=Decimal(20))) == "up to €20 per year"


def test_a_deadline_that_passed_is_named() -> None:
    assert not passed_deadline(POST, date(2026, 12, 31))
    assert [one.rule for one in passed_deadline(POST, date(2027, 1, 1))] == [Rule.DATE_PASSED]
    assert not passed_deadline(make_post(deadline=None), date(2027, 1, 1))


@given(st.builds(JobDraft, **{field.value: st.text(max_size=40) for field in JobField}))
def test_whatever_is_typed_ends_in_a_post_or_in_mistakes(draft: JobDraft) -> None:
    if not READER.mistakes(draft):
        post = READER.read(draft)
        assert READER.read(draft_of(post)) == post


@given(st.builds(JobDraft, apply_email=st.emails(), description=st.text(), salary_max=st.text(), period=st.text()))
def test_the_mistakes_of_a_draft_stand_in_the_order_of_its_fields(draft: JobDraft) -> None:
    fields = [list(JobField).index(mistake.field) for mistake in READER.mistakes(draft)]
    assert fields
    assert fields == sorted(fields)


@given(st.sampled_from(list(Remote)), st.text(alphabet="\u202e\u200b\x00\x07\r\n\t ab", max_size=30))
def test_what_is_kept_is_clean(remote: Remote, text: str) -> None:
    post = READER.read(replace(DRAFT, employer=f"Firma{text}", remote=remote.value))
    assert not set(post.employer) & set("\u202e\u200b\x00\x07\r\n\t")
