"""An Archive in memory, for tests of what stands above the store; the contract suite holds it to the same promises."""

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from bot.archive import Exchange, Feedback, Summary, Tick, Transcript
from bot.models import Audience
from bot.understanding.models import Conversation

LONGEST_TITLE = 80


@dataclass
class _Kept:
    owner: str
    audience: Audience
    state: Conversation
    exchanges: list[Exchange] = field(default_factory=list)
    ticks: dict[tuple[str, str], Tick] = field(default_factory=dict)


class InMemoryArchive:
    """Keeps everything in dictionaries."""

    def __init__(self) -> None:
        self._kept: dict[str, _Kept] = {}

    def summaries(self, owner: str, limit: int = 200) -> tuple[Summary, ...]:
        mine = [_summary(id_, kept) for id_, kept in self._kept.items() if kept.owner == owner]
        return tuple(sorted(mine, key=lambda summary: summary.updated_at, reverse=True)[:limit])

    def transcript(self, owner: str, conversation: str) -> Transcript | None:
        kept = self._mine(owner, conversation)
        if kept is None:
            return None
        ticks = tuple(kept.ticks.values())
        return Transcript(_summary(conversation, kept), tuple(kept.exchanges), ticks, kept.state)

    def state(self, owner: str, conversation: str) -> Conversation | None:
        kept = self._mine(owner, conversation)
        return kept.state if kept else None

    def record(self, owner: str, audience: Audience, exchange: Exchange, state: Conversation) -> bool:
        kept = self._kept.setdefault(state.id, _Kept(owner, audience, state))
        if kept.owner != owner:
            return False
        kept.exchanges.append(exchange)
        kept.state = state
        return True

    def give_feedback(self, owner: str, exchange: str, feedback: Feedback) -> bool:
        for kept in self._kept.values():
            for position, one in enumerate(kept.exchanges):
                if kept.owner == owner and one.id == exchange:
                    kept.exchanges[position] = replace(one, feedback=feedback)
                    return True
        return False

    def tick(self, owner: str, conversation: str, checklist: str, step: str, *, done: bool) -> bool:
        kept = self._mine(owner, conversation)
        if kept is None:
            return False
        kept.ticks.pop((checklist, step), None)
        if done:
            kept.ticks[checklist, step] = Tick(checklist, step, owner, datetime.now(UTC))
        return True

    def delete(self, owner: str, conversation: str) -> bool:
        if self._mine(owner, conversation) is None:
            return False
        del self._kept[conversation]
        return True

    def delete_all(self, owner: str) -> int:
        mine = [id_ for id_, kept in self._kept.items() if kept.owner == owner]
        for id_ in mine:
            del self._kept[id_]
        return len(mine)

    def _mine(self, owner: str, conversation: str) -> _Kept | None:
        kept = self._kept.get(conversation)
        return kept if kept and kept.owner == owner else None


def _summary(id_: str, kept: _Kept) -> Summary:
    last = kept.exchanges[-1]
    title = kept.exchanges[0].question[:LONGEST_TITLE]
    return Summary(id_, title, kept.audience, last.answer.language, last.asked_at, len(kept.exchanges))
