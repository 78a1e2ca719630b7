"""What a message wants that goes on from the one before."""

from dataclasses import replace

from bot.understanding.brief import Brief
from bot.understanding.classifier import facet_of
from bot.understanding.decisions import decide, facet_topics
from bot.understanding.labels import AUDIENCE, FACETS, PLATFORM
from bot.understanding.models import Turn, Understanding
from bot.understanding.sighting import Sighting
from bot.understanding.vocabulary import Kind
from knowledge.models import Intent

LONGEST = 10
"""Words. Longer messages stand for themselves."""
FRAGMENT = 3
PROBABLE = 0.2
"""From this probability of the label `followup` on a message may go on from the one before."""
SURE_FACET = 0.6
SURE_TOPIC = 0.4
_ADVICE = frozenset({Intent.CHANNEL_ADVICE, Intent.COMPARE_CHANNELS, Intent.WHY_NOT})


def follow(sighting: Sighting, last: Turn | None, threshold: float) -> Understanding | None:
    """Return what the message wants as a follow-up, or None where it stands for itself."""
    if last is None or not _goes_on(sighting) or _is_outside(sighting, threshold) or _compares(sighting):
        return None
    if last.understanding.intent in _ADVICE:
        return _after_advice(sighting, last, threshold)
    return _after_topic(sighting, last, threshold)


def _goes_on(sighting: Sighting) -> bool:
    words = len(sighting.reading.tokens)
    if words > LONGEST or words == 0:
        return False
    starts = any(m.id == "followup-start" and m.first == 0 for m in sighting.reading.of(Kind.CUE))
    return starts or words <= FRAGMENT or sighting.probability(Intent.FOLLOWUP) >= PROBABLE


def _compares(sighting: Sighting) -> bool:
    return len(sighting.reading.channels) > 1 and sighting.reading.has_cue("compare")


def _is_outside(sighting: Sighting, threshold: float) -> bool:
    """A fragment looks like gibberish when it stands alone, so that label counts for nothing here."""
    return sighting.declined - sighting.probability(Intent.GIBBERISH) >= threshold


def _after_advice(sighting: Sighting, last: Turn, threshold: float) -> Understanding | None:
    before, news = last.understanding, sighting.brief
    if _asks_for_topic(sighting):
        return None
    if sighting.reading.channels and not _has_slots(news):
        return _next(sighting, before, Intent.WHY_NOT, before.brief, channels=sighting.reading.channels)
    if sighting.reading.has_cue("more") and not _has_slots(news):
        news = replace(news, excluded=news.excluded | frozenset(last.channels))
    if _has_slots(news) or news.excluded:
        channels = before.channels if before.intent is Intent.COMPARE_CHANNELS else ()
        intent = Intent.COMPARE_CHANNELS if channels else Intent.CHANNEL_ADVICE
        return _next(sighting, before, intent, before.brief.updated(news), channels=channels)
    return _again(sighting, before, threshold)


def _after_topic(sighting: Sighting, last: Turn, threshold: float) -> Understanding | None:
    before = last.understanding
    facet = (last.topic or "").partition(":")[0]
    channels = sighting.reading.channels
    if channels and not _has_slots(sighting.brief) and not _asks_for_topic(sighting):
        sure = max(sighting.probability(PLATFORM), sighting.probability(AUDIENCE)) >= SURE_FACET
        chosen = facet if facet in FACETS and not sure else facet_of(sighting.guess)
        return _next(sighting, before, None, sighting.brief, channels, facet_topics(sighting, chosen))
    if sighting.position is not None and last.topic and not _asks_for_topic(sighting):
        return replace(_next(sighting, before, None, before.brief, (), (last.topic,)), position=sighting.position)
    if _has_slots(sighting.brief):
        return None
    return _again(sighting, before, threshold)


def _again(sighting: Sighting, before: Understanding, threshold: float) -> Understanding | None:
    """ "Why?" and "more on that" ask for the same once more, unless they name another topic."""
    best = sighting.guess.ranked()[0]
    if _asks_for_topic(sighting) or (
        best != Intent.FOLLOWUP and decide(sighting, threshold).intent is not Intent.GIBBERISH
    ):
        return None
    return replace(before, text=sighting.reading.text, language=sighting.language, position=sighting.position)


def _asks_for_topic(sighting: Sighting) -> bool:
    """A topic is likely among all labels but `followup`, which only says that something came before."""
    best = next(label for label in sighting.guess.ranked() if label != Intent.FOLLOWUP)
    others = 1 - sighting.probability(Intent.FOLLOWUP)
    return best not in (*FACETS, *Intent) and sighting.probability(best) >= SURE_TOPIC * others


def _has_slots(brief: Brief) -> bool:
    return not brief.empty or brief.remote is not None


def _next(
    sighting: Sighting,
    before: Understanding,
    intent: Intent | None,
    brief: Brief,
    channels: tuple[str, ...] = (),
    topics: tuple[str, ...] = (),
) -> Understanding:
    return Understanding(
        text=sighting.reading.text,
        language=sighting.language,
        intent=intent,
        topics=topics or before.topics,
        channels=channels,
        brief=brief,
        inside=1 - sighting.declined,
    )
