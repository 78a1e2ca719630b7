"""The chat's state in memory, for tests of what stands above the store, and values to keep."""

from datetime import UTC, datetime
from threading import Lock

from bot.chat_state import Done, LivingChecklist, Mode, Posted, Question
from bot.models import Checklist, Entry, Language
from bot.store_errors import StoreError

LONGEST = 200
NOW = datetime(2026, 3, 2, 8, 30, tzinfo=UTC)
LATER = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)


def living(id_: str, owner: str = "slack:T1:U1") -> LivingChecklist:
    """Return a checklist of two steps."""
    steps = (Entry("s1", "Eins", "Text", (1, 2)), Entry("s2", "Zwei", "", ()))
    return LivingChecklist(id_, "a", owner, Language.DE, Checklist("c", "Titel", steps))


class InMemoryChatState:
    """Keeps everything in dictionaries."""

    def __init__(self) -> None:
        self._lock = Lock()
        self.threads: set[str] = set()
        self.modes: dict[tuple[str, str], Mode] = {}
        self.hand_offs: dict[str, tuple[str, datetime]] = {}
        self.questions: dict[tuple[str, str], Question] = {}
        self.gone: set[tuple[str, str]] = set()
        self.parts: dict[tuple[str, int], Posted] = {}
        self.lists: dict[str, LivingChecklist] = {}
        self.done: dict[tuple[str, int], Done] = {}
        self.languages: dict[str, Language] = {}

    def open_thread(self, *conversations: str) -> None:
        _check(*conversations)
        self.threads.update(conversations)

    def knows_thread(self, conversation: str) -> bool:
        return conversation in self.threads

    def mode(self, team: str, channel: str) -> Mode:
        return self.modes.get((team, channel), Mode.FOLLOW)

    def set_mode(self, team: str, channel: str, mode: Mode, by: str) -> None:
        _check(team, channel, by)
        self.modes[team, channel] = mode

    def hand_off(self, conversation: str, by: str, at: datetime, exchange: str | None = None) -> None:
        _check(conversation, by, *([exchange] if exchange else []))
        self.hand_offs.setdefault(conversation, (by, at, exchange))

    def handed_off(self, conversation: str) -> bool:
        return conversation in self.hand_offs

    def handed_off_for(self, conversation: str) -> str | None:
        return self.hand_offs[conversation][2] if conversation in self.hand_offs else None

    def resolve(self, conversation: str, by: str, at: datetime) -> None:
        _check(conversation, by)
        self.hand_offs.pop(conversation, None)

    def keep_question(self, question: Question) -> None:
        _check(question.conversation, question.ts, question.user, question.exchange)
        self.questions[question.conversation, question.ts] = question

    def question(self, conversation: str, ts: str) -> Question | None:
        return self.questions.get((conversation, ts))

    def latest_question(self, conversation: str) -> Question | None:
        known = list(self.questions.items())
        mine = [one for key, one in known if key[0] == conversation and key not in self.gone]
        return max(mine, key=lambda one: one.ts, default=None)

    def strike(self, conversation: str, ts: str) -> None:
        _check(conversation, ts)
        self.gone.add((conversation, ts))

    def struck(self, conversation: str, ts: str) -> bool:
        return (conversation, ts) in self.gone

    def keep_posted(self, posted: Posted) -> None:
        _check(posted.exchange, posted.conversation, posted.channel, posted.ts)
        self.parts[posted.exchange, posted.part] = posted

    def posted(self, exchange: str) -> tuple[Posted, ...]:
        known = list(self.parts.items())
        return tuple(sorted((one for key, one in known if key[0] == exchange), key=lambda one: one.part))

    def keep_checklist(self, checklist: LivingChecklist) -> None:
        _check(checklist.id, checklist.conversation, checklist.owner)
        self.lists[checklist.id] = checklist

    def checklist(self, id_: str) -> LivingChecklist | None:
        return self.lists.get(id_)

    def checklists_of(self, owner: str, limit: int) -> tuple[LivingChecklist, ...]:
        return tuple(one for one in reversed(list(self.lists.values())) if one.owner == owner)[:limit]

    def tick(self, checklist: str, done: Done) -> None:
        _check(checklist, done.by)
        with self._lock:
            if checklist in self.lists:
                self.done.setdefault((checklist, done.step), done)

    def untick(self, checklist: str, step: int) -> None:
        _check(checklist)
        with self._lock:
            self.done.pop((checklist, step), None)

    def ticks(self, checklist: str) -> tuple[Done, ...]:
        with self._lock:
            return tuple(one for key, one in sorted(self.done.items()) if key[0] == checklist)

    def language(self, owner: str) -> Language | None:
        return self.languages.get(owner)

    def set_language(self, owner: str, language: Language) -> None:
        _check(owner)
        self.languages[owner] = language


def _check(*ids: str) -> None:
    for id_ in ids:
        if not 0 < len(id_) <= LONGEST:
            raise StoreError(f"an id has 1 to {LONGEST} characters, not {len(id_)}")
