"""What a candidate looks for, as far as it can be told apart from free words."""

from dataclasses import dataclass

from bot.jobs.models import Employment


@dataclass(frozen=True, slots=True)
class JobFilter:
    """Empty fields let everything through. `towns` and `countries` are of places; `words` are searched by meaning.

    `details` are those of the words that name no job: "java", "nachts".
    """

    words: str = ""
    details: tuple[str, ...] = ()
    occupations: tuple[str, ...] = ()
    level: str | None = None
    towns: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    remote: bool = False
    employment: tuple[Employment, ...] = ()
