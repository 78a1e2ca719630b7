"""Message and conversation → Understanding."""

from functools import lru_cache

from bot.understanding.brief_reader import BriefReader
from bot.understanding.classifier import Classifier
from bot.understanding.decisions import decide, with_attitude
from bot.understanding.followup import FollowUps, for_vacancy
from bot.understanding.language import LanguageDetector
from bot.understanding.models import Conversation, Understanding
from bot.understanding.positions import find_position
from bot.understanding.reading import Reader
from bot.understanding.sighting import Sighting
from bot.understanding.vocabulary import Kind
from knowledge.models import Language

READINGS_KEPT = 64
"""A message is read once, although its language and its meaning both ask for that; so many are on their way at once."""


class Understander:
    """Reads a message, guesses its label, and decides. `threshold` is fitted when the index is built."""

    def __init__(
        self,
        reader: Reader,
        languages: LanguageDetector,
        classifier: Classifier,
        briefs: BriefReader,
        followups: FollowUps,
        threshold: float,
        fallback: Language,
    ) -> None:
        self._read = lru_cache(maxsize=READINGS_KEPT)(reader.read)
        self._languages = languages
        self._classifier = classifier
        self._briefs = briefs
        self._followups = followups
        self._threshold = threshold
        self._fallback = fallback

    def language_of(self, text: str, conversation: Conversation) -> Language:
        """Return the language in which `text` is to be answered."""
        reading = self._read(text)
        spans = [(place.first, place.last) for place in reading.places]
        spans += [(mention.first, mention.last) for mention in reading.of(Kind.CHANNEL)]
        named = {position for first, last in spans for position in range(first, last + 1)}
        # Names of towns and channels are the same in both languages, or look like the wrong one.
        rest = " ".join(token.text for position, token in enumerate(reading.tokens) if position not in named)
        return self._languages.detect(rest or text, conversation.language, self._fallback)

    def understand(self, text: str, language: Language, conversation: Conversation) -> Understanding:
        """Return what `text` wants, given what was said before."""
        reading = self._read(text)
        guess = self._classifier.classify(reading, language)
        reading = with_attitude(reading, guess, conversation.last)
        sighting = Sighting(
            reading=reading,
            language=language,
            guess=guess,
            brief=self._briefs.read(reading, guess.channels),
            position=find_position(text),
        )
        following = self._followups.follow(sighting, conversation.last, conversation.vacancy)
        return following or for_vacancy(decide(sighting, self._threshold), conversation.vacancy)
