"""The form of a post: what was typed → a draft, and a draft → what the form shows. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from pydantic import BaseModel, ConfigDict

from adapters.web.inbound import new_id, well_formed
from bot.jobs.models import Employment as Kind
from bot.jobs.models import FieldError, JobDraft, JobField, Remote
from bot.jobs.models import PayPeriod as Period
from bot.jobs.words import JobWords
from bot.models import Language

USUAL_CURRENCY = "EUR"
"""Stands in a new form; without a salary it means nothing."""
PARTED = ", "


class TypedJob(BaseModel):
    """What a browser sends: a draft's fields, and which post it is, which of its versions, and what is to happen."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    form_token: str
    action: str = ""
    version: int = 0
    key: str = ""
    title: str = ""
    employer: str = ""
    place: str = ""
    remote: str = ""
    employment: tuple[str, ...] = ()
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

    def draft(self) -> JobDraft:
        """Return the draft; browsers send CRLF."""
        texts = {one.value: getattr(self, one.value) for one in JobField if one is not JobField.EMPLOYMENT}
        texts[JobField.EMPLOYMENT.value] = PARTED.join(self.employment)
        return JobDraft(**{name: well_formed(text).replace("\r\n", "\n") for name, text in texts.items()})


@dataclass(frozen=True, slots=True)
class FieldView:
    """A field: its name, what stands in it, which rules it breaks, what was asked for, what somebody else wrote.

    `theirs` is None where nobody changed it. `first` is the one field that the cursor goes to.
    """

    name: str
    label: str
    text: str
    rules: tuple[str, ...]
    asked: tuple[str, ...]
    theirs: str | None
    first: bool

    @property
    def marked(self) -> bool:
        """Whether something is to be done here."""
        return bool(self.rules or self.asked or self.theirs is not None)

    @property
    def chosen(self) -> tuple[str, ...]:
        """The choices that are made, where several may be."""
        return tuple(filter(None, self.text.split(PARTED)))

    def described_by(self, *hints: str) -> str:
        """Return the ids of what describes the field: `hints` are those that always stand there."""
        said = (("wrong", self.rules), ("asked", self.asked), ("theirs", self.theirs is not None))
        kinds = (*hints, *(kind for kind, stands in said if stands))
        return " ".join(f"{self.name}-{kind}" for kind in kinds)


@dataclass(frozen=True, slots=True)
class FormView:
    """The form. `version` is that of the post which is edited, 0 for a new one; `key` makes sending twice one post."""

    fields: Mapping[str, FieldView]
    version: int
    key: str
    remotes: tuple[tuple[str, str], ...]
    kinds: tuple[tuple[str, str], ...]
    periods: tuple[tuple[str, str], ...]

    @property
    def wrong(self) -> tuple[FieldView, ...]:
        """The fields that break a rule, in order."""
        return tuple(one for one in self.fields.values() if one.rules)


@dataclass(frozen=True, slots=True)
class Marks:
    """What is to be said beside fields: mistakes, what candidates asked for, what somebody else wrote meanwhile.

    `focused` is the field that the cursor is to go to, unless another is wrong.
    """

    mistakes: tuple[FieldError, ...] = ()
    asked: Mapping[JobField, tuple[str, ...]] = field(default_factory=dict)
    theirs: Mapping[JobField, str] = field(default_factory=dict)
    focused: JobField | None = None


def blank_draft(language: Language) -> JobDraft:
    """Return what a new form begins with."""
    return JobDraft(language=language, currency=USUAL_CURRENCY)


def form_view(draft: JobDraft, words: JobWords, version: int, key: str = "", marks: Marks = Marks()) -> FormView:
    """Return the form of a draft, in the reader's words."""
    focused = _focused(marks)
    fields = {one: _field(draft, words, marks, one, first=one is focused) for one in JobField}
    return FormView(
        fields={one.value: view for one, view in fields.items()},
        version=version,
        key=key or new_id(),
        remotes=_choices(words, "remote", Remote),
        kinds=_choices(words, "employment", Kind),
        periods=_choices(words, "period", Period),
    )


def _field(draft: JobDraft, words: JobWords, marks: Marks, name: JobField, *, first: bool) -> FieldView:
    text: str = getattr(draft, name.value)
    if name is JobField.CURRENCY and not draft.salary_min and not draft.salary_max:
        text = text or USUAL_CURRENCY
    return FieldView(
        name=name.value,
        label=words.field(name),
        text=text,
        rules=tuple(words.rule(one) for one in marks.mistakes if one.field is name),
        asked=marks.asked.get(name, ()),
        theirs=marks.theirs.get(name),
        first=first,
    )


def _focused(marks: Marks) -> JobField | None:
    wrong = {one.field for one in marks.mistakes} or set(marks.theirs)
    return next((one for one in JobField if one in wrong), marks.focused)


def _choices(words: JobWords, table: str, kind: Iterable[str]) -> tuple[tuple[str, str], ...]:
    return tuple((f"{one}", words.say(f"{table}.{one}")) for one in kind)
