"""Reading → Brief."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from bot.understanding.ages import ELDEST, WIDE, find_age
from bot.understanding.brief import SPEAKERS, Brief, Need, Origin, merged_needs
from bot.understanding.headcounts import find_headcount
from bot.understanding.lexicon import Mention
from bot.understanding.reading import Reading
from bot.understanding.vocabulary import GENERIC_OCCUPATION, Kind
from bot.understanding.workplaces import of_employer, wanted_places, work_places
from knowledge.models import Channel, Occupation, Seniority
from knowledge.place_names import PlaceKind

YOUNG_UP_TO = 34
"""The guide's oldest age of a young audience (points 61, 66, 67, 69)."""
SURE_DESCRIPTION = 0.45
"""From this probability on a description counts as one of a channel's people."""
CLEAREST = 3
HELPERS_OF_OTHERS = "secretarial-and-reception"
"""The occupation group whose titles name somebody else's level: "Assistent der Geschäftsführung"."""
EXECUTIVE = "executive"
"""A level and a trait."""
BROAD = "broad"
_TOO_GENERAL = frozenset({BROAD, "professional", "executive", "career-seekers", "video", "visual"})
"""What many jobs sound like says nothing."""
TRAITS_OF_CUES = {"content-video": "video", "content-pictures": "visual", "wish-event": "events"}
"""The material at hand and a plan to meet people choose channels as if the trait were said."""
_CHINESE = frozenset({"CN", "HK", "MO", "TW"})


class BriefReader:
    """Concludes a brief from what was recognised, by the vocabulary's facts only."""

    def __init__(
        self,
        occupations: Mapping[str, Occupation],
        levels: Mapping[str, Seniority],
        channels: Mapping[str, Channel],
    ) -> None:
        self._occupations = occupations
        self._levels = levels
        self._channels = channels

    def read(self, reading: Reading, described: Mapping[str, float]) -> Brief:
        """Return the brief. `described` is how probably the message describes each channel's people."""
        brief = self._recognised(reading)
        # With the channel's name taken out, "insta nein danke" sounds like anybody.
        if brief.excluded or any(need.origin is Origin.SAID for need in brief.needs):
            return brief
        return replace(brief, needs=merged_needs(brief.needs, self._from_description(described)))

    def concluded(self, brief: Brief) -> tuple[Need, ...]:
        """Return the needs that the brief's occupations, level and age give, whatever was said or removed."""
        jobs = ((id_, brief.role or "") for id_ in brief.occupations)
        return merged_needs(_from_age(brief.age), self._from_jobs(jobs, brief.level), self._from_level(brief.level))

    def _from_description(self, described: Mapping[str, float]) -> Iterator[Need]:
        """The clearest reasons for the channel whose people it sounds like, where no known word says more."""
        best = max(sorted(described), key=lambda channel: described[channel], default=None)
        if best is None or described[best] < SURE_DESCRIPTION or self._channels[best].regions:
            return
        for reason in self._channels[best].reasons:
            if reason.strength == CLEAREST and reason.trait not in _TOO_GENERAL:
                yield Need(reason.trait, Origin.DESCRIBED, best)

    def _recognised(self, reading: Reading) -> Brief:
        jobs = _best_jobs(reading)
        level = self._level(reading) or _said_level(reading)
        people = reading.spans_of(Kind.OCCUPATION, Kind.SENIORITY)
        age = find_age(reading.text, people)
        return Brief(
            role=_role_label(reading, jobs),
            occupations=tuple(dict.fromkeys(job.id for job in jobs)),
            level=level,
            places=work_places(reading),
            remote=_cue_words(reading, "remote"),
            worldwide=_cue_words(reading, "worldwide"),
            age=age,
            headcount=find_headcount(reading.text, people),
            needs=merged_needs(
                _said(reading),
                _from_age(age),
                self._from_jobs(((job.id, reading.words_of(job)) for job in jobs), level),
                self._from_level(level),
            ),
            kinds=_cues(reading, "kind-"),
            wishes=_cues(reading, "wish-"),
            content=_cues(reading, "content-"),
            excluded=frozenset(reading.excluded),
        )

    def _level(self, reading: Reading) -> str | None:
        """The highest level named wins: "Leiter Ausbildung" is no apprentice."""
        order = list(self._levels)
        helpers = [job for job in reading.of(Kind.OCCUPATION) if job.id == HELPERS_OF_OTHERS]
        named = [m.id for m in reading.of(Kind.SENIORITY) if not _is_part_of(m, helpers)]
        apprentice_like = [level for level in named if self._levels[level].inferred]
        if apprentice_like and not set(named) & {"executive", "lead"}:
            return apprentice_like[0]
        return max(named, key=order.index, default=None)

    def _from_jobs(self, jobs: Iterable[tuple[str, str]], level: str | None) -> Iterator[Need]:
        """What the jobs carry, each an occupation's id and the words for it. Content may have changed since."""
        overridden = known.overrides if (known := self._levels.get(level or "")) else ()
        for id_, words in jobs:
            traits = self._occupations[id_].traits if id_ in self._occupations else ()
            yield from (Need(trait, Origin.ROLE, words) for trait in traits if trait not in overridden)

    def _from_level(self, level: str | None) -> Iterator[Need]:
        if known := self._levels.get(level or ""):
            yield from (Need(trait, Origin.LEVEL, known.id) for trait in known.traits)
            yield from (Need(trait, Origin.GUESS, known.id) for trait in known.inferred)


def _said_level(reading: Reading) -> str | None:
    """ "Eher Führungskräfte" names a level by the trait that goes with it."""
    return EXECUTIVE if any(mention.id == EXECUTIVE for mention in reading.of(Kind.TRAIT)) else None


def _best_jobs(reading: Reading) -> tuple[Mention, ...]:
    jobs, denied = reading.of(Kind.OCCUPATION), _denied(reading)
    named = [job for job in jobs if job.id != GENERIC_OCCUPATION]
    named = [job for job in named if job.first not in denied] or named
    chosen = named or list(jobs)
    exact = [job for job in chosen if job.exact]
    return tuple(exact or chosen)


def _role_label(reading: Reading, jobs: tuple[Mention, ...]) -> str | None:
    labels = [reading.words_of(job) for job in jobs if job.id != GENERIC_OCCUPATION]
    return ", ".join(dict.fromkeys(label[:1].upper() + label[1:] for label in labels)) or None


def _said(reading: Reading) -> Iterator[Need]:
    denied = _denied(reading)
    for mention in reading.of(Kind.TRAIT):
        if mention.first in denied:
            continue
        helpers = [job for job in reading.of(Kind.OCCUPATION) if job.id == HELPERS_OF_OTHERS]
        employers = mention.id == SPEAKERS and of_employer(reading, mention.last)
        if not employers and not _is_part_of(mention, (*reading.of(Kind.SENIORITY), *helpers)):
            # "Designer" says creative only as far as the job does; what a level says is the level's inference.
            in_title = _is_part_of(mention, reading.of(Kind.OCCUPATION))
            yield Need(mention.id, Origin.ROLE if in_title else Origin.SAID, reading.words_of(mention))
    for cue in reading.of(Kind.CUE):
        if cue.id in TRAITS_OF_CUES:
            yield Need(TRAITS_OF_CUES[cue.id], Origin.SAID, reading.words_of(cue))
    for place in wanted_places(reading):
        if place.kind is PlaceKind.ADJECTIVE and set(place.countries) & _CHINESE:
            yield Need(SPEAKERS, Origin.SAID, place.name)


def _denied(reading: Reading) -> frozenset[int]:
    """The positions right behind a negation: "muss kein Gamer sein" says nothing of whom to look for."""
    cues = reading.of(Kind.CUE)
    void = {cue.first for cue in cues if cue.id == "no-exclusion"}
    return frozenset(cue.last + 1 for cue in cues if cue.id == "exclude-before" and cue.first not in void)


def _is_part_of(mention: Mention, others: Iterable[Mention]) -> bool:
    return any(other.first <= mention.first and mention.last <= other.last for other in others)


def _from_age(age: tuple[int, int] | None) -> Iterator[Need]:
    if age and age[0] <= YOUNG_UP_TO and age[1] <= YOUNG_UP_TO + 5:
        yield Need("young", Origin.AGE, f"{age[0]}–{age[1]}" if age[0] != age[1] else str(age[0]))
    if age and age[1] - age[0] >= WIDE and age[1] < ELDEST:
        yield Need(BROAD, Origin.AGE, f"{age[0]}–{age[1]}")


def _cue_words(reading: Reading, cue: str) -> str | None:
    return next((reading.words_of(mention) for mention in reading.of(Kind.CUE) if mention.id == cue), None)


def _cues(reading: Reading, prefix: str) -> tuple[str, ...]:
    found = (m.id.removeprefix(prefix) for m in reading.of(Kind.CUE) if m.id.startswith(prefix))
    return tuple(dict.fromkeys(found))
