"""What a message wants that goes on from the one before."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from bot.understanding.brief import Brief, Origin
from bot.understanding.classifier import facet_of
from bot.understanding.decisions import OVERVIEWS, SURE_OF_CHANNEL, SURE_OF_DESCRIBED, facet_topics
from bot.understanding.labels import AUDIENCE, DECLINED, FACETS, PLATFORM, is_topic
from bot.understanding.models import Turn, Understanding
from bot.understanding.sighting import Sighting
from bot.understanding.vocabulary import FILLER, Kind
from knowledge.models import Intent

FOLLOWUP_START, REFERS_BACK = "followup-start", "grammar-refers-back"
LONGEST = 10
"""Words. Longer messages stand for themselves."""
FRAGMENT = 3
TOO_SHORT_TO_DESCRIBE = 5
"""Words. "And who is on there" sounds like some channel's people without meaning them."""
PROBABLE = 0.2
"""From this probability of the label `followup` on a message may go on from the one before."""
SURE_FACET = 0.6
SURE_PLATFORM = 0.9
SURE_OUTSIDE = 0.75
"""A fragment with a job, a place or a channel goes on from the last message unless it is outside this surely."""
SURE_TO_STAY = 0.5
"""From this probability on "are there nurses too" asks about the channel just talked about."""
LIKELY_TOPIC = 0.15
LIKELY_PART = 0.015
LEAST = 0.05
"""A topic is meant from this probability on, and a part of the list just shown ("the diversity bit") from this."""
AHEAD = 2.0
"""How many times as probable as the next one it must be."""
_ADVICE = frozenset({Intent.CHANNEL_ADVICE, Intent.COMPARE_CHANNELS, Intent.WHY_NOT})

Parts = Mapping[str, frozenset[str]]
"""Topic → the topics that its entries lead to."""


class FollowUps:
    """Continues conversations. `threshold` is the calibrated one from which a message is declined."""

    def __init__(self, parts: Parts, threshold: float) -> None:
        self._parts = parts
        self._threshold = threshold

    def follow(self, sighting: Sighting, last: Turn | None, vacancy: Turn | None = None) -> Understanding | None:
        """Return what the message wants as a follow-up, or None where it stands for itself.

        `vacancy` is the last turn that gave advice: a question in between does not end it.
        """
        if last is None or _stands_alone(sighting):
            return None
        if last.understanding.intent is None and last.understanding.topics and _refers_back(sighting):
            return _about(sighting, last, last.understanding.topics)
        if self._is_outside(sighting):
            return None
        if last.understanding.intent in _ADVICE:
            goes_on = _goes_on(sighting) or _tells_for_whom(sighting, last) or _tells_more(sighting)
            return _after_advice(sighting, last) if goes_on else None
        if vacancy and _changes_vacancy(sighting):
            return _after_advice(sighting, vacancy)
        return self._after_topic(sighting, last)

    def _is_outside(self, sighting: Sighting) -> bool:
        """A fragment looks like gibberish when it stands alone, so that label counts for nothing here."""
        if sighting.is_all_recognised:
            return False
        reading = sighting.reading
        named = _has_slots(sighting.brief) or reading.channels or reading.excluded or sighting.position is not None
        limit = max(self._threshold, SURE_OUTSIDE) if named else self._threshold
        return sighting.declined - sighting.probability(Intent.GIBBERISH) >= limit

    def _after_topic(self, sighting: Sighting, last: Turn) -> Understanding | None:
        topic = last.topic or ""
        if part := _likely_part(sighting, self._parts.get(topic, frozenset())):
            return _about(sighting, last, (part,))
        facet, _, channel = topic.partition(":")
        if facet in FACETS and sighting.probability(AUDIENCE) >= SURE_TO_STAY and _asks_on(sighting):
            return _about(sighting, last, (f"{AUDIENCE}:{channel}",))
        if _has_slots(sighting.brief):
            return None
        if sighting.reading.channels and _goes_on(sighting) and not _asks_for_topic(sighting):
            return _about(sighting, last, facet_topics(sighting, _facet(sighting, topic)))
        if facet in FACETS and _asks_on(sighting):
            return _about(sighting, last, (f"{facet_of(sighting.guess)}:{channel}",))
        if not _goes_on(sighting) or _asks_for_topic(sighting):
            return None
        if sighting.position is not None or sighting.guess.ranked()[0] == Intent.FOLLOWUP:
            return _about(sighting, last, last.understanding.topics)
        return None


def for_vacancy(understanding: Understanding, vacancy: Turn | None) -> Understanding:
    """Return what was understood with the vacancy of the conversation, where channels are weighed for none named."""
    weighs = understanding.intent in (Intent.COMPARE_CHANNELS, Intent.WHY_NOT)
    if vacancy is None or not weighs or not understanding.brief.empty:
        return understanding
    # What a question about a channel sounds like says nothing of the people looked for.
    news = Brief(excluded=understanding.brief.excluded)
    return replace(understanding, brief=vacancy.understanding.brief.updated(news))


def _changes_vacancy(sighting: Sighting) -> bool:
    """ "And in Vienna?" after a question in between is still about the vacancy; "and cooks in Ulm" is not."""
    brief = sighting.brief
    if sighting.reading.channels or sighting.probability(AUDIENCE) >= SURE_TO_STAY:
        return False
    another_job = bool(brief.role)
    if another_job and (brief.places or not _starts(sighting)):
        return False
    changes = bool(another_job or brief.places or brief.level or brief.excluded)
    return changes and _goes_on(sighting) and not _asks_for_topic(sighting)


def _stands_alone(sighting: Sighting) -> bool:
    words = len(sighting.reading.tokens)
    compares = len(sighting.reading.channels) > 1 and sighting.reading.has_cue("compare")
    return compares or not 0 < words <= LONGEST


def _tells_for_whom(sighting: Sighting, last: Turn) -> bool:
    """ "For a CFO in Zurich": what a comparison has asked for, and nothing else."""
    compared = last.understanding.intent is Intent.COMPARE_CHANNELS
    return compared and sighting.is_all_recognised and not sighting.reading.channels


def _tells_more(sighting: Sighting) -> bool:
    """ "They'd rather message someone personally": a trait of whoever was asked for, and no question."""
    brief, reading = sighting.brief, sighting.reading
    said = any(need.origin is Origin.SAID for need in brief.needs)
    topic = max(probability for label, probability in sighting.guess.labels.items() if _is_of_the_field(label))
    return said and topic < SURE_TO_STAY and not reading.asks and not (brief.role or brief.places or reading.channels)


def _goes_on(sighting: Sighting) -> bool:
    few = len(sighting.reading.tokens) <= FRAGMENT
    probable = sighting.probability(Intent.FOLLOWUP) >= PROBABLE
    # "So um die 17", "in Wien oder in Graz": a detail without anything that it could be one of.
    detail = sighting.is_all_recognised and not sighting.brief.role
    return _starts(sighting) or few or probable or detail or bool(sighting.reading.excluded)


def _refers_back(sighting: Sighting) -> bool:
    """ "And why is that?": nothing in it says what it is about, so that any topic it sounds like is chance."""
    cues = [cue for cue in sighting.reading.of(Kind.CUE) if cue.id in (FILLER, FOLLOWUP_START, REFERS_BACK)]
    known = {position for cue in cues for position in range(cue.first, cue.last + 1)}
    return len(known) == len(sighting.reading.tokens) and any(cue.id == REFERS_BACK for cue in cues)


def _starts(sighting: Sighting) -> bool:
    """Whether it begins as what goes on does: "und in Wien", "ok, what about Snapchat"."""
    cues = sighting.reading.of(Kind.CUE)
    fillers = {cue.first: cue.last for cue in cues if cue.id == FILLER}
    starts = {cue.first for cue in cues if cue.id == FOLLOWUP_START}
    position = 0
    while position not in starts and position in fillers:
        position = fillers[position] + 1
    return position in starts


def _after_advice(sighting: Sighting, last: Turn) -> Understanding | None:
    before, news = last.understanding, sighting.brief
    if sighting.reading.channels and not news.excluded and not _has_slots(news):
        if _asks_what_it_is(sighting):
            return None
        return _next(sighting, Intent.WHY_NOT, before.brief, channels=sighting.reading.channels)
    wants_more = sighting.reading.has_cue("more") and not _has_slots(news) and not news.excluded
    told = _has_slots(news) and (sighting.is_all_recognised or _tells_more(sighting))
    if not news.excluded and not wants_more and not told and _asks_for_topic(sighting):
        return None
    if wants_more:
        news = replace(news, given=frozenset(last.channels))
    if _has_slots(news) or news.excluded or news.given:
        channels = before.channels if before.intent is Intent.COMPARE_CHANNELS else ()
        intent = Intent.COMPARE_CHANNELS if channels else Intent.CHANNEL_ADVICE
        return _next(sighting, intent, before.brief.updated(news), channels=channels)
    if sighting.guess.ranked()[0] == Intent.FOLLOWUP:
        return replace(before, text=sighting.reading.text, language=sighting.language)
    return None


def _asks_what_it_is(sighting: Sighting) -> bool:
    """ "What's Tumblr" asks for no rank, unlike "Tumblr?" and "what about Tumblr"."""
    named = {p for m in sighting.reading.of(Kind.CHANNEL) for p in range(m.first, m.last + 1)}
    more = len(sighting.reading.tokens) > len(named) and not _starts(sighting)
    return more and sighting.probability(PLATFORM) >= SURE_PLATFORM


def _likely_part(sighting: Sighting, parts: frozenset[str]) -> str | None:
    if sighting.probability(Intent.CHANNEL_ADVICE) >= SURE_TO_STAY:
        return None
    return _ahead(sighting, sorted(parts), LIKELY_PART)


def _asks_for_topic(sighting: Sighting) -> bool:
    """A topic leads among all that are topics.

    That a message goes on from another one says nothing of its topic, so the label `followup` takes no part.
    """
    topics = [label for label in sighting.guess.labels if _is_of_the_field(label)]
    others_than_followup = 1 - sighting.probability(Intent.FOLLOWUP)
    best = _ahead(sighting, topics, max(LEAST, LIKELY_TOPIC * others_than_followup))
    others = max((sighting.probability(label) for label in (*FACETS, Intent.CHANNEL_ADVICE)), default=0.0)
    return best is not None and sighting.probability(best) > others


def _is_of_the_field(label: str) -> bool:
    return is_topic(label) and label not in FACETS


def _ahead(sighting: Sighting, labels: Iterable[str], least: float) -> str | None:
    ranked = sorted(labels, key=lambda label: (-sighting.probability(label), label))
    if not ranked or sighting.probability(ranked[0]) < least:
        return None
    second = sighting.probability(ranked[1]) if len(ranked) > 1 else 0.0
    return ranked[0] if sighting.probability(ranked[0]) >= AHEAD * second else None


def _facet(sighting: Sighting, topic: str) -> str:
    """The facet just talked about, unless the message itself asks for one: "and xing?" names none."""
    before = topic.partition(":")[0]
    said = [
        mention for mention in sighting.reading.mentions if mention.kind == Kind.CHANNEL or mention.id == FOLLOWUP_START
    ]
    rest = len(sighting.reading.tokens) - len({p for m in said for p in range(m.first, m.last + 1)})
    sure = max(sighting.probability(PLATFORM), sighting.probability(AUDIENCE)) >= SURE_FACET
    if before in FACETS and (rest <= 1 or not sure):
        return before
    return facet_of(sighting.guess)


def _asks_on(sighting: Sighting) -> bool:
    """ "And who is there?": a facet is asked for, but no channel is named or described."""
    # That it is outside has been decided against already.
    best = next(label for label in sighting.guess.ranked() if label not in DECLINED and label != Intent.FOLLOWUP)
    brief = _starts(sighting) and len(sighting.reading.tokens) <= TOO_SHORT_TO_DESCRIBE
    sure = SURE_OF_DESCRIBED if brief else SURE_OF_CHANNEL
    described = max(sighting.guess.channels.values(), default=0.0) >= sure
    # That it goes on from the last message, however surely, says nothing of what it asks for.
    least = min(LEAST, LIKELY_TOPIC * (1 - sighting.probability(Intent.FOLLOWUP)))
    asked = best in (*FACETS, *OVERVIEWS.values()) and sighting.probability(best) >= least
    return asked and not described and not sighting.reading.channels


def _has_slots(brief: Brief) -> bool:
    return not brief.empty or bool(brief.remote or brief.worldwide)


def _about(sighting: Sighting, last: Turn, topics: tuple[str, ...]) -> Understanding:
    named = dict.fromkeys(topic.partition(":")[2] for topic in topics if topic.partition(":")[0] in FACETS)
    following = _next(sighting, None, last.understanding.brief, tuple(named))
    return replace(following, topics=topics, position=sighting.position)


def _next(sighting: Sighting, intent: Intent | None, brief: Brief, channels: tuple[str, ...] = ()) -> Understanding:
    return Understanding(
        text=sighting.reading.text,
        language=sighting.language,
        intent=intent,
        channels=channels,
        brief=brief,
        inside=1 - sighting.declined,
    )
