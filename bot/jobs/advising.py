"""Advice for candidates beside what a post says: which of the two answers a question that was asked about a job."""

from bot.jobs.questions import JobReply
from bot.models import Answer, Outcome
from knowledge.advice_schema import PREFIX

APPLYING = f"{PREFIX}applying"
"""Each post says how to apply to it, and recruiters can be asked the rest."""
VIDEO_INTERVIEW = f"{PREFIX}video-interview"
"""A post may say how its interviews go."""


def advice_comes_first(answer: Answer, said: JobReply) -> bool:
    """Whether what the assistant answers is advice that a candidate needs rather than what the post said.

    No post tells of itself that it is a fraud, or what happens with what is written in the chat.
    """
    topic = answer.topic or ""
    if answer.outcome is not Outcome.ANSWERED or not topic.startswith(PREFIX) or topic == APPLYING:
        return False
    return topic != VIDEO_INTERVIEW or not any(answered for _, answered in said.asked)
