"""Advice for candidates: what stands in `candidates/`, and how they ask for it. It stands apart from the guide."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from knowledge.advice_schema import AdviceFile
from knowledge.checks import check_library
from knowledge.content_reader import ContentReader
from knowledge.errors import CompiledContentError, ContentError
from knowledge.models import Cue, Library, Phrasing, Source, Topic
from knowledge.phrasings import load_labelled
from knowledge.vocabulary_schema import CuesFile

FOLDER = "candidates"
OTHER = "other"
"""The label of what candidates ask that no advice answers."""


@dataclass(frozen=True, slots=True)
class Advice:
    """Topics that only candidates see, the sources that they name, and words that tell what is asked; or nothing."""

    sources: Mapping[str, Source] = field(default_factory=dict)
    topics: Mapping[str, Topic] = field(default_factory=dict)
    cues: Mapping[str, Cue] = field(default_factory=dict)

    def beside(self, library: Library) -> Library:
        """Return the library with the advice in it, as candidates see it."""
        return replace(library, sources={**library.sources, **self.sources}, topics={**library.topics, **self.topics})

    @property
    def alone(self) -> Library:
        """The advice as a library of its own."""
        return Library(sources=self.sources, topics=self.topics, channels={}, traits={})


def load_advice(content: Path) -> Advice:
    """Read the advice beneath `content`, none where there is no such folder. Raises ContentError."""
    if not (content / FOLDER).is_dir():
        return Advice()
    reader = ContentReader(content)
    files = reader.each(f"{FOLDER}/advice.yaml", AdviceFile)
    sources = reader.by_id(reader.declare_beside(file.source.value(), file, "source") for file in files)
    topics = reader.by_id(
        reader.declare_beside(shape.value(file.source.id), file, "topics", index)
        for file in files
        for index, shape in enumerate(file.topics)
    )
    cues = reader.entries(reader.each(f"{FOLDER}/cues.yaml", CuesFile), "cues")
    advice = Advice(sources, topics, reader.by_id(cues))
    if mistakes := [*reader.mistakes, *check_library(advice.alone, reader.declared, reader.incomplete)]:
        raise ContentError(tuple(sorted(mistakes, key=lambda mistake: (mistake.file, mistake.line))))
    return advice


def load_candidates_phrasings(content: Path, advice: Advice) -> tuple[Phrasing, ...]:
    """Read how candidates ask, for each advice and for what is none; none where there is no advice.

    Raises ContentError.
    """
    if not advice.topics:
        return ()
    return load_labelled(content / FOLDER / "phrasings", content, {*advice.topics, OTHER})


def dump_advice(advice: Advice) -> bytes:
    """Return the advice as JSON."""
    return TypeAdapter(Advice).dump_json(advice)


def parse_advice(data: bytes) -> Advice:
    """Return the advice that `dump_advice` wrote. Raises CompiledContentError."""
    try:
        return TypeAdapter(Advice).validate_json(data)
    except ValidationError as error:
        raise CompiledContentError("advice") from error
