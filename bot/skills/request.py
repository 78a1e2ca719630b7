"""What every skill gets and what it needs to answer."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol

from bot.models import Answer, Citation
from bot.phrases import Phrases
from bot.understanding.models import Turn, Understanding
from knowledge.models import Audience, Channel, Language, Library, Passage, Topic


@dataclass(frozen=True, slots=True)
class Knowledge:
    """What one audience may see. Skills never get to see more."""

    library: Library
    topics: Mapping[str, Topic]
    channels: Mapping[str, Channel]
    passages: Mapping[str, Passage]

    @property
    def of_guest(self) -> bool:
        """Whether it is that of somebody who recruits nobody: they see no channel, and get no recruiter's question."""
        return not self.channels

    def nearest(self, point: int, language: Language) -> Passage | None:
        """Return the passage on a point that is about the fewest others."""
        found = (one for one in self.passages.values() if one.language is language and point in one.points)
        return min(found, key=lambda passage: (len(passage.points), passage.id), default=None)


@dataclass(frozen=True, slots=True)
class Request:
    """A message understood, for whom, and what came before it."""

    understanding: Understanding
    audience: Audience
    knowledge: Knowledge
    last: Turn | None = None

    @property
    def language(self) -> Language:
        """The language of the answer."""
        return self.understanding.language

    def cite(self, ids: Iterable[str], points: Iterable[int] = ()) -> tuple[Citation, ...]:
        """Return a citation for each passage that the audience may see, each once, and for every other point shown."""
        cited = [passage for id_ in dict.fromkeys(ids) if (passage := self.knowledge.passages.get(id_))]
        for point in sorted(set(points)):
            if not any(point in passage.points for passage in cited):
                nearest = self.knowledge.nearest(point, self.language)
                cited += [nearest] if nearest else []
        sources = self.knowledge.library.sources
        return tuple(
            Citation(
                passage=passage.id,
                title=passage.title,
                points=passage.points,
                source=sources[passage.source].title.within(self.language),
                text=passage.text,
            )
            for passage in cited
        )


class Skill(Protocol):
    """One thing that Lotse can do."""

    def answer(self, request: Request) -> Answer:
        """Return the answer."""
        ...


@dataclass(frozen=True, slots=True)
class Voice:
    """The phrases in one language: what skills speak with."""

    phrases: Phrases
    language: Language

    def say(self, key: str, **values: object) -> str:
        """Return the wording."""
        return self.phrases.say(key, self.language, **values)


def visible(library: Library, passages: Mapping[str, Passage], audience: Audience) -> Knowledge:
    """Return what an audience may see."""
    return Knowledge(
        library=library,
        topics={id_: topic for id_, topic in library.topics.items() if audience in topic.audiences},
        channels={id_: channel for id_, channel in library.channels.items() if audience in channel.audiences},
        passages={id_: passage for id_, passage in passages.items() if audience in passage.audiences},
    )
