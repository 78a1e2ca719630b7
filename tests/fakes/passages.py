"""Small passages for tests of the retrieval room."""

from knowledge.models import Audience, Language, Passage

EVERYONE = (Audience.RECRUITER, Audience.CANDIDATE)


def make_passage(
    identifier: str,
    text: str,
    language: Language = Language.EN,
    topic: str = "topic",
    audiences: tuple[Audience, ...] = (Audience.RECRUITER,),
    title: str = "",
) -> Passage:
    """Return a passage with whatever does not matter filled in."""
    return Passage(identifier, topic, language, audiences, (1,), "guide", title, text)
