"""A post as candidates see it, in the blocks of an answer. Pure."""

from collections.abc import Iterator

from bot.jobs.models import Job, JobField, JobPost
from bot.jobs.words import JobWords
from bot.models import Answer, Block, Entry, Heading, Listing, Notice, NoticeKind, Outcome, Text


def preview(post: JobPost, words: JobWords) -> Answer:
    """Return the post, in the words of its own language where `words` are those."""
    return Answer(Outcome.ANSWERED, words.language, tuple(_blocks(post, words)))


def shown(job: Job, words: JobWords) -> Answer:
    """Return the post with the day it was published, and that it is closed where it is."""
    blocks = list(_blocks(job.post, words))
    if job.published_at and job.open:
        blocks.append(Text(words.say("post.published_on", date=words.day(job.published_at.date()))))
    if job.closed_at and not job.open:
        blocks.insert(1, Notice(NoticeKind.CAVEAT, words.say("post.closed")))
    return Answer(Outcome.ANSWERED, words.language, tuple(blocks))


def _blocks(post: JobPost, words: JobWords) -> Iterator[Block]:
    yield Heading(post.title)
    yield Listing(tuple(_facts(post, words)))
    yield from (Text(paragraph) for paragraph in post.description.split("\n\n"))
    for field, entries in ((JobField.REQUIREMENTS, post.requirements), (JobField.BENEFITS, post.benefits)):
        if entries:
            yield Heading(words.field(field))
            yield Listing(tuple(Entry(f"{field}-{place}", entry, "", ()) for place, entry in enumerate(entries)))
    yield Heading(words.say("field.apply"))
    yield Listing(tuple(_ways(post, words)))


def _facts(post: JobPost, words: JobWords) -> Iterator[Entry]:
    salary = words.salary(post.salary) if post.salary else ""
    known = {
        words.field(JobField.EMPLOYER): post.employer,
        words.field(JobField.PLACE): words.workplace(post),
        words.field(JobField.EMPLOYMENT): words.employment(post),
        words.say("field.salary"): salary,
    }
    return (Entry(name, name, value, ()) for name, value in known.items() if value)


def _ways(post: JobPost, words: JobWords) -> Iterator[Entry]:
    for place, way in enumerate(words.ways_to_apply(post)):
        yield Entry(f"apply-{place}", way, "", ())
    known = {
        words.field(JobField.DEADLINE): words.day(post.deadline) if post.deadline else "",
        words.field(JobField.CONTACT): post.contact,
    }
    yield from (Entry(name, name, value, ()) for name, value in known.items() if value)
