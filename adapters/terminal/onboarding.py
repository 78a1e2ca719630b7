"""`lotse onboarding`: the path, line by line, typed by a person or read from a pipe."""

import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from functools import cached_property, lru_cache
from string import ascii_lowercase

from adapters.progress_work import BriefProgress
from adapters.terminal.ask import Asker
from adapters.terminal.chat import Chat, piped_lines, typed_lines
from adapters.terminal.documents import user_name
from adapters.terminal.failures import Failure, Status
from adapters.terminal.onboarding_look import Page
from adapters.terminal.onboarding_wording import OnboardingWording, onboarding_wording
from adapters.terminal.session import Session
from bot.models import Audience, Language
from bot.onboarding.desk import OnboardingDesk
from bot.onboarding.errors import OpenQuestionsError
from bot.onboarding.models import Choices, Joining, Localized, Module, Question
from bot.onboarding.progress import Progress


class Learning:
    """One person on the path: takes lines, shows modules, questions and answers."""

    def __init__(self, session: Session, desk: OnboardingDesk, owner: str, language: Language) -> None:
        self._session = session
        self._desk = desk
        self._owner = owner
        self._language = language
        self._module: Module | None = None
        self._waiting: tuple[tuple[Module, Question], ...] = ()
        self._returned = False
        self._begun = ""

    @property
    def words(self) -> OnboardingWording:
        """The path's own words."""
        return onboarding_wording(self._language)

    def hear(self, line: str) -> bool:
        """Deal with one line and tell whether it goes on."""
        text = line.strip()
        if text.lower() in ("/quit", "/exit"):
            return False
        outcome = self._session.attempt(lambda: self._deal_with(text), self._language, withheld=(text,))
        if isinstance(outcome, Failure):
            self._session.complain(outcome.message)
        return True

    def show_path(self) -> None:
        """Show the whole path."""
        self._session.show(self._page.path(self._desk.overview(self._owner)))

    def _deal_with(self, text: str) -> None:
        options = self._waiting[0][1].options if self._waiting else ()
        if text.startswith("/"):
            self._obey(*text.partition(" ")[::2])
        elif len(text) == 1 and text.lower() in ascii_lowercase[: len(options)]:
            self._answer(options[ascii_lowercase.index(text.lower())].id)
        elif text.isascii() and text.isdigit():
            self._open(int(text))
        elif text:
            self._ask_lotse(text)

    def _ask_lotse(self, text: str) -> None:
        """In a module the assistant answers with it in mind, until another one is opened."""
        module, language = self._about, self._language
        if module is not None and module.id != self._begun:
            self._chat.begin(lambda conversation: self._desk.context(module.id, conversation, language))
            self._begun = module.id
        self._chat.hear(text)

    @property
    def _about(self) -> Module | None:
        """The module that is open, or that of the question that is asked."""
        return self._module or (self._waiting[0][0] if self._waiting else None)

    def _obey(self, command: str, argument: str) -> None:
        plain: Mapping[str, Callable[[], None]] = {
            "/next": self._next,
            "/repeat": self._repeat,
            "/done": self._finish,
            "/path": self.show_path,
            "/help": lambda: self._session.show(self._page.help()),
            "/pause": lambda: self._choose(self.words.pausing, paused=True),
            "/resume": lambda: self._choose(self.words.resumed, paused=False),
        }
        if command.lower() in plain:
            plain[command.lower()]()
        elif command.lower() == "/buddy":
            self._choose(self.words.buddy_kept, buddy=argument)
        elif command.lower() == "/join" and argument:
            self._join(argument)
        elif command.lower() == "/share" and argument:
            self._share(argument)
        else:
            self._session.say(self.words.unknown.format(command=command))

    def _open(self, number: int) -> None:
        modules = self._desk.overview(self._owner).modules
        if not 1 <= number <= len(modules):
            self._session.say(self.words.no_module)
            return
        chosen = modules[number - 1]
        self._module, self._returned = chosen.module, False
        self._waiting = tuple((chosen.module, one) for one in chosen.open_questions or chosen.module.questions)
        self._session.show(self._page.reading(chosen.module))
        self._ask()

    def _next(self) -> None:
        overview = self._desk.overview(self._owner)
        if overview.next is None:
            self._session.say(self.words.all_done)
        else:
            self._open(overview.modules.index(overview.next) + 1)

    def _repeat(self) -> None:
        due = self._desk.overview(self._owner).due
        self._module, self._returned = None, True
        self._waiting = tuple((one.module, one.question) for one in due)
        if due:
            self._ask()
        else:
            self._session.say(self.words.nothing_due)

    def _ask(self) -> None:
        if self._waiting:
            self._session.show(self._page.question(*self._waiting[0], returned=self._returned))
        elif self._module:
            buddy = self._desk.overview(self._owner).choices.buddy
            deeper = self._desk.deeper(self._module, self._language)
            self._session.show(self._page.task(self._module, deeper, buddy))
        else:
            self.show_path()

    def _answer(self, option: str) -> None:
        (module, question), *rest = self._waiting
        self._session.show(self._page.judged(self._desk.answer(self._owner, module.id, question.id, option)))
        self._waiting = tuple(rest)
        self._ask()

    def _finish(self) -> None:
        if self._module is None:
            self._session.say(self.words.no_module)
            return
        try:
            self._desk.finish(self._owner, self._module.id)
        except OpenQuestionsError:
            self._session.say(self.words.unfinished)
            return
        self._session.say(self.words.finished.format(title=self._module.title.within(self._language)))
        self._module = None
        self.show_path()

    def _choose(self, said: str, *, buddy: str | None = None, paused: bool | None = None) -> None:
        chosen = self._desk.overview(self._owner).choices
        wanted = replace(
            chosen,
            paused=chosen.paused if paused is None else paused,
        ).accompanied_by(chosen.buddy if buddy is None else buddy)
        self._session.say(said.format(buddy=self._desk.choose(self._owner, wanted).buddy or "–"))

    def _join(self, argument: str) -> None:
        if argument.strip().lower() == "off":
            self._desk.leave(self._owner)
            self._session.say(self.words.left)
            return
        became = self._desk.join(self._owner, argument)
        self._session.say(self.words.joined[became])
        if became is Joining.DONE:
            self._module, self._waiting = None, ()
            self.show_path()

    def _share(self, name: str) -> None:
        chosen = self._desk.overview(self._owner).choices
        off = name.strip().lower() == "off"
        kept: Choices = self._desk.choose(
            self._owner, replace(chosen, name=chosen.name if off else name, shared=not off)
        )
        self._session.say((self.words.shared if kept.shared else self.words.unshared).format(name=kept.name))

    @property
    def _page(self) -> Page:
        return Page(self._session.look, self.words, self._language)

    @cached_property
    def _chat(self) -> Chat:
        """Loads the index when something is first asked. Raises NotReadyError."""
        return Chat(self._session, self._session.build_assistant(), Asker(Audience.RECRUITER, self._language))


def learn(session: Session, language: Language | None) -> Status:
    """Show the path and go along it, with a person or along the lines of a pipe."""
    settings = session.settings
    owner = f"terminal:{user_name() or 'nobody'}"
    learning = Learning(session, _desk(session), owner, language or Language(settings.answers.language))
    learning.show_path()
    attended = sys.stdin.isatty() and sys.stdout.isatty()
    try:
        for line in typed_lines() if attended else piped_lines(session):
            if not learning.hear(line):
                break
    except KeyboardInterrupt:
        session.say("")  # the cursor still stands behind the prompt
    return Status.FINE


def _desk(session: Session) -> OnboardingDesk:
    settings, services = session.settings, session.services

    @contextmanager
    def opened() -> Iterator[Progress]:
        with services.open_store(settings) as stores:
            yield stores.progress

    @lru_cache(maxsize=1)
    def topics() -> Mapping[str, Localized] | None:
        return services.indexed_topics(settings)

    return services.make_onboarding_desk(settings, BriefProgress(settings.data_dir, opened), topics)
