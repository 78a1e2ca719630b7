"""Job posts for tests."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from bot.jobs.alerts import AlertWish
from bot.jobs.filters import JobFilter
from bot.jobs.models import Employment, JobDraft, JobPost, PayPeriod, Remote, Salary
from knowledge.models import Language

DRAFT = JobDraft(
    title="Bauleiter Hochbau",
    employer="Brückner & Söhne Bau",
    place="Köln",
    remote="hybrid",
    employment="Vollzeit, Teilzeit",
    salary_min="58.000",
    salary_max="72.000 €",
    currency="EUR",
    period="Jahr",
    description="Sie leiten Baustellen im Kölner Norden.\n\nSie planen Termine und Kosten.",
    requirements="- Studium Bauingenieurwesen oder Meister\n- Führerschein Klasse B",
    benefits="• 30 Tage Urlaub\n• Dienstwagen",
    apply_link="jobs.example.com/bauleiter",
    apply_email="jobs@example.com",
    deadline="31.12.2026",
    contact="Jana Weber, 0221 5550",
    language="de",
)

POST = JobPost(
    title="Bauleiter Hochbau (m/w/d)",
    employer="Brückner & Söhne Bau",
    description="Sie leiten Baustellen im Kölner Norden.\n\nSie planen Termine und Kosten.",
    language=Language.DE,
    place="Köln",
    remote=Remote.PARTLY,
    employment=(Employment.FULL_TIME, Employment.PART_TIME),
    salary=Salary(Decimal(58000), Decimal(72000), "EUR", PayPeriod.YEAR),
    requirements=("Studium Bauingenieurwesen oder Meister", "Führerschein Klasse B"),
    benefits=("30 Tage Urlaub", "Dienstwagen"),
    apply_link="https://jobs.example.com/bauleiter",
    apply_email="jobs@example.com",
    deadline=date(2026, 12, 31),
    contact="Jana Weber, 0221 5550",
)


def make_post(**values: Any) -> JobPost:
    """Return POST with other values."""
    return replace(POST, **values)


def make_wish(words: str = "bauleiter köln", **values: Any) -> AlertWish:
    """Return a wish."""
    return AlertWish(words, JobFilter(words="bauleiter", towns=("köln",)), Language.DE, **values)
