"""Values of the chat's state ↔ rows. Pure."""

from enum import StrEnum
from typing import Any, TypeVar

from sqlalchemy import Row

from bot.chat_state import Done, LivingChecklist, Posted, Question
from bot.codec import Codec
from bot.models import Language
from bot.store_errors import StoreError, UnreadableError
from bot.store_rows import Values, is_id
from bot.tables import MAX_ID_LENGTH

E = TypeVar("E", bound=StrEnum)


def checked(**ids: str) -> Values:
    """Return the ids. Raises StoreError, which names the one that is none."""
    for name, text in ids.items():
        if not is_id(text):
            raise StoreError(f"{name}: an id has 1 to {MAX_ID_LENGTH} characters, not {len(text)}")
    return dict(ids)


def checklist_values(living: LivingChecklist, codec: Codec) -> Values:
    """Return a checklist's row, but for its time. Raises StoreError for what is no id."""
    return {
        **checked(id=living.id, conversation=living.conversation, owner=living.owner),
        "language": living.language.value,
        "content": codec.encode_checklist(living.checklist),
    }


def checklist_of(row: Row[Any], codec: Codec) -> LivingChecklist:
    """Return the checklist of a row. Raises UnreadableError, which names it."""
    name = f"checklist {row.id}"
    return LivingChecklist(
        id=row.id,
        conversation=row.conversation,
        owner=row.owner,
        language=member(Language, row.language, name),
        checklist=codec.decode_checklist(row.content, name),
    )


def question_of(row: Row[Any] | None) -> Question | None:
    """Return the question of a row, None where it only says that a message was deleted."""
    if row is None or row.exchange is None:
        return None
    return Question(row.conversation, row.ts, row.asked_by or "", row.exchange)


def posted_of(row: Row[Any]) -> Posted:
    """Return where a part stands."""
    return Posted(row.exchange, row.part, row.conversation, row.channel, row.ts)


def done_of(row: Row[Any]) -> Done:
    """Return the done step of a row."""
    return Done(row.step, row.by, row.at)


def member(kind: type[E], value: str, name: str) -> E:
    """Return the member of an enumeration. Raises UnreadableError, which calls the row `name`."""
    try:
        return kind(value)
    except ValueError:
        raise UnreadableError(f"{name}: cannot be read by this version of Lotse (unknown {kind.__name__})") from None
