"""`python -m benchmarks.unknown_documents LANGUAGE=DIR…`: answers from documents that nobody wrote phrasings for.

Each names an evaluation set in the BEIR layout. Its first half comes in by `lotse ingest`, a file a document, and
questions about the other half are asked by `lotse ask`: they are to be declined. Then the rest comes in, and every
question whose document is ranked first is asked. Ends with 1 where a figure is not reached; `--docs DIR` keeps the
figures on that folder's page.
"""

import argparse
import itertools
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.errors import BenchmarkError
from benchmarks.report import Occasion, Section, table, tell, write_section
from benchmarks.web_browser import Silence
from benchmarks.worker import ROOT
from bot.bootstrap import INDEX_FOLDER, build_index, index_folder
from config.settings import Settings
from knowledge.models import Audience, Language
from knowledge.team import PREFIX, document_id
from retrieval.beir import EvaluationSet, read_evaluation_set
from retrieval.embedding import load_embedder
from retrieval.hybrid import HybridRetriever
from retrieval.index_build import MODEL_PART, Shelf, load_indexes
from retrieval.models import Query
from retrieval.snapshot import load_snapshot

DEPTH = 10
CITED, DECLINED = 0.95, 0.85
MRR: Mapping[Language, float] = {Language.DE: 0.96, Language.EN: 0.975}
ELSEWHERE = 200
"""Questions about something else entirely, over all sets."""


@dataclass(frozen=True, slots=True)
class Texts:
    """An evaluation set in one language, and where its documents lie as files."""

    folder: Path
    language: Language
    set: EvaluationSet

    def file(self, document: str) -> Path:
        """Return the file of a document."""
        return self.folder / f"{document}.txt"

    def half(self) -> Sequence[str]:
        """Return the ids of the first half of the documents."""
        return [one.id for one in self.set.documents[: len(self.set.documents) // 2]]

    def elsewhere(self, count: int) -> Sequence[str]:
        """Return the ids of so many queries that no document of the first half answers, spread over the others."""
        there = set(self.half())
        others = [query for query, documents in self.set.relevant.items() if not there & documents.keys()]
        return others[:: max(1, len(others) // count)][:count]


@dataclass(frozen=True, slots=True)
class Result:
    """What came of one set. `first` counts the questions whose document is ranked first, `cited` those that show it."""

    texts: Texts
    asked: int
    recall: float
    mrr: float
    first: int
    cited: int
    elsewhere: int
    declined: int

    @property
    def reached(self) -> bool:
        """Whether it is good enough."""
        ranked = self.mrr >= MRR[self.texts.language]
        return ranked and self.cited >= CITED * self.first and self.declined >= DECLINED * self.elsewhere


@dataclass(frozen=True, slots=True)
class World:
    """A data folder with an index, in which `lotse` is called."""

    folder: Path

    def ingest(self, files: Sequence[Path]) -> None:
        """Bring files in. Raises BenchmarkError where one is not taken."""
        self._run("ingest", *map(str, files), "--audience", "internal")

    def ask(self, questions: Mapping[str, str]) -> Iterator[tuple[str, Mapping[str, object]]]:
        """Yield each question's id with the answer's record."""
        lines = [json.dumps({"id": key, "q": text}) for key, text in questions.items()]
        batch = self.folder / "questions.jsonl"
        batch.write_text("\n".join(lines), encoding="utf-8")
        for line in self._run("ask", "--batch", str(batch), "--json").splitlines():
            record = json.loads(line)
            yield record["id"], record

    def ranked(self, texts: Texts) -> Mapping[str, Sequence[str]]:
        """Return, by query, the files of the first hits' documents, best first, each once."""
        snapshot = load_snapshot(self.folder / INDEX_FOLDER)
        retriever = HybridRetriever(load_indexes(snapshot, Shelf.TEAM), load_embedder(snapshot.part(MODEL_PART)))
        found = {}
        for key in texts.set.relevant:
            query = Query(texts.set.queries[key], Audience.RECRUITER, texts.language, limit=DEPTH)
            found[key] = list(dict.fromkeys(hit.passage.topic for hit in retriever.retrieve(query)))
        return found

    def _run(self, *arguments: str) -> str:
        command = [sys.executable, "-m", "adapters.main", *arguments]
        environment = {**os.environ, "LOTSE_DATA_DIR": str(self.folder)}
        done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
        if done.returncode:
            raise BenchmarkError(f"lotse {arguments[0]} ended with status {done.returncode}: {done.stderr[-500:]}")
        return done.stdout


def _topic(file: Path) -> str:
    return f"{PREFIX}{document_id(str(file))}"


def measure(settings: Settings, folders: Sequence[tuple[Path, Language]]) -> Sequence[Result]:
    """Bring the sets in, half and whole, and ask. Raises BenchmarkError, and EvaluationError for a broken set."""
    with tempfile.TemporaryDirectory() as name:
        world = World(Path(name, "data"))
        shutil.copytree(index_folder(settings), world.folder / INDEX_FOLDER)
        sets = [_written(Path(name, f"{place}"), *one) for place, one in enumerate(folders)]
        tell("half of the documents come in")
        world.ingest([one.file(id_) for one in sets for id_ in one.half()])
        declined = [_declined(world, one, ELSEWHERE // len(sets)) for one in sets]
        tell("the others come in")
        world.ingest([one.file(document.id) for one in sets for document in one.set.documents])
        return [_result(world, one, *counts) for one, counts in zip(sets, declined, strict=True)]


def _written(folder: Path, source: Path, language: Language) -> Texts:
    texts = Texts(folder, language, read_evaluation_set(source))
    folder.mkdir()
    for document in texts.set.documents:
        texts.file(document.id).write_text(document.text, encoding="utf-8")
    return texts


def _declined(world: World, texts: Texts, count: int) -> tuple[int, int]:
    """How many were asked of which no document is there, and how many of them were declined."""
    asked = {query: texts.set.queries[query] for query in texts.elsewhere(count)}
    answers = [record for _, record in world.ask(asked)]
    return len(answers), sum(record["outcome"] != "answered" for record in answers)


def _result(world: World, texts: Texts, elsewhere: int, declined: int) -> Result:
    ranked = world.ranked(texts)
    relevant = {key: {_topic(texts.file(one)) for one in documents} for key, documents in texts.set.relevant.items()}
    ranks = {key: _rank(ranked[key], right) for key, right in relevant.items()}
    asked = {key: texts.set.queries[key] for key, rank in ranks.items() if rank == 1}
    cited = sum(bool(relevant[key] & _cited(record)) for key, record in world.ask(asked))
    mrr = sum(1 / rank for rank in ranks.values() if rank) / len(ranks)
    return Result(texts, len(ranks), len(asked) / len(ranks), mrr, len(asked), cited, elsewhere, declined)


def _rank(found: Sequence[str], right: set[str]) -> int | None:
    return next((rank for rank, one in zip(itertools.count(1), found, strict=False) if one in right), None)


def _cited(record: Mapping[str, object]) -> set[str]:
    citations = record["citations"]
    assert isinstance(citations, list)
    return {str(one["passage"]).rpartition("#")[0] for one in citations}


def section(results: Sequence[Result], occasion: Occasion) -> Section:
    """Return the figures for the page."""
    rows = [
        (
            one.texts.language.value,
            f"{len(one.texts.set.documents)}",
            f"{one.asked}",
            f"{one.recall:.3f}",
            f"{one.mrr:.3f} ({MRR[one.texts.language]:g})",
            f"{one.cited / one.first:.1%} of {one.first} ({CITED:.0%})",
            f"{one.declined / one.elsewhere:.1%} of {one.elsewhere} ({DECLINED:.0%})",
        )
        for one in results
    ]
    head = ("", "documents", "questions", "recall@1", "MRR@10 (goal)", "cited where ranked first", "declined elsewhere")
    body = (
        "## Unknown documents",
        occasion.line(("faiss-cpu", "onnxruntime", "markitdown")),
        "Each paragraph of an evaluation set comes in as a file by `lotse ingest`, all sets into one folder beside the "
        "guide, and each question is asked by `lotse ask`. Declined are questions about the second half of a set while "
        "only the first half is there.",
        table(head, rows),
    )
    return Section("unknown", "\n\n".join(body))


def _set(text: str) -> tuple[Path, Language]:
    language, _, folder = text.partition("=")
    return Path(folder), Language(language)


def main(arguments: Sequence[str]) -> int:
    """Measure, and return 1 where a figure is not reached."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.unknown_documents", description=__doc__)
    parser.add_argument("sets", nargs="+", type=_set, metavar="LANGUAGE=DIR", help="de=DIR or en=DIR")
    parser.add_argument("--docs", type=Path, help="the folder whose page keeps the figures")
    wanted, settings = parser.parse_args(arguments), Settings()
    named = " ".join(f"{language.value}=DIR" for _, language in wanted.sets)
    occasion = Occasion(f"python -m benchmarks.unknown_documents {named}")
    build_index(settings, Silence())
    results = measure(settings, wanted.sets)
    found = section(results, occasion)
    print(found.body)
    if wanted.docs:
        write_section(wanted.docs, found)
    return 0 if all(one.reached for one in results) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
