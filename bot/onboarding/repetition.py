"""When a question that was answered wrongly comes back. fsrs lives only here.

FSRS calls it learning steps: a wrong answer leads to the first, a right one to the next, and who has passed the last
knows it. The steps are fixed, so what FSRS estimates besides (stability, difficulty) changes nothing and is not kept.
"""

from datetime import UTC, datetime, timedelta

from fsrs import Card, Rating, Scheduler, State

from bot.onboarding.models import Repetition

STEPS = (timedelta(days=1), timedelta(days=3), timedelta(days=7))
"""As the team wishes: again after a day, then after three more, then after seven more."""


def next_repetition(before: Repetition | None, now: datetime, *, right: bool) -> Repetition | None:
    """Return when the question comes back after an answer at `now`, None where it is known.

    A right answer before its time is practice and leaves the repetition as it is.
    """
    if right and (before is None or before.due_at > now):
        return before
    moment = now.astimezone(UTC)
    step = before.step if before else 0
    card = Card(card_id=0, state=State.Learning, step=step, due=moment)
    scheduler = Scheduler(learning_steps=STEPS, enable_fuzzing=False)
    after, _ = scheduler.review_card(card, Rating.Good if right else Rating.Again, moment)
    if after.state is not State.Learning or after.step is None:
        return None
    return Repetition(after.step, after.due)
