"""Clauses that as a whole say no to a channel: "Facebook kommt für uns nicht infrage", "auf Facebook nicht".

German puts the verb behind what stands first and the negation at the end, with anything in between, so that no list of
phrases holds them all. A question ("wen erreiche ich auf Facebook nicht") says no to nothing.
"""

from collections.abc import Sequence

from bot.understanding.clauses import CLAUSE_ENDS, Clauses
from bot.understanding.lexicon import Mention

REACH = 8
"""How many words behind a channel its clause may say no."""
GAP = 3
"""How many words behind a negation what it denies may begin: "nicht wirklich so möglich"."""


def denied(clauses: Clauses, channels: Sequence[Mention], index: int) -> bool:
    """Whether the clause that begins with the channel at `index` of all channels named says no to it."""
    channel = channels[index]
    following = channels[index + 1].first if index + 1 < len(channels) else clauses.last + 1
    if _is_answered(clauses, channel) or _is_split(clauses, channel, following):
        return True
    negation = next((cue for cue in clauses.of("grammar-negation") if cue.first > channel.last), None)
    if negation is None or negation.first > min(channel.last + REACH, following - 1):
        return False
    if not clauses.unbroken(channel.last, negation.first, CLAUSE_ENDS) or _belongs_to(clauses, negation, following):
        return False
    return not clauses.is_asked(negation.last) and _says_no(clauses, channel, negation)


def _says_no(clauses: Clauses, channel: Mention, negation: Mention) -> bool:
    verb = channel.last + 1
    if clauses.begins(verb, "grammar-refusable") or _denies_use(clauses, negation):
        return True
    if not clauses.is_final(negation.last):
        return False
    adverbs = clauses.positions("grammar-adverb")
    alone = all(p in adverbs for p in range(verb, negation.first)) and not clauses.of("grammar-knowing")
    return alone or clauses.begins(verb, "grammar-auxiliary")


def _denies_use(clauses: Clauses, negation: Mention) -> bool:
    """ "nicht infrage", "isn't really possible"."""
    behind = [cue.first for cue in clauses.of("grammar-refused") if 0 < cue.first - negation.last <= GAP]
    return any(clauses.unbroken(negation.last, first, CLAUSE_ENDS) for first in behind)


def _belongs_to(clauses: Clauses, negation: Mention, following: int) -> bool:
    """Whether the negation is that of the next channel: "Facebook geht aber nicht auf Xing"."""
    joiners = clauses.positions("joiner")
    return following <= clauses.last and all(p in joiners for p in range(negation.last + 1, following))


def _is_answered(clauses: Clauses, channel: Mention) -> bool:
    """ "TikTok nein", "Instagram: no thanks", "leave Facebook out"."""
    behind = channel.last + 1
    replies = [cue for cue in clauses.of("grammar-no") if cue.first == behind]
    if not replies or not clauses.unbroken(channel.last, behind, ".!;"):
        return False
    # What a question asks is not answered by "nicht?" within it.
    return clauses.is_final(max(cue.last for cue in replies))


def _is_split(clauses: Clauses, channel: Mention, following: int) -> bool:
    """ "Xing lehnt unser Chef ab", "Facebook fällt leider weg": verb and particle stand apart."""
    verb = channel.last + 1
    if not clauses.begins(verb, "grammar-separable") or not clauses.unbroken(channel.last, verb, CLAUSE_ENDS):
        return False
    particles = [p for p in clauses.positions("grammar-particle") if verb < p < min(verb + REACH, following)]
    return any(clauses.unbroken(verb, p, CLAUSE_ENDS) and clauses.is_final(p) for p in particles)
