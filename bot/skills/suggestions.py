"""The next questions that are offered. Each is a question that Lotse answers."""

from bot.skills.request import Request
from knowledge.models import Topic

MOST = 3


def topic_suggestions(topic: Topic, request: Request) -> tuple[str, ...]:
    """Return the questions of the related topics that the audience may see."""
    known = request.knowledge.topics
    related = (known[id_] for id_ in topic.related if id_ in known)
    return tuple(other.question.within(request.language) for other in related)[:MOST]


def guest_suggestions(request: Request) -> tuple[str, ...]:
    """Return the questions of the topics that a guest may see."""
    topics = request.knowledge.topics.values()
    return tuple(topic.question.within(request.language) for topic in topics)[:MOST]
