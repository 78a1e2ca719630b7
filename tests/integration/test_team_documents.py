"""The team's documents on the real index and the real model: brought in, searched, quoted, removed."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

import bot.bootstrap as root
from bot.assistant import Assistant
from bot.documents import Details, DocumentAudience
from bot.models import Answer, Audience, Language, Message, Outcome
from config.settings import Settings
from knowledge.library import shipped_content
from retrieval.embedding import load_embedder
from retrieval.snapshot import load_snapshot
from tests.conftest import Silence

TEAM = Path(__file__).parent.parent / "quality" / "team"
CANDIDATES_QUESTIONS = 1_000
GUIDE_QUESTIONS = ("Was ist Social Recruiting?", "Bauleiter in Köln, wo posten?", "What is active sourcing?", "Moin!")


@pytest.fixture(scope="module")
def own(assistant: Assistant, settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Settings with an index of their own, before any document came in."""
    data = tmp_path_factory.mktemp("team") / "data"
    shutil.copytree(settings.data_dir / root.INDEX_FOLDER, data / root.INDEX_FOLDER)
    return Settings(data_dir=data)


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return Path(shutil.copytree(TEAM, tmp_path_factory.mktemp("files") / "team"))


@pytest.fixture(scope="module")
def informed(own: Settings, files: Path) -> Iterator[Assistant]:
    """The assistant with both handbooks, for recruiters only."""
    paths = (files / "handbuch.md", files / "handbook.md")
    reports = root.ingest(own, paths, Details(DocumentAudience.INTERNAL, owner="HR"), "anna", Silence())
    assert not [report for report in reports if report.refusal]
    return root.build_assistant(own)


def ask(assistant: Assistant, text: str, audience: Audience = Audience.RECRUITER, language: str = "") -> Answer:
    return assistant.reply(Message(text, audience, f"{audience}: {text}", Language(language) if language else None))


def test_handbooks_answer_their_questions_and_others_are_declined(informed: Assistant) -> None:
    """What ENOUGH was fitted on."""
    inside: list[bool] = []
    outside: list[bool] = []
    for line in (TEAM / "questions.tsv").read_text(encoding="utf-8").splitlines():
        language, words, question = line.split("\t")
        answer = ask(informed, question, language=language)
        if words == "-":
            outside.append(answer.outcome is not Outcome.ANSWERED)
        else:
            inside.append(any(words in citation.text for citation in answer.citations))
    assert sum(inside) >= 0.9 * len(inside), (sum(inside), len(inside))
    assert sum(outside) >= 0.9 * len(outside), (sum(outside), len(outside))


def test_the_first_page_of_a_team_answers_its_questions(own: Settings, tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path / "data")
    shutil.copytree(own.data_dir / root.INDEX_FOLDER, settings.data_dir / root.INDEX_FOLDER)
    page = tmp_path / "reise.md"
    page.write_text("# Reisekosten\n\nBelege für Dienstreisen gehen binnen 14 Tagen an die Buchhaltung. ")
    with page.open("a") as file:
        file.write("Das Tagegeld beträgt 28 Euro.\n")
    root.ingest(settings, (page,), Details(DocumentAudience.INTERNAL), "anna", Silence())
    assistant = root.build_assistant(settings)
    for question in ("Wie hoch ist das Tagegeld?", "Bis wann gehen Belege für Dienstreisen an die Buchhaltung?"):
        assert "28 Euro" in "".join(one.text for one in ask(assistant, question).citations), question
    for question in ("Wann hat die Kantine offen?", "Wer betreut die Website?"):
        assert not any("28 Euro" in one.text for one in ask(assistant, question).citations), question


def test_a_candidate_sees_nothing_of_it(informed: Assistant) -> None:
    for question in ("Wann verfällt mein Resturlaub?", "Who manages the LinkedIn Recruiter licences?"):
        assert ask(informed, question).citations
        answer = ask(informed, question, Audience.CANDIDATE)
        assert (answer.outcome, answer.citations) == (Outcome.UNKNOWN, ())


def test_internal_documents_change_no_byte_of_what_candidates_are_told(
    informed: Assistant, assistant: Assistant
) -> None:
    handbooks = [line.split("\t")[2] for line in (TEAM / "questions.tsv").read_text(encoding="utf-8").splitlines()]
    jobs = (TEAM.parent / "job_questions.jsonl").read_text(encoding="utf-8").splitlines()
    files = sorted(shipped_content().rglob("phrasings/**/*.txt"))
    phrasings = [line for file in files for line in file.read_text(encoding="utf-8").splitlines() if line.strip()]
    about = [*handbooks, *(json.loads(line)["q"] for line in jobs)]
    asked = [*about, *phrasings[:: len(phrasings) // CANDIDATES_QUESTIONS]][:CANDIDATES_QUESTIONS]
    assert len(asked) == CANDIDATES_QUESTIONS
    told = ((repr(ask(one, text, Audience.CANDIDATE)) for one in (assistant, informed)) for text in asked)
    changed = [text for text, (before, after) in zip(asked, told, strict=True) if before != after]
    assert changed == []


@pytest.mark.parametrize("text", GUIDE_QUESTIONS)
def test_what_the_guide_answers_it_still_answers_word_for_word(
    informed: Assistant, assistant: Assistant, text: str
) -> None:
    assert ask(informed, text) == ask(assistant, text)


def test_unchanged_passages_are_not_embedded_again(
    informed: Assistant, own: Settings, files: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    embedded: list[str] = []
    load = load_embedder

    def counting(folder: Path):
        embedder = load(folder)

        class Counting:
            model, dimension = embedder.model, embedder.dimension

            def embed(self, texts, kind):
                embedded.extend(texts)
                return embedder.embed(texts, kind)

        return Counting()

    monkeypatch.setattr("retrieval.index_build.load_embedder", counting)
    path = files / "handbuch.md"
    path.write_text(path.read_text() + "\n## Neues\n\nDer Aufzug im Gebäude C ist bis Mai außer Betrieb.\n")
    root.ingest(own, [path], Details(DocumentAudience.PUBLIC), "anna", Silence())
    assert "Der Aufzug im Gebäude C ist bis Mai außer Betrieb." in embedded
    assert not [text for text in embedded if "Resturlaub" in text]
    assert len(embedded) == len(set(embedded)) <= 3
    changed = root.build_assistant(own)
    assert ask(changed, "Bis wann ist der Aufzug außer Betrieb?", Audience.CANDIDATE).citations
    assert ask(changed, "Who writes the rejections?", Audience.CANDIDATE).citations == ()


def test_removing_leaves_no_trace_and_the_index_is_as_before(own: Settings, assistant: Assistant) -> None:
    with root.open_documents(own) as documents:
        ids = [summary.id for summary in documents.summaries()]
    assert root.remove_documents(own, [*ids, "nope"], Silence()) == ("nope",)
    assert root.index_is_current(own)
    for path in own.data_dir.rglob("*"):
        assert not (path.is_file() and b"Resturlaub verf" in path.read_bytes()), path
    before = assistant
    after = root.build_assistant(own)
    for text in (*GUIDE_QUESTIONS, "Wann verfällt mein Resturlaub?"):
        assert repr(ask(after, text)) == repr(ask(before, text))


def test_without_documents_the_parts_are_those_of_the_guide_alone(own: Settings, settings: Settings) -> None:
    mine, shipped = (load_snapshot(root.index_folder(one)).manifest for one in (own, settings))
    assert [part.name for part in mine.parts] == [part.name for part in shipped.parts]
    assert {part.name: part.files for part in mine.parts} == {part.name: part.files for part in shipped.parts}
    assert np.all([not part.name.startswith(("team", "documents")) for part in mine.parts])
