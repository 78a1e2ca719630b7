"""`lotse data`: what is kept of one person, handed out or removed."""

import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from adapters.delivery import Event, events, forget, users
from adapters.errors import AdapterError, InputError
from adapters.people import People, reached
from adapters.terminal.deliveries import delivery_of
from adapters.terminal.failures import Status
from adapters.terminal.inbound import well_formed
from adapters.terminal.operator_wording import OperatorWording, operator_wording
from adapters.terminal.session import Session
from bot.stores import Stores


@dataclass(frozen=True, slots=True)
class _Kept:
    """All that is kept of one person: by the store, as JSON values, and by the delivery."""

    owner: str
    stored: dict[str, Any]
    events: tuple[Event, ...]

    @property
    def conversations(self) -> int:
        return len(self.stored["conversations"])

    @property
    def questions(self) -> int:
        return sum(len(conversation["exchanges"]) for conversation in self.stored["conversations"])

    @property
    def entries(self) -> int:
        """What a team's chat needs beside the conversations."""
        lists = (value for name, value in self.stored.items() if name != "conversations" and isinstance(value, list))
        return sum(map(len, lists))

    @property
    def anything(self) -> bool:
        return bool(self.conversations or self.entries or self.events)


def write_export(session: Session, user: str) -> Status:
    """Write everything that is kept of one person as JSON. Raises InputError where nobody, or several, are meant."""
    session.write(_exported(session, user))
    return Status.FINE


def save_export(session: Session, user: str, file: Path) -> Status:
    """The same into a new file, for this user only."""
    exported = _exported(session, user)
    try:
        with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as stream:
            stream.write(exported)
    except OSError as error:
        raise AdapterError(
            operator_wording(session.settings).not_written.format(file=file, reason=error.strerror)
        ) from None
    session.say(operator_wording(session.settings).exported.format(file=file))
    return Status.FINE


def forget_confirmed(session: Session, user: str) -> Status:
    """Show what would go, and remove it once the person's name was typed."""
    words = operator_wording(session.settings)
    if not session.is_attended:
        raise InputError(words.needs_yes)

    def confirmed(kept: _Kept) -> bool:
        session.say(words.confirm.format(owner=kept.owner))
        return session.input.readline().decode("utf-8", "replace").strip() == kept.owner

    return _forget(session, user, confirmed)


def forget_at_once(session: Session, user: str) -> Status:
    """Show what goes, and remove it."""
    return _forget(session, user, lambda _: True)


def _forget(session: Session, user: str, confirmed: Callable[[_Kept], bool]) -> Status:
    words = operator_wording(session.settings)
    with _people(session) as people:
        kept = _kept(session, people, user)
        session.say(words.to_go.format(owner=kept.owner, counts=_counted(kept, words)))
    # Not held while somebody thinks: lotse serve may want to start meanwhile.
    if not confirmed(kept):
        session.say(words.nothing_removed)
        return Status.SOME_FAILED
    with _people(session) as people:
        _remove(session, people, kept.owner)
    return Status.FINE


def _remove(session: Session, people: People, owner: str) -> None:
    words, url = operator_wording(session.settings), delivery_of(session.settings)
    # The delivery first: what it still holds could otherwise be answered, and kept, after the store has forgotten.
    done = forget(url, _platform(owner), owner)
    removed = people.forget(owner)
    moment = datetime.now(UTC).astimezone().strftime(words.moment)
    session.say(words.removed.format(**asdict(removed), owner=owner, moment=moment, events=done))
    if left := events(url, _platform(owner), owner):
        session.say(words.unfinished.format(count=len(left)))
    session.say(words.elsewhere)


def _exported(session: Session, user: str) -> bytes:
    with _people(session) as people:
        kept = _kept(session, people, user)
    deliveries = [{**asdict(event), "accepted_at": event.accepted_at.isoformat()} for event in kept.events]
    record = {"exported_at": datetime.now(UTC).isoformat(), **kept.stored, "deliveries": deliveries}
    return (json.dumps(record, ensure_ascii=False, indent=2) + "\n").encode("utf-8", "backslashreplace")


def _kept(session: Session, people: People, user: str) -> _Kept:
    """Raises InputError where nothing is kept of whom the name means, or where it means several."""
    url, name = delivery_of(session.settings), well_formed(user).strip()
    owner = _meant(session, people, name)
    kept = _Kept(owner, people.export(owner), events(url, _platform(owner), owner))
    if not kept.anything:
        raise InputError(operator_wording(session.settings).unknown_user.format(user=name))
    return kept


def _meant(session: Session, people: People, name: str) -> str:
    """A whole name means whom it names, also where the search finds nobody."""
    words = operator_wording(session.settings)
    found = (
        sorted({*people.owners(name), *(owner for _, owner in users(delivery_of(session.settings), name))})
        if name
        else []
    )
    if name in found or (not found and ":" in name):
        return name
    if len(found) > 1:
        raise InputError(words.several.format(user=name, owners="\n".join(f"  {owner}" for owner in found)))
    if not found:
        raise InputError(words.unknown_user.format(user=name))
    return found[0]


def _counted(kept: _Kept, words: OperatorWording) -> str:
    left = sum(not event.is_done for event in kept.events)
    return words.kept.format(
        conversations=kept.conversations,
        questions=kept.questions,
        entries=kept.entries,
        events=len(kept.events),
        unfinished=left,
    )


@contextmanager
def _people(session: Session) -> Iterator[People]:
    settings = session.settings

    @contextmanager
    def opened() -> Iterator[People]:
        stores: Stores
        with session.services.open_store(settings) as stores:
            yield stores.people

    with reached(settings.data_dir, opened) as people:
        yield people


def _platform(owner: str) -> str:
    """The delivery knows people by their platform, with which their name as an owner begins."""
    return owner.partition(":")[0]
