"""Whether a post meets a standing wish, and why. Pure.

Stricter than a search: what is merely near is nobody told of. Jobs of one occupation group count as one job, and who
can work from anywhere is near everywhere.
"""

from collections.abc import Iterator

from bot.jobs.alerts import AlertWish
from bot.jobs.filters import JobFilter
from bot.jobs.index import IndexedJob
from bot.jobs.models import JobPost, Remote, is_training
from bot.jobs.words import JobWords
from knowledge.text import fold

MIN_DETAIL = 3
"""Letters of a word that a post must hold; shorter ones are in every post."""


def meets(wanted: JobFilter, one: IndexedJob) -> bool:
    """Whether a post is what somebody wants to hear of: every part that the wish names."""
    return _job(wanted, one) and _place(wanted, one) and _terms(wanted, one.job.post)


def why(wish: AlertWish, one: IndexedJob, words: JobWords) -> str:
    """Return why a post meets a wish, in one line."""
    heading = words.say("why.heading", words=wish.words)
    reasons = ", ".join(_reasons(wish.wanted, one, words))
    return f"{heading} ({reasons})." if reasons else f"{heading}."


def _reasons(wanted: JobFilter, one: IndexedJob, words: JobWords) -> Iterator[str]:
    post = one.job.post
    if one.occupations & set(wanted.occupations):
        yield words.say("why.job")
    if details := _needed(wanted):
        yield words.say("why.details", words=", ".join(details))
    if (wanted.towns or wanted.countries) and not _is_far(wanted, one):
        yield words.say("why.place", place=post.place)
    if (wanted.remote or _is_far(wanted, one)) and post.remote:
        yield words.say("why.remote", remote=words.say(f"remote.{post.remote}"))
    for kind in post.employment:
        if kind in wanted.employment:
            yield words.say("why.employment", employment=words.say(f"employment.{kind}"))


def _job(wanted: JobFilter, one: IndexedJob) -> bool:
    """The job's group and all other words; or all words in the title, whatever the group."""
    title = fold(one.job.post.title)
    words = [fold(word) for word in wanted.words.split()]
    if words and all(word in title for word in words):
        return True
    if wanted.occupations and not one.occupations & set(wanted.occupations):
        return False
    # Without a known job the words must name one: "pflege" is no "Terminologie pflegen".
    text = _text(one.job.post) if wanted.occupations else title
    level = wanted.level is None or one.level in (None, wanted.level)
    return level and all(detail in text for detail in _needed(wanted))


def _needed(wanted: JobFilter) -> tuple[str, ...]:
    return tuple(detail for detail in wanted.details if len(detail) >= MIN_DETAIL)


def _place(wanted: JobFilter, one: IndexedJob) -> bool:
    if not wanted.towns and not wanted.countries:
        return True
    here = one.towns & set(wanted.towns) or one.countries & set(wanted.countries)
    return bool(here) or one.job.post.remote is Remote.FULLY


def _is_far(wanted: JobFilter, one: IndexedJob) -> bool:
    """Whether only working from elsewhere brings the job near."""
    asked = bool(wanted.towns or wanted.countries)
    return asked and not (one.towns & set(wanted.towns) or one.countries & set(wanted.countries))


def _terms(wanted: JobFilter, post: JobPost) -> bool:
    remote = not wanted.remote or post.remote in (Remote.FULLY, Remote.PARTLY)
    if not wanted.employment:
        return remote and (wanted.level is not None or not is_training(post))
    return remote and bool(set(wanted.employment) & set(post.employment))


def _text(post: JobPost) -> str:
    return fold("\n".join((post.title, post.employer, post.description, *post.requirements, *post.benefits)))
