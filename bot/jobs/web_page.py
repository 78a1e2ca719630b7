"""Web pages: the linked data in them, and what their markup says as plain text."""

from collections.abc import Iterator
from html.parser import HTMLParser

_LINKED_DATA = "application/ld+json"
_BLOCKS = frozenset({"p", "div", "ul", "ol", "br", "h1", "h2", "h3", "h4", "h5", "h6", "tr", "section", "article"})
_HIDDEN = frozenset({"script", "style", "template"})


class _LinkedData(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.found: list[tuple[int, str]] = []
        self._inside = False
        self._begins = True

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        kind = (dict(attrs).get("type") or "").split(";")[0].strip().lower()
        self._inside = self._begins = tag == "script" and kind == _LINKED_DATA

    def handle_endtag(self, tag: str) -> None:  # noqa: ARG002
        self._inside = False

    def handle_data(self, data: str) -> None:
        if not self._inside:
            return
        line, before = (self.getpos()[0], "") if self._begins else self.found.pop()
        self.found.append((line, before + data))
        self._begins = False


class _Plain(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        self._hidden += tag in _HIDDEN
        if tag == "li":
            self.parts.append("\n- ")
        elif tag in _BLOCKS:
            self.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        self._hidden = max(0, self._hidden - (tag in _HIDDEN))
        if tag in _BLOCKS or tag == "li":
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.parts.append(" ".join(data.split()) + (" " if data[-1:].isspace() else ""))


def linked_data(page: str) -> Iterator[tuple[int, str]]:
    """Give each script of linked data with the line that it begins at, from 1 on."""
    parser = _LinkedData()
    parser.feed(page)
    parser.close()
    yield from ((line, script) for line, script in parser.found if script.strip())


def plain_text(markup: str) -> str:
    """Return what `markup` says: a block a line, entries of lists with "- ". Text without tags stays as it is."""
    if "<" not in markup and "&" not in markup:
        return markup
    parser = _Plain()
    parser.feed(markup if "<" in markup else markup.replace("\n", "<br>"))
    parser.close()
    lines = (" ".join(line.split()) for line in "".join(parser.parts).split("\n"))
    return "\n".join(line for line in lines if line)
