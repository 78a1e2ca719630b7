"""Message and conversation → Understanding."""

from dataclasses import replace
from functools import lru_cache

from bot.understanding.brief_reader import BriefReader
from bot.understanding.classifier import Classifier
from bot.understanding.decisions import decide, with_attitude
from bot.understanding.followup import FollowUps, for_vacancy
from bot.understanding.labels import DECLINED
from bot.understanding.language import LanguageDetector
from bot.understanding.models import Conversation, Understanding
from bot.understanding.positions import find_position
from bot.understanding.reading import Reader
from bot.understanding.sighting import Sighting
from bot.understanding.vocabulary import Kind
from knowledge.models import Intent, Language
from retrieval.sentences import split_sentences

SURE_WITHIN = 0.85
"""How probably a question is inside that is answered although the message around it is not known."""
LEAST_WORDS = 3
"""Words of such a question: "Problem?" asks for nothing by itself."""
_NOT_KNOWN = frozenset({Intent.OUTSIDE, Intent.GIBBERISH})

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
        whole = self._understood(text, language, conversation)
        asked = lone_question(text) if whole.intent in _NOT_KNOWN else None
        if asked is None:
            return whole
        within = self._understood(asked, language, conversation)
        return replace(within, text=text) if within.inside >= SURE_WITHIN and within.intent not in DECLINED else whole

    def _understood(self, text: str, language: Language, conversation: Conversation) -> Understanding:
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


def lone_question(text: str) -> str | None:
    """Return the only question among several sentences: "Was ist TikTok? Ich frage für meinen Chef"."""
    sentences = split_sentences(text)
    asked = [sentence for sentence in sentences if sentence.endswith("?")]
    alone = len(sentences) > 1 and len(asked) == 1 and len(asked[0].split()) >= LEAST_WORDS
    return asked[0] if alone else None
