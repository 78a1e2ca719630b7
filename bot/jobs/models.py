"""The values of job posts. A recruiter types a `JobDraft`; validated it is a `JobPost`; kept it is a `Job`."""

import secrets
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from knowledge.models import Language

TOKEN_BYTES = 24
"""192 random bits, 32 characters of `A-Za-z0-9_-`: a deep link on Telegram takes 64, and nobody guesses one."""


def new_token() -> str:
    """Return an unguessable name that may stand in a link; the only name of a thing that candidates ever see."""
    return secrets.token_urlsafe(TOKEN_BYTES)


class JobField(StrEnum):
    """The fields of a post, by their names in `JobDraft`, in a CSV file's header and in a form."""

    TITLE = "title"
    EMPLOYER = "employer"
    PLACE = "place"
    REMOTE = "remote"
    EMPLOYMENT = "employment"
    SALARY_MIN = "salary_min"
    SALARY_MAX = "salary_max"
    CURRENCY = "currency"
    PERIOD = "period"
    DESCRIPTION = "description"
    REQUIREMENTS = "requirements"
    BENEFITS = "benefits"
    APPLY_LINK = "apply_link"
    APPLY_EMAIL = "apply_email"
    DEADLINE = "deadline"
    CONTACT = "contact"
    LANGUAGE = "language"


class JobState(StrEnum):
    """A draft is seen by recruiters only; a closed post can still be read by who has its link."""

    DRAFT = "draft"
    PUBLISHED = "published"
    CLOSED = "closed"


class Remote(StrEnum):
    """Whether one can work from elsewhere. A post that does not say has none of these."""

    NONE = "none"
    PARTLY = "partly"
    FULLY = "fully"


class Employment(StrEnum):
    """Kinds of employment; a post may offer several."""

    FULL_TIME = "full-time"
    PART_TIME = "part-time"
    MINI_JOB = "mini-job"
    FIXED_TERM = "fixed-term"
    FREELANCE = "freelance"
    APPRENTICESHIP = "apprenticeship"
    INTERNSHIP = "internship"
    WORKING_STUDENT = "working-student"


class PayPeriod(StrEnum):
    """What a salary is paid for."""

    HOUR = "hour"
    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class Salary:
    """A range, gross. At least one end is known; equal ends are one amount. `currency` is ISO 4217."""

    least: Decimal | None
    most: Decimal | None
    currency: str
    period: PayPeriod


@dataclass(frozen=True, slots=True)
class JobDraft:
    """A post as somebody typed it: every field a text, lists one entry a line. `bot.jobs.drafts` reads it."""

    title: str = ""
    employer: str = ""
    place: str = ""
    remote: str = ""
    employment: str = ""
    salary_min: str = ""
    salary_max: str = ""
    currency: str = ""
    period: str = ""
    description: str = ""
    requirements: str = ""
    benefits: str = ""
    apply_link: str = ""
    apply_email: str = ""
    deadline: str = ""
    contact: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class JobPost:
    """What a post says, validated. Empty texts, empty tuples and None mean that it does not say."""

    title: str
    employer: str
    description: str
    language: Language
    place: str = ""
    remote: Remote | None = None
    employment: tuple[Employment, ...] = ()
    salary: Salary | None = None
    requirements: tuple[str, ...] = ()
    benefits: tuple[str, ...] = ()
    apply_link: str = ""
    apply_email: str = ""
    deadline: date | None = None
    contact: str = ""


def is_training(post: JobPost) -> bool:
    """Whether a post offers nothing but training: who looks for a job without saying so does not mean it."""
    return bool(post.employment) and _TRAINING.issuperset(post.employment)


_TRAINING = frozenset({Employment.APPRENTICESHIP, Employment.INTERNSHIP, Employment.WORKING_STUDENT})


@dataclass(frozen=True, slots=True)
class Job:
    """A post that is kept. `id` is for recruiters and logs, `token` for what candidates see.

    `version` counts the edits from 1 on. Times are in UTC.
    """

    id: str
    token: str
    post: JobPost
    state: JobState
    version: int
    author: str
    created_at: datetime
    edited_at: datetime
    published_at: datetime | None = None
    closed_at: datetime | None = None

    @property
    def open(self) -> bool:
        """Whether candidates can apply."""
        return self.state is JobState.PUBLISHED


class Rule(StrEnum):
    """What a field's text can break."""

    REQUIRED = "required"
    TOO_LONG = "too-long"
    TOO_MANY = "too-many"
    UNKNOWN_CHOICE = "unknown-choice"
    PLACE_OR_REMOTE = "place-or-remote"
    WAY_TO_APPLY = "way-to-apply"
    NUMBER = "number"
    ORDER = "order"
    CURRENCY = "currency"
    PERIOD_NEEDED = "period-needed"
    LINK = "link"
    EMAIL = "email"
    DATE = "date"
    DATE_PASSED = "date-passed"


@dataclass(frozen=True, slots=True)
class FieldError:
    """A field that breaks a rule: its text, cut short, and what would be right (a limit, the choices), or ""."""

    field: JobField
    rule: Rule
    value: str = ""
    expected: str = ""


class Aspect(StrEnum):
    """What a question about one job is about."""

    SALARY = "salary"
    PLACE = "place"
    REMOTE = "remote"
    HOURS = "hours"
    CONTRACT = "contract"
    START = "start"
    TASKS = "tasks"
    REQUIREMENTS = "requirements"
    EXPERIENCE = "experience"
    EDUCATION = "education"
    LANGUAGES = "languages"
    DOCUMENTS = "documents"
    BENEFITS = "benefits"
    HOLIDAYS = "holidays"
    SHIFTS = "shifts"
    TRAVEL = "travel"
    TEAM = "team"
    EMPLOYER = "employer"
    VISA = "visa"
    PROCESS = "process"
    APPLY = "apply"
    DEADLINE = "deadline"
    CONTACT = "contact"
    STILL_OPEN = "still-open"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Asked:
    """How often a post was asked about an aspect, and how often it did not say."""

    aspect: Aspect
    questions: int
    unanswered: int


@dataclass(frozen=True, slots=True)
class Posting:
    """Where a post stands on a platform: the chat and its message there, and the version that it shows."""

    job: str
    chat: str
    message: str
    version: int
    closed: bool
