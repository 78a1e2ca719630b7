"""What editors do with gaps, the same for pages and terminal, called from worker threads."""

from dataclasses import dataclass
from datetime import UTC, datetime
from threading import Lock

from bot.assistant import Assistant
from bot.errors import NotReadyError
from bot.gaps.board import GapBoard
from bot.gaps.errors import BrokenDraftError, UnknownGapError
from bot.gaps.grouping import group
from bot.gaps.models import AnswerVersion, Draft, Editor, Gap, GapSummary, Rule, broken_rules, tidy_draft
from bot.gaps.publishing import Publisher
from bot.gaps.skill import PREFIX, AnswerSkill
from bot.gaps.wordings import Vectors, Wording, WordingIndex
from bot.hosting import Served
from bot.models import Answer, Audience, Language, Message
from bot.phrases import Phrases
from bot.understanding.models import Conversation

AT_ONCE = 500
"""Questions that one look puts into gaps; more wait for the next."""
COMPARED = 3_000
"""Latest questions of gaps that new ones are compared with."""
LOOKED_AT = 1_000
"""Latest questions among which the most similar are looked for."""
SHOWN = 5


@dataclass(frozen=True, slots=True)
class Trial:
    """A question that was asked, and how it would be answered; `ours`: by the draft. `before` is how it is now."""

    question: str
    answer: Answer
    before: Answer
    ours: bool


class GapDesk:
    """One a process, for any number of threads. Every method may raise StoreError, where said other errors too."""

    def __init__(self, board: GapBoard, publisher: Publisher, hosted: Served, phrases: Phrases) -> None:
        self._board = board
        self._publisher = publisher
        self._hosted = hosted
        self._phrases = phrases
        self._grouping = Lock()
        self._vectors: Vectors | None = None
        self._generation = ""

    def gaps(self) -> tuple[GapSummary, ...]:
        """Return all gaps, what was asked until now included, those that most people asked first."""
        self.gather()
        return self._board.gaps()

    def gap(self, gap: str) -> Gap:
        """Return a gap. Raises UnknownGapError."""
        found = self._board.gap(gap)
        if found is None:
            raise UnknownGapError(gap)
        return found

    def gap_of(self, conversation: str) -> str | None:
        """Return the gap of a candidate's conversation with recruiters, by its token; None where there is no index."""
        found = self._board.of_conversation(conversation)
        if found is None:
            self.gather()
            found = self._board.of_conversation(conversation)
        return found

    def gather(self) -> None:
        """Put what was asked since into gaps. Without an index, which says what is similar, it waits for one."""
        with self._grouping:
            self._board.tidy()
            new = self._board.ungrouped(AT_ONCE)
            if new and (vectors := self._meaning()):
                self._board.file(group(new, self._board.grouped(COMPARED), vectors))

    def set_aside(self, gap: str, editor: Editor) -> None:
        """Note that no answer is to be written. Raises UnknownGapError."""
        if not self._board.set_aside(gap, editor):
            raise UnknownGapError(gap)

    def take_up(self, gap: str) -> None:
        """Note that an answer is to be written after all. Raises UnknownGapError."""
        if not self._board.set_aside(gap, None):
            raise UnknownGapError(gap)

    def try_out(self, gap: str, draft: Draft, author: str) -> tuple[Trial, ...]:
        """Return how the most similar questions that were asked would be answered, the most similar first.

        Raises BrokenDraftError; NotReadyError where there is no index.
        """
        checked, hosted = _checked(draft, author), self._hosted()
        if hosted is None or hosted.shelf is None or (vectors := self._meaning()) is None:
            raise NotReadyError("there is no index to answer from. Mend: lotse index")
        answer = AnswerVersion(gap, 0, checked, author, datetime.now(UTC))
        answers = hosted.shelf.draft(answer)
        trying = hosted.assistant.answering_from(AnswerSkill(lambda: answers, self._phrases))
        questions = self._similar(checked, vectors)
        return tuple(
            _trial(text, _alone(trying, text, lang), _alone(hosted.assistant, text, lang), gap)
            for text, lang in questions
        )

    def publish(self, gap: str, draft: Draft, editor: Editor) -> AnswerVersion:
        """Serve an answer from the next question on. Raises BrokenDraftError, UnknownGapError."""
        self.gather()  # who asked until now is to be told
        return self._served(self._board.publish(gap, _checked(draft, editor.name), editor), gap)

    def restore(self, gap: str, version: int, editor: Editor) -> AnswerVersion:
        """Serve an earlier version again, as a new one. Raises UnknownGapError, BrokenDraftError without a name."""
        known = next((one for one in self.gap(gap).versions if one.version == version), None)
        if known is None:
            raise UnknownGapError(f"{gap}, {version}")
        return self._served(self._board.publish(gap, _checked(known.draft, editor.name), editor, version), gap)

    def withdraw(self, gap: str, editor: Editor) -> AnswerVersion:
        """Serve a gap's answer no longer.

        Raises UnknownGapError where none is served, BrokenDraftError without a name.
        """
        if not editor.name.strip():
            raise BrokenDraftError((Rule.NO_AUTHOR,))
        return self._served(self._board.withdraw(gap, editor), gap)

    def keep_current(self) -> None:
        """Serve what the store says, should that have changed. Raises GapError."""
        self._publisher.keep_current()

    def _served(self, version: AnswerVersion | None, gap: str) -> AnswerVersion:
        if version is None:
            raise UnknownGapError(gap)
        self._publisher.keep_current()
        return version

    def _similar(self, draft: Draft, vectors: Vectors) -> tuple[tuple[str, Language], ...]:
        asked = dict(self._board.asked(LOOKED_AT))
        index = WordingIndex((Wording(text, text) for text in asked), vectors)
        best: dict[str, float] = {}
        for wording in draft.wordings:
            for language in draft.texts:
                for one in index.ranked(wording, language)[: 2 * SHOWN]:
                    best[one.wording.key] = max(one.value, best.get(one.wording.key, 0.0))
        ranked = sorted(best, key=lambda text: (-best[text], text))
        return tuple((text, asked[text]) for text in ranked[:SHOWN])

    def _meaning(self) -> Vectors | None:
        """Vectors are kept for as long as the index is the same one."""
        hosted = self._hosted()
        if hosted is None or hosted.shelf is None:
            return None
        if self._vectors is None or self._generation != hosted.generation:
            self._vectors, self._generation = hosted.shelf.vectors(), hosted.generation
        return self._vectors


def _checked(draft: Draft, author: str) -> Draft:
    checked = tidy_draft(draft)
    if rules := broken_rules(checked, author):
        raise BrokenDraftError(rules)
    return checked


def _trial(question: str, answer: Answer, before: Answer, gap: str) -> Trial:
    ours = any(cited.passage.startswith(f"{PREFIX}{gap}@") for cited in answer.citations)
    return Trial(question, answer, before, ours)


def _alone(assistant: Assistant, text: str, language: Language) -> Answer:
    """The answer to a question with nothing before it."""
    conversation = Conversation("trial", language=language)
    return assistant.respond(Message(text, Audience.RECRUITER, conversation.id), conversation).answer
