from concurrent.futures import ThreadPoolExecutor

from bot.conversations import InMemoryConversations
from bot.understanding.models import Conversation
from knowledge.models import Language


def test_an_unknown_conversation_is_a_new_one() -> None:
    assert InMemoryConversations().load("c1") == Conversation("c1")


def test_a_conversation_is_loaded_as_it_was_saved() -> None:
    conversations = InMemoryConversations()
    saved = Conversation("c1", language=Language.EN)
    conversations.save(saved)
    assert conversations.load("c1") == saved
    assert conversations.load("c2") == Conversation("c2")


def test_beyond_the_limit_the_one_longest_silent_is_forgotten() -> None:
    conversations = InMemoryConversations(most_kept=2)
    for id_ in ("a", "b", "a", "c"):
        conversations.save(Conversation(id_, language=Language.EN))
    kept = [id_ for id_ in ("a", "b", "c") if conversations.load(id_).language]
    assert kept == ["a", "c"]


def test_many_threads_keep_no_more_than_the_limit_and_lose_nothing_recent() -> None:
    conversations = InMemoryConversations(most_kept=50)

    def talk(number: int) -> Conversation:
        conversations.save(Conversation(f"c{number % 200}", language=Language.DE))
        return conversations.load(f"c{number % 200}")

    with ThreadPoolExecutor(8) as pool:
        for number, conversation in enumerate(pool.map(talk, range(2_000))):
            assert conversation.id == f"c{number % 200}"
    assert sum(conversations.load(f"c{n}").language is not None for n in range(200)) == 50
