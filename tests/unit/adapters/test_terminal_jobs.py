"""`lotse jobs …` on a real store."""

import json
import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, nullcontext
from functools import partial
from pathlib import Path

import pytest

from adapters import job_work
from adapters.housekeeping import house_kept
from bot.bootstrap import open_store
from bot.jobs.models import Aspect, JobState
from bot.stores import Stores
from config.settings import load_settings
from tests.fakes.assistant import CommandLine

FIELDS = {
    "title": "Koch",
    "employer": "Gasthof Linde",
    "place": "Ulm",
    "employment": "Vollzeit",
    "description": "Sie kochen schwäbisch.\n\nAm Herd und auf dem Pass.",
    "apply-email": "linde@example.com",
    "deadline": "31.12.2099",
    "language": "de",
}


Opener = Callable[[], AbstractContextManager[Stores]]


@pytest.fixture(params=[False, True], ids=["alone", "beside-serve"], autouse=True)
def kept(request: pytest.FixtureRequest, lotse: CommandLine) -> Iterator[Opener]:
    """What is kept, opened for a moment, or by a serving process all the time."""
    _ = lotse  # which says where
    settings = load_settings()
    if not request.param:
        yield lambda: open_store(settings)
        return
    with open_store(settings) as stores:
        counter = (job_work.PREFIX, partial(job_work.answered, stores.jobs))
        with house_kept(settings.data_dir, stores.people, 0, counters=[counter]):
            yield lambda: nullcontext(stores)


def arguments(**changes: str) -> list[str]:
    given = {**FIELDS, **{name.replace("_", "-"): value for name, value in changes.items()}}
    return [part for name, value in given.items() for part in (f"--{name}", value)]


def add(lotse: CommandLine, *more: str, **changes: str) -> str:
    """Add a post and return its id as shown."""
    result = lotse("jobs", "add", *arguments(**changes), *more)
    assert result.exit_code == 0, result.stderr
    found = re.search(r"(\b[0-9a-f]{8}\b) ist|Entwurf ([0-9a-f]{8})", result.stdout)
    assert found
    return found[1] or found[2]


def test_a_post_is_shown_as_candidates_will_see_it_and_kept_as_a_draft(lotse: CommandLine, kept: Opener) -> None:
    result = lotse("jobs", "add", *arguments(), "--benefit", "Zwei Tage frei", "--benefit", "Trinkgeld")
    assert result.exit_code == 0
    for text in ("Koch (m/w/d)", "Gasthof Linde", "Vollzeit", "Sie kochen schwäbisch.", "Trinkgeld", "Dezember 2099"):
        assert text in result.stdout
    assert "Ohne Gehalt" in result.stdout
    with kept() as stores:
        (job,) = stores.jobs.jobs()
    assert (job.state, job.author, job.post.benefits) == (JobState.DRAFT, "terminal", ("Zwei Tage frei", "Trinkgeld"))


def test_mistakes_are_told_in_the_language_of_the_settings(lotse: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    wrong = arguments(apply_email="linde", deadline="1.1.2020")
    assert lotse("jobs", "add", *wrong).exit_code == 2
    monkeypatch.setenv("LOTSE_ANSWERS__LANGUAGE", "en")
    result = lotse("jobs", "add", *wrong)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "E-mail to apply: “linde” is no e-mail address." in result.stderr
    passed = lotse("jobs", "add", *arguments(deadline="1.1.2020"))
    assert "Deadline: “2020-01-01” has passed." in passed.stderr
    assert "There is no job post yet." in lotse("jobs", "list").stdout


def test_a_post_from_draft_to_closed(lotse: CommandLine) -> None:
    id_ = add(lotse)
    assert f"{id_} ist veröffentlicht." in lotse("jobs", "publish", id_).stdout
    edited = lotse("jobs", "edit", id_, "--place", "Neu-Ulm", "--deadline", "")
    assert f"{id_} ist geändert (Fassung 2)." in edited.stdout
    assert "Neu-Ulm" in edited.stdout
    assert "2099" not in edited.stdout
    assert f"{id_} ist geschlossen." in lotse("jobs", "close", id_).stdout
    assert "Diese Stelle ist geschlossen." in lotse("jobs", "show", id_).stdout
    listed = lotse("jobs", "list").stdout
    assert id_ in listed
    assert "geschlossen" in listed


def test_publishing_at_once(lotse: CommandLine) -> None:
    add(lotse, "--publish")
    assert "veröffentlicht" in lotse("jobs", "list").stdout


def test_what_was_asked_becomes_advice_for_the_post(lotse: CommandLine, kept: Opener) -> None:
    id_ = add(lotse, "--publish")
    with kept() as stores:
        (job,) = stores.jobs.jobs()
        for number in range(12):
            stores.jobs.note_question(job.id, Aspect.SALARY, f"s{number}", answered=False)
        stores.jobs.note_question(job.id, Aspect.VISA, "v1", answered=False)
        stores.jobs.note_question(job.id, Aspect.HOURS, "h1", answered=False)
    shown = lotse("jobs", "show", id_).stdout
    assert "Gehalt 12" in shown
    assert "12 haben nach dem Gehalt gefragt: Trag es ein." in shown
    assert "Jemand hat gefragt, ohne dass die Anzeige es sagt (Visum und Anerkennung)" in " ".join(shown.split())
    assert "nach der Arbeitszeit gefragt" not in shown, "the post says it by now"


def test_an_id_that_names_no_post(lotse: CommandLine) -> None:
    for command in ("show", "publish", "close", "edit"):
        result = lotse("jobs", command, "ffffffff")
        assert result.exit_code == 2
        assert "there is no post “ffffffff”" in result.stderr


def test_a_file_is_kept_whole_or_not_at_all(lotse: CommandLine, tmp_path: Path) -> None:
    good = {name.replace("-", "_"): value for name, value in FIELDS.items()}
    file = tmp_path / "posts.json"
    file.write_text(json.dumps([good, {**good, "apply_email": "x"}, {**good, "title": ""}], indent=0))
    result = lotse("jobs", "import", str(file))
    assert result.exit_code == 2
    assert f"{file}:12: Eintrag 2: Bewerbung per E-Mail: „x“ ist keine E-Mail-Adresse" in result.stderr
    assert f"{file}:22: Eintrag 3: Titel fehlt." in result.stderr
    assert "Nichts ist gespeichert." in result.stderr
    assert "noch keine" in lotse("jobs", "list").stdout
    partly = lotse("jobs", "import", str(file), "--partly")
    assert partly.exit_code == 1
    assert "Ein Entwurf ist gespeichert." in partly.stdout
    assert "2 Einträge mit Fehlern" in partly.stderr
    assert lotse("jobs", "list").stdout.count("Entwurf") == 1


def test_a_file_without_a_mistake(lotse: CommandLine, tmp_path: Path) -> None:
    file = tmp_path / "posts.csv"
    file.write_text("title;employer;place;description;apply_email\nKoch;Linde;Ulm;Kochen.;l@example.com\n")
    result = lotse("jobs", "import", str(file), "--language", "de")
    assert (result.exit_code, result.stderr) == (0, "")
    assert lotse("jobs", "import", str(tmp_path / "none.csv")).exit_code == 2
