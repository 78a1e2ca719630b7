"""The assistant of one generation: which part is made of what. Takes plain values; settings are bootstrap's."""

from collections.abc import Mapping
from datetime import date

from bot.assistant import Assistant, NothingMore, Skills, Supplement
from bot.conversations import InMemoryConversations
from bot.gaps.shelf import AnswerShelf
from bot.gaps.skill import AnswerSkill
from bot.phrases import Phrases, load_phrases
from bot.served import (
    ADVICE_PART,
    DOCUMENTS_PART,
    LIBRARY_PART,
    UNDERSTANDING_PART,
    load_cards,
    load_served_advice,
    load_served_gazetteer,
)
from bot.skills.advice import AdviceSkill
from bot.skills.caution import CautionSkill
from bot.skills.channel_words import ChannelWords, entry_names
from bot.skills.comparison import CompareSkill, WhyNotSkill
from bot.skills.documents import DocumentSkill
from bot.skills.quotation import Quoter
from bot.skills.request import Knowledge, Skill
from bot.skills.social import RefusalSkill, SocialSkill
from bot.skills.topics import TopicSkill
from bot.skills.unknown import UnknownSkill
from bot.understanding.advice import (
    CandidateUnderstander,
    Understands,
    load_advice_calibration,
    load_advice_classifier,
)
from bot.understanding.brief_reader import BriefReader
from bot.understanding.calibration import load_calibration
from bot.understanding.classifier import load_classifier
from bot.understanding.corrections import Corrector
from bot.understanding.followup import FollowUps
from bot.understanding.labels import SOCIAL
from bot.understanding.language import LANGUAGE, LanguageDetector, LinguaShare
from bot.understanding.lexicon_store import load_lexicon
from bot.understanding.linear_model import load_model
from bot.understanding.places import PlaceFinder
from bot.understanding.reading import Reader
from bot.understanding.typed import TypedReader
from bot.understanding.understander import Understander
from knowledge.models import Audience, Intent, Language, Library
from retrieval.embedding import load_embedder
from retrieval.embedding_cache import CachingEmbedder
from retrieval.hybrid import HybridRetriever
from retrieval.index_build import MODEL_PART, Shelf, load_indexes
from retrieval.protocols import Embedder, Retriever
from retrieval.snapshot import Snapshot


def load_meaning(snapshot: Snapshot) -> Embedder:
    """Return what turns texts into vectors; latest questions are remembered."""
    return CachingEmbedder(load_embedder(snapshot.part(MODEL_PART)))


def assemble_assistant(
    snapshot: Snapshot,
    library: Library,
    seen: Mapping[Audience, Knowledge],
    fallback: Language,
    contact: str,
    embedder: Embedder,
    shelf: AnswerShelf,
) -> Assistant:
    """Return the assistant. `fallback` is the language of a message that tells none, `contact` who helps otherwise.

    `shelf` holds what editors answered.
    """
    places = PlaceFinder(load_served_gazetteer(snapshot.part(LIBRARY_PART)))
    reader = Reader(load_lexicon(snapshot.part(UNDERSTANDING_PART)), places)
    briefs = BriefReader(library.occupations, library.seniorities, library.channels)
    phrases = load_phrases()
    guide = HybridRetriever(load_indexes(snapshot), embedder)
    understander = _understander(snapshot, library, reader, briefs, embedder, fallback)
    return Assistant(
        understander=understander,
        corrector=Corrector(TypedReader(reader, briefs, places, entry_names(library, phrases)), briefs, places),
        skills=_skills(guide, places, phrases, contact),
        knowledge=seen,
        conversations=InMemoryConversations(),
        phrases=phrases,
        documents=_documents(snapshot, guide, embedder, phrases),
        answers=AnswerSkill(shelf.current, phrases),
        for_candidates=_for_candidates(snapshot, understander, reader, embedder),
    )


def _for_candidates(snapshot: Snapshot, ordinary: Understands, reader: Reader, embedder: Embedder) -> Understands:
    if snapshot.manifest.part(ADVICE_PART) is None:
        return ordinary
    folder = snapshot.part(ADVICE_PART)
    classifier = load_advice_classifier(folder, load_served_advice(folder).cues.values(), embedder)
    return CandidateUnderstander(ordinary, reader, classifier, load_advice_calibration(folder).threshold)


def _documents(snapshot: Snapshot, guide: Retriever, embedder: Embedder, phrases: Phrases) -> Supplement:
    if snapshot.manifest.part(DOCUMENTS_PART) is None:
        return NothingMore()
    team = HybridRetriever(load_indexes(snapshot, Shelf.TEAM), embedder)
    quoter = Quoter(load_cards(snapshot.part(DOCUMENTS_PART)), phrases, date.today)
    return DocumentSkill(team, guide, quoter, phrases)


def language_detector(snapshot: Snapshot) -> LanguageDetector:
    """Return what tells a message's language."""
    return LanguageDetector(LinguaShare(), load_model(snapshot.part(UNDERSTANDING_PART) / LANGUAGE))


def _understander(
    snapshot: Snapshot,
    library: Library,
    reader: Reader,
    briefs: BriefReader,
    embedder: Embedder,
    fallback: Language,
) -> Understander:
    folder = snapshot.part(UNDERSTANDING_PART)
    threshold = load_calibration(folder).threshold
    return Understander(
        reader=reader,
        languages=language_detector(snapshot),
        classifier=load_classifier(folder, embedder),
        briefs=briefs,
        followups=FollowUps(_entries(library), threshold),
        threshold=threshold,
        fallback=fallback,
    )


def _entries(library: Library) -> Mapping[str, frozenset[str]]:
    return {topic.id: frozenset(item.topic for item in topic.items if item.topic) for topic in library.topics.values()}


def _skills(retriever: Retriever, places: PlaceFinder, phrases: Phrases, contact: str) -> Skills:
    words = ChannelWords(phrases, places)
    unknown = UnknownSkill(retriever, phrases, contact)
    social, refusal = SocialSkill(phrases, contact), RefusalSkill(phrases)
    by_intent: dict[Intent, Skill] = {
        Intent.CHANNEL_ADVICE: AdviceSkill(phrases, words, unknown),
        Intent.COMPARE_CHANNELS: CompareSkill(phrases, words, unknown),
        Intent.WHY_NOT: WhyNotSkill(phrases, words, unknown),
        Intent.TARGETING_CAUTION: CautionSkill(phrases, unknown),
        Intent.OUTSIDE: unknown,
        Intent.GIBBERISH: refusal,
        Intent.INJECTION: refusal,
        Intent.JUDGE_PERSON: refusal,
        **dict.fromkeys(SOCIAL, social),
    }
    return Skills(by_intent, TopicSkill(retriever, phrases, unknown))
