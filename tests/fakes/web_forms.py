"""What a browser without scripts sends of a page."""

import re
from html import unescape

from tests.fakes.web import elements


def sent(page: str, **values: object) -> dict[str, object]:
    """What a browser sends of a page's last form, with other `values`."""
    form = page[page.rindex("<form") :]
    texts: dict[str, object] = {}
    for tag, fields in elements(form):
        name, kind = fields.get("name", ""), fields.get("type", "")
        if tag != "input" or not name or (kind in ("checkbox", "radio") and "checked" not in fields):
            continue
        texts[name] = [*texts.get(name, []), fields["value"]] if name == "employment" else fields["value"]  # type: ignore[misc]
    for name, text in re.findall(r'<textarea id="[^"]+" name="([^"]+)"[^>]*>\n?(.*?)</textarea>', form, re.S):
        texts[name] = unescape(text)
    for name, options in re.findall(r'<select id="[^"]+" name="([^"]+)"[^>]*>(.*?)</select>', form, re.S):
        chosen = re.search(r'value="([^"]*)" selected', options)
        texts[name] = chosen[1] if chosen else ""
    return texts | values
