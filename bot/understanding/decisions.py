"""What a message wants, where it stands for itself. Rules add what structure knows to what was learned."""

from dataclasses import replace

from bot.understanding.brief import Brief, Origin
from bot.understanding.classifier import Guess, facet_of
from bot.understanding.labels import AUDIENCE, DECLINED, FACETS, PLATFORM, is_topic, share
from bot.understanding.models import Turn, Understanding
from bot.understanding.reading import Reading
from bot.understanding.sighting import Sighting
from bot.understanding.vocabulary import GENERIC_OCCUPATION, Kind
from knowledge.models import Attitude, Intent

SURE = 0.5
"""A label this probable is followed even where the structure points elsewhere."""
FRAGMENT = 3
"""Words: "und bei xing?" tells nothing of an attitude."""
SURE_UNWANTED, SURE_WANTED = 0.7, 0.9
"""From these probabilities on the classifier settles whether a channel is wanted; below, the cues do."""
GIVEN_UP = 0.85
"""From this probability on, a channel that is told of after advice is given up."""
SURE_OF_CHANNEL = 0.35
"""From this probability on a channel that is only described ("pictures that vanish") counts as named."""
PROBABLE_FACET, SURE_OF_DESCRIBED = 0.25, 0.7
"""From both on, a question for channels in general is one for the channel that is described."""
AHEAD = 0.9
"""What is declined must be about as probable as the likeliest that is not."""
SURE_ADVICE = 0.75
"""A job title and a place are a request for channels unless it is declined with at least this probability."""
BARE = 0.6
"""The same where there is a place and no job title that is known: "taxidermist, natural history museum, Vienna"."""
IN_PASSING = 0.2
"""A request this probable is one where a channel is named beside a job and a place."""
LEAST_INSIDE = 0.05
"""Of less than this, no share says anything."""
SEVERAL = 2
"""So many traits describe people as well as a job title does."""
OVERVIEWS = {PLATFORM: "platforms-overview", AUDIENCE: "audiences"}
COMPARABLE = frozenset({*FACETS, Intent.CHANNEL_ADVICE})
OF_CHANNELS = frozenset({*FACETS, Intent.WHY_NOT})
_SOLITARY = frozenset({Intent.FOLLOWUP})
_OF_SENTENCES = ("grammar-auxiliary", "grammar-predicate")


def decide(sighting: Sighting, threshold: float) -> Understanding:
    """Return what the message wants. It is declined from the probability `threshold` on."""
    if channel := _unknown_channel(sighting):
        return replace(_understood(sighting, Intent.OUTSIDE, None), unknown_channel=channel)
    if _is_declined(sighting, threshold):
        return _understood(sighting, sighting.best(DECLINED), None)
    label = _likeliest(sighting)
    if label in OVERVIEWS.values() and _describes_channel(sighting):
        label = facet_of(sighting.guess)
    return _understood(sighting, _intent(sighting, label), label)


def with_attitude(reading: Reading, guess: Guess, last: Turn | None) -> Reading:
    """Settle whether the channels named in a request are wanted, where the classifier is sure of it.

    Cues are exact beside a channel and blind elsewhere ("xing can stay in the drawer"); several channels may differ.
    """
    label = next(label for label in guess.ranked() if label not in DECLINED)
    one = len({mention.id for mention in reading.of(Kind.CHANNEL)}) == 1
    advised = last is not None and last.understanding.intent is Intent.CHANNEL_ADVICE
    asks = label == Intent.CHANNEL_ADVICE or (label == Intent.FOLLOWUP and advised and len(reading.tokens) > FRAGMENT)
    gives_up = advised and label != Intent.WHY_NOT and _gives_up(reading, guess)
    if not one or not (asks or gives_up or _is_doubtful_facet(reading, guess, label)):
        return reading
    if guess.unwanted >= SURE_UNWANTED:
        return replace(reading, attitude=Attitude.UNWANTED)
    return replace(reading, attitude=Attitude.WANTED) if guess.unwanted <= 1 - SURE_WANTED else reading


def _gives_up(reading: Reading, guess: Guess) -> bool:
    """ "LinkedIn costs too much", "we left Facebook", told after advice, rather than asked."""
    return guess.unwanted >= GIVEN_UP and len(reading.tokens) >= FRAGMENT and not reading.asks


def _is_doubtful_facet(reading: Reading, guess: Guess, label: str) -> bool:
    """People are described, and that the channel itself is asked about is far from sure."""
    kinds = (Kind.OCCUPATION, Kind.SENIORITY, Kind.TRAIT)
    described = any(m.kind in kinds and m.id != GENERIC_OCCUPATION for m in reading.mentions)
    return label in FACETS and described and _facets(guess) < SURE


def _facets(guess: Guess) -> float:
    """How probably a channel itself is asked about, whichever of its facets, among all that is answered.

    "Was ist TikTok? Ich bin Werkstattmeister" may sound like either facet, and somewhat like what is outside.
    """
    return share(guess.labels, FACETS) / max(1 - share(guess.labels, DECLINED), LEAST_INSIDE)


def ranked_topics(sighting: Sighting) -> tuple[str, ...]:
    """Return the topics, the most probable first, with facets resolved to channels."""
    topics: list[str] = []
    for label in sighting.guess.ranked():
        if label in FACETS:
            topics += facet_topics(sighting, label)
        elif is_topic(label):
            topics.append(label)
    return tuple(dict.fromkeys(topics))


def facet_topics(sighting: Sighting, facet: str) -> tuple[str, ...]:
    """Return the facet's topics of the channels named or, failing that, described."""
    named = sighting.reading.channels or sighting.reading.excluded
    if named:
        return tuple(f"{facet}:{channel}" for channel in named)
    channel = max(sorted(sighting.guess.channels), key=lambda c: sighting.guess.channels[c])
    if sighting.guess.channels[channel] >= SURE_OF_CHANNEL:
        return (f"{facet}:{channel}",)
    return (OVERVIEWS[facet],)


def _likeliest(sighting: Sighting) -> str:
    """The most probable label of those that can be answered by themselves."""
    return next(label for label in sighting.guess.ranked() if label not in DECLINED | _SOLITARY)


def _is_declined(sighting: Sighting, threshold: float) -> bool:
    if _names_a_vacancy(sighting):
        return not sighting.is_all_recognised and sighting.declined >= max(threshold, SURE_ADVICE)
    if sighting.brief.role and sighting.is_all_recognised and _likeliest(sighting) == Intent.CHANNEL_ADVICE:
        return False
    inside = sighting.probability(_likeliest(sighting))
    least = BARE if _may_be_a_vacancy(sighting) else 0.0
    return sighting.declined >= max(threshold, least, AHEAD * inside)


def _unknown_channel(sighting: Sighting) -> str | None:
    """A platform that the guide does not hold, and no vacancy for which it might only have been tried before."""
    named = [mention for mention in sighting.reading.of(Kind.CUE) if mention.id == "unknown-channel"]
    advice = sighting.guess.ranked()[0] == Intent.CHANNEL_ADVICE
    if not named or advice or sighting.brief.role or sighting.reading.channels:
        return None
    return sighting.reading.words_of(named[0]).capitalize()


def _may_be_a_vacancy(sighting: Sighting) -> bool:
    """A place in a message that is no sentence and, if anything that is answered, a request for channels."""
    reading = sighting.reading
    sentence = reading.asks or any(reading.has_cue(cue) for cue in _OF_SENTENCES)
    return bool(sighting.brief.places) and not sentence and _likeliest(sighting) == Intent.CHANNEL_ADVICE


def _names_a_vacancy(sighting: Sighting) -> bool:
    brief = sighting.brief
    said = [need for need in brief.needs if need.origin in (Origin.SAID, Origin.AGE)]
    if brief.role or brief.level:
        # An employer's seat is no place of work, but nobody names it without a vacancy.
        return bool(brief.places or said or sighting.reading.has_cue("seat-before"))
    return len(said) >= SEVERAL


def _intent(sighting: Sighting, label: str) -> Intent | None:
    several = len(sighting.reading.channels) > 1
    if several and (label == Intent.COMPARE_CHANNELS or (label in COMPARABLE and sighting.reading.has_cue("compare"))):
        return Intent.COMPARE_CHANNELS
    if label in OF_CHANNELS and sighting.reading.excluded and _names_a_vacancy(sighting):
        # "Not Facebook but Instagram, designers in Leeds": what is ruled out is ruled out for somebody.
        return Intent.CHANNEL_ADVICE
    if label in FACETS and not sighting.reading.channels and _looks_for_others(sighting, label):
        return Intent.CHANNEL_ADVICE
    if label in FACETS and sighting.brief.role and _is_about_the_job(sighting):
        # A job that has to do with the channel, rather than a question about the channel.
        return Intent.CHANNEL_ADVICE
    if label == Intent.COMPARE_CHANNELS or (label == Intent.WHY_NOT and not sighting.reading.channels):
        return Intent.CHANNEL_ADVICE if not sighting.reading.channels else None
    if label == Intent.CHANNEL_ADVICE and sighting.reading.channels and not _describes_people(sighting.brief):
        # A channel is named and nobody who is looked for: the question is about the channel.
        return None
    if is_topic(label) and _is_bare_vacancy(sighting, label):
        return Intent.CHANNEL_ADVICE
    return None if is_topic(label) else Intent(label)


def _is_about_the_job(sighting: Sighting) -> bool:
    """With a place named too, "welder, Cardiff, Facebook or what", a request need not be as likely as the facet."""
    requested = sighting.probability(Intent.CHANNEL_ADVICE) >= IN_PASSING
    return _facets(sighting.guess) < SURE or (requested and bool(sighting.brief.places))


def _looks_for_others(sighting: Sighting, label: str) -> bool:
    """Whoever rules a channel out, or describes people rather than a channel, looks for one."""
    said = any(need.origin is not Origin.DESCRIBED for need in sighting.brief.needs)
    described = bool(sighting.brief.role) or (label == AUDIENCE and said)
    doubtful = sighting.probability(label) < SURE
    ruled_out = doubtful and bool(sighting.reading.excluded)
    return ruled_out or described


def _describes_channel(sighting: Sighting) -> bool:
    """ "Where are the tweets": one channel, though it is not named."""
    facets = max(sighting.probability(facet) for facet in FACETS)
    channel = max(sighting.guess.channels.values(), default=0.0)
    return not sighting.reading.channels and facets >= PROBABLE_FACET and channel >= SURE_OF_DESCRIBED


def _describes_people(brief: Brief) -> bool:
    said = any(need.origin is not Origin.DESCRIBED for need in brief.needs)
    return bool(brief.role or brief.level or said or brief.age)


def _is_bare_vacancy(sighting: Sighting, label: str) -> bool:
    """Job and place without a topic that is sure, and without a channel that is asked about."""
    return _names_a_vacancy(sighting) and sighting.probability(label) < SURE and not sighting.reading.channels


def _understood(sighting: Sighting, intent: Intent | None, label: str | None) -> Understanding:
    topics = ranked_topics(sighting)
    if label in FACETS:
        topics = tuple(dict.fromkeys((*facet_topics(sighting, label), *topics)))
    channels = sighting.reading.channels
    if intent is None and channels and sighting.guess.labels.get(_label_of(topics[0]), 0.0) < SURE:
        # A channel is named and nothing else is sure: then it is the channel that is asked about.
        topics = tuple(dict.fromkeys((*facet_topics(sighting, facet_of(sighting.guess)), *topics)))
    return Understanding(
        text=sighting.reading.text,
        language=sighting.language,
        intent=intent,
        topics=topics,
        channels=channels,
        brief=sighting.brief,
        position=sighting.position,
        inside=1 - sighting.declined,
    )


def _label_of(topic: str) -> str:
    facet = topic.partition(":")[0]
    return facet if facet in FACETS else topic
