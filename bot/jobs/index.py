"""Open posts, made to be searched: one immutable index in memory, its vectors carried over from the one before."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from bot.jobs.filter_reader import FilterReader
from bot.jobs.models import Job
from bot.jobs.title import plain_title
from bot.jobs.towns import Towns
from bot.jobs.words import JobWords
from knowledge.models import Audience, Language, Passage
from retrieval.audience_index import AudienceIndex, in_order
from retrieval.hybrid import HybridRetriever
from retrieval.index_build import assemble
from retrieval.models import Query
from retrieval.protocols import Embedder, TextKind, Vectors
from retrieval.sentences import passage_sentences

TOPIC = "job"


@dataclass(frozen=True, slots=True)
class IndexedJob:
    """A post with what is compared rather than searched."""

    job: Job
    occupations: frozenset[str]
    level: str | None
    towns: frozenset[str]
    countries: frozenset[str]


class JobIndex:
    """The posts of one revision. Never changed, so any number of threads may search it."""

    def __init__(
        self, revision: int, jobs: Mapping[str, IndexedJob], vectors: Mapping[str, Vectors], retriever: HybridRetriever
    ) -> None:
        """`vectors` are those of each post's sentences, by the text that they are of."""
        self.revision = revision
        self.jobs = jobs
        self.vectors = vectors
        self._retriever = retriever

    def scores(self, text: str, language: Language) -> dict[str, float]:
        """Return how well each post answers `text`, by id, comparable within one search; none for a blank text."""
        if not self.jobs:
            return {}
        hits = self._retriever.retrieve(Query(text, Audience.CANDIDATE, language, limit=len(self.jobs)))
        return {hit.passage.source: hit.score for hit in hits}


class JobIndexer:
    """Builds indexes."""

    def __init__(
        self, embedder: Embedder, filters: FilterReader, towns: Towns, words: Mapping[Language, JobWords]
    ) -> None:
        self._embedder = embedder
        self._filters = filters
        self._towns = towns
        self._words = words

    def build(self, revision: int, jobs: Sequence[Job], before: JobIndex | None) -> JobIndex:
        """Return an index of `jobs`; what an index `before` has of a post that did not change is taken from there."""
        texts = {job.id: self._passage(job) for job in jobs}
        known = dict(before.vectors) if before else {}
        vectors = {key: known.get(key) for key in map(_key, texts.values())}
        new = {_key(passage): passage for passage in texts.values() if vectors[_key(passage)] is None}
        found = {**{key: one for key, one in vectors.items() if one is not None}, **self._embedded(new)}
        passages = in_order(_within(passage, language) for passage in texts.values() for language in Language)
        rows = [found[_key(passage)] for passage in passages]
        stacked = np.concatenate(rows) if rows else np.zeros((0, self._embedder.dimension), dtype=np.float32)
        index: AudienceIndex = assemble(passages, stacked)
        retriever = HybridRetriever({Audience.CANDIDATE: index}, self._embedder)
        same = before.jobs if before else {}
        read = {job.id: one if (one := same.get(job.id)) and one.job == job else self.read(job) for job in jobs}
        return JobIndex(revision, read, found, retriever)

    def _embedded(self, new: Mapping[str, Passage]) -> dict[str, Vectors]:
        sentences = {key: passage_sentences(passage) for key, passage in new.items()}
        listed = [sentence for own in sentences.values() for sentence in own]
        if not listed:
            return {}
        vectors = self._embedder.embed(listed, TextKind.DOCUMENT)
        ends = np.cumsum([len(own) for own in sentences.values()])
        return dict(zip(sentences, np.split(vectors, ends[:-1]), strict=True))

    def _passage(self, job: Job) -> Passage:
        """What is searched. The kinds of employment and of workplace stand there in both languages."""
        post = job.post
        terms = dict.fromkeys(
            term for words in self._words.values() for term in (words.employment(post), words.workplace(post)) if term
        )
        lists = ("; ".join(post.requirements), "; ".join(post.benefits))
        parts = (post.employer, ", ".join(terms), post.description, *lists)
        text = "\n\n".join(part for part in parts if part)
        language = post.language
        return Passage(job.id, TOPIC, language, (Audience.CANDIDATE,), (), job.id, plain_title(post.title), text)

    def read(self, job: Job) -> IndexedJob:
        """Return what of a post is compared."""
        title = job.post.title
        towns, countries = self._towns.of_post(job.post.place)
        occupations = self._filters.occupations(plain_title(title))
        return IndexedJob(job, frozenset(occupations), self._filters.level(title), towns, countries)


def _key(passage: Passage) -> str:
    return f"{passage.source}\n{passage.title}\n{passage.text}"


def _within(passage: Passage, language: Language) -> Passage:
    """A post is searched in both languages, whichever it is written in: titles and tools are often English."""
    return Passage(
        id=f"{passage.id}:{language}",
        topic=passage.topic,
        language=language,
        audiences=passage.audiences,
        points=passage.points,
        source=passage.source,
        title=passage.title,
        text=passage.text,
    )
