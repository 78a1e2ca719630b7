"""A correction that cannot be made is declined politely, with what was typed and what is near it."""

from bot.models import Answer, Outcome, TagKind, Text
from bot.skills.request import Knowledge, Voice
from bot.understanding.corrections import MAX_AT_ONCE, MAX_TYPED, Misread, Obstacle

_OF_NUMBERS = {TagKind.AGE: "correction.unread_age", TagKind.HEADCOUNT: "correction.unread_headcount"}


def misread_answer(misread: Misread, voice: Voice, knowledge: Knowledge) -> Answer:
    """Return why the correction cannot be made. A guest is offered no question."""
    asks_for_vacancy = misread.obstacle is Obstacle.NO_VACANCY and not knowledge.of_guest
    suggestions = (voice.say("suggest.advice"),) if asks_for_vacancy else ()
    return Answer(Outcome.CLARIFY, voice.language, (Text(_wording(misread, voice)),), suggestions=suggestions)


def _wording(misread: Misread, voice: Voice) -> str:
    match misread.obstacle:
        case Obstacle.NO_VACANCY:
            return voice.say("correction.no_vacancy")
        case Obstacle.TOO_MANY:
            return voice.say("correction.too_many", limit=MAX_AT_ONCE)
        case Obstacle.TOO_LONG:
            return voice.say("correction.too_long", limit=MAX_TYPED, length=len(misread.typed))
        case Obstacle.UNREAD:
            return _unread(misread, voice)


def _unread(misread: Misread, voice: Voice) -> str:
    key = _OF_NUMBERS.get(misread.kind, "correction.unread") if misread.kind else "correction.unread"
    said = voice.say(key, typed=misread.typed, kind=voice.say(f"tag.{misread.kind}"))
    if len(misread.near) > 1:
        return f"{said} {voice.say('correction.near_two', first=misread.near[0], second=misread.near[1])}"
    return f"{said} {voice.say('correction.near', name=misread.near[0])}" if misread.near else said
