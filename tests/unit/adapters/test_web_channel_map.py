import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import ChoiceLoader, DictLoader, PackageLoader

import adapters.web
from adapters.web.channel_map import FAMILIES, LONGEST_TEXT, ChannelMap, MapFilter, channel_map, read_filter
from adapters.web.rendering import make_rendering
from adapters.web.wording import load_wording
from bot.guide import KINDS, ChannelProfile, Guide
from bot.models import Audience, Language
from bot.phrases import load_phrases
from bot.skills.request import visible
from knowledge.library import load_library, shipped_content
from knowledge.passages import library_passages

WEB = Path(adapters.web.__file__).parent
BASE = (
    """<title>{% block title %}{% endblock %}</title>{% block head %}{% endblock %}{% block content %}{% endblock %}"""
)
Render = Callable[..., str]


class Page(HTMLParser):
    """What stands in a page: its elements with their attributes, and its text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {key: value or "" for key, value in attrs}))

    def handle_data(self, data: str) -> None:
        self.text += data

    def all(self, tag: str, **wanted: str) -> list[dict[str, str]]:
        return [found for name, found in self.elements if name == tag and wanted.items() <= found.items()]

    @property
    def ids(self) -> list[str]:
        return [attributes["id"] for _, attributes in self.elements if "id" in attributes]


@pytest.fixture(scope="module")
def guide() -> Guide:
    library = load_library(shipped_content())
    passages = {passage.id: passage for passage in library_passages(library)}
    return Guide({audience: visible(library, passages, audience) for audience in Audience}, load_phrases())


@pytest.fixture(scope="module")
def profiles(guide: Guide) -> tuple[ChannelProfile, ...]:
    return guide.channels(Audience.RECRUITER, Language.DE)


@pytest.fixture(scope="module")
def render() -> Render:
    rendering = make_rendering(load_wording(), "/static", Language.DE)
    loader = ChoiceLoader([DictLoader({"base.html": BASE}), PackageLoader("adapters.web")])
    stubbed = replace(rendering, environment=rendering.environment.overlay(loader=loader))

    def rendered(template: str, language: Language = Language.DE, **context: Any) -> str:
        scope = {"path": "/", "headers": [(b"accept-language", language.encode())]}
        return stubbed.html(scope, template, **context)

    return rendered


def names(view: ChannelMap) -> list[str]:
    return [row.profile.id for group in view.rows for row in group.rows]


def asked(profiles: tuple[ChannelProfile, ...], query: str) -> ChannelMap:
    return channel_map(profiles, read_filter(parse_qsl(query), profiles))


def columns(view: ChannelMap) -> Mapping[str, list[str]]:
    return {group.id: [column.id for column in group.columns] for group in view.columns}


def test_without_a_filter_all_channels_stand_in_their_families(profiles: tuple[ChannelProfile, ...]) -> None:
    view = asked(profiles, "")
    assert (view.shown, view.total) == (20, 20)
    assert [group.family for group in view.rows] == ["networks", "pictures", "messages", "groups", "messengers"]
    assert columns(view)["people"][:2] == ["young", "creative"]
    assert columns(view)["regions"] == ["dach", "cis", "china", "asia"]
    assert view.width == 22 + 4
    assert set(FAMILIES) == set(KINDS)


def test_a_cell_says_how_strongly_and_leads_to_the_reason(profiles: tuple[ChannelProfile, ...]) -> None:
    view = asked(profiles, "")
    ids = [id_ for group in columns(view).values() for id_ in group]
    row = next(row for group in view.rows for row in group.rows if row.profile.id == "instagram")
    marks = {id_: cell.mark for id_, cell in zip(ids, row.cells, strict=True) if cell.mark}
    kinds = {id_: mark.kind for id_, mark in marks.items()}
    assert kinds == {"young": "fit-2", "creative": "fit-3", "video": "fit-2", "visual": "fit-3"}
    assert marks["young"].href == "/channels/instagram#reason-young"
    assert row.href == "/channels/instagram"


def test_people_and_any_of_the_contents_restrict_and_the_strongest_come_first(
    profiles: tuple[ChannelProfile, ...],
) -> None:
    view = asked(profiles, "people=young&content=video")
    assert names(view) == ["tiktok", "instagram", "snapchat"]
    assert [group.family for group in view.rows] == [""]
    chosen = {column.id for group in view.columns for column in group.columns if column.chosen}
    assert chosen == {"young", "video"}
    assert set(names(asked(profiles, "content=events&content=live"))) == {"meetup", "twitch"}


def test_a_region_leaves_out_other_regions_and_puts_its_own_first(profiles: tuple[ChannelProfile, ...]) -> None:
    view = asked(profiles, "region=china")
    assert set(names(view)[:2]) == {"wechat", "weibo"}
    assert not {"xing", "vk", "line"} & set(names(view))
    assert "linkedin" in names(view)
    assert set(names(asked(profiles, "region=china&only=1"))) == {"wechat", "weibo"}


def test_free_text_restricts_and_keeps_the_families(profiles: tuple[ChannelProfile, ...]) -> None:
    view = asked(profiles, "q=Messenger")
    assert "whatsapp" in names(view)
    assert "linkedin" not in names(view)
    assert view.rows[-1].family == "messengers"


def test_columns_without_a_mark_are_left_out(profiles: tuple[ChannelProfile, ...]) -> None:
    assert columns(asked(profiles, "q=linkedin")) == {"people": ["professional", "executive", "career-seekers"]}


def test_what_speaks_against_is_shown_on_request(profiles: tuple[ChannelProfile, ...]) -> None:
    view = asked(profiles, "q=linkedin&limits=1")
    assert columns(view)["people"] == ["young", "creative", "professional", "executive", "career-seekers"]
    mark = view.rows[0].rows[0].cells[0].mark
    assert mark is not None
    assert (mark.kind, mark.href) == ("limit", "/channels/linkedin#limit-young")


def test_an_empty_result_has_no_rows(profiles: tuple[ChannelProfile, ...]) -> None:
    view = asked(profiles, "people=executive&content=live")
    assert (view.shown, view.rows, view.columns) == (0, (), ())
    assert [option.value for option in view.people if option.chosen] == ["executive"]


def test_what_is_not_known_is_no_filter(profiles: tuple[ChannelProfile, ...]) -> None:
    fields = [("region", "mars"), ("people", "video"), ("content", "young"), ("content", "x"), ("page", "2")]
    assert read_filter(fields, profiles) == MapFilter()
    assert not read_filter([("limits", "1")], profiles).restricts
    assert len(read_filter([("q", "  a" * 100)], profiles).text) <= LONGEST_TEXT


def test_a_heading_toggles_its_column_and_keeps_the_rest(profiles: tuple[ChannelProfile, ...]) -> None:
    view = asked(profiles, "people=young&content=video&q=kurz&limits=1")
    toggles = {column.id: column.toggle for group in view.columns for column in group.columns}
    given = dict(parse_qsl(toggles["young"].removeprefix("?")))
    assert given == {"content": "video", "q": "kurz", "limits": "1"}
    assert "content=video&content=entertaining" in toggles["entertaining"]
    assert "people=creative" in toggles["creative"]
    assert MapFilter().query() == "?"


@given(
    fields=st.lists(
        st.tuples(
            st.sampled_from(["region", "people", "content", "q", "only", "limits", "other"]),
            st.sampled_from(["", "dach", "young", "video", "1", "Messenger"]) | st.text(max_size=20),
        ),
        max_size=6,
    )
)
def test_any_query_gives_a_map_and_its_own_query_the_same(guide: Guide, fields: list[tuple[str, str]]) -> None:
    profiles = guide.channels(Audience.RECRUITER, Language.EN)
    chosen = read_filter(fields, profiles)
    view = channel_map(profiles, chosen)
    assert view.shown == len(names(view)) == len(set(names(view)))
    assert all(len(row.cells) == view.width for group in view.rows for row in group.rows)
    assert read_filter(parse_qsl(chosen.query().removeprefix("?")), profiles) == chosen


@pytest.fixture(scope="module", params=list(Language))
def pages(request: pytest.FixtureRequest, guide: Guide, render: Render) -> Mapping[str, Page]:
    """Every kind of page in one language."""
    language: Language = request.param
    profiles = guide.channels(Audience.RECRUITER, language)
    lists = guide.checklists(Audience.RECRUITER, language)
    queries = {"map": "", "chosen": "people=young&content=video&limits=1", "none": "people=executive&content=live"}
    html = {key: render("map/page.html", language, view=asked(profiles, query)) for key, query in queries.items()}
    html |= {f"/channels/{p.id}": render("map/channel.html", language, channel=p) for p in profiles}
    html |= {found.topic: render("print/checklist.html", language, checklist=found) for found in lists}
    html["checklists"] = render("print/checklists.html", language, checklists=lists)
    return {key: Page(text) for key, text in html.items()}


def test_no_page_needs_what_the_content_security_policy_forbids(pages: Mapping[str, Page]) -> None:
    for key, page in pages.items():
        for tag, attributes in page.elements:
            assert tag not in ("script", "style"), key
            assert not [name for name in attributes if name == "style" or name.startswith("on")], key


def test_ids_are_unique_and_labels_have_their_field(pages: Mapping[str, Page]) -> None:
    for key, page in pages.items():
        assert len(page.ids) == len(set(page.ids)), key
        assert {label["for"] for label in page.all("label") if "for" in label} <= set(page.ids), key
        named = [attributes["aria-labelledby"] for _, attributes in page.elements if "aria-labelledby" in attributes]
        assert set(named) <= set(page.ids), key
        assert len(page.all("h1")) == 1, key


def test_every_mark_leads_to_a_place_that_exists(pages: Mapping[str, Page]) -> None:
    for key in ("map", "chosen"):
        marks = pages[key].all("a", **{"class": "map-mark"})
        assert len(marks) > 10
        for mark in marks:
            target = urlsplit(mark["href"])
            assert target.fragment in pages[target.path].ids, mark


def test_the_table_has_a_cell_for_every_heading(pages: Mapping[str, Page]) -> None:
    page = pages["map"]
    heads = len(page.all("th", scope="col"))
    cells = [found for found in page.all("td") if found["class"].split()[0] in ("map-cell", "map-age")]
    assert heads == 2 + 26
    assert len(page.all("th", scope="row")) == 20
    assert len(cells) == 20 * (heads - 1)


def test_the_form_shows_what_was_chosen(pages: Mapping[str, Page]) -> None:
    page = pages["chosen"]
    assert "selected" in page.all("option", value="young")[0]
    assert "checked" in page.all("input", value="video")[0]
    assert "checked" not in page.all("input", value="live")[0]
    assert "open" in page.all("details")[0]
    assert "open" not in pages["map"].all("details")[0]


def test_an_empty_result_says_so(render: Render, profiles: tuple[ChannelProfile, ...]) -> None:
    page = Page(render("map/page.html", view=asked(profiles, "people=executive&content=live")))
    assert "Kein Kanal passt" in page.text
    assert not page.all("table")
    assert page.all("a", href="?")


def test_who_may_see_nothing_gets_a_page_that_says_so(render: Render) -> None:
    assert "noch nichts hinterlegt" in render("map/page.html", view=channel_map((), MapFilter()))
    assert "noch keine Checkliste" in render("print/checklists.html", checklists=())


def test_what_was_typed_is_shown_as_text(render: Render, profiles: tuple[ChannelProfile, ...]) -> None:
    typed = "\"><script>alert('x')</script>"
    html = render("map/page.html", view=channel_map(profiles, MapFilter(text=typed)))
    assert "<script" not in html
    assert Page(html).all("input", name="q")[0]["value"] == typed


def test_a_channel_shows_reasons_limits_and_sources(render: Render, profiles: tuple[ChannelProfile, ...]) -> None:
    xing = next(profile for profile in profiles if profile.id == "xing")
    page = Page(render("map/channel.html", channel=xing))
    for statement in (*xing.fits, *xing.limits, xing.platform, xing.audience):
        assert statement.text in page.text
    assert "Quelle: Punkte 55, 76" in page.text
    assert page.all("a", href="/?q=Wen%20erreiche%20ich%20auf%20XING%3F")
    assert len(page.all("details")) == 2 + len(xing.fits) + len(xing.limits)


def test_a_checklist_has_a_box_and_a_line_for_every_step(render: Render, guide: Guide) -> None:
    checklist = guide.checklist("strategy-checklist", Audience.RECRUITER, Language.DE)
    assert checklist is not None
    page = Page(render("print/checklist.html", checklist=checklist))
    assert len(page.all("svg")) == len(page.all("p", **{"class": "sheet-note"})) == 8
    assert "Quelle: Leitfaden Social Recruiting, Punkte 29, 32, 81, 82, 85" in page.text


def test_the_words_are_the_same_in_both_languages_and_each_is_used() -> None:
    german, english = (
        tomllib.loads((WEB / "wording" / f"map.{language}.toml").read_text(encoding="utf-8")) for language in Language
    )
    files = (file for folder in ("map", "print") for file in (WEB / "templates" / folder).iterdir())
    templates = "".join(file.read_text(encoding="utf-8") for file in files)
    composed = set(re.findall(r"""["']([a-z]+\.\w+_(?:fit-)?)["'] ~""", templates))
    for table, key, text in [(table, *entry) for table, entries in german.items() for entry in entries.items()]:
        assert re.findall("{.*?}", text) == re.findall("{.*?}", english[table][key]), key
        said = f"{table}.{key}"
        assert re.search(f"[\"']{said}[\"']", templates) or any(said.startswith(part) for part in composed), said
    assert [*map(list, german.values())] == [*map(list, english.values())]
