"""Which channels a message rules out, by the words beside them.

A cue belongs to the nearest channel on its side ("statt LinkedIn lieber Xing" keeps Xing) and reaches on through an
enumeration ("kein Instagram, TikTok und Snapchat"), but not past the end of a sentence, nor to a channel that a clause
of its own speaks for ("kein Xing, LinkedIn ist ok"). What negates a whole clause is in `negations.py`.
"""

from collections.abc import Iterable, Sequence

from bot.understanding.clauses import Clauses
from bot.understanding.lexicon import Mention, Token
from bot.understanding.negations import denied

BEFORE, AFTER = 4, 5
"""How many words a cue may stand before or after its channel: "WhatsApp haben wir hier leider gesperrt"."""
_ADJECTIVE_ENDS = ("e", "en", "es", "er", "em")
_SHORTEST_ADJECTIVE = 4


def excluded_channels(
    text: str, tokens: Sequence[Token], channels: Sequence[Mention], cues: Iterable[Mention]
) -> tuple[str, ...]:
    """Return the ids of the channels ruled out. `channels` are in reading order."""
    if not channels:
        return ()
    clauses = Clauses(text, tokens, list(cues))
    found = _Exclusions(clauses, channels)
    # "Noch nicht auf Xing" holds "nicht auf", which rules nothing out there.
    void = clauses.positions("no-exclusion")
    cues = [c for c in clauses.of("exclude-before", "exclude-after", "already-used") if c.first not in void]
    hit = {index for cue in cues for index in found.by(cue)}
    for index in range(len(channels)):
        if denied(clauses, channels, index):
            hit |= set(found.enumerated_before(index))
    for index in sorted(hit):
        hit |= found.enumerated_after(index)
    return tuple(dict.fromkeys(channels[index].id for index in sorted(hit)))


class _Exclusions:
    """Finds the channels that a cue belongs to, by their place among all channels named."""

    def __init__(self, clauses: Clauses, channels: Sequence[Mention]) -> None:
        self._clauses = clauses
        self._channels = channels
        self._joiners = clauses.positions("joiner")
        self._articles = clauses.positions("grammar-article")
        self._links = frozenset(cue.first for cue in clauses.of("enumeration"))

    def by(self, cue: Mention) -> Iterable[int]:
        """Return the places of the channels that the cue rules out."""
        match cue.id:
            case "exclude-before":
                return self._next(cue, joined=True)
            case "exclude-after":
                return self._last(cue)
            case _:
                return self._last(cue) or self._next(cue, joined=False)

    def enumerated_after(self, index: int) -> set[int]:
        """Return the places of the channels that are enumerated after the one at `index`."""
        found: set[int] = set()
        for following in range(index + 1, len(self._channels)):
            if not self._enumerated(following - 1) or self._has_own_clause(following):
                break
            found.add(following)
        return found

    def enumerated_before(self, index: int) -> Iterable[int]:
        """ "Facebook und LinkedIn fallen aus": what stands behind rules out all that is enumerated before it."""
        yield index
        while index and self._enumerated(index - 1):
            index -= 1
            yield index

    def _next(self, cue: Mention, *, joined: bool) -> list[int]:
        index = next((i for i, channel in enumerate(self._channels) if channel.first > cue.last), None)
        if index is None:
            return []
        first = self._channels[index].first
        near = first - cue.last <= BEFORE and self._clauses.unbroken(cue.last, first)
        # "No, Facebook is fine" rules nothing out.
        near = near and "," not in self._clauses.between(cue.last, cue.last + 1)
        return [index] if near and (not joined or self._is_joined(cue, first)) else []

    def _is_joined(self, cue: Mention, channel: int) -> bool:
        between = list(range(cue.last + 1, channel))
        if all(position in self._joiners | self._articles for position in between):
            return True
        *joiners, last = between
        determined = last - 1 in self._articles
        inflected = self._clauses.word(last).endswith(_ADJECTIVE_ENDS)
        adjective = determined or (inflected and len(self._clauses.word(last)) >= _SHORTEST_ADJECTIVE)
        return adjective and last not in self._joiners and all(p in self._joiners | self._articles for p in joiners)

    def _last(self, cue: Mention) -> list[int]:
        before = [index for index, channel in enumerate(self._channels) if channel.last < cue.first]
        if not before:
            return []
        channel = self._channels[before[-1]]
        near = cue.first - channel.last <= AFTER and self._clauses.unbroken(channel.last, cue.first)
        return [*self.enumerated_before(before[-1])] if near or self._is_reply(channel, cue) else []

    def _is_reply(self, channel: Mention, cue: Mention) -> bool:
        """ "Instagram: nein danke", "tiktok? nope"."""
        return cue.first == channel.last + 1 and self._clauses.unbroken(channel.last, cue.first, ".!;")

    def _enumerated(self, index: int) -> bool:
        """Whether nothing but a link stands between a channel and the next one."""
        first, last = self._channels[index].last, self._channels[index + 1].first
        return set(range(first + 1, last)) <= self._links and self._clauses.unbroken(first, last)

    def _has_own_clause(self, index: int) -> bool:
        """Whether a verb behind what a comma begins speaks for it: "kein Xing, LinkedIn und X sind ok"."""
        if self._clauses.unbroken(self._channels[index - 1].last, self._channels[index].first, ","):
            return False
        while index + 1 < len(self._channels) and self._linked(index):
            index += 1
        behind = self._channels[index].last + 1
        begins = self._clauses.begins(behind, "grammar-predicate")
        return begins and self._clauses.unbroken(behind - 1, behind, ",.!?;:")

    def _linked(self, index: int) -> bool:
        first, last = self._channels[index].last, self._channels[index + 1].first
        return self._enumerated(index) and self._clauses.unbroken(first, last, ",")
