"""Lotse's side: `python -m benchmarks.peer_lotse build|serve FOLDER MODEL`.

FOLDER holds corpus.jsonl, and the index beside it; MODEL is the folder of the exported embedding model.
"""

import json
import sys
from pathlib import Path

from benchmarks.serving import DEPTH, Search, serve
from knowledge.models import Audience, Language, Passage
from retrieval.audience_index import AudienceIndex
from retrieval.embedding import load_embedder
from retrieval.hybrid import HybridRetriever
from retrieval.models import Query

INDEX = "lotse"


def build(folder: Path, model: Path) -> None:
    """Index the passages as `lotse index` does."""
    from retrieval.index_build import build_index

    lines = (folder / "corpus.jsonl").read_text(encoding="utf-8").splitlines()
    index = build_index([_passage(json.loads(line)) for line in lines], load_embedder(model))
    (folder / INDEX).mkdir()
    index.save(folder / INDEX)


def load(folder: Path, model: Path) -> Search:
    """Return the search, without the cache of question vectors that the assistant puts before the model."""
    indexes = {Audience.RECRUITER: AudienceIndex.load(folder / INDEX)}
    retriever = HybridRetriever(indexes, load_embedder(model))

    def search(text: str, language: str) -> list[str]:
        hits = retriever.retrieve(Query(text, Audience.RECRUITER, Language(language), limit=DEPTH))
        return [hit.passage.id for hit in hits]

    search("warm up", Language.EN)
    return search


def _passage(row: dict[str, str]) -> Passage:
    language = Language(row["language"])
    return Passage(row["id"], row["topic"], language, (Audience.RECRUITER,), (), "", row["title"], row["text"])


def main() -> None:
    """Build or serve."""
    task, folder, model = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])
    if task == "build":
        build(folder, model)
    else:
        serve(lambda: load(folder, model))


if __name__ == "__main__":
    main()
