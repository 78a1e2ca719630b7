"""Greetings, thanks, what Lotse can do, and polite refusals: short, without claims about recruiting."""

from bot.models import Answer, Block, Entry, Listing, Outcome, Text
from bot.phrases import Phrases
from bot.skills.request import Request, Voice
from bot.skills.suggestions import guest_suggestions
from bot.skills.unknown import contact
from knowledge.models import Intent

_ABILITIES = ("advice", "topics", "checklists", "compare")


class SocialSkill:
    """Answers people as people expect."""

    def __init__(self, phrases: Phrases, human_contact: str) -> None:
        self._phrases = phrases
        self._human_contact = human_contact

    def answer(self, request: Request) -> Answer:
        """Return a short reply and what could be asked."""
        voice = Voice(self._phrases, request.language)
        return Answer(
            outcome=Outcome.ANSWERED,
            language=request.language,
            blocks=self._said(request, voice),
            suggestions=_suggestions(request, voice),
            offers_person=request.understanding.intent is Intent.HUMAN,
        )

    def _said(self, request: Request, voice: Voice) -> tuple[Block, ...]:
        if request.knowledge.of_guest:
            return _for_guest(request, voice)
        return self._blocks(request.understanding.intent, voice)

    def _blocks(self, intent: Intent | None, voice: Voice) -> tuple[Block, ...]:
        if intent is Intent.HUMAN:
            return (Text(contact(voice, self._human_contact, "social.human")),)
        if intent is Intent.CAPABILITIES:
            abilities = tuple(
                Entry(key, voice.say(f"social.can_{key}"), voice.say(f"social.can_{key}_text"), ())
                for key in _ABILITIES
            )
            return (Text(voice.say("social.capabilities")), Listing(abilities))
        return (Text(voice.say(f"social.{intent}")),)


def _for_guest(request: Request, voice: Voice) -> tuple[Block, ...]:
    """Guests get no offer that is not kept."""
    titles = ", ".join(topic.title.within(request.language) for topic in request.knowledge.topics.values())
    return (Text(voice.say("social.guest_advised", titles=titles) if titles else voice.say("social.guest")),)


def _suggestions(request: Request, voice: Voice) -> tuple[str, ...]:
    if request.knowledge.of_guest:
        return guest_suggestions(request)
    return tuple(voice.say(f"suggest.{key}") for key in ("advice", "platforms", "advantages"))


def _refusal(request: Request) -> str:
    """Guests get no recruiter's question as an example."""
    if request.understanding.intent is Intent.GIBBERISH and request.knowledge.of_guest:
        return "refused.gibberish_guest"
    return f"refused.{request.understanding.intent}"


class RefusalSkill:
    """Declines attacks, gibberish and the judging of people."""

    def __init__(self, phrases: Phrases) -> None:
        self._phrases = phrases

    def answer(self, request: Request) -> Answer:
        """Return a polite no."""
        voice = Voice(self._phrases, request.language)
        gibberish = request.understanding.intent is Intent.GIBBERISH
        return Answer(
            outcome=Outcome.CLARIFY if gibberish else Outcome.REFUSED,
            language=request.language,
            blocks=(Text(voice.say(_refusal(request))),),
            suggestions=_suggestions(request, voice),
        )
