"""What candidates are told beside a post: which of the two answers a question that was asked about a job."""

from bot.gaps.skill import is_editors
from bot.jobs.questions import JobReply
from bot.models import Answer, Outcome
from knowledge.advice_schema import PREFIX

APPLYING = f"{PREFIX}applying"
"""Each post says how to apply to it, and recruiters can be asked the rest."""
VIDEO_INTERVIEW = f"{PREFIX}video-interview"
"""A post may say how its interviews go."""


def comes_before_the_post(answer: Answer, said: JobReply) -> bool:
    """Whether what the assistant answers helps a candidate more than what the post said.

    An editor's answer does where the post does not say. Advice does nearly always: no post tells of itself that it is a
    fraud, or what happens with what is written in the chat.
    """
    topic, told = answer.topic or "", any(answered for _, answered in said.asked)
    if answer.outcome is not Outcome.ANSWERED or topic == APPLYING:
        return False
    if is_editors(answer) or topic == VIDEO_INTERVIEW:
        return not told
    return topic.startswith(PREFIX)
