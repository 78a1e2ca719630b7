"""Questions about the post that somebody opened: answered from the post, else from what is public.

Which post it is, is read from what was said: opening one is kept as an exchange, and its topic names the post. So it
is exported and forgotten with the conversation.
"""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from adapters.asking import NoAnswerError, Query
from adapters.telegram.answering import Desk
from adapters.telegram.calls import short
from bot.archive import Exchange
from bot.assistant import Reply
from bot.jobs.advising import comes_before_the_post
from bot.jobs.board import JobBoard
from bot.jobs.models import Aspect, Job
from bot.jobs.questions import JobGuide, JobReply
from bot.models import Answer, Notice, NoticeKind, Outcome, Text
from bot.phrases import Phrases

PREFIX = "job:"
LASTS = timedelta(days=3)
"""For which questions go on being about the post, after the last one about it."""


@dataclass(frozen=True, slots=True)
class JobTalk:
    """Keeps a chat at its post. `reaches_people`: recruiters can be asked what a post does not say."""

    desk: Desk
    board: JobBoard
    guide: JobGuide
    words: Phrases
    reaches_people: bool = False

    def begin(self, query: Query, job: Job) -> None:
        """Questions are about this post from now on; the query's text is what is kept of opening it."""
        if self.desk.known(query) is None:
            self._keep(query, Answer(Outcome.ANSWERED, query.language, (Text(job.post.title),)), job)

    def ask(self, query: Query) -> tuple[Job, Exchange] | None:
        """Answer and keep the exchange; None where no post was opened."""
        job = self.current(query.owner, query.conversation)
        if job is None:
            return None
        if known := self.desk.known(query):
            return job, known
        said = self.guide.reply(job, query.text, query.language)
        if (other := self._elsewhere(query, said)) is not None:
            return job, self.desk.keep(query, other)
        for aspect, answered in said.asked:
            self.board.note_question(job.id, aspect, short(f"{query.key}/{aspect}"), answered=answered)
        return job, self._keep(query, self._offering(said, job), job)

    def current(self, owner: str, conversation: str, topic: str = "") -> Job | None:
        """Return the job that an answer's `topic` names, else the one that was opened; None where none was."""
        if topic.startswith(PREFIX):
            return self.board.find(topic.removeprefix(PREFIX))
        transcript = self.desk.archive.transcript(owner, conversation)
        topics = (
            (one.answer.topic or "", one.asked_at) for one in reversed(transcript.exchanges if transcript else ())
        )
        token, at = next(((topic, at) for topic, at in topics if topic.startswith(PREFIX)), ("", None))
        if at is None or datetime.now(UTC) - at > LASTS:
            return None
        return self.board.find(token.removeprefix(PREFIX))

    def _elsewhere(self, query: Query, said: JobReply) -> Reply | None:
        """There may be advice; where the post does not say, what is public may answer, or it was a greeting."""
        if not said.asked:
            return None
        unsaid = _is_about_nothing_known(said)
        try:
            reply = self.desk.reply(query)
        except NoAnswerError:
            if unsaid:
                raise
            return None
        settles = unsaid and reply.answer.outcome in (Outcome.ANSWERED, Outcome.REFUSED)
        return reply if settles or comes_before_the_post(reply.answer, said) else None

    def _offering(self, said: JobReply, job: Job) -> Answer:
        """Where nobody can be asked from here, the post's contact is named instead of offering it."""
        if self.reaches_people or not said.offers_human:
            return replace(said.answer, offers_person=_leaves_open(said))
        language, contact = said.answer.language, job.post.contact
        key = "job.contact" if contact else "job.no_contact"
        told = Text(self.words.say(key, language, contact=contact))
        kept = tuple(one for one in said.answer.blocks if not _is_offer(one))
        return replace(said.answer, blocks=(*kept, told))

    def _keep(self, query: Query, answer: Answer, job: Job) -> Exchange:
        state = replace(self.desk.before(query), language=answer.language)
        return self.desk.keep(query, Reply(replace(answer, topic=topic_of(job)), state))


def topic_of(job: Job) -> str:
    """Return the topic of an answer about a post."""
    return f"{PREFIX}{job.token}"


def _is_about_nothing_known(said: JobReply) -> bool:
    return bool(said.asked) and all(aspect is Aspect.OTHER and not answered for aspect, answered in said.asked)


def _leaves_open(said: JobReply) -> bool:
    """Who asks for the contact may want to talk to somebody."""
    return said.offers_human or any(aspect is Aspect.CONTACT for aspect, _ in said.asked)


def _is_offer(block: object) -> bool:
    return isinstance(block, Notice) and block.kind is NoticeKind.QUESTION
