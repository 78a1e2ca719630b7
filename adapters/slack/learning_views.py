"""The onboarding path as a modal, and its line in the App Home. Pure."""

import json
from collections.abc import Collection, Sequence
from string import ascii_uppercase

from adapters.slack.blocks import Json, Line, Run, actions, button, context, cut, header, plain, rich
from adapters.slack.views import TITLE, VIEW_BLOCKS
from bot.models import Language
from bot.onboarding.models import Module, ModuleProgress, ModuleState, Overview, Paragraph, Question
from bot.phrases import Phrases

PREFIX = "learn"
PATH, OPEN, ANSWER, AGAIN, FINISH, ASK, BUDDY, SETTINGS, PAUSE, JOIN = (
    f"{PREFIX}:{name}"
    for name in ("path", "open", "answer", "again", "finish", "ask", "buddy", "settings", "pause", "join")
)
LONGEST_PATH = 40
"""Modules that the modal lists; each takes two blocks."""


class LearningViews:
    """Makes views in one language. `buddy` is what the person is called who can be asked, "" where there is none."""

    def __init__(self, language: Language, words: Phrases, buddy: str = "") -> None:
        self._language = language
        self._words = words
        self._buddy = buddy

    def path(self, overview: Overview, said: str = "") -> Json:
        """Return the modal with progress, what is due, and a button a module."""
        pausing = ("resume", "off") if overview.choices.paused else ("pausing", "on")
        buttons = [
            button(SETTINGS, self._say("settings"), "settings"),
            button(PAUSE, self._say(pausing[0]), pausing[1]),
        ]
        blocks = [*(context(said) if said else []), *self._progress(overview), *actions(buttons)]
        for number, one in enumerate(overview.modules[:LONGEST_PATH], start=1):
            title = f"{number}. {one.module.title.within(self._language)}"
            state = self._say(f"state_{one.state}")
            blocks += rich([Line("text", (Run(title, "bold"), Run(f" {state}")))])
            blocks += actions([button(f"{OPEN}:{number}", self._say("open"), one.module.id)])
        return self._modal(blocks)

    def module(self, progress: ModuleProgress, returned: Collection[str], again: str = "", said: str = "") -> Json:
        """Return the modal of a module; questions that have `returned`, and the one `again`, are to be answered."""
        module = progress.module
        blocks = [*header(module.title.within(self._language)), *(context(said) if said else [])]
        for paragraph in module.reading:
            blocks += rich([self._line(paragraph)])
        for question in module.questions:
            asked = question.id in returned or question.id == again or question.id not in progress.answers
            blocks += self._asked(module, question) if asked else self._explained(progress, question)
        blocks += rich(
            [Line("text", (Run(self._say("task"), "bold"),)), self._text(module.task.within(self._language))]
        )
        buttons = [button(PATH, self._say("back"), "path"), button(ASK, self._say("ask"), module.id)]
        buttons += self._ask_buddy(BUDDY, {"module": module.id})
        if progress.state is not ModuleState.FINISHED:
            buttons.insert(0, button(FINISH, self._say("finish"), module.id, "primary"))
        return self._modal([*blocks, *actions(buttons)])

    def code(self, code: str) -> Json:
        """Return the modal with a code by which the progress is joined with that of another platform."""
        blocks = [*rich([self._text(self._say("join_how"))]), *header(code), *context(self._say("join_once"))]
        return self._modal([*blocks, *actions([button(SETTINGS, self._say("settings"), "settings")])])

    def home(self, overview: Overview) -> list[Json]:
        """Return what the App Home shows of the path."""
        go_on = button(PATH, self._say("go_on"), "path")
        settings = button(SETTINGS, self._say("settings"), "settings")
        return [*header(self._say("title")), *self._progress(overview), *actions([go_on, settings])]

    def _progress(self, overview: Overview) -> list[Json]:
        lines = [self._say("progress", finished=overview.finished, total=len(overview.modules))]
        if overview.due:
            titles = dict.fromkeys(one.module.title.within(self._language) for one in overview.due)
            lines.append(self._say("due", modules=", ".join(titles)))
        if overview.choices.paused:
            lines.append(self._say("paused"))
        return rich([self._text(line) for line in lines])

    def _asked(self, module: Module, question: Question) -> list[Json]:
        place = module.questions.index(question) + 1
        letters = ascii_uppercase[: len(question.options)]
        lines = [Line("text", (Run(question.text.within(self._language), "bold"),))]
        lines += [
            self._text(f"{letter}: {option.text.within(self._language)}")
            for letter, option in zip(letters, question.options, strict=True)
        ]
        buttons = [
            button(f"{ANSWER}:{place}:{letter}", letter, f"{module.id}/{question.id}/{option.id}")
            for letter, option in zip(letters, question.options, strict=True)
        ]
        return [*rich(lines), *actions(buttons)]

    def _explained(self, progress: ModuleProgress, question: Question) -> list[Json]:
        answered = progress.answers[question.id]
        right = question.option(question.right)
        verdict = self._say("right" if answered.right else "wrong")
        lines = [Line("text", (Run(question.text.within(self._language), "bold"),)), self._text(verdict)]
        if right and not answered.right:
            lines.append(self._text(self._say("right_answer", text=right.text.within(self._language))))
        lines.append(self._line(question.explanation))
        if answered.repetition:
            date = answered.repetition.due_at.strftime("%d.%m.%Y" if self._language is Language.DE else "%d/%m/%Y")
            lines.append(self._text(self._say("comes_back", date=date)))
        place = progress.module.questions.index(question) + 1
        again = button(f"{AGAIN}:{place}", self._say("again"), f"{progress.module.id}/{question.id}")
        at = {"module": progress.module.id, "question": question.id}
        return [*rich(lines), *actions([again, *self._ask_buddy(f"{BUDDY}:{place}", at)])]

    def _ask_buddy(self, action: str, at: dict[str, str]) -> list[Json]:
        """The button that leads to the person who accompanies; `at` says what the question is about."""
        label = self._say("ask_buddy", name=self._buddy)
        return [button(action, label, json.dumps(at, separators=(",", ":")))] if self._buddy else []

    def _line(self, paragraph: Paragraph) -> Line:
        text = paragraph.text.within(self._language)
        if not paragraph.points:
            return self._text(text)
        points = self._words.say("answer.points", self._language, points=", ".join(map(str, paragraph.points)))
        return self._text(f"{text} ({points})")

    def _text(self, text: str) -> Line:
        return Line("text", (Run(text),))

    def _modal(self, blocks: Sequence[Json]) -> Json:
        return {
            "type": "modal",
            "callback_id": PREFIX,
            "title": plain(cut(self._say("title"), TITLE)),
            "close": plain(self._say("close")),
            "blocks": list(blocks[:VIEW_BLOCKS]),
        }

    def _say(self, key: str, **values: object) -> str:
        return self._words.say(f"learn.{key}", self._language, **values)
