"""The web application on a deterministic assistant, and a browser that talks ASGI to it, byte by byte if need be."""

import asyncio
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from html.parser import HTMLParser
from typing import Any
from urllib.parse import unquote_to_bytes, urlencode

from adapters.keeper import Keeper, Source
from adapters.web.app import Setup, create_app
from adapters.web.areas import Area
from adapters.web.gate import Login
from adapters.web.sessions import COOKIE, Sessions
from adapters.web.site import Door
from bot.archive import Archive
from bot.assistant import Reply
from bot.errors import NotReadyError
from bot.guide import ChannelProfile, ChecklistStep, GuideChecklist, GuidePassage, GuideRegion, TraitFit
from bot.hosting import Hosted
from bot.models import (
    Answer,
    Audience,
    Checklist,
    Citation,
    Comparison,
    Entry,
    Heading,
    Language,
    Listing,
    Message,
    Notice,
    NoticeKind,
    Outcome,
    Reasoning,
    Recommendation,
    Recommendations,
    Tag,
    Text,
    Understood,
)
from bot.understanding.models import Conversation
from knowledge.models import Localized
from tests.fakes.archive import InMemoryArchive
from tests.fakes.assistant import FakeAssistant

SECRET = b"s" * 32
HOST = "127.0.0.1:8080"
PASSWORD = "correct horse battery"
NAMES = {"xing": "Xing", "linkedin": "LinkedIn", "tiktok": "TikTok"}
GUIDE = "Leitfaden Social Recruiting"


class WebAssistant(FakeAssistant):
    """The fake assistant as a server calls it: what was said before comes with the call."""

    def respond(self, message: Message, conversation: Conversation) -> Reply:
        answer = self.reply(message)
        return Reply(answer, replace(conversation, language=answer.language))


class EchoAssistant(WebAssistant):
    """Says in every field of every block what it was told: the worst that could be asked of a page."""

    def reply(self, message: Message) -> Answer:
        changed = "".join(change.becomes or change.value for change in message.corrections)
        return echo(changed or message.text, message.language or Language.DE)


def echo(text: str, language: Language = Language.DE) -> Answer:
    """Return an answer with every kind of block, each of which says `text`."""
    reasons = (Reasoning(text, (1,)), Reasoning(text, (), inferred=True))
    entries = (Entry(text, text, f"{text} {text}", (1,)), Entry("e2", text, "", ()))
    return Answer(
        outcome=Outcome.ANSWERED,
        language=language,
        blocks=(
            Understood((Tag("role", text, text), Tag("place", "Ort", text, inferred=True), Tag("other", text, text))),
            Heading(text),
            Text(text, (1, 2)),
            *(Notice(kind, text, (3,)) for kind in NoticeKind),
            Recommendations((Recommendation(text, text, 0.5, reasons, (Reasoning(text, (4,)),)),)),
            Listing(entries),
            Checklist(text, text, entries),
            Comparison((text, text), ((text, (text, text)),)),
        ),
        topic=text,
        topics=(text,),
        channels=(text,),
        citations=(Citation(text, text, (5,), text, text), Citation(text, text, (), text, text)),
        suggestions=(text, f"{text}?"),
    )


class FakeGuide:
    """Two channels and a checklist."""

    def channels(self, audience: Audience, language: Language) -> tuple[ChannelProfile, ...]:
        return tuple(_profile(id_) for id_ in ("xing", "tiktok"))

    def channel(self, id_: str, audience: Audience, language: Language) -> ChannelProfile | None:
        return next((found for found in self.channels(audience, language) if found.id == id_), None)

    def topic_questions(self, audience: Audience) -> dict[str, Localized]:
        return {"definition": Localized("Was ist Social Recruiting?", "What is social recruiting?")}

    def checklists(self, audience: Audience, language: Language) -> tuple[GuideChecklist, ...]:
        steps = (ChecklistStep("s1", "Ansprechen", "Freundlich schreiben.", (70,), GUIDE),)
        return (GuideChecklist("address-audiences-checklist", "So sprichst du an", "Wie?", steps, GUIDE),)

    def checklist(self, topic: str, audience: Audience, language: Language) -> GuideChecklist | None:
        return next((found for found in self.checklists(audience, language) if found.topic == topic), None)


def _profile(id_: str) -> ChannelProfile:
    passage = GuidePassage(NAMES[id_], "Dort sind Leute.", (42,), GUIDE)
    return ChannelProfile(
        id=id_,
        name=NAMES[id_],
        aliases=(),
        short="Netzwerk",
        kind="professional-network",
        kind_label="Berufsnetzwerk",
        age=None,
        regions=(GuideRegion("dach", "Deutschland, Österreich, Schweiz"),),
        fits=(TraitFit("young", "junge Zielgruppe", 3, "Dort sind junge Leute.", (67,), (passage,)),),
        limits=(),
        platform=passage,
        audience=passage,
        questions=("Wen erreiche ich dort?",),
    )


def hosted(assistant: WebAssistant, generation: str = "g1") -> Hosted:
    """Return what a server holds, of fakes."""
    return Hosted(assistant, FakeGuide(), NAMES, generation)  # type: ignore[arg-type]


@dataclass
class Index:
    """A stand-in for the published index, to be exchanged, damaged and taken away."""

    assistant: WebAssistant = field(default_factory=WebAssistant)
    generation: str | None = "g1"
    damage: Exception | None = None
    loads: int = 0

    def load(self) -> Hosted:
        self.loads += 1
        if self.damage is not None:
            raise self.damage
        if self.generation is None:
            raise NotReadyError("there is no index; build it with: lotse index")
        return hosted(self.assistant, self.generation)

    def source(self) -> Source:
        return Source(lambda: self.generation, self.load)


@dataclass(frozen=True)
class Web:
    """An application and what stands behind it."""

    app: Any
    index: Index
    keeper: Keeper
    archive: Archive

    def browser(self, **given: Any) -> "Browser":
        return Browser(self.app, **given)


def make_web(
    assistant: WebAssistant | None = None,
    archive: Archive | None = None,
    *,
    keeper: Keeper | None = None,
    login: Login = Login.NONE,
    hosts: Iterable[str] = ("127.0.0.1", "localhost"),
    questions_per_minute: int = 1_000_000,
    areas: Iterable[Area] = (),
) -> Web:
    """Return the application on fakes, or on what is given, its index looked for once."""
    index = Index(assistant or WebAssistant())
    keeper = keeper or Keeper(index.source())
    archive = archive if archive is not None else InMemoryArchive()
    door = Door(login, PASSWORD if login is Login.PASSWORD else "", "X-Forwarded-User")
    setup = Setup(keeper, archive, SECRET, door, frozenset(hosts), questions_per_minute, Language.DE, tuple(areas))
    keeper.look()
    return Web(create_app(setup), index, keeper, archive)


@dataclass(frozen=True)
class Got:
    """A response."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode("utf-8")

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    def all(self, name: str) -> list[str]:
        return [value for key, value in self.headers if key == name.lower()]

    def header(self, name: str) -> str:
        return ", ".join(self.all(name))

    @property
    def is_html(self) -> bool:
        return self.header("content-type").startswith("text/html")


Headers = Iterable[tuple[str | bytes, str | bytes]]


async def call(
    app: Any,
    method: str,
    target: str | bytes,
    headers: Headers = (),
    body: bytes | Iterable[bytes] = b"",
    scheme: str = "http",
) -> Got:
    """Send one request as a server would hand it on; `body` in pieces comes without a Content-Length."""
    raw_path, _, query = _bytes(target).partition(b"?")
    pieces = [body] if isinstance(body, bytes) else list(body)
    length = [(b"content-length", str(len(body)).encode())] if isinstance(body, bytes) and body else []
    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": method,
        "scheme": scheme,
        "path": unquote_to_bytes(raw_path).decode("utf-8", "replace"),
        "raw_path": raw_path,
        "query_string": query,
        "root_path": "",
        "headers": [(_bytes(name).lower(), _bytes(value)) for name, value in headers] + length,
        "client": ("127.0.0.1", 50000),
        "server": ("127.0.0.1", 8080),
        "state": {},
    }
    sent: list[Any] = []

    async def receive() -> dict[str, Any]:
        if not pieces:
            await asyncio.Event().wait()  # the browser stays there
        piece = pieces.pop(0)
        return {"type": "http.request", "body": piece, "more_body": bool(pieces)}

    async def send(message: Any) -> None:
        sent.append(message)

    await app(scope, receive, send)
    start = sent[0]
    answered = tuple((name.decode("latin-1").lower(), value.decode("latin-1")) for name, value in start["headers"])
    return Got(start["status"], answered, b"".join(message.get("body", b"") for message in sent[1:]))


def _bytes(text: str | bytes) -> bytes:
    return text if isinstance(text, bytes) else text.encode("utf-8")


@dataclass
class Browser:
    """Keeps cookies and picks up form tokens."""

    app: Any
    host: str = HOST
    scheme: str = "http"
    headers: Mapping[str, str] = field(default_factory=dict)
    cookies: dict[str, str] = field(default_factory=dict)
    conversation: str = "c" * 24

    @property
    def owner(self) -> str:
        """Whose conversations the archive keeps for this browser; nobody's before its first page."""
        session = Sessions(SECRET).read(self.cookies.get(COOKIE))
        return session.owner if session else ""

    def send(self, method: str, target: str | bytes, body: bytes = b"", **headers: str) -> Got:
        """Send a request; header names are written with _ for -."""
        return asyncio.run(self.sending(method, target, body, **headers))

    async def sending(self, method: str, target: str | bytes, body: Any = b"", **headers: str | bytes) -> Got:
        """Send a request within a loop that runs already."""
        named = [(name.replace("_", "-"), value) for name, value in headers.items()]
        got = await call(self.app, method, target, [*self._own(), *named], body, self.scheme)
        self._keep(got)
        return got

    def get(self, target: str, **headers: str) -> Got:
        return self.send("GET", target, **headers)

    def post(self, target: str, fields: Mapping[str, Any] | None = None, **headers: str) -> Got:
        """Send a form with a fresh token, unless `fields` has one."""
        body = urlencode({"form_token": self.token(), **(fields or {})}, doseq=True).encode()
        return self.send("POST", target, body, **{"content_type": "application/x-www-form-urlencoded", **headers})

    def api(self, method: str, path: str, value: Any = None, **headers: str) -> Got:
        body = b"" if value is None else json.dumps(value).encode()
        return self.send(method, f"/api/v1{path}", body, **{"content_type": "application/json", **headers})

    def token(self, page: str = "/login") -> str:
        """Return the form token of a page; where /login is none, of the page that it leads to."""
        got = self.get(page)
        if got.status == 303:
            got = self.get(got.header("location"))
        return next(fields["value"] for tag, fields in elements(got.text) if fields.get("name") == "form_token")

    def ask(self, text: str, conversation: str = "", **headers: str) -> Got:
        return self.post("/ask", {"text": text, "conversation": conversation or self.conversation}, **headers)

    def sign_in(self, password: str = PASSWORD) -> Got:
        return self.post("/login", {"password": password})

    def _own(self) -> Iterator[tuple[str, str]]:
        yield "host", self.host
        yield from self.headers.items()
        if self.cookies:
            yield "cookie", "; ".join(f"{name}={value}" for name, value in self.cookies.items())

    def _keep(self, got: Got) -> None:
        for cookie in got.all("set-cookie"):
            name, _, value = cookie.partition(";")[0].partition("=")
            self.cookies[name] = value


class _Elements(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[tuple[str, dict[str, str]]] = []
        self.others: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, {key: value or "" for key, value in attrs}))

    def handle_comment(self, data: str) -> None:
        self.others.append(f"<!--{data}")

    def unknown_decl(self, data: str) -> None:
        self.others.append(f"<![{data}")

    def handle_pi(self, data: str) -> None:
        self.others.append(f"<?{data}")


def elements(html: str) -> list[tuple[str, dict[str, str]]]:
    """Return every element of a page with its attributes."""
    parser = _Elements()
    parser.feed(html)
    parser.close()
    return parser.found


def skeleton(html: str) -> list[tuple[str, tuple[str, ...]]]:
    """Return the elements of a page with their attributes' names, and comments and the like: all that is markup."""
    parser = _Elements()
    parser.feed(html)
    parser.close()
    return [(tag, tuple(fields)) for tag, fields in parser.found] + [(other, ()) for other in parser.others]
