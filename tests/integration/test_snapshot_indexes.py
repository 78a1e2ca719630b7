"""Passages → snapshot → retriever, with the real model."""

import random
import shutil
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from knowledge.models import Audience, Language, Passage
from retrieval.durable import link_files
from retrieval.embedding import load_embedder
from retrieval.errors import SnapshotError
from retrieval.hybrid import HybridRetriever
from retrieval.index_build import (
    MODEL_PART,
    build_index,
    index_header,
    index_part_name,
    index_parts,
    load_indexes,
    model_part,
)
from retrieval.manifest import files_below, verify_part
from retrieval.model_source import DEFAULT_MODEL
from retrieval.models import Query
from retrieval.protocols import Embedder
from retrieval.snapshot import Part, Site, build_snapshot, load_snapshot
from retrieval.vector_index import VectorIndex
from tests.fakes.passages import EVERYONE, make_passage

PASSAGES = (
    make_passage("pay.de", "Das Gehaltsband bleibt intern. Der Betriebsrat kennt es.", Language.DE, "pay"),
    make_passage("pay.en", "The salary band stays internal. The works council knows it.", Language.EN, "pay"),
    make_passage(
        "apply.de", "Bewerben kann man sich per Nachricht. Ein Lebenslauf genügt.", Language.DE, "apply", EVERYONE
    ),
    make_passage("apply.en", "You can apply by message. A résumé is enough.", Language.EN, "apply", EVERYONE),
    make_passage(
        "reach.de",
        "Soziale Netzwerke erreichen Menschen, die gar nicht suchen.",
        Language.DE,
        "reach",
        title="Reichweite",
    ),
    make_passage("reach.en", "Social networks reach people who are not looking.", Language.EN, "reach", title="Reach"),
)


class Heard:
    """A Progress that remembers how many sentences each index had to embed."""

    def __init__(self) -> None:
        self.embedded: dict[str, int] = {}

    def step(self, name: str, done: int, total: int) -> None:
        self.embedded[name] = total


@pytest.fixture(scope="module")
def model(exported_model: Path) -> Part:
    """The model's part with the session's export instead of one more."""

    def build(site: Site, progress: object) -> None:
        site.folder.rmdir()
        link_files(exported_model, site.folder)

    return replace(model_part(DEFAULT_MODEL), build=build)


@pytest.fixture(scope="module")
def retriever(tmp_path_factory: pytest.TempPathFactory, model: Part) -> HybridRetriever:
    """A retriever on a snapshot of all passages."""
    root = tmp_path_factory.mktemp("snapshot")
    publish(root, model)
    return open_retriever(root)


def publish(root: Path, model: Part, passages: Sequence[Passage] = PASSAGES) -> dict[str, int]:
    heard = Heard()
    build_snapshot(root, [model, *index_parts(passages, DEFAULT_MODEL)], index_header, heard)
    return heard.embedded


def open_retriever(root: Path) -> HybridRetriever:
    snapshot = load_snapshot(root, DEFAULT_MODEL)
    return HybridRetriever(load_indexes(snapshot), load_embedder(snapshot.part(MODEL_PART)))


def test_the_loaded_indexes_find_what_those_in_memory_find(tmp_path: Path, model: Part, embedder: Embedder) -> None:
    publish(tmp_path, model)
    loaded = open_retriever(tmp_path)
    indexes = {one: build_index([p for p in PASSAGES if one in p.audiences], embedder) for one in Audience}
    in_memory = HybridRetriever(indexes, embedder)

    for text, language in (("Wie bewerbe ich mich?", Language.DE), ("salary", Language.EN), ("Netzwerke", None)):
        for audience in Audience:
            query = Query(text, audience, language)
            for one, other in zip(loaded.retrieve(query), in_memory.retrieve(query), strict=True):
                assert one.passage == other.passage
                assert one.score == pytest.approx(other.score, abs=1e-3)
                assert one.sentence == other.sentence


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("wie bewerben", Language.DE, "apply.de"),
        ("send an application", Language.EN, "apply.en"),
        ("Gehaltsbander", Language.DE, "pay.de"),
        ("how much do they pay", Language.EN, "pay.en"),
        ("wen erreicht man mit Social Media?", Language.DE, "reach.de"),
        ("reach passive people", Language.EN, "reach.en"),
    ],
)
def test_the_right_passage_comes_first(
    retriever: HybridRetriever, text: str, language: Language, expected: str
) -> None:
    best = retriever.retrieve(Query(text, Audience.RECRUITER, language))[0]

    assert best.passage.id == expected


def test_nothing_of_an_audiences_index_mentions_what_it_may_not_see(tmp_path: Path, model: Part) -> None:
    publish(tmp_path, model)
    snapshot = load_snapshot(tmp_path)

    content = b"".join(path.read_bytes() for path in files_below(snapshot.part(index_part_name(Audience.CANDIDATE))))

    assert b"Lebenslauf" in content
    for word in ("Gehaltsband", "geha", "salar", "pay.de", "Reichweite", "betriebsra"):
        assert word.encode() not in content
    assert snapshot.manifest.header.counts == {"recruiter": 6, "candidate": 2}


def test_the_header_says_which_model_and_how_much(tmp_path: Path, model: Part, embedder: Embedder) -> None:
    publish(tmp_path, model)

    header = load_snapshot(tmp_path).manifest.header

    assert (header.model, header.dimension) == (embedder.model, 384)


def test_only_changed_sentences_are_embedded_again(tmp_path: Path, model: Part) -> None:
    first = publish(tmp_path, model)
    before = load_indexes(load_snapshot(tmp_path))[Audience.RECRUITER].vectors.vectors()
    changed = replace(PASSAGES[1], text=PASSAGES[1].text + " Nobody else does.")
    second = publish(tmp_path, model, [PASSAGES[0], changed, *PASSAGES[2:]])
    third = publish(tmp_path, model, PASSAGES)

    assert first == {"index-recruiter": 12, "index-candidate": 4}
    assert second == {"index-recruiter": 1}
    assert third == {"index-recruiter": 0}
    after = load_indexes(load_snapshot(tmp_path))[Audience.RECRUITER].vectors.vectors()
    np.testing.assert_array_equal(before, after)


def test_the_same_passages_give_the_same_files(tmp_path: Path, model: Part) -> None:
    publish(tmp_path / "one", model)
    publish(tmp_path / "two", model, PASSAGES[::-1])

    one, two = load_snapshot(tmp_path / "one"), load_snapshot(tmp_path / "two")

    assert one.manifest.parts == two.manifest.parts
    assert one.manifest.content == two.manifest.content


def test_flipped_bits_in_a_real_index_are_refused_by_name(tmp_path: Path, model: Part) -> None:
    publish(tmp_path, model)
    snapshot = load_snapshot(tmp_path)
    rng = random.Random(0)

    for record in snapshot.manifest.parts[1:]:
        for path in [snapshot.folder / file.path for file in record.files]:
            data = bytearray(path.read_bytes())
            for position in {0, len(data) - 1, *(rng.randrange(len(data)) for _ in range(20))}:
                damaged = data.copy()
                damaged[position] ^= 1 << rng.randrange(8)
                path.write_bytes(damaged)
                with pytest.raises(SnapshotError, match=rf"{path}: damaged.*lotse index"):
                    verify_part(snapshot.folder, record)
            with pytest.raises(SnapshotError, match=rf"{path}: damaged.*lotse index"):
                load_snapshot(tmp_path)
            path.write_bytes(data)

    load_snapshot(tmp_path)


def test_no_passages_are_an_index_too(tmp_path: Path, model: Part) -> None:
    publish(tmp_path, model, [])

    assert open_retriever(tmp_path).retrieve(Query("Köln", Audience.CANDIDATE)) == ()


def test_an_id_names_one_passage() -> None:
    with pytest.raises(SnapshotError, match="Two passages have the id a"):
        index_parts([make_passage("a", "x"), make_passage("a", "y", Language.DE)], DEFAULT_MODEL)


def test_halves_that_do_not_belong_together_are_refused(tmp_path: Path, model: Part) -> None:
    publish(tmp_path, model)
    folder = load_snapshot(tmp_path).part(index_part_name(Audience.RECRUITER))
    shutil.copytree(folder, tmp_path / "mixed")
    VectorIndex.build(np.eye(2, 384, dtype=np.float32), np.array([1, 1])).save(tmp_path / "mixed")

    from retrieval.audience_index import AudienceIndex

    with pytest.raises(SnapshotError, match="6 passages, but 2 with vectors"):
        AudienceIndex.load(tmp_path / "mixed")


def test_vectors_that_cannot_be_taken_over_are_made_anew(tmp_path: Path, model: Part) -> None:
    publish(tmp_path, model)
    (load_snapshot(tmp_path).part(index_part_name(Audience.CANDIDATE)) / "vector_keys.npy").unlink()

    assert publish(tmp_path, model) == {"index-candidate": 4}
