"""The map of channels: profiles and a filter → a matrix of channels by people, content, exchange and regions. Pure."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import groupby
from urllib.parse import urlencode

from bot.guide import ChannelProfile, mentions

PEOPLE = (
    "young", "creative", "professional", "executive", "career-seekers", "opinion", "women", "broad", "gaming",
    "chinese-speaking",
)  # fmt: skip
CONTENT = ("video", "visual", "live", "entertaining", "informative", "inspiration", "real-time")
EXCHANGE = ("communities", "events", "personal-contact", "versatile", "privacy")
"""The columns in reading order; a trait that stands in none of the three is shown behind these."""

FAMILIES: Mapping[str, str] = {
    "professional-network": "networks",
    "social-network": "networks",
    "visual-network": "pictures",
    "video": "pictures",
    "live-streaming": "pictures",
    "microblog": "messages",
    "blog-network": "messages",
    "community": "groups",
    "events": "groups",
    "messenger": "messengers",
}
"""Kinds of channels that stand together: ten kinds for twenty rows would be more headings than the eye can use."""

LONGEST_TEXT = 100
"""Characters of the free text that count: nobody looks for more in a table of twenty rows."""


@dataclass(frozen=True, slots=True)
class MapFilter:
    """What is looked for; empty fields restrict nothing. Of several contents one is enough.

    `only` leaves out channels that are bound to no region. `limits` shows what speaks against a channel as well.
    """

    region: str = ""
    people: str = ""
    content: tuple[str, ...] = ()
    text: str = ""
    only: bool = False
    limits: bool = False

    @property
    def traits(self) -> tuple[str, ...]:
        """The traits looked for."""
        return (*((self.people,) if self.people else ()), *self.content)

    @property
    def restricts(self) -> bool:
        """Whether channels may be left out."""
        return bool(self.region or self.traits or self.text)

    def query(self) -> str:
        """Return the filter as the query of an address, "?" when it is empty."""
        fields = [("region", self.region), ("people", self.people), *(("content", id_) for id_ in self.content)]
        flags = [("only", "1" if self.only else ""), ("limits", "1" if self.limits else "")]
        return f"?{urlencode([(key, value) for key, value in (*fields, ('q', self.text), *flags) if value])}"


@dataclass(frozen=True, slots=True)
class Option:
    """A value that can be chosen."""

    value: str
    label: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Column:
    """A trait or region. `toggle` is the query that chooses it, or gives it up where it is chosen."""

    id: str
    label: str
    chosen: bool
    toggle: str


@dataclass(frozen=True, slots=True)
class ColumnGroup:
    """Columns under one heading: `people`, `content`, `exchange` or `regions`."""

    id: str
    columns: tuple[Column, ...]


@dataclass(frozen=True, slots=True)
class Mark:
    """What a cell shows: `fit-1` to `fit-3`, `region` or `limit`; `label` is the column's, `text` says why."""

    kind: str
    label: str
    text: str
    href: str


@dataclass(frozen=True, slots=True)
class Cell:
    """Where a row meets a column; `first` begins a group of columns."""

    mark: Mark | None
    chosen: bool
    first: bool


@dataclass(frozen=True, slots=True)
class Row:
    """A channel."""

    profile: ChannelProfile
    href: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class RowGroup:
    """Channels of one family; without `family` those that were found, best first."""

    family: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class ChannelMap:
    """All that the page shows."""

    chosen: MapFilter
    regions: tuple[Option, ...]
    people: tuple[Option, ...]
    content: tuple[Option, ...]
    columns: tuple[ColumnGroup, ...]
    rows: tuple[RowGroup, ...]
    shown: int
    total: int

    @property
    def width(self) -> int:
        """The number of columns behind the channel's name and age."""
        return sum(len(group.columns) for group in self.columns)


def read_filter(fields: Iterable[tuple[str, str]], profiles: Iterable[ChannelProfile]) -> MapFilter:
    """Return the filter that the fields of a query ask for; what no profile knows is left out."""
    given = list(fields)
    labels = _trait_labels(profiles := tuple(profiles))
    content = dict.fromkeys(value for key, value in given if key == "content")
    last = dict(given)
    return MapFilter(
        region=_known(last.get("region", ""), _region_labels(profiles)),
        people=_known(last.get("people", ""), {id_: labels[id_] for id_ in PEOPLE if id_ in labels}),
        content=tuple(id_ for id_ in content if id_ in labels and id_ not in PEOPLE),
        text=" ".join(last.get("q", "").split())[:LONGEST_TEXT],
        only=bool(last.get("only")),
        limits=bool(last.get("limits")),
    )


def channel_map(profiles: tuple[ChannelProfile, ...], chosen: MapFilter) -> ChannelMap:
    """Return the matrix of the profiles that the filter lets through; columns without any mark are left out."""
    labels, regions = _trait_labels(profiles), _region_labels(profiles)
    found = [profile for profile in profiles if _passes(profile, chosen)]
    columns = tuple(_columns(found, labels, regions, chosen))
    return ChannelMap(
        chosen=chosen,
        regions=tuple(Option(id_, label, id_ == chosen.region) for id_, label in regions.items()),
        people=tuple(Option(id_, labels[id_], id_ == chosen.people) for id_ in PEOPLE if id_ in labels),
        content=tuple(Option(id_, labels[id_], id_ in chosen.content) for id_ in labels if id_ not in PEOPLE),
        columns=columns,
        rows=tuple(_row_groups(found, columns, chosen)),
        shown=len(found),
        total=len(profiles),
    )


def _known(value: str, labels: Mapping[str, str]) -> str:
    return value if value in labels else ""


def _trait_labels(profiles: Iterable[ChannelProfile]) -> Mapping[str, str]:
    """The traits of the profiles in the order of the columns."""
    labels = {fit.trait: fit.label for profile in profiles for fit in profile.fits}
    ordered = dict.fromkeys((*PEOPLE, *CONTENT, *EXCHANGE, *labels))
    return {id_: labels[id_] for id_ in ordered if id_ in labels}


def _region_labels(profiles: Iterable[ChannelProfile]) -> Mapping[str, str]:
    return {region.id: region.label for profile in profiles for region in profile.regions}


def _passes(profile: ChannelProfile, chosen: MapFilter) -> bool:
    return (
        _serves(profile, chosen)
        and (not chosen.people or profile.strength(chosen.people) > 0)
        and (not chosen.content or any(profile.strength(id_) for id_ in chosen.content))
        and mentions(profile, chosen.text)
    )


def _serves(profile: ChannelProfile, chosen: MapFilter) -> bool:
    """A channel that is bound to no region serves every one, as in advice."""
    if not chosen.region or _at_home(profile, chosen.region):
        return True
    return not profile.regions and not chosen.only


def _at_home(profile: ChannelProfile, region: str) -> bool:
    return any(home.id == region for home in profile.regions)


def _columns(
    found: list[ChannelProfile], labels: Mapping[str, str], regions: Mapping[str, str], chosen: MapFilter
) -> Iterator[ColumnGroup]:
    marked = {fit.trait for profile in found for fit in profile.fits}
    if chosen.limits:
        marked |= {limit.when for profile in found for limit in profile.limits}
    homes = {region.id for profile in found for region in profile.regions}
    shown = [id_ for id_ in labels if id_ in marked]
    sections = {
        "people": [_people_column(id_, labels, chosen) for id_ in shown if id_ in PEOPLE],
        "content": [_content_column(id_, labels, chosen) for id_ in shown if id_ in CONTENT],
        "exchange": [_content_column(id_, labels, chosen) for id_ in shown if id_ not in (*PEOPLE, *CONTENT)],
        "regions": [_region_column(id_, label, chosen) for id_, label in regions.items() if id_ in homes],
    }
    yield from (ColumnGroup(id_, tuple(columns)) for id_, columns in sections.items() if columns)


def _people_column(id_: str, labels: Mapping[str, str], chosen: MapFilter) -> Column:
    taken = id_ == chosen.people
    return Column(id_, labels[id_], taken, replace(chosen, people="" if taken else id_).query())


def _content_column(id_: str, labels: Mapping[str, str], chosen: MapFilter) -> Column:
    taken = id_ in chosen.content
    kept = tuple(other for other in chosen.content if other != id_)
    return Column(id_, labels[id_], taken, replace(chosen, content=kept if taken else (*kept, id_)).query())


def _region_column(id_: str, label: str, chosen: MapFilter) -> Column:
    taken = id_ == chosen.region
    return Column(id_, label, taken, replace(chosen, region="" if taken else id_).query())


def _row_groups(found: list[ChannelProfile], columns: tuple[ColumnGroup, ...], chosen: MapFilter) -> Iterator[RowGroup]:
    if chosen.region or chosen.traits:
        best_first = sorted(found, key=lambda profile: _rank(profile, chosen))
        if best_first:
            yield RowGroup("", tuple(_row(profile, columns, chosen) for profile in best_first))
        return
    for family, profiles in groupby(found, key=lambda profile: FAMILIES[profile.kind]):
        yield RowGroup(family, tuple(_row(profile, columns, chosen) for profile in profiles))


def _rank(profile: ChannelProfile, chosen: MapFilter) -> tuple[bool, int, str]:
    strength = sum(profile.strength(trait) for trait in chosen.traits)
    return not _at_home(profile, chosen.region), -strength, profile.name.casefold()


def _row(profile: ChannelProfile, columns: tuple[ColumnGroup, ...], chosen: MapFilter) -> Row:
    href = f"/channels/{profile.id}"
    cells = tuple(
        Cell(_mark(profile, group, column, href, chosen), column.chosen, column is group.columns[0])
        for group in columns
        for column in group.columns
    )
    return Row(profile, href, cells)


def _mark(profile: ChannelProfile, group: ColumnGroup, column: Column, href: str, chosen: MapFilter) -> Mark | None:
    if group.id == "regions":
        at_home = _at_home(profile, column.id)
        return Mark("region", column.label, profile.audience.text, f"{href}#regions") if at_home else None
    if fit := profile.fit(column.id):
        return Mark(f"fit-{fit.strength}", column.label, fit.text, f"{href}#reason-{column.id}")
    against = (limit for limit in profile.limits if chosen.limits and limit.when == column.id)
    return next((Mark("limit", column.label, limit.text, f"{href}#limit-{column.id}") for limit in against), None)
