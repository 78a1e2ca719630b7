"""Modals and the App Home. Pure."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from adapters.slack.blocks import Json, Line, Run, actions, blank, context, cut, header, option, plain, rich, select
from adapters.slack.pressed import LANGUAGE, REASON_VIEW, SETTINGS_VIEW
from adapters.slack.received import Ref
from bot.chat_state import LivingChecklist, Mode
from bot.models import Citation, Language
from bot.phrases import Phrases

VIEW_BLOCKS = 95
TITLE = 24
LONGEST_REASON = 3_000
LANGUAGES = ((Language.DE, "Deutsch"), (Language.EN, "English"))


@dataclass(frozen=True, slots=True)
class HomeEntry:
    """A line of the App Home; `url` is Slack's own address of a message, "" where none is known."""

    text: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Home:
    """What the App Home shows somebody."""

    language: Language
    checklists: tuple[HomeEntry, ...]
    questions: tuple[HomeEntry, ...]


def reason_view(about: Ref, *, helpful: bool, language: Language, words: Phrases) -> Json:
    """Return the modal that asks why an answer helped or did not."""
    key = "feedback.why_good" if helpful else "feedback.why_bad"
    element = {"type": "plain_text_input", "action_id": "reason", "multiline": True, "max_length": LONGEST_REASON}
    private = {"e": about.exchange, "u": about.user, "c": about.conversation, "helpful": helpful}
    return _modal(
        REASON_VIEW,
        _labels("feedback", ("title", "send", "close"), language, words),
        private,
        [{"type": "input", "block_id": "reason", "label": plain(words.say(key, language)), "element": element}],
    )


def settings_view(channel: str, mode: Mode, respond_to: str, language: Language, words: Phrases) -> Json:
    """Return the modal that sets when Lotse speaks in a channel."""
    options = {one: option(words.say(f"settings.{one}", language), one.value) for one in Mode}
    element = {
        "type": "radio_buttons",
        "action_id": "mode",
        "options": list(options.values()),
        "initial_option": options[mode],
    }
    label = plain(words.say("settings.label", language))
    return _modal(
        SETTINGS_VIEW,
        _labels("settings", ("title", "save", "cancel"), language, words),
        {"channel": channel, "respond_to": respond_to},
        [{"type": "input", "block_id": "mode", "label": label, "element": element}],
    )


def sources_view(citations: Sequence[Citation], language: Language, words: Phrases) -> Json:
    """Return the modal that shows the passages an answer rests on, word for word."""
    blocks: list[Json] = []
    for number, citation in enumerate(citations):
        made = _passage(citation, language, words)
        if len(blocks) + len(made) > VIEW_BLOCKS:
            blocks += context(words.say("sources.more", language, number=len(citations) - number))
            break
        blocks += made
    blocks = blocks or context(words.say("answer.gone", language))
    title = plain(cut(words.say("sources.title", language), TITLE))
    close = plain(words.say("sources.close", language))
    return {"type": "modal", "title": title, "close": close, "blocks": blocks}


def home_view(home: Home, words: Phrases, learning: Sequence[Json] = ()) -> Json:
    """Return the App Home; `learning` are the blocks of the onboarding path."""

    def say(key: str) -> str:
        return words.say(f"home.{key}", home.language)

    abilities = [Line("bullet", (Run(say(f"can_{key}")),)) for key in ("advice", "topics", "checklists", "private")]
    chosen = select(LANGUAGE, say("language"), [(name, one.value) for one, name in LANGUAGES])
    chosen["initial_option"] = next(made for made in chosen["options"] if made["value"] == home.language.value)
    blocks = [*header(say("title")), *context(say("lead")), *header(say("can")), *rich(abilities)]
    blocks += [*learning, *header(say("checklists")), *_entries(home.checklists, say("no_checklists"), say("open"))]
    blocks += [*header(say("recent")), *_entries(home.questions, say("no_recent"), say("open"))]
    return {"type": "home", "blocks": [*blocks, *header(say("language")), *actions([chosen])]}


def checklist_line(living: LivingChecklist, done: int, language: Language, words: Phrases) -> str:
    """Return how far a checklist is."""
    title = living.checklist.title
    shown = words.say("checklist.untitled", living.language) if blank(title) else cut(title, 200)
    return words.say("home.checklist", language, title=shown, done=done, total=len(living.checklist.steps))


def _entries(entries: Iterable[HomeEntry], none: str, label: str) -> list[Json]:
    elements = [_entry(entry, label) for entry in entries]
    if not elements:
        return context(none)
    return [{"type": "rich_text", "elements": [{"type": "rich_text_list", "style": "bullet", "elements": elements}]}]


def _entry(entry: HomeEntry, label: str) -> Json:
    text = cut(entry.text, 300) or "–"
    parts: list[Json] = [{"type": "text", "text": f"{text}  " if entry.url else text}]
    if entry.url:
        parts.append({"type": "link", "url": entry.url, "text": label})
    return {"type": "rich_text_section", "elements": parts}


def _passage(citation: Citation, language: Language, words: Phrases) -> list[Json]:
    points = (
        words.say("sources.point", language, points=", ".join(map(str, citation.points))) if citation.points else ""
    )
    title = [] if blank(citation.title) else [Line("text", (Run(citation.title, "bold"),))]
    text = [] if blank(citation.text) else [Line("text", (Run(citation.text),))]
    return rich([*title, *text]) + context(", ".join(part for part in (citation.source, points) if not blank(part)))


def _labels(table: str, keys: tuple[str, str, str], language: Language, words: Phrases) -> tuple[str, str, str]:
    title, submit, close = (words.say(f"{table}.{key}", language) for key in keys)
    return title, submit, close


def _modal(callback: str, labels: tuple[str, str, str], private: dict[str, object], blocks: list[Json]) -> Json:
    title, submit, close = labels
    return {
        "type": "modal",
        "callback_id": callback,
        "private_metadata": json.dumps(private, separators=(",", ":")),
        "title": plain(cut(title, TITLE)),
        "submit": plain(submit),
        "close": plain(close),
        "blocks": blocks,
    }
