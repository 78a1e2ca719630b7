"""JobDraft → JobPost: normalised and checked, every mistake named. And back, to be edited."""

from datetime import date

from bot.jobs.amounts import read_amount
from bot.jobs.choices import Choices
from bot.jobs.errors import InvalidJobError
from bot.jobs.fields import Checked, read_date, read_email, read_entries, read_link, read_text
from bot.jobs.models import Employment, FieldError, JobDraft, JobField, JobPost, Remote, Rule, Salary
from bot.jobs.title import advertised_title
from knowledge.models import Language

MAX_TITLE, MAX_NAME, MAX_CONTACT, MAX_LINK = 120, 120, 200, 500
"""Characters."""
MAX_DESCRIPTION = 6_000
MAX_ENTRIES, MAX_ENTRY = 30, 300
SHOWN_CHOICES = ", "


class DraftReader:
    """Reads what was typed."""

    def __init__(self, choices: Choices) -> None:
        self._choices = choices

    def read(self, draft: JobDraft) -> JobPost:
        """Return the post. Raises InvalidJobError with every mistake, in the order of the fields."""
        checked = Checked()
        language = self._language(draft, checked)
        post = JobPost(
            title=advertised_title(read_text(draft, JobField.TITLE, MAX_TITLE, checked), language),
            employer=read_text(draft, JobField.EMPLOYER, MAX_NAME, checked),
            description=read_text(draft, JobField.DESCRIPTION, MAX_DESCRIPTION, checked),
            language=language,
            place=read_text(draft, JobField.PLACE, MAX_NAME, checked),
            remote=self._remote(draft, checked),
            employment=self._employment(draft, checked),
            salary=self._salary(draft, checked),
            requirements=read_entries(draft, JobField.REQUIREMENTS, MAX_ENTRIES, MAX_ENTRY, checked),
            benefits=read_entries(draft, JobField.BENEFITS, MAX_ENTRIES, MAX_ENTRY, checked),
            apply_link=read_link(draft, JobField.APPLY_LINK, MAX_LINK, checked),
            apply_email=read_email(draft, JobField.APPLY_EMAIL, checked),
            deadline=read_date(draft, JobField.DEADLINE, checked),
            contact=read_text(draft, JobField.CONTACT, MAX_CONTACT, checked),
        )
        _check_whole(post, checked)
        checked.finish()
        return post

    def mistakes(self, draft: JobDraft) -> tuple[FieldError, ...]:
        """Return what keeps `draft` from being a post; none where it is one."""
        try:
            self.read(draft)
        except InvalidJobError as error:
            return error.mistakes
        return ()

    def _language(self, draft: JobDraft, checked: Checked) -> Language:
        language = self._choices.language(draft.language)
        if language is None:
            rule = Rule.UNKNOWN_CHOICE if draft.language.strip() else Rule.REQUIRED
            checked.mistake(JobField.LANGUAGE, rule, draft.language, SHOWN_CHOICES.join(Language))
        return language or Language.DE

    def _remote(self, draft: JobDraft, checked: Checked) -> Remote | None:
        if not draft.remote.strip():
            return None
        remote = self._choices.remote(draft.remote)
        if remote is None:
            checked.mistake(JobField.REMOTE, Rule.UNKNOWN_CHOICE, draft.remote, SHOWN_CHOICES.join(Remote))
        return remote

    def _employment(self, draft: JobDraft, checked: Checked) -> tuple[Employment, ...]:
        found: list[Employment] = []
        listed = draft.employment.replace("\n", ",").replace(";", ",").replace("|", ",").replace("/", ",").split(",")
        for word in filter(None, map(str.strip, listed)):
            kind = self._choices.employment(word)
            if kind is not None:
                found.append(kind)
            elif not self._choices.says_nothing(word):
                checked.mistake(JobField.EMPLOYMENT, Rule.UNKNOWN_CHOICE, word, SHOWN_CHOICES.join(Employment))
        return tuple(dict.fromkeys(found))

    def _salary(self, draft: JobDraft, checked: Checked) -> Salary | None:
        least = read_amount(draft.salary_min, JobField.SALARY_MIN, checked)
        most = read_amount(draft.salary_max, JobField.SALARY_MAX, checked)
        if not draft.salary_min.strip() and not draft.salary_max.strip():
            return None
        if least is not None and most is not None and least > most:
            checked.mistake(JobField.SALARY_MAX, Rule.ORDER, draft.salary_max, draft.salary_min)
        currency = checked.currency(draft)
        period = self._choices.period(draft.period)
        if period is None:
            rule = Rule.UNKNOWN_CHOICE if draft.period.strip() else Rule.PERIOD_NEEDED
            checked.mistake(JobField.PERIOD, rule, draft.period, "hour, day, week, month, year")
            return None
        return Salary(least, most, currency, period)


def passed_deadline(post: JobPost, today: date) -> tuple[FieldError, ...]:
    """Return the mistake of a post that is to be opened although its deadline was before `today`."""
    if post.deadline is None or post.deadline >= today:
        return ()
    return (FieldError(JobField.DEADLINE, Rule.DATE_PASSED, post.deadline.isoformat()),)


def draft_of(post: JobPost) -> JobDraft:
    """Return what somebody would have typed to get `post`."""
    salary = post.salary
    return JobDraft(
        title=post.title,
        employer=post.employer,
        place=post.place,
        remote=post.remote or "",
        employment=", ".join(post.employment),
        salary_min=f"{salary.least:f}" if salary and salary.least is not None else "",
        salary_max=f"{salary.most:f}" if salary and salary.most is not None else "",
        currency=salary.currency if salary else "",
        period=salary.period if salary else "",
        description=post.description,
        requirements="\n".join(post.requirements),
        benefits="\n".join(post.benefits),
        apply_link=post.apply_link,
        apply_email=post.apply_email,
        deadline=post.deadline.isoformat() if post.deadline else "",
        contact=post.contact,
        language=post.language,
    )


def _check_whole(post: JobPost, checked: Checked) -> None:
    """What no field breaks alone."""
    for field, text in ((JobField.TITLE, post.title), (JobField.EMPLOYER, post.employer)):
        if not text:
            checked.mistake(field, Rule.REQUIRED)
    if not post.description:
        checked.mistake(JobField.DESCRIPTION, Rule.REQUIRED)
    if not post.place and post.remote is not Remote.FULLY and not checked.wrong(JobField.PLACE, JobField.REMOTE):
        checked.mistake(JobField.PLACE, Rule.PLACE_OR_REMOTE)
    ways = (JobField.APPLY_LINK, JobField.APPLY_EMAIL)
    if not post.apply_link and not post.apply_email and not checked.wrong(*ways):
        checked.mistake(JobField.APPLY_LINK, Rule.WAY_TO_APPLY)
