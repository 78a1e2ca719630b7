"""The words of job posts: field names, choices, amounts, days and mistakes, in either language."""

from datetime import date
from decimal import Decimal

from babel import Locale
from babel.dates import format_date
from babel.numbers import format_currency

from bot.jobs.models import FieldError, JobDraft, JobField, JobPost, Salary
from bot.phrases import Phrases, load_phrases
from knowledge.models import Language

PACKAGE = "bot.jobs.wording"
_LOCALES = {Language.DE: "de_DE", Language.EN: "en_GB"}


class JobWords:
    """Says what a post holds."""

    def __init__(self, phrases: Phrases, language: Language) -> None:
        self._phrases = phrases
        self.language = language

    def say(self, key: str, **values: object) -> str:
        """Return a wording of `wording/*.toml`."""
        return self._phrases.say(key, self.language, **values)

    def field(self, field: JobField) -> str:
        """Return the field's name."""
        return self.say(f"field.{field}")

    def mistake(self, mistake: FieldError) -> str:
        """Return the field and the rule that it breaks, with what would be right."""
        rule = self.say(f"rule.{mistake.rule}", value=mistake.value, expected=mistake.expected)
        glue = " " if rule[:1].islower() else ": "
        return f"{self.field(mistake.field)}{glue}{rule}"

    def rule(self, mistake: FieldError) -> str:
        """Return the rule alone, as it stands beside the field of a form, where choices have names, not codes."""
        key = f"form_rule.{mistake.rule}"
        key = key if self._phrases.has(key, self.language) else f"rule.{mistake.rule}"
        return self.say(key, value=mistake.value, expected=mistake.expected)

    def value(self, field: JobField, draft: JobDraft) -> str:
        """Return what a draft that is valid says in a field, choices by their names."""
        text: str = getattr(draft, field.value)
        kinds = {JobField.REMOTE: "remote", JobField.EMPLOYMENT: "employment", JobField.PERIOD: "period"}
        if field not in kinds or not text:
            return text
        return ", ".join(self.say(f"{kinds[field]}.{one}") for one in text.split(", "))

    def salary(self, salary: Salary) -> str:
        """Return the range with its period."""
        return self.say("post.salary", amount=self._range(salary), period=self.say(f"period.{salary.period}"))

    def employment(self, post: JobPost) -> str:
        """Return the kinds of employment, "" where the post does not say."""
        return ", ".join(self.say(f"employment.{kind}") for kind in post.employment)

    def workplace(self, post: JobPost) -> str:
        """Return the place and whether one can work from elsewhere."""
        remote = self.say(f"remote.{post.remote}") if post.remote else ""
        return ", ".join(filter(None, (post.place, remote)))

    def ways_to_apply(self, post: JobPost) -> tuple[str, ...]:
        """Return the ways to apply, one each."""
        link = self.say("post.apply_link", link=post.apply_link) if post.apply_link else ""
        email = self.say("post.apply_email", email=post.apply_email) if post.apply_email else ""
        return tuple(filter(None, (link, email)))

    def day(self, day: date) -> str:
        """Return a day in words."""
        return format_date(day, "long", locale=_LOCALES[self.language])

    def _range(self, salary: Salary) -> str:
        least, most = salary.least, salary.most
        if least is None or most is None:
            key, amount = ("post.at_most", most) if least is None else ("post.at_least", least)
            return self.say(key, least=self._money(amount, salary), most=self._money(amount, salary))
        if least == most:
            return self._money(least, salary)
        return self.say("post.between", least=self._money(least, salary), most=self._money(most, salary))

    def _money(self, amount: Decimal | None, salary: Salary) -> str:
        known = amount or Decimal()
        locale = Locale.parse(_LOCALES[self.language])
        pattern = locale.currency_formats["standard"].pattern
        if known == known.to_integral_value():
            pattern = pattern.replace("0.00", "0")
        text = format_currency(known, salary.currency, pattern, locale=locale, currency_digits=False)
        return text.replace("\u00a0", " ")


def load_job_words() -> dict[Language, JobWords]:
    """Read the shipped wordings."""
    phrases = load_phrases(PACKAGE)
    return {language: JobWords(phrases, language) for language in Language}
