"""Puts Lotse together from settings: the only place that names every concrete class."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from bot.assistant import Assistant, Skills
from bot.conversations import InMemoryConversations
from bot.diagnosis import Finding
from bot.errors import BotError, BuildError, NotReadyError
from bot.phrases import Phrases, load_phrases
from bot.progress import Progress
from bot.served import LIBRARY_PART, UNDERSTANDING_PART, load_served_gazetteer, load_served_library
from bot.skills.advice import AdviceSkill
from bot.skills.caution import CautionSkill
from bot.skills.channel_words import ChannelWords
from bot.skills.comparison import CompareSkill, WhyNotSkill
from bot.skills.request import Skill, visible
from bot.skills.social import RefusalSkill, SocialSkill
from bot.skills.topics import TopicSkill
from bot.skills.unknown import UnknownSkill
from bot.understanding.brief_reader import BriefReader
from bot.understanding.calibration import load_calibration
from bot.understanding.classifier import load_classifier
from bot.understanding.followup import FollowUps
from bot.understanding.labels import SOCIAL
from bot.understanding.language import LANGUAGE, LanguageDetector, LinguaShare
from bot.understanding.lexicon_store import load_lexicon
from bot.understanding.linear_model import load_model
from bot.understanding.places import PlaceFinder
from bot.understanding.reading import Reader
from bot.understanding.understander import Understander
from config.settings import Settings
from knowledge.errors import KnowledgeError
from knowledge.library import shipped_content
from knowledge.models import Audience, Intent, Language, Library, Passage
from knowledge.passages import library_passages
from retrieval.embedding import load_embedder
from retrieval.embedding_cache import CachingEmbedder
from retrieval.errors import RetrievalError
from retrieval.hybrid import HybridRetriever
from retrieval.index_build import MODEL_PART, index_header, load_indexes
from retrieval.model_source import stated_name
from retrieval.protocols import Embedder, Retriever
from retrieval.snapshot import Part, Snapshot, build_snapshot, load_snapshot, rebuild_snapshot

INDEX_FOLDER = "index"


def build_index(settings: Settings, progress: Progress) -> None:
    """Build what has changed of the index. Raises BuildError, which lists every mistake."""
    with _translated(BuildError):
        build_snapshot(index_folder(settings), _parts(settings), index_header, progress)


def rebuild_index(settings: Settings, progress: Progress) -> None:
    """Build everything anew, beside the old one. Raises BuildError, which lists every mistake."""
    with _translated(BuildError):
        rebuild_snapshot(index_folder(settings), _parts(settings), index_header, progress)


def index_is_current(settings: Settings) -> bool:
    """Whether there is a whole index and nothing that it is made from has changed."""
    with _translated(BuildError):
        parts = _parts(settings)
    try:
        manifest = load_snapshot(index_folder(settings)).manifest
    except RetrievalError:
        return False
    built = {record.name: record.fingerprint for record in manifest.parts}
    return built == {part.name: part.fingerprint for part in parts}


def build_assistant(settings: Settings) -> Assistant:
    """Load the index and return the assistant. Raises NotReadyError with the remedy."""
    with _translated(NotReadyError), _of_this_version():
        snapshot = load_snapshot(index_folder(settings), stated_name(settings.embedding.model))
        embedder = CachingEmbedder(load_embedder(snapshot.part(MODEL_PART)))
        library = load_served_library(snapshot.part(LIBRARY_PART))
        places = PlaceFinder(load_served_gazetteer(snapshot.part(LIBRARY_PART)))
        return Assistant(
            understander=_understander(snapshot, library, places, embedder, Language(settings.answers.language)),
            skills=_skills(HybridRetriever(load_indexes(snapshot), embedder), places, load_phrases(), settings),
            knowledge={audience: visible(library, _passages(library), audience) for audience in Audience},
            conversations=InMemoryConversations(),
            phrases=load_phrases(),
        )


def diagnose(settings: Settings) -> tuple[Finding, ...]:
    """Return what is configured, what is missing, and how to mend it."""
    from bot.health import Setup, examine  # noqa: PLC0415 - as in _parts

    configured = {
        "Slack": settings.slack.bot_token,
        "Telegram": settings.telegram.token,
        "database": settings.database_url,
    }
    setup = Setup(
        data_dir=settings.data_dir,
        index=index_folder(settings),
        model=settings.embedding.model,
        human_contact=settings.answers.human_contact,
        reserved=tuple(name for name, value in configured.items() if value is not None),
    )
    return tuple(examine(setup))


def evaluate(settings: Settings, folder: Path, language: str | None, progress: Progress) -> Mapping[str, float]:
    """Return the retrieval figures on the evaluation set in `folder` (BEIR layout), with the model of the index.

    Raises:
        NotReadyError: there is no index, whose model and language detection are used.
        BotError: the set breaks a rule; names file and line.
    """
    from retrieval.evaluation import evaluate as evaluate_retrieval  # noqa: PLC0415 - measures that no answer needs

    with _translated(NotReadyError):
        snapshot = load_snapshot(index_folder(settings), stated_name(settings.embedding.model))
        embedder = load_embedder(snapshot.part(MODEL_PART))
        detector = _languages(snapshot)
    with _translated(BotError):
        chosen = Language(language) if language else None
        figures = evaluate_retrieval(
            folder, embedder, lambda text: detector.detect(text, None, Language.DE), progress, chosen
        )
        return figures.by_name()


def _parts(settings: Settings) -> tuple[Part, ...]:
    from bot.index import snapshot_parts  # noqa: PLC0415 - imports scikit-learn, 1 s that no answer needs

    return snapshot_parts(shipped_content(), settings.embedding.model)


def index_folder(settings: Settings) -> Path:
    """Return where the index lies."""
    return settings.data_dir / INDEX_FOLDER


def _passages(library: Library) -> Mapping[str, Passage]:
    return {passage.id: passage for passage in library_passages(library)}


def _understander(
    snapshot: Snapshot, library: Library, places: PlaceFinder, embedder: Embedder, fallback: Language
) -> Understander:
    folder = snapshot.part(UNDERSTANDING_PART)
    threshold = load_calibration(folder).threshold
    return Understander(
        reader=Reader(load_lexicon(folder), places),
        languages=_languages(snapshot),
        classifier=load_classifier(folder, embedder),
        briefs=BriefReader(library.occupations, library.seniorities, library.channels),
        followups=FollowUps(_entries(library), threshold),
        threshold=threshold,
        fallback=fallback,
    )


def _languages(snapshot: Snapshot) -> LanguageDetector:
    return LanguageDetector(LinguaShare(), load_model(snapshot.part(UNDERSTANDING_PART) / LANGUAGE))


def _entries(library: Library) -> Mapping[str, frozenset[str]]:
    return {topic.id: frozenset(item.topic for item in topic.items if item.topic) for topic in library.topics.values()}


def _skills(retriever: Retriever, places: PlaceFinder, phrases: Phrases, settings: Settings) -> Skills:
    contact = settings.answers.human_contact
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


@contextmanager
def _of_this_version() -> Iterator[None]:
    """A whole index whose files this version cannot read was built by another one."""
    try:
        yield
    except (OSError, LookupError, ValueError) as error:
        raise NotReadyError(f"the index was built by another version of Lotse ({error}). Mend: lotse index") from error


@contextmanager
def _translated(kind: type[BotError]) -> Iterator[None]:
    """Turn the lower rooms' errors into this room's, so that adapters know one tree."""
    try:
        yield
    except (KnowledgeError, RetrievalError) as error:
        raise kind(str(error)) from error
