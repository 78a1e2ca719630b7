"""What Lotse says beside its answers: fixed wordings, in the language of whom or what they are for."""

from dataclasses import dataclass

from adapters.slack import calls
from adapters.slack.answering import Desk
from adapters.slack.blocks import Line, Run, rich
from adapters.slack.calls import Call
from adapters.slack.packing import Rendered, notification
from adapters.slack.received import Received
from bot.chat_state import ChatState
from bot.models import Language
from bot.phrases import Phrases


@dataclass(frozen=True, slots=True)
class Voice:
    """Words, and what tells which language they are to be in. `language` is used where nothing else is known."""

    words: Phrases
    state: ChatState
    desk: Desk
    language: Language

    def language_for(self, received: Received) -> Language:
        """Return the language that somebody chose, or else that of the thread."""
        return self.state.language(received.owner) or self.desk.language_of(received.conversation) or self.language

    def line(self, key: str, language: Language, **values: object) -> Rendered:
        """Return a wording as a message."""
        text = self.words.say(key, language, **values)
        return Rendered(notification(text), tuple(rich([Line("text", (Run(text),))])))

    def hint(self, received: Received, key: str, **values: object) -> tuple[Call, ...]:
        """Return a wording for whoever did what came in; nobody else sees it."""
        message = self.line(key, self.language_for(received), **values)
        if respond_to := getattr(received.what, "respond_to", ""):
            return (calls.respond(respond_to, received.channel, message),)
        place = (received.channel, received.thread)
        if received.channel == received.user:  # what stands in no thread goes to their direct messages
            return (calls.post((received.channel, ""), message),)
        if received.channel.startswith("D"):
            return (calls.post(place, message),)
        return (calls.whisper(place, received.user, message),)
