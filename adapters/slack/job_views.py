"""The list of job posts, and one of them, as modals. Pure."""

from collections.abc import Collection, Sequence

from adapters.slack.blocks import Json, Line, Run, actions, button, context, cut, header, plain, rich
from adapters.slack.outbound import answer_blocks
from adapters.slack.views import VIEW_BLOCKS
from bot.jobs.desk import Gap, JobLine, gap_text, hints
from bot.jobs.models import Asked, Job, JobState
from bot.jobs.preview import shown
from bot.jobs.words import JobWords
from bot.phrases import Phrases

PREFIX = "job"
LIST, NEW, OPEN, EDIT, ADD, PUBLISH, CLOSE = (
    f"{PREFIX}:{name}" for name in ("list", "new", "open", "edit", "add", "publish", "close")
)
VIEW = "jobs"
LONGEST_LIST = 40
"""Posts that the modal lists; each takes two blocks."""
MOST_GAPS = 10
LONGEST_TITLE = 120


class JobViews:
    """Makes views in one language; a post is shown in its own."""

    def __init__(self, words: Phrases, job_words: JobWords) -> None:
        self._words = words
        self._job_words = job_words

    def list(self, lines: Sequence[JobLine], said: str = "") -> Json:
        """Return the modal with all posts, the latest edited first, and a button each."""
        blocks = [*(context(said) if said else []), *actions([button(NEW, self._say("new"), "new", "primary")])]
        for number, line in enumerate(lines[:LONGEST_LIST], start=1):
            facts = [self._job_words.say(f"state.{line.job.state}"), self._asked_times(line.questions)]
            facts += [self._say("unsaid", number=line.unsaid)] if line.unsaid else []
            title = Run(cut(line.job.post.title, LONGEST_TITLE), "bold")
            blocks += rich([Line("text", (title, Run(f"  {' · '.join(facts)}")))])
            blocks += actions([button(f"{OPEN}:{number}", self._say("open"), line.job.id)])
        if len(lines) > LONGEST_LIST:
            blocks += context(self._say("more", number=len(lines) - LONGEST_LIST))
        return self._modal(blocks if lines else [*blocks, *context(self._say("none"))])

    def post(self, job: Job, asked: Collection[Asked], gaps: Sequence[Gap], own: JobWords, said: str = "") -> Json:
        """Return the modal of one post: what can be done, what was asked for, and the post as candidates see it."""
        blocks = [*(context(said) if said else []), *actions(self._buttons(job))]
        if asked:
            listed = ", ".join(f"{self._job_words.say(f'aspect.{one.aspect}')} {one.questions}" for one in asked)
            blocks += context(self._say("asked", list=listed))
        for number, gap in enumerate(gaps[:MOST_GAPS], start=1):
            blocks += rich([Line("text", (Run(gap_text(gap, self._job_words)),))])
            blocks += actions([button(f"{ADD}:{number}", self._say("add"), f"{job.id}/{gap.aspect}")])
        blocks += context(self._job_words.say(f"state.{job.state}"))
        blocks += answer_blocks(shown(job, own), self._words)
        missing = hints(job.post, self._job_words)
        return self._modal([*blocks, *rich(Line("bullet", (Run(hint),)) for hint in missing)])

    def preview(self, blocks: Sequence[Json]) -> tuple[Json, ...]:
        """Return what stands above a form whose post was looked at."""
        top, end = header(self._say("preview_title")), context(self._say("preview_end"))
        return (*top, *blocks, *end, {"type": "divider"})

    def _buttons(self, job: Job) -> Sequence[Json]:
        value = f"{job.id}/{job.version}"
        edit, back = button(EDIT, self._say("edit"), value), button(LIST, self._say("back"), "list")
        if job.state is JobState.PUBLISHED:
            return (edit, button(CLOSE, self._say("close_job"), value), back)
        label = self._say("publish" if job.state is JobState.DRAFT else "reopen")
        return (button(PUBLISH, label, value, "primary"), edit, back)

    def _asked_times(self, number: int) -> str:
        return self._say("asked_once") if number == 1 else self._say("asked_times", number=number)

    def _modal(self, blocks: Sequence[Json]) -> Json:
        return {
            "type": "modal",
            "callback_id": VIEW,
            "title": plain(self._say("title")),
            "close": plain(self._say("close")),
            "blocks": list(blocks[:VIEW_BLOCKS]),
        }

    def _say(self, key: str, **values: object) -> str:
        return self._words.say(f"job.{key}", self._job_words.language, **values)
