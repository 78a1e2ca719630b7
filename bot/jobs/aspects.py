"""What a question about one job is about, and which sentences of a post are about that."""

import tomllib
from collections.abc import Iterator, Mapping
from importlib.resources import files

from bot.jobs.models import Aspect
from bot.understanding.lexicon import Lexicon, Term, build_lexicon, tokenize

JUDGING = "judging"
"""Files questions that ask to evaluate or compare people."""

_KIND = "aspect"
_NARROWER = {
    Aspect.APPLY: {Aspect.DOCUMENTS, Aspect.DEADLINE, Aspect.PROCESS, Aspect.CONTACT, Aspect.STILL_OPEN},
    Aspect.REQUIREMENTS: {Aspect.EXPERIENCE, Aspect.EDUCATION, Aspect.LANGUAGES, Aspect.DOCUMENTS},
    Aspect.PLACE: {Aspect.APPLY, Aspect.REMOTE},
    Aspect.EMPLOYER: set(Aspect) - {Aspect.EMPLOYER, Aspect.OTHER},
    Aspect.BENEFITS: {Aspect.HOLIDAYS},
    Aspect.HOURS: {Aspect.SALARY, Aspect.SHIFTS},
    Aspect.TASKS: {Aspect.REQUIREMENTS, Aspect.SHIFTS, Aspect.TRAVEL},
}
"""An aspect gives way where the question names one of these too: "how long can I apply" asks for the deadline."""


class AspectReader:
    """Reads questions and sentences by the words of `wording/aspects.toml`, forgiving typing errors in questions."""

    def __init__(self) -> None:
        words = tomllib.loads(files("bot.jobs.wording").joinpath("aspects.toml").read_text(encoding="utf-8"))
        self._asks = _lexicon(words, "asks")
        self._says = _lexicon(words, "says")

    def asked(self, question: str) -> tuple[Aspect, ...]:
        """Return what the question is about, in the order in which it says so; none where nothing is recognised."""
        found = [Aspect(id_) for id_ in _ids(self._asks, question) if id_ != JUDGING]
        return tuple(aspect for aspect in found if not _NARROWER.get(aspect, set()) & set(found))

    def judges(self, question: str) -> bool:
        """Whether the question asks to evaluate or compare people."""
        return JUDGING in _ids(self._asks, question)

    def about(self, sentence: str, aspect: Aspect) -> bool:
        """Whether a sentence of a post says something about `aspect`."""
        mentions = self._says.find(tokenize(sentence))
        return any(mention.exact and mention.id == aspect for mention in mentions)

    def words(self, question: str) -> tuple[str, ...]:
        """Return the folded words of a question."""
        return tuple(token.folded for token in tokenize(question))


def _lexicon(words: Mapping[str, Mapping[str, list[str]]], column: str) -> Lexicon:
    return build_lexicon(_phrases(words, column), {}, frozenset())


def _phrases(words: Mapping[str, Mapping[str, list[str]]], column: str) -> Iterator[tuple[str, Term]]:
    for id_, columns in words.items():
        # In sentences one word may speak of several aspects; in questions the longest phrase wins.
        kind = _KIND if column == "asks" else id_
        yield from ((phrase, Term(kind, id_)) for phrase in columns[column])


def _ids(lexicon: Lexicon, text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(mention.id for mention in lexicon.find(tokenize(text))))
