"""A job → its post in the channel, its card in a private chat, and the list of what was found. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit

from telegram.helpers import create_deep_linked_url

from adapters.display import blank, cut
from adapters.telegram import pressed
from adapters.telegram.calls import Button, Keyboard
from adapters.telegram.markup import EMPTY, Line, Run, line, lines, packed
from adapters.telegram.outbound import LABEL, Message, plain_lines
from bot.jobs.models import Job
from bot.jobs.preview import shown
from bot.jobs.words import JobWords
from bot.models import Language
from bot.phrases import Phrases

POST_UNITS = 3_400
"""UTF-16 units of a post: it must stay one message, which an edit can change."""
POST_ENTITIES = 80
SHARE = "https://t.me/share/url"


@dataclass(frozen=True, slots=True)
class PostWriter:
    """Writes posts in the words of their own language. `bot` is the bot's name, to which links lead."""

    words: Phrases
    job_words: Mapping[Language, JobWords]
    bot: str

    def post(self, job: Job) -> Message:
        """Return the post as it stands in the channel: one message, whatever the job says."""
        return Message(packed(self._fitting(job))[0], self._keyboard(job, asking=True))

    def card(self, job: Job, language: Language) -> tuple[Message, ...]:
        """Return the whole post for a private chat, with how to go on in the reader's language."""
        answer = shown(job, self.job_words[job.post.language])
        written = [*plain_lines(answer, self.words), EMPTY, *line(self.words.say("job.go_on", language), "i")]
        texts = packed(written)
        return (*(Message(text) for text in texts[:-1]), Message(texts[-1], self._keyboard(job, asking=False)))

    def found(self, jobs: Iterable[Job], heading: str, language: Language) -> Message:
        """Return a list of posts with a button each; links and tokens only, no numbers that could be counted up."""
        listed = list(jobs)
        made = line(heading, "b")
        for number, job in enumerate(listed, 1):
            words = self.job_words[language]
            facts = (job.post.employer, words.workplace(job.post), words.employment(job.post))
            made += [EMPTY, *lines((Run(f"{number}. {cut(job.post.title, 200)}", "b"),))]
            made += line(" · ".join(cut(fact, 120) for fact in facts if not blank(fact)))
        rows = (
            (Button(cut(f"{n}. {job.post.title}", LABEL), pressed.job(job.token)),) for n, job in enumerate(listed, 1)
        )
        return Message(packed(made)[0], tuple(rows))

    def _fitting(self, job: Job) -> list[Line]:
        language = job.post.language
        written = plain_lines(shown(job, self.job_words[language]), self.words)
        kept: list[Line] = []
        for one in written:
            if _size([*kept, one]) > POST_UNITS or sum(line.entities for line in [*kept, one]) > POST_ENTITIES:
                return [*kept, EMPTY, *line(self.words.say("job.more", language), "i")]
            kept.append(one)
        return kept

    def _keyboard(self, job: Job, *, asking: bool) -> Keyboard:
        """What can be done: to ask about a closed job is still possible, to apply is not."""
        language, address = job.post.language, create_deep_linked_url(self.bot, job.token)

        def say(name: str) -> str:
            return self.words.say(f"job.{name}", language)

        rows: list[tuple[Button, ...]] = [(Button(say("ask"), url=address),)] if asking else []
        if job.open:
            share = f"{SHARE}?{urlencode({'url': address, 'text': cut(job.post.title, 100)})}"
            apply = [Button(say("apply"), url=job.post.apply_link)] if _takes(job.post.apply_link) else []
            rows.append((*apply, Button(say("share"), url=share)))
        return tuple(rows)


def _size(written: Iterable[Line]) -> int:
    return sum(one.units for one in written)


def _takes(link: str) -> bool:
    """Whether Telegram takes the link for a button; it refuses a whole message for one that it does not know."""
    parts = urlsplit(link)
    return parts.scheme in ("http", "https") and "." in (parts.hostname or "") and len(link) <= 2_000
