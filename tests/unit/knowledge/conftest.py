from pathlib import Path

import pytest

from knowledge.errors import ContentError
from knowledge.gazetteer import Gazetteer, build_gazetteer
from knowledge.library import load_library, shipped_content
from knowledge.models import Library, Localized, Passage, PlaceGroup, Terms
from knowledge.passages import library_passages
from tests.fixtures import compiled_once

# The smallest content that breaks no rule. Tests state line numbers of these texts.
SMALL = {
    "sources.yaml": """\
sources:
  - id: guide
    title: {de: "Leitfaden", en: "Guide"}
    note: {de: "Ein Leitfaden.", en: "A guide."}
""",
    "traits.yaml": """\
traits:
  - id: young
    name: {de: jung, en: young}
    cues:
      de: [jung, azubi*]
      en: [young]
  - id: professional
    name: {de: Fachkräfte, en: professionals}
""",
    "topics/basics.yaml": f"""\
topics:
  - id: definition
    audiences: [recruiter]
    source: guide
    title: {{de: "Begriff", en: "Term"}}
    question: {{de: "Was ist das?", en: "What is it?"}}
    passages:
      - id: lead
        points: {list(range(1, 98))}
        text:
          de: "Ein Satz."
          en: "A sentence."
    caveats:
      - id: doubt
        points: [7]
        text: {{de: "Nicht überall.", en: "Not everywhere."}}
    list: entries
    items:
      - id: first
        topic: audiences
        points: [27]
        title: {{de: "Erstens", en: "First"}}
        text: {{de: "Eins.", en: "One."}}
    related: [audiences, platforms-overview]

  - id: platforms-overview
    audiences: [recruiter]
    source: guide
    title: {{de: "Plattformen", en: "Platforms"}}
    question: {{de: "Welche gibt es?", en: "Which are there?"}}
    passages:
      - id: lead
        points: [59]
        text: {{de: "Einige.", en: "Some."}}

  - id: audiences
    parent: definition
    audiences: [recruiter]
    source: guide
    title: {{de: "Zielgruppen", en: "Audiences"}}
    question: {{de: "Wen erreiche ich?", en: "Whom do I reach?"}}
    passages:
      - id: lead
        points: [80]
        text: {{de: "Viele.", en: "Many."}}
""",
    "channels/xing.yaml": """\
id: xing
name: XING
aliases: [openbc, xingg]
ambiguous: [xg]
kind: professional-network
audiences: [recruiter]
source: guide
short: {de: "Netzwerk", en: "network"}
platform:
  points: [55]
  question: {de: "Was ist XING?", en: "What is XING?"}
  text: {de: "Ein Netzwerk.", en: "A network."}
audience:
  points: [76]
  question: {de: "Wen erreiche ich?", en: "Whom do I reach?"}
  text: {de: "Berufstätige.", en: "Professionals."}
age: {from: 18, to: 34}
regions: [DE, CIS]
reasons:
  - trait: professional
    strength: 2
    points: [55]
    text: {de: "Beruflich.", en: "Professional."}
limits:
  - when: region
    points: [76]
    text: {de: "Nur dort.", en: "Only there."}
  - when: young
    points: [76]
    text: {de: "Nicht jung.", en: "Not young."}
""",
    "channels/vk.yaml": """\
id: vk
name: VKontakte
aliases: [vkontakti]
kind: social-network
audiences: [recruiter]
source: guide
short: {de: "Netzwerk", en: "network"}
platform:
  points: [53]
  question: {de: "Was ist VK?", en: "What is VK?"}
  text: {de: "Ein soziales Netzwerk.", en: "A social network."}
audience:
  points: [74]
  question: {de: "Wen gibt es da?", en: "Who is there?"}
  text: {de: "Menschen.", en: "People."}
reasons:
  - trait: young
    strength: 1
    points: [74]
    text: {de: "Jung.", en: "Young."}
limits:
  - when: always
    points: [74]
    text: {de: "Wenig bekannt.", en: "Little known."}
""",
    "occupations/building.yaml": """\
area: {kldb: "3", title: {de: "Bau", en: "Building"}}
groups:
  - id: site-managers
    kldb: ["311"]
    isco: ["3123"]
    title: {de: "Bauleitung", en: "Site managers"}
    traits: [professional]
    de: [Bauleiter]
    en: [site manager]
    heads: [bauleiter]
    abbreviations: [BL]
""",
    "seniorities.yaml": """\
seniorities:
  - id: apprentice
    title: {de: "Auszubildende", en: "apprentices"}
    cues: {de: [azubi], en: [apprentice]}
    traits: []
    inferred: [young]
""",
    "places.yaml": """\
groups:
  - id: dach
    title: {de: "DACH-Raum", en: "DACH region"}
    names: {de: [DACH], en: [DACH region]}
    countries: [DE, AT, CH]
everyday_words:
  de: [weil]
  en: [reading]
""",
    "cues.yaml": """\
cues:
  - id: exclude-before
    de: [kein, no, on]
    en: [no]
""",
}


class ContentFolder:
    """A content folder to be broken."""

    def __init__(self, path: Path) -> None:
        self.path = path
        for name, text in SMALL.items():
            self.write(name, text)

    def write(self, name: str, text: str | bytes) -> None:
        file = self.path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text if isinstance(text, bytes) else text.encode())

    def replace(self, name: str, old: str, new: str) -> None:
        """Change the one place where `old` stands."""
        text = (self.path / name).read_text(encoding="utf-8")
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {name}"
        self.write(name, text.replace(old, new))

    def mistakes(self) -> list[str]:
        """Return what loading complains about."""
        with pytest.raises(ContentError) as caught:
            load_library(self.path)
        return [str(mistake) for mistake in caught.value.mistakes]


@pytest.fixture
def content(tmp_path: Path) -> ContentFolder:
    return ContentFolder(tmp_path / "content")


@pytest.fixture(scope="session")
def shipped() -> Library:
    """The content that comes with Lotse; that it loads says that it breaks no rule."""
    return load_library(shipped_content())


@pytest.fixture(scope="session")
def passages(shipped: Library) -> tuple[Passage, ...]:
    return library_passages(shipped)


@pytest.fixture(scope="session")
def gazetteer(tmp_path_factory: pytest.TempPathFactory) -> Gazetteer:
    """The world with three groups and two everyday words."""
    groups = (
        PlaceGroup("dach", Localized("DACH", "DACH"), Terms(("DACH", "DACH-Raum"), ()), ("DE", "AT", "CH")),
        PlaceGroup("adjective-chinese", Localized("chinesisch", "Chinese"), Terms(("chinesisch",), ()), ("CN",)),
        PlaceGroup("nickname", Localized("Boston", "Boston"), Terms((), ("Boston",)), ("DE",)),
    )
    return compiled_once("three-groups", lambda: build_gazetteer(groups, ("Weil", "Reading")), tmp_path_factory)
