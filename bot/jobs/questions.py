"""Questions about one job, answered from its post alone and quoting it; what it does not say is said to be missing."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from bot.jobs.aspects import AspectReader
from bot.jobs.models import Aspect, Job, JobField, JobPost
from bot.jobs.words import JobWords
from bot.models import Answer, Block, Citation, Entry, Listing, Notice, NoticeKind, Outcome, Text
from knowledge.models import Language
from retrieval.analysis import StemAnalyzer
from retrieval.sentences import split_sentences

MAX_QUOTES = 3
SHARED_WORDS = 0.5
"""Of a question's words, where no aspect is recognised, that a sentence must hold to answer it."""
MIN_WORD = 4
"""Letters. Shorter words are in every sentence."""


@dataclass(frozen=True, slots=True)
class JobReply:
    """The answer, and for each aspect asked about whether the post says it; none where it was declined.

    `offers_human` tells that the answer ends by asking whether recruiters shall be asked.
    """

    answer: Answer
    asked: tuple[tuple[Aspect, bool], ...] = ()
    offers_human: bool = False


@dataclass(frozen=True, slots=True)
class _Said:
    """What the post says about an aspect: blocks, and the words of it that they quote."""

    blocks: tuple[Block, ...]
    quotes: tuple[str, ...]


class JobGuide:
    """Answers questions about a job."""

    def __init__(
        self, reader: AspectReader, words: Mapping[Language, JobWords], today: Callable[[], date] = date.today
    ) -> None:
        self._reader = reader
        self._words = words
        self._today = today
        self._stems = {language: StemAnalyzer(language) for language in Language}

    def reply(self, job: Job, question: str, language: Language) -> JobReply:
        """Return what the post says to `question`, worded in `language` and quoted in the post's."""
        words = self._words[language]
        if self._reader.judges(question):
            return JobReply(_declined(job, words))
        aspects = self._reader.asked(question) or (Aspect.OTHER,)
        said = {aspect: self._said(job, aspect, question, words) for aspect in aspects}
        blocks = [block for aspect, one in said.items() for block in _blocks(aspect, one, words)]
        missing = [aspect for aspect, one in said.items() if one is None]
        if not self._is_open(job) and Aspect.STILL_OPEN not in said:
            blocks.append(Notice(NoticeKind.CAVEAT, words.say("ask.closed_notice")))
        if missing:
            blocks.append(Notice(NoticeKind.QUESTION, words.say("ask.offer")))
        quotes = tuple(quote for one in said.values() if one for quote in one.quotes)
        outcome = Outcome.UNKNOWN if len(missing) == len(said) else Outcome.ANSWERED
        answer = Answer(outcome, language, tuple(blocks), citations=(_cite(job, quotes, words),) if quotes else ())
        return JobReply(answer, tuple((aspect, one is not None) for aspect, one in said.items()), bool(missing))

    def _is_open(self, job: Job) -> bool:
        return job.open and (job.post.deadline is None or job.post.deadline >= self._today())

    def _said(self, job: Job, aspect: Aspect, question: str, words: JobWords) -> _Said | None:
        if aspect is Aspect.STILL_OPEN:
            return self._openness(job, words)
        stated = _stated(job.post, aspect, words)
        quotes = self._quotes(job.post, aspect, question)
        if stated is None and not quotes:
            return None
        quoted = tuple(Text(words.say("ask.quote", quote=quote)) for quote in quotes)
        return _Said(
            ((*stated.blocks, *quoted) if stated else quoted), ((*stated.quotes, *quotes) if stated else quotes)
        )

    def _openness(self, job: Job, words: JobWords) -> _Said:
        if not self._is_open(job) or job.published_at is None:
            return _Said((Text(words.say("ask.closed")),), ())
        published, deadline = words.day(job.published_at.date()), job.post.deadline
        if deadline is None:
            return _Said((Text(words.say("ask.open", published=published)),), ())
        return _Said((Text(words.say("ask.open_until", published=published, deadline=words.day(deadline))),), ())

    def _quotes(self, post: JobPost, aspect: Aspect, question: str) -> tuple[str, ...]:
        if aspect in _WHOLE:
            return ()
        if aspect in (Aspect.OTHER, Aspect.BENEFITS) and (found := self._nearest(post, question)):
            return found
        if aspect is Aspect.BENEFITS or aspect is Aspect.REQUIREMENTS:
            return ()
        sentences = (one for one in _sentences(post) if self._reader.about(one, aspect))
        return tuple(dict.fromkeys(sentences))[:MAX_QUOTES]

    def _nearest(self, post: JobPost, question: str) -> tuple[str, ...]:
        """The sentences that hold most of the question's longer words; none where that is too few of them."""
        stem = self._stems[post.language]
        wanted = frozenset(stem(" ".join(word for word in self._reader.words(question) if len(word) >= MIN_WORD)))
        if not wanted:
            return ()
        shares = [(len(wanted & set(stem(one))) / len(wanted), one) for one in _sentences(post)]
        best = max((share for share, _ in shares), default=0.0)
        return tuple(one for share, one in shares if share == best)[:MAX_QUOTES] if best >= SHARED_WORDS else ()


_WHOLE = frozenset({Aspect.APPLY, Aspect.DEADLINE, Aspect.CONTACT, Aspect.TASKS, Aspect.EMPLOYER, Aspect.PLACE})
"""What a field says, or else nothing."""


def _stated(post: JobPost, aspect: Aspect, words: JobWords) -> _Said | None:
    """What a field of the post says about an aspect."""
    if aspect is Aspect.EMPLOYER:
        return _Said((Text(words.say("ask.employer", value=post.employer)),), (post.employer,))
    lists = {Aspect.REQUIREMENTS: post.requirements, Aspect.BENEFITS: post.benefits, Aspect.TASKS: (post.description,)}
    if entries := lists.get(aspect):
        return _listed(aspect, entries, words)
    if aspect is Aspect.APPLY:
        return _listed(aspect, words.ways_to_apply(post), words)
    value = _value(post, aspect, words)
    if not value:
        return None
    return _Said((Text(words.say("ask.field", field=_capital(words, aspect), value=value)),), (value,))


def _value(post: JobPost, aspect: Aspect, words: JobWords) -> str:
    values = {
        Aspect.SALARY: words.salary(post.salary) if post.salary else "",
        Aspect.PLACE: words.workplace(post),
        Aspect.REMOTE: words.say(f"remote.{post.remote}") if post.remote else "",
        Aspect.HOURS: words.employment(post),
        Aspect.DEADLINE: words.day(post.deadline) if post.deadline else "",
        Aspect.CONTACT: post.contact,
    }
    return values.get(aspect, "")


def _listed(aspect: Aspect, entries: tuple[str, ...], words: JobWords) -> _Said:
    rows = tuple(Entry(f"{aspect}-{place}", entry, "", ()) for place, entry in enumerate(entries))
    heading = Text(words.say("ask.list", field=_capital(words, aspect)))
    return _Said((heading, Listing(rows)), entries)


def _blocks(aspect: Aspect, said: _Said | None, words: JobWords) -> Iterator[Block]:
    if said is not None:
        yield from said.blocks
    else:
        yield Text(words.say("ask.other_unknown" if aspect is Aspect.OTHER else f"unsaid.{aspect}"))


def _declined(job: Job, words: JobWords) -> Answer:
    """With the reason, and what the post asks for, which everybody can compare with what they bring."""
    blocks: list[Block] = [Text(words.say("ask.declined"))]
    requirements = job.post.requirements
    if requirements:
        rows = tuple(Entry(f"requirement-{place}", one, "", ()) for place, one in enumerate(requirements))
        blocks += [Text(words.say("ask.declined_list")), Listing(rows)]
    cited = (_cite(job, requirements, words),) if requirements else ()
    return Answer(Outcome.REFUSED, words.language, tuple(blocks), citations=cited)


def _cite(job: Job, quotes: tuple[str, ...], words: JobWords) -> Citation:
    """The token names the post, so that an adapter can make a link of it."""
    published = words.day(job.published_at.date()) if job.published_at else ""
    key = "ask.source" if published else "ask.source_draft"
    source = words.say(key, employer=job.post.employer, date=published)
    return Citation(f"job:{job.token}", job.post.title, (), source, "\n".join(dict.fromkeys(quotes)))


def _sentences(post: JobPost) -> Iterator[str]:
    yield from split_sentences(post.description)
    yield from (*post.requirements, *post.benefits)


def _capital(words: JobWords, aspect: Aspect) -> str:
    name = _FIELD_NAMES.get(aspect)
    return words.say(f"field.{name}") if name else words.say(f"aspect.{aspect}").capitalize()


_FIELD_NAMES = {
    Aspect.SALARY: "salary",
    Aspect.PLACE: JobField.PLACE,
    Aspect.REMOTE: JobField.REMOTE,
    Aspect.HOURS: JobField.EMPLOYMENT,
    Aspect.DEADLINE: JobField.DEADLINE,
    Aspect.CONTACT: JobField.CONTACT,
    Aspect.REQUIREMENTS: JobField.REQUIREMENTS,
    Aspect.BENEFITS: JobField.BENEFITS,
    Aspect.APPLY: "apply",
}
