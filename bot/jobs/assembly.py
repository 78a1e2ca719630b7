"""The search for jobs of one generation of the index: which part is made of what. Takes plain values."""

from bot.jobs.filter_reader import FilterReader
from bot.jobs.index import JobIndexer
from bot.jobs.search import JobSearch, OpenJobs
from bot.jobs.towns import Towns
from bot.jobs.words import load_job_words
from bot.served import LIBRARY_PART, UNDERSTANDING_PART, load_served_gazetteer
from bot.understanding.lexicon_store import load_lexicon
from bot.understanding.places import PlaceFinder
from bot.understanding.reading import Reader
from retrieval.embedding import load_embedder
from retrieval.embedding_cache import CachingEmbedder
from retrieval.index_build import MODEL_PART
from retrieval.snapshot import Snapshot


def assemble_job_search(snapshot: Snapshot, board: OpenJobs) -> JobSearch:
    """Return the search over the open posts of `board`, with the model and the vocabulary of `snapshot`."""
    gazetteer = load_served_gazetteer(snapshot.part(LIBRARY_PART))
    finder = PlaceFinder(gazetteer)
    towns = Towns(gazetteer, finder)
    filters = FilterReader(Reader(load_lexicon(snapshot.part(UNDERSTANDING_PART)), finder), towns)
    embedder = CachingEmbedder(load_embedder(snapshot.part(MODEL_PART)))
    return JobSearch(board, JobIndexer(embedder, filters, towns, load_job_words()), filters)
