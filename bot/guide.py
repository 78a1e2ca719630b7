"""What may be shown of the guide besides answers: its channels and checklists, for one audience, in one language."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from bot.phrases import Phrases
from bot.skills.request import Knowledge, Voice
from knowledge.models import Audience, Channel, Item, Language, Limit, ListKind, Localized, Passage, Reason, Topic
from knowledge.passages import passage_id
from knowledge.text import fold, words

KINDS = (
    "professional-network", "social-network", "visual-network", "video", "live-streaming",
    "microblog", "blog-network", "community", "events", "messenger",
)  # fmt: skip
"""The kinds of channels in the order in which they are shown; `kind.…` in the phrases names them."""

REGIONS: Mapping[str, tuple[frozenset[str], Localized]] = {
    "dach": (
        frozenset({"DE", "AT", "CH"}),
        Localized("Deutschland, Österreich, Schweiz", "Germany, Austria, Switzerland"),
    ),
    "cis": (frozenset({"RU", "CIS"}), Localized("Russland und GUS-Staaten", "Russia and CIS states")),
    "asia": (frozenset({"JP", "ASIA"}), Localized("Japan und übriges Asien", "Japan and elsewhere in Asia")),
    "china": (frozenset({"CN"}), Localized("China", "China")),
}
"""The regions that the guide speaks of (points 71-74, 76), by the codes that channels' files use for them."""

_SHORT_WORD = 4
"""Letters. Shorter words are looked for at the beginning of words only, or "x" would be found everywhere."""


@dataclass(frozen=True, slots=True)
class GuidePassage:
    """A text of the guide with the points it rests on and the title of its source."""

    title: str
    text: str
    points: tuple[int, ...]
    source: str


@dataclass(frozen=True, slots=True)
class GuideRegion:
    """Where a channel is at home."""

    id: str
    label: str


@dataclass(frozen=True, slots=True)
class TraitFit:
    """What speaks for a channel, given a trait. Strength 3: the guide names exactly this; 1: it follows weakly."""

    trait: str
    label: str
    strength: int
    text: str
    points: tuple[int, ...]
    evidence: tuple[GuidePassage, ...]


@dataclass(frozen=True, slots=True)
class ChannelLimit:
    """What speaks against a channel: when a trait is asked for, for another `region`, or `always`.

    `label` is the trait's name, empty for the other two.
    """

    when: str
    label: str
    text: str
    points: tuple[int, ...]
    evidence: tuple[GuidePassage, ...]


@dataclass(frozen=True, slots=True)
class ChannelProfile:
    """All that the guide says about a channel. `age` is from and to, in years; without `regions` it is bound to none.

    `questions` are what people may ask to read on, first whom the channel reaches.
    """

    id: str
    name: str
    aliases: tuple[str, ...]
    short: str
    kind: str
    kind_label: str
    age: tuple[int, int] | None
    regions: tuple[GuideRegion, ...]
    fits: tuple[TraitFit, ...]
    limits: tuple[ChannelLimit, ...]
    platform: GuidePassage
    audience: GuidePassage
    questions: tuple[str, ...]

    def fit(self, trait: str) -> TraitFit | None:
        """Return what speaks for the channel given the trait."""
        return next((fit for fit in self.fits if fit.trait == trait), None)

    def strength(self, trait: str) -> int:
        """Return 1 to 3, or 0 where the guide says nothing."""
        fit = self.fit(trait)
        return fit.strength if fit else 0


@dataclass(frozen=True, slots=True)
class ChecklistStep:
    """One step."""

    id: str
    title: str
    text: str
    points: tuple[int, ...]
    source: str


@dataclass(frozen=True, slots=True)
class GuideChecklist:
    """Steps in order; `topic` is the id of the topic they belong to, `question` what they answer."""

    topic: str
    title: str
    question: str
    steps: tuple[ChecklistStep, ...]
    source: str


class Guide:
    """The guide as each audience may see it."""

    def __init__(self, knowledge: Mapping[Audience, Knowledge], phrases: Phrases) -> None:
        self._knowledge = knowledge
        self._phrases = phrases

    def topic_titles(self, audience: Audience, language: Language) -> Mapping[str, str]:
        """Return the titles of all topics by id."""
        return {id_: topic.title.within(language) for id_, topic in self._knowledge[audience].topics.items()}

    def topic_questions(self, audience: Audience) -> Mapping[str, Localized]:
        """Return the question that each topic answers, by id."""
        return {id_: topic.question for id_, topic in self._knowledge[audience].topics.items()}

    def channels(self, audience: Audience, language: Language) -> tuple[ChannelProfile, ...]:
        """Return the channels that the audience may see, by kind, then by name."""
        return channel_profiles(self._knowledge[audience], Voice(self._phrases, language))

    def channel(self, id_: str, audience: Audience, language: Language) -> ChannelProfile | None:
        """Return a channel, or None where there is none that the audience may see."""
        return channel_profile(self._knowledge[audience], id_, Voice(self._phrases, language))

    def checklists(self, audience: Audience, language: Language) -> tuple[GuideChecklist, ...]:
        """Return the checklists that the audience may see."""
        return guide_checklists(self._knowledge[audience], Voice(self._phrases, language))

    def checklist(self, topic: str, audience: Audience, language: Language) -> GuideChecklist | None:
        """Return a checklist, or None where there is none that the audience may see."""
        return next((found for found in self.checklists(audience, language) if found.topic == topic), None)


def channel_profiles(knowledge: Knowledge, voice: Voice) -> tuple[ChannelProfile, ...]:
    """Return every channel of the knowledge, by kind, then by name."""
    profiles = [_Writer(knowledge, voice).profile(channel) for channel in knowledge.channels.values()]
    return tuple(sorted(profiles, key=lambda profile: (KINDS.index(profile.kind), profile.name.casefold())))


def channel_profile(knowledge: Knowledge, id_: str, voice: Voice) -> ChannelProfile | None:
    """Return the channel, or None where the knowledge has none of that id."""
    channel = knowledge.channels.get(id_)
    return _Writer(knowledge, voice).profile(channel) if channel else None


def guide_checklists(knowledge: Knowledge, voice: Voice) -> tuple[GuideChecklist, ...]:
    """Return every topic whose items are steps."""
    writer = _Writer(knowledge, voice)
    topics = knowledge.topics.values()
    return tuple(writer.checklist(topic) for topic in topics if topic.list_kind is ListKind.STEPS)


def mentions(profile: ChannelProfile, text: str) -> bool:
    """Whether every word of `text` occurs in what speaks for the channel; case and umlauts do not matter.

    Limits do not count: they name what the channel is not for.
    """
    said = f" {' '.join(words(fold(' '.join(_said(profile)))))}"
    return all((word if len(word) >= _SHORT_WORD else f" {word}") in said for word in words(fold(text)))


def _said(profile: ChannelProfile) -> Iterator[str]:
    yield from (profile.name, *profile.aliases, profile.short, profile.kind_label)
    yield from (profile.platform.text, profile.audience.text)
    yield from (region.label for region in profile.regions)
    for fit in profile.fits:
        yield from (fit.label, fit.text)


def _regions(codes: Iterable[str], language: Language) -> tuple[GuideRegion, ...]:
    """A code that belongs to no region stands for itself, so that it is not lost."""
    found = dict.fromkeys(next((id_ for id_, (known, _) in REGIONS.items() if code in known), code) for code in codes)
    return tuple(GuideRegion(id_, REGIONS[id_][1].within(language) if id_ in REGIONS else id_) for id_ in found)


class _Writer:
    """Words one audience's knowledge in one language."""

    def __init__(self, knowledge: Knowledge, voice: Voice) -> None:
        self._knowledge = knowledge
        self._language = voice.language
        self._voice = voice

    def profile(self, channel: Channel) -> ChannelProfile:
        platform, audience = (self._knowledge.topics[f"{facet}:{channel.id}"] for facet in ("platform", "audience"))
        return ChannelProfile(
            id=channel.id,
            name=channel.name,
            aliases=channel.aliases,
            short=channel.short.within(self._language),
            kind=channel.kind,
            kind_label=_capital(self._voice.say(f"kind.{channel.kind}")),
            age=(channel.age.first, channel.age.last) if channel.age else None,
            regions=_regions(channel.regions, self._language),
            fits=tuple(self._fit(reason) for reason in sorted(channel.reasons, key=lambda reason: -reason.strength)),
            limits=tuple(self._limit(limit) for limit in channel.limits),
            platform=self._lead(platform),
            audience=self._lead(audience),
            questions=tuple(topic.question.within(self._language) for topic in (audience, platform)),
        )

    def checklist(self, topic: Topic) -> GuideChecklist:
        source = self._source(topic.source)
        return GuideChecklist(
            topic=topic.id,
            title=topic.title.within(self._language),
            question=topic.question.within(self._language),
            steps=tuple(self._step(item, source) for item in topic.items),
            source=source,
        )

    def _step(self, item: Item, source: str) -> ChecklistStep:
        title, text = item.title.within(self._language), item.text.within(self._language)
        return ChecklistStep(item.id, title, text, item.points, source)

    def _fit(self, reason: Reason) -> TraitFit:
        label, text = self._trait(reason.trait), reason.text.within(self._language)
        evidence = self._evidence(reason.points)
        return TraitFit(reason.trait, label, reason.strength, text, reason.points, evidence)

    def _limit(self, limit: Limit) -> ChannelLimit:
        label, text = self._trait(limit.when), limit.text.within(self._language)
        return ChannelLimit(limit.when, label, text, limit.points, self._evidence(limit.points))

    def _trait(self, id_: str) -> str:
        trait = self._knowledge.library.traits.get(id_)
        return trait.name.within(self._language) if trait else ""

    def _lead(self, topic: Topic) -> GuidePassage:
        lead = topic.statements[0]
        return self._shown(self._knowledge.passages[passage_id(topic.id, lead.id, self._language)])

    def _shown(self, passage: Passage) -> GuidePassage:
        return GuidePassage(passage.title, passage.text, passage.points, self._source(passage.source))

    def _source(self, id_: str) -> str:
        return self._knowledge.library.sources[id_].title.within(self._language)

    def _evidence(self, points: tuple[int, ...]) -> tuple[GuidePassage, ...]:
        """Return for each point the passage that is about the fewest others, each passage once."""
        nearest = (self._knowledge.nearest(point, self._language) for point in sorted(points))
        return tuple(self._shown(passage) for passage in dict.fromkeys(nearest) if passage)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
