"""Greetings, thanks, what Lotse can do, and polite refusals: short, without claims about recruiting."""

from bot.models import Answer, Block, Entry, Listing, Outcome, Text
from bot.phrases import Phrases
from bot.skills.request import Request, Voice
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
            blocks=self._blocks(request.understanding.intent, voice) if request.knowledge.topics else _for_guest(voice),
            suggestions=_suggestions(request, voice),
            offers_person=request.understanding.intent is Intent.HUMAN,
        )

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


def _for_guest(voice: Voice) -> tuple[Block, ...]:
    """Who may see no topic gets no offer that is not kept."""
    return (Text(voice.say("social.guest")),)


def _suggestions(request: Request, voice: Voice) -> tuple[str, ...]:
    if not request.knowledge.topics:
        return ()
    return tuple(voice.say(f"suggest.{key}") for key in ("advice", "platforms", "advantages"))


def _refusal(request: Request) -> str:
    """Who may see no topic gets no recruiter's question as an example."""
    if request.understanding.intent is Intent.GIBBERISH and not request.knowledge.topics:
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
