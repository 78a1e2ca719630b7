"""`lotse onboarding`: along the path by lines from a pipe, also while another process holds the store."""

import io
import re
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest
from rich.console import Console, RenderableType

from adapters import housekeeping
from adapters.housekeeping import Counter, house_kept
from adapters.progress_work import PREFIX, AskedProgress, answered
from adapters.terminal.documents import user_name
from adapters.terminal.look import Look
from adapters.terminal.onboarding_look import Page
from adapters.terminal.onboarding_wording import onboarding_wording
from bot import bootstrap
from bot.models import Language
from bot.onboarding.joining import offer
from bot.onboarding.models import Answered, Choices, Module, Overview, Record, Repetition
from bot.stores import Stores
from config.settings import Settings
from knowledge.library import shipped_content
from knowledge.onboarding import load_modules
from tests.fakes.assistant import CommandLine, FakeServices
from tests.fakes.onboarding import START, Clock, wrong
from tests.fakes.team import VACATION, make_document


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def lotse(clock: Clock) -> CommandLine:
    return CommandLine(FakeServices(clock=clock))


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """The process that holds the store looks often."""
    monkeypatch.setattr(housekeeping, "ATTEND_SECONDS", 0.02)


@pytest.fixture(scope="module")
def module() -> Module:
    return load_modules(shipped_content(), None)[0]


def letters(module: Module, *, first_wrong: bool = False) -> str:
    """The lines that answer a module's questions."""
    chosen = [one.right for one in module.questions]
    if first_wrong:
        chosen[0] = wrong(module.questions[0])
    pairs = zip(module.questions, chosen, strict=True)
    return "\n".join("abcd"[[option.id for option in one.options].index(id_)] for one, id_ in pairs)


def asked_of(stores: Stores) -> Counter:
    """What a serving process does for this command."""
    return PREFIX, partial(answered, stores.progress)


def test_through_a_module_with_a_wrong_answer_and_its_repetition(
    lotse: CommandLine, clock: Clock, module: Module
) -> None:
    result = lotse("onboarding", given=f"/done\n1\n/done\n{letters(module, first_wrong=True)}\n/done\n")
    assert (result.exit_code, result.stderr) == (0, "")
    for said in ("0 von 14", "Kein Modul ist offen", module.title.de, "Beantworte zuerst alle Fragen", "Nicht richtig",
                 "kommt am 03.03.2026 wieder", "Aufgabe", "Was ist Social Recruiting?", "1 von 14"):  # fmt: skip
        assert said in result.stdout
    assert "Nichts ist zu wiederholen." in lotse("onboarding", given="/repeat\n").stdout
    clock.now += timedelta(days=1)
    result = lotse("onboarding", given=f"/repeat\n{letters(module)[0]}\n")
    assert "Zum Wiederholen: 1" in result.stdout
    assert "Diese Frage kommt wieder, weil" in result.stdout
    assert "kommt am 06.03.2026 wieder" in result.stdout


def test_the_next_module_is_the_first_that_is_not_finished(lotse: CommandLine, module: Module) -> None:
    result = lotse("onboarding", "--language", "en", given=f"/next\n{letters(module)}\n/done\n/next\n")
    assert "Not right" not in result.stdout
    assert "1 of 14 modules finished" in result.stdout
    assert result.stdout.count("Why it works") > 2


def test_what_is_chosen_is_kept(lotse: CommandLine) -> None:
    lotse("onboarding", given="/buddy Ben Ost\n/share Anna\n/pause\n")
    result = lotse("onboarding", given="/share off\n/resume\n/share\n/nonsense\n99\n")
    assert "Du pausierst" in result.stdout
    unknown = ("/share ist kein Befehl", "/nonsense ist")
    for said in ("Deinen Fortschritt sieht niemand.", "Die Pause ist vorbei.", *unknown):
        assert said in result.stdout


def test_a_code_from_slack_joins_both(lotse: CommandLine, module: Module, clock: Clock) -> None:
    settings = Settings()
    with bootstrap.open_store(settings) as stores:
        code = offer(stores.progress, "slack:T1:U1", clock.now)
        stores.progress.finish("slack:T1:U1", module.id, clock.now)
    given = f"/join ABCD\n/join {code}\n/join {code}\n/join off\n/path\n/join\n"
    said = lotse("onboarding", given=given).stdout
    for part in ("0 von 14", "Diesen Code gibt es nicht", "ist jetzt derselbe", "1 von 14", "ist schon verbunden",
                 "Du fängst hier neu an", "/join ist kein Befehl"):  # fmt: skip
        assert part in said
    assert said.index("ist jetzt derselbe") < said.index("1 von 14") < said.rindex("0 von 14")


def test_a_draft_of_a_module_from_a_document(lotse: CommandLine) -> None:
    document = make_document()
    with bootstrap.open_documents(Settings()) as documents:
        documents.keep(document)
    result = lotse("onboarding", "draft", document.id)
    assert (result.exit_code, result.stderr) == (0, "")
    file = Settings().data_dir / "onboarding" / "team-handbuch.yaml"
    assert str(file) in result.stdout.replace("\n", "")
    assert VACATION in file.read_text("utf-8")
    again = lotse("onboarding", "draft", document.id)
    assert (again.exit_code, "is there already" in again.stderr) == (2, True)
    unknown = lotse("onboarding", "draft", "x")
    assert (unknown.exit_code, "lotse documents list" in unknown.stderr) == (2, True)
    assert "0 von 14" in lotse("onboarding", given="").stdout


def test_a_question_goes_to_the_assistant(lotse: CommandLine) -> None:
    result = lotse("onboarding", given="1\nWas ist ein Pin?\nd\n/quit\n2\n")
    assert [message.text for message in lotse.services.assistant.messages] == ["Was ist ein Pin?", "d"]
    assert "1: Was ist ein Pin?" in result.stdout
    assert "Warum es wirkt\n\n" not in result.stdout


def test_within_a_module_the_assistant_has_it_in_mind_until_another_is_opened(
    lotse: CommandLine, module: Module
) -> None:
    lotse("onboarding", given="Was ist XING?\n1\nUnd warum?\nUnd dann?\n2\nUnd warum?\n")
    assistant = lotse.services.assistant
    first, second = assistant.begun
    asked = [message.conversation for message in assistant.messages]
    assert asked[1:] == [first.id, first.id, second.id]
    assert asked[0] not in asked[1:]
    assert first.last
    assert (first.last.topic, first.last.understanding.text) == ("definition", module.title.de)
    assert second.last is None, "the index has none of its topics"


def test_without_an_index_the_path_is_there_and_a_question_says_what_is_missing(clock: Clock) -> None:
    result = CommandLine(FakeServices(ready=False, clock=clock))("onboarding", given="Was ist ein Pin?\n1\n")
    assert "lotse index" in result.stderr
    assert "Frage 1:" in result.stdout


@pytest.mark.parametrize("width", [40, 80, 200])
@pytest.mark.parametrize("encoding", ["utf-8", "ascii"])
@pytest.mark.parametrize("language", list(Language))
def test_it_fits_every_terminal(module: Module, width: int, encoding: str, language: Language) -> None:
    page = Page(Look(width, encoding), onboarding_wording(language), language)
    desk_view = Overview((), (), None, Choices(paused=True))
    parts = [page.path(desk_view), page.reading(module), page.task(module, ("Was?",), "Ünal"), page.help()]
    parts += [page.question(module, one, returned=True) for one in module.questions]
    for text in (shown_on(part, width) for part in parts):
        assert max(len(line) for line in text.splitlines()) <= min(width, 110)
        assert not re.search(r"[^\x00-\x7f]", text) if encoding == "ascii" else text


@pytest.mark.usefixtures("quick")
def test_while_another_process_holds_the_store_that_one_is_asked(lotse: CommandLine, module: Module) -> None:
    settings = Settings()
    with (
        bootstrap.open_store(settings) as stores,
        house_kept(settings.data_dir, stores.people, 0, counters=[asked_of(stores)]),
    ):
        result = lotse("onboarding", given=f"1\n{letters(module)[0]}\n")
        assert (result.exit_code, result.stderr) == (0, "")
        (owner,) = stores.people.owners(_user())
        assert [one.question for one in stores.progress.record(owner).answers] == [module.questions[0].id]


def shown_on(part: RenderableType, width: int) -> str:
    console = Console(file=io.StringIO(), width=width, markup=False, highlight=False, emoji=False)
    console.print(part)
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


def _user() -> str:
    return f"terminal:{user_name() or 'nobody'}"


@pytest.mark.usefixtures("quick")
def test_what_is_asked_of_the_other_process_comes_back_whole(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path)
    answered = Answered("m", "q", "ö", False, START, Repetition(1, START))
    with (
        bootstrap.open_store(settings) as stores,
        house_kept(settings.data_dir, stores.people, 0, counters=[asked_of(stores)]),
    ):
        asked = AskedProgress(tmp_path)
        asked.keep_answer("user:a", answered)
        asked.finish("user:a", "m", START)
        asked.choose("user:a", Choices("Änne", "Ben", shared=True), START)
        assert asked.record("user:a") == Record((answered,), {"m": START}, Choices("Änne", "Ben", shared=True))
        assert asked.record("user:a") == stores.progress.record("user:a")
        assert asked.shared() == stores.progress.shared()
