"""The path, modules and answers → what the terminal shows. Pure."""

from collections.abc import Iterable, Sequence
from string import ascii_lowercase

from rich.console import Group, RenderableType
from rich.constrain import Constrain
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from adapters.terminal.look import Look
from adapters.terminal.onboarding_wording import OnboardingWording
from adapters.terminal.wording import wording
from bot.models import Language
from bot.onboarding.models import Judged, Module, ModuleState, Overview, Paragraph, Question

BAR = 28
"""Columns of the bar of progress."""


class Page:
    """Renders in one language for one terminal."""

    def __init__(self, look: Look, words: OnboardingWording, language: Language) -> None:
        self._look = look
        self._words = words
        self._language = language

    def path(self, overview: Overview) -> RenderableType:
        """Return progress, the modules with their numbers, and what is due."""
        parts: list[RenderableType] = [self._bar(overview), self._modules(overview), Text("")]
        if overview.choices.paused:
            parts.append(self._text(self._words.paused))
        elif overview.due:
            parts.append(self._text(self._words.due.format(number=len(overview.due)), "bold"))
        elif overview.next_due:
            date = overview.next_due.strftime(self._words.date)
            parts.append(self._text(self._words.next_due.format(date=date)))
        if overview.next is None:
            parts.append(self._text(self._words.all_done))
        parts.append(self._text(self._words.hint, "dim"))
        return Constrain(Group(*parts), self._look.prose)

    def reading(self, module: Module) -> RenderableType:
        """Return a module's title and texts."""
        parts: list[RenderableType] = [Text(""), self._text(module.title.within(self._language), "bold")]
        for paragraph in module.reading:
            parts.append(Padding(self._paragraph(paragraph), (0, 0, 1, 0)))
        return Constrain(Group(*parts), self._look.prose)

    def question(self, module: Module, question: Question, *, returned: bool) -> RenderableType:
        """Return a question with its options by letters."""
        number = module.questions.index(question) + 1
        asked = self._words.question.format(number=number, text=question.text.within(self._language))
        parts: list[RenderableType] = [self._text(asked, "bold")]
        if returned:
            parts.append(self._text(self._words.returned, "dim"))
        options = Table.grid(padding=(0, 1, 0, 0))
        options.add_column(no_wrap=True, style="bold")
        options.add_column(overflow="fold")
        for letter, option in zip(ascii_lowercase, question.options, strict=False):
            options.add_row(f"  {letter}", self._text(option.text.within(self._language)))
        letters = ", ".join(ascii_lowercase[: len(question.options)])
        parts += [options, self._text(self._words.letters.format(letters=letters), "dim")]
        return Constrain(Group(*parts), self._look.prose)

    def judged(self, judged: Judged) -> RenderableType:
        """Return whether an answer is right, why, and when the question comes back."""
        signs, right = self._look.signs, judged.question.option(judged.question.right)
        sign = signs.ok if judged.right else signs.objection
        style = "green" if judged.right else "bold red"
        parts = [self._text(f"{sign} {self._words.right if judged.right else self._words.wrong}", style)]
        if right and not judged.right:
            parts.append(self._text(self._words.right_answer.format(text=right.text.within(self._language))))
        parts.append(self._paragraph(judged.question.explanation))
        if judged.comes_back:
            date = judged.comes_back.strftime(self._words.date)
            parts.append(self._text(self._words.comes_back.format(date=date), "dim"))
        return Constrain(Padding(Group(*parts), (0, 0, 1, 0)), self._look.prose)

    def task(self, module: Module, deeper: Sequence[str], buddy: str) -> RenderableType:
        """Return the task, what to ask next, and how to finish."""
        parts = [self._text(self._words.task, "bold"), self._text(module.task.within(self._language)), Text("")]
        if deeper:
            parts.append(self._text(self._words.deeper, "bold"))
            parts += [self._text(f"{self._look.signs.bullet} {question}") for question in deeper]
        if buddy:
            parts.append(self._text(self._words.buddy.format(buddy=buddy, title=module.title.within(self._language))))
        parts.append(self._text(self._words.finish_hint, "dim"))
        return Constrain(Group(*parts), self._look.prose)

    def help(self) -> RenderableType:
        """Return the commands, a row each."""
        rows = ((self._text(command, "bold"), self._text(meaning)) for command, meaning in self._words.help_lines)
        return Constrain(self._grid(rows), self._look.prose)

    def _bar(self, overview: Overview) -> Text:
        total = len(overview.modules)
        full = round(BAR * overview.finished / total) if total else 0
        bar = Text(self._look.signs.full * full, style="green")
        bar.append(self._look.signs.empty * (BAR - full), "dim")
        bar.append(" " + self._look.line(self._words.progress.format(finished=overview.finished, total=total)))
        return bar

    def _modules(self, overview: Overview) -> Table:
        rows = []
        for number, one in enumerate(overview.modules, start=1):
            done = one.state is ModuleState.FINISHED
            state = Text(self._look.line(self._words.states[one.state]), "green" if done else "")
            title = Text(self._look.line(one.module.title.within(self._language)), "dim" if done else "bold")
            minutes = Text(self._words.minutes.format(minutes=one.module.minutes), "dim")
            rows.append((Text(f"{number:>2}", "bold"), title, state, minutes))
        return self._grid(rows)

    def _paragraph(self, paragraph: Paragraph) -> Text:
        text = self._text(paragraph.text.within(self._language))
        if paragraph.points:
            words = wording(self._language)
            word = words.point if len(paragraph.points) == 1 else words.points
            text.append(f" ({word} {', '.join(map(str, paragraph.points))})", "dim")
        return text

    def _grid(self, rows: Iterable[Sequence[Text]]) -> Table:
        table = Table.grid(padding=(0, 2, 0, 0))
        for row in rows:
            table.add_row(*row)
        return table

    def _text(self, text: str, style: str = "") -> Text:
        return Text(self._look.text(text), style=style)
