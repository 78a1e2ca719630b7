import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest

import bot.bootstrap
import bot.health
from bot.diagnosis import Finding, FindingState
from bot.health import Setup, examine
from bot.index import UNDERSTANDING_PART, snapshot_parts
from bot.store_errors import StoreError
from bot.understanding.calibration import Calibration, save_calibration
from config.groups import AnswerSettings, RetentionSettings, TelegramSettings
from config.settings import Settings
from knowledge.library import shipped_content
from retrieval.model_source import DEFAULT_MODEL
from retrieval.snapshot import Header, Part, Site, build_snapshot
from tests.conftest import Silence
from tests.fakes.onboarding import OWN, written

OK, WARNING, MISSING, ERROR = FindingState


def findings(tmp_path: Path, **changed: object) -> Mapping[str, Finding]:
    given: dict[str, object] = {
        "data_dir": tmp_path / "data",
        "index": tmp_path / "data" / "index",
        "model": DEFAULT_MODEL,
        "human_contact": "@talent-team",
        "web": "127.0.0.1:8080, login: none",
        "web_problem": "",
        "open_database": None,
        "documents": tuple,
        "retention_days": 0,
    }
    found = list(examine(Setup(**{**given, **changed})))  # type: ignore[arg-type]
    names = [finding.name for finding in found]
    assert len(set(names)) == len(names)
    return {finding.name: finding for finding in found}


def publish(index: Path, model: str = f"{DEFAULT_MODEL}@1") -> Path:
    """Publish a generation whose parts are as fresh as the content and hold a calibration only."""

    def build(site: Site, progress: object) -> None:
        (site.folder / "file").write_text("x")
        if site.folder.name == UNDERSTANDING_PART:
            save_calibration(Calibration(0.4321, 0.951, 0.912, 0.8, 900, 100), site.folder)

    parts = [Part(part.name, part.fingerprint, build) for part in snapshot_parts(shipped_content(), DEFAULT_MODEL)]
    return build_snapshot(index, parts, lambda _: Header(model, 4, {"recruiter": 312}), Silence())


def test_without_an_index_everything_else_is_fine(tmp_path: Path) -> None:
    found = findings(tmp_path)
    assert {name for name, finding in found.items() if finding.state is not OK} == {"index"}
    assert (found["index"].state, found["index"].remedy) == (MISSING, "lotse index")
    assert "understanding" not in found


def test_a_fresh_index_is_fine_and_says_what_it_does(tmp_path: Path) -> None:
    publish(tmp_path / "data" / "index")
    found = findings(tmp_path)
    assert {finding.state for finding in found.values()} == {OK}
    assert "312 passages" in found["index"].detail
    for figure in ("0.43", "1000", "95.1%", "91.2%"):
        assert figure in found["understanding"].detail


def test_what_has_changed_since_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    publish(tmp_path / "data" / "index")
    content = Path(shutil.copytree(shipped_content(), tmp_path / "content"))
    monkeypatch.setattr(bot.health, "shipped_content", lambda: content)
    with (content / "phrasings" / "trends.de.txt").open("a", encoding="utf-8") as file:
        file.write("etwas ganz neues zum fragen\n")
    index = findings(tmp_path)["index"]
    assert (index.state, index.remedy) == (WARNING, "lotse index")
    assert "changed since: phrasings, understanding" in index.detail


def test_mistakes_in_the_content_are_errors_and_the_index_still_serves(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(tmp_path / "data" / "index")
    content = Path(shutil.copytree(shipped_content(), tmp_path / "content"))
    (content / "cues.yaml").write_text("cues: [\n", encoding="utf-8")
    monkeypatch.setattr(bot.health, "shipped_content", lambda: content)
    found = findings(tmp_path)
    assert (found["content"].state, found["content"].remedy) == (ERROR, "mend the lines named")
    assert "cues.yaml:" in found["content"].detail
    assert found["index"].state is WARNING
    assert found["understanding"].state is OK


def test_a_damaged_index_is_missing(tmp_path: Path) -> None:
    generation = publish(tmp_path / "data" / "index")
    (generation / "library" / "file").write_text("y")
    index = findings(tmp_path)["index"]
    assert (index.state, index.remedy) == (MISSING, "lotse index")
    assert "library/file: damaged" in index.detail


@pytest.mark.parametrize("parts", [("library",), ("library", UNDERSTANDING_PART)])
def test_an_index_of_another_version_is_missing(tmp_path: Path, parts: tuple[str, ...]) -> None:
    made = [Part(name, "1", lambda site, _: (site.folder / "file").write_text("x") and None) for name in parts]
    build_snapshot(tmp_path / "data" / "index", made, lambda _: Header(f"{DEFAULT_MODEL}@1", 4, {}), Silence())
    found = findings(tmp_path)
    assert found["index"].remedy == "lotse index"


@pytest.mark.parametrize(
    ("model", "state", "detail"),
    [
        (DEFAULT_MODEL, OK, DEFAULT_MODEL),
        ("some/hub-model", WARNING, "hub"),
        ("/no/such/model", ERROR, "/no/such/model"),
    ],
)
def test_the_embedding_model(tmp_path: Path, model: str, state: FindingState, detail: str) -> None:
    found = findings(tmp_path, model=model)["embedding model"]
    assert found.state is state
    assert detail in found.detail
    assert bool(found.remedy) is (state is WARNING)


def test_without_torch_no_index_can_be_built(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bot.health, "find_spec", lambda name: None if name == "torch" else object())
    found = findings(tmp_path)["embedding model"]
    assert found.state is WARNING
    assert "torch is not installed" in found.detail
    assert found.remedy


def test_a_data_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    found = findings(tmp_path, data_dir=tmp_path / "file" / "data")["data folder"]
    assert found.state is ERROR
    assert "LOTSE_DATA_DIR" in found.remedy


def test_nobody_named_for_help_is_a_warning(tmp_path: Path) -> None:
    found = findings(tmp_path, human_contact="")["human contact"]
    assert (found.state, found.remedy) == (WARNING, "set LOTSE_ANSWERS__HUMAN_CONTACT")
    assert findings(tmp_path)["human contact"].detail == "@talent-team"


def test_diagnose_passes_on_what_is_configured_and_no_secret(tmp_path: Path) -> None:
    settings = Settings(
        data_dir=tmp_path / "data",
        answers=AnswerSettings(human_contact="@talent-team"),
        telegram=TelegramSettings(token="123:secret"),  # type: ignore[arg-type]
        retention=RetentionSettings(days=90),
    )
    found = {finding.name: finding for finding in bot.bootstrap.diagnose(settings)}
    assert found.keys().isdisjoint({"Slack", "Telegram"}), "the adapters examine these"
    assert "90 days" in found["retention"].detail
    assert found["human contact"].detail == "@talent-team"
    assert "secret" not in repr(found)


def test_that_nothing_is_deleted_by_age_is_said(tmp_path: Path) -> None:
    retention = findings(tmp_path)["retention"]
    assert (retention.state, "LOTSE_RETENTION__DAYS" in retention.detail) == (OK, True)


def test_where_conversations_are_kept_is_said(tmp_path: Path) -> None:
    assert "none yet" in findings(tmp_path)["conversations"].detail
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "lotse.db").touch()
    assert findings(tmp_path)["conversations"].detail == str(tmp_path / "data" / "lotse.db")


def test_a_database_that_cannot_be_opened_is_an_error(tmp_path: Path) -> None:
    def refuses() -> None:
        raise StoreError("the database at db.example does not answer")

    found = findings(tmp_path, open_database=refuses)["conversations"]
    assert found.state is FindingState.ERROR
    assert "db.example" in found.detail


def test_a_web_chat_that_would_let_anybody_in_is_an_error(tmp_path: Path) -> None:
    found = findings(tmp_path, web="0.0.0.0:8080, login: none", web_problem="a login is needed")["web chat"]
    assert (found.state, found.remedy) == (FindingState.ERROR, "a login is needed")


def test_a_teams_broken_module_is_a_warning_with_its_line(tmp_path: Path) -> None:
    assert findings(tmp_path)["onboarding"].detail == "14 modules, 0 of the team's own"
    written(tmp_path / "data", OWN)
    assert findings(tmp_path)["onboarding"].detail == "14 modules, 1 of the team's own"
    written(tmp_path / "data", OWN.replace("minutes: 4", "minutes: 0"))
    found = findings(tmp_path)["onboarding"]
    assert (found.state, found.detail.startswith("onboarding/own.yaml:2: ")) == (WARNING, True)
