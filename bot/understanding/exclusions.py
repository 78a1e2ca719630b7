"""Which channels a message rules out, by the words beside them.

A cue belongs to the nearest channel on its side ("statt LinkedIn lieber Xing" keeps Xing) and reaches on through an
enumeration ("kein Instagram, TikTok und Snapchat"), but not past the end of a sentence.
"""

from collections.abc import Iterable, Sequence

from bot.understanding.lexicon import Mention, Token

BEFORE, AFTER = 4, 5
"""How many words a cue may stand before or after its channel: "WhatsApp haben wir hier leider gesperrt"."""
_ENDS = ".!?;:"


def excluded_channels(
    text: str, tokens: Sequence[Token], channels: Sequence[Mention], cues: Iterable[Mention]
) -> tuple[str, ...]:
    """Return the ids of the channels ruled out. `channels` are in reading order."""
    clause = _Clause(text, tokens, channels, list(cues))
    hit = {index for cue in clause.cues for index in clause.targets(cue)}
    for index in sorted(hit):
        hit |= clause.enumeration(index)
    return tuple(dict.fromkeys(channels[index].id for index in sorted(hit)))


class _Clause:
    """Distances and borders between words."""

    def __init__(self, text: str, tokens: Sequence[Token], channels: Sequence[Mention], cues: list[Mention]) -> None:
        self._text = text
        self._tokens = tokens
        self._channels = channels
        self.cues = cues
        self._joiners = {p for cue in cues if cue.id == "joiner" for p in range(cue.first, cue.last + 1)}
        self._links = {cue.first for cue in cues if cue.id == "enumeration"}

    def targets(self, cue: Mention) -> list[int]:
        """Return the place of the channel that the cue rules out, if there is one."""
        match cue.id:
            case "exclude-before":
                return self._next(cue, only_joined=self._joiners)
            case "exclude-after":
                return self._last(cue)
            case "already-used":
                return self._last(cue) or self._next(cue, only_joined=None)
            case _:
                return []

    def enumeration(self, index: int) -> set[int]:
        """Return the places of the channels that are enumerated after the one at `index`."""
        found: set[int] = set()
        for following in range(index + 1, len(self._channels)):
            if not self._enumerated(following - 1):
                break
            found.add(following)
        return found

    def _next(self, cue: Mention, only_joined: set[int] | None) -> list[int]:
        for index, channel in enumerate(self._channels):
            between = range(cue.last + 1, channel.first)
            if channel.first <= cue.last:
                continue
            joined = only_joined is None or all(position in only_joined for position in between)
            near = channel.first - cue.last <= BEFORE and self._unbroken(cue.last, channel.first)
            return [index] if joined and near else []
        return []

    def _last(self, cue: Mention) -> list[int]:
        before = [index for index, channel in enumerate(self._channels) if channel.last < cue.first]
        if not before:
            return []
        channel = self._channels[before[-1]]
        near = cue.first - channel.last <= AFTER and self._unbroken(channel.last, cue.first)
        return [*self._enumerated_before(before[-1])] if near else []

    def _enumerated_before(self, index: int) -> Iterable[int]:
        """ "Facebook und LinkedIn fallen aus": the cue behind rules out all that is enumerated before it."""
        yield index
        while index and self._enumerated(index - 1):
            index -= 1
            yield index

    def _enumerated(self, index: int) -> bool:
        """Whether nothing but a link stands between a channel and the next one."""
        first, last = self._channels[index].last, self._channels[index + 1].first
        return set(range(first + 1, last)) <= self._links and self._unbroken(first, last)

    def _unbroken(self, first: int, last: int) -> bool:
        between = self._text[self._tokens[first].end : self._tokens[last].start]
        return not any(mark in between for mark in _ENDS)
