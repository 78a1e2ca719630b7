import json
from pathlib import Path

import pytest

from retrieval.beir import Document, read_evaluation_set
from retrieval.errors import EvaluationError

FILES = {
    "corpus.jsonl": '{"_id": "d1", "title": "T", "text": "one"}\n{"_id": "d2", "text": "two"}\n',
    "queries.jsonl": '{"_id": "q1", "text": "one?"}\n\n{"_id": "q2", "text": "outside?"}\n',
    "qrels/test.tsv": "query-id\tcorpus-id\tscore\nq1\td1\t1\nq1\td2\t0\n",
}


def write_set(folder: Path, **changed: str) -> Path:
    (folder / "qrels").mkdir()
    for name, content in FILES.items():
        (folder / name).write_text(changed.get(name.split(".")[0].split("/")[0], content), encoding="utf-8")
    return folder


def test_reads_documents_queries_and_judgements(tmp_path: Path) -> None:
    found = read_evaluation_set(write_set(tmp_path))

    assert found.documents == (Document("d1", "T", "one"), Document("d2", "", "two"))
    assert found.queries == {"q1": "one?", "q2": "outside?"}
    assert found.relevant == {"q1": {"d1": 1}}


def test_several_judgement_files_are_one(tmp_path: Path) -> None:
    write_set(tmp_path)
    (tmp_path / "qrels" / "more.tsv").write_text("query-id\tcorpus-id\tscore\nq2\td2\t2\n")

    assert read_evaluation_set(tmp_path).relevant == {"q1": {"d1": 1}, "q2": {"d2": 2}}


def test_a_byte_order_mark_and_windows_line_ends_are_no_mistake(tmp_path: Path) -> None:
    write_set(tmp_path)
    for name, content in FILES.items():
        (tmp_path / name).write_bytes(b"\xef\xbb\xbf" + content.replace("\n", "\r\n").encode())

    assert read_evaluation_set(tmp_path).relevant == {"q1": {"d1": 1}}


GOOD = json.dumps({"_id": "d9", "text": "x"})


@pytest.mark.parametrize(
    ("file", "content", "line", "rule"),
    [
        ("corpus", f"{GOOD}\n{{oops\n", 2, "this is no JSON"),
        ("corpus", f"{GOOD}\n\n[1]\n", 3, "this is list, but must be a JSON object"),
        ("corpus", f'{GOOD}\n{{"text": "x"}}\n', 2, "_id is None"),
        ("corpus", '{"_id": 7, "text": "x"}\n', 1, "_id is 7"),
        ("corpus", '{"_id": "a", "text": ""}\n', 1, "text is ''"),
        ("corpus", '{"_id": "a", "title": 3, "text": "x"}\n', 1, "title is 3"),
        ("corpus", f"{GOOD}\n{GOOD}\n", 2, "the _id 'd9' stands in an earlier line too"),
        ("corpus", "", 1, "the file holds nothing"),
        ("queries", '{"_id": "q1"}\n', 1, "text is None"),
        ("qrels", "query-id\tcorpus-id\tscore\nq1 d1 1\n", 2, "must be query-id, corpus-id and a whole score"),
        ("qrels", "q1\td1\tmany\n", 1, "a whole score"),
        ("qrels", "query-id\tcorpus-id\tscore\nq1\td1\t1\nq7\td1\t1\n", 3, "the query 'q7' is not in queries.jsonl"),
        ("qrels", "q1\td7\t1\n", 1, "the document 'd7' is not in corpus.jsonl"),
    ],
)
def test_a_bad_line_is_reported_with_file_line_and_rule(
    tmp_path: Path, file: str, content: str, line: int, rule: str
) -> None:
    write_set(tmp_path, **{file: content})

    with pytest.raises(EvaluationError) as caught:
        read_evaluation_set(tmp_path)

    assert caught.value.line == line
    assert rule in caught.value.rule
    assert str(caught.value).startswith(f"{caught.value.file}:{line}: ")
    assert file in caught.value.file


def test_bytes_that_are_no_text_are_reported(tmp_path: Path) -> None:
    write_set(tmp_path)
    (tmp_path / "corpus.jsonl").write_bytes(GOOD.encode() + b"\n\xff\xfe\n")

    with pytest.raises(EvaluationError, match=r"corpus\.jsonl:2: this is no UTF-8"):
        read_evaluation_set(tmp_path)


@pytest.mark.parametrize("name", ["corpus.jsonl", "queries.jsonl"])
def test_a_missing_file_is_named(tmp_path: Path, name: str) -> None:
    (write_set(tmp_path) / name).unlink()

    with pytest.raises(EvaluationError, match=name):
        read_evaluation_set(tmp_path)


def test_judgements_are_needed(tmp_path: Path) -> None:
    (write_set(tmp_path) / "qrels" / "test.tsv").unlink()

    with pytest.raises(EvaluationError, match=r"qrels:1: there is no \.tsv file"):
        read_evaluation_set(tmp_path)
