"""What somebody types on the onboarding path: settings, a question to Lotse, a question to their buddy. Pure."""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

from adapters.slack.blocks import Json, actions, button, clean, context, cut, option, plain
from adapters.slack.contract import Inbound
from adapters.slack.inbound import Ignored, inbound, short
from adapters.slack.learning_views import JOIN, OPEN, PATH, PREFIX
from adapters.slack.reading import Raw, items, table, team_of, text, user_of
from adapters.slack.received import AskedAbout, BuddyAsked, Received, Ref
from adapters.slack.views import TITLE
from bot.models import MAX_MESSAGE_LENGTH, Language
from bot.onboarding.models import LONGEST_NAME, Choices, Module
from bot.phrases import Phrases

SETTINGS_FORM, ASK_FORM, BUDDY_FORM = (f"{PREFIX}:form:{name}" for name in ("settings", "ask", "buddy"))
COMPANION, NAME, OPTIONS, HOUR, QUESTION = "companion", "name", "options", "hour", "question"
SHARE, PAUSE, NEVER = "share", "pause", "never"
HOURS = range(24)


@dataclass(frozen=True, slots=True)
class At:
    """Where somebody asks: a module, one of its questions or "", and the answer of Lotse's that they go on from."""

    module: str
    question: str = ""
    about: Ref | None = None


@dataclass(frozen=True, slots=True)
class Typed:
    """The settings as somebody left them. `companion` is a user's id, or ""."""

    companion: str
    name: str
    shared: bool
    paused: bool
    hour: int | None


class LearningForms:
    """Makes the forms in one language. `key` is another one each time, or Slack would go on showing what was typed."""

    def __init__(self, language: Language, words: Phrases, key: str) -> None:
        self._language = language
        self._words = words
        self._key = key

    def settings(self, choices: Choices, companion: str, zone: str) -> Json:
        """Return the form of what somebody may choose; `companion` is the user who accompanies them, or ""."""
        chosen = {"initial_user": companion} if companion else {}
        boxes = [option(self._say("share"), SHARE, self._say("share_more"))]
        boxes += [option(self._say("pause"), PAUSE, self._say("pause_more"))]
        ticked = [box for box, is_on in zip(boxes, (choices.shared, choices.paused), strict=True) if is_on]
        hours = [option(self._say("hour_never"), NEVER)]
        hours += [option(self._say("hour_at", hour=hour), str(hour)) for hour in HOURS]
        wished = hours[0] if choices.nudge_hour is None else hours[choices.nudge_hour + 1]
        name = {"initial_value": clean(choices.name)} if clean(choices.name) else {}
        fields = [
            self._input(COMPANION, {"type": "users_select", **chosen}, self._say("companion_hint")),
            self._input(NAME, {"type": "plain_text_input", "max_length": LONGEST_NAME, **name}, self._say("name_hint")),
            self._input(OPTIONS, {"type": "checkboxes", "options": boxes, **_initially(ticked)}),
            self._input(
                HOUR,
                {"type": "static_select", "options": hours, "initial_option": wished},
                self._say("hour_hint", zone=zone),
            ),
        ]
        back = actions([button(PATH, self._say("back"), "path"), button(JOIN, self._say("join"), "join")])
        return self._modal(SETTINGS_FORM, ("settings", "save"), [*fields, *back], {})

    def ask(self, module: Module) -> Json:
        """Return the form of a question about a module."""
        typed = self._typed("", self._say("question_hint"))
        return self._modal(ASK_FORM, ("ask", "send"), [*self._at(module), typed], asdict(At(module.id)))

    def ask_buddy(self, module: Module, at: At, name: str, asked: str = "") -> Json:
        """Return the form of a question to the buddy; `asked` is what was asked of Lotse before."""
        typed = self._typed(asked, self._say("buddy_hint", name=name))
        return self._modal(BUDDY_FORM, ("question", "send"), [*self._at(module), typed], asdict(at))

    def _at(self, module: Module) -> list[Json]:
        title = module.title.within(self._language)
        return [*context(title), *actions([button(f"{OPEN}:back", cut(title, 70), module.id)])]

    def _typed(self, initial: str, hint: str) -> Json:
        longest = MAX_MESSAGE_LENGTH
        known = {"initial_value": clean(initial)[:longest]} if clean(initial).strip() else {}
        element = {"type": "plain_text_input", "multiline": True, "max_length": longest, "focus_on_load": True, **known}
        return {**self._input(QUESTION, element, hint), "optional": False}

    def _input(self, name: str, element: Json, hint: str = "") -> Json:
        id_ = f"{name}/{self._key}"
        more = {"hint": plain(hint)} if hint else {}
        made = {**element, "action_id": id_}
        return {
            "type": "input",
            "block_id": id_,
            "label": plain(self._say(name)),
            "optional": True,
            "element": made,
            **more,
        }

    def _modal(self, callback: str, labels: tuple[str, str], blocks: list[Json], private: dict[str, Any]) -> Json:
        title, submit = labels
        return {
            "type": "modal",
            "callback_id": callback,
            "private_metadata": json.dumps(private, separators=(",", ":")),
            "title": plain(cut(self._say(title), TITLE)),
            "submit": plain(self._say(submit)),
            "close": plain(self._say("close")),
            "blocks": blocks,
        }

    def _say(self, key: str, **values: object) -> str:
        return self._words.say(f"learn.{key}", self._language, **values)


def typed_settings(view: object) -> Typed:
    """Return the settings that were typed."""
    values = dict(_values(view))
    ticked = {text(one, "value") for one in items(values.get(OPTIONS), "selected_options")}
    hour = text(values.get(HOUR), "selected_option", "value")
    return Typed(
        user_of(values.get(COMPANION), "selected_user"),
        text(values.get(NAME), "value").strip(),
        SHARE in ticked,
        PAUSE in ticked,
        int(hour) if hour in map(str, HOURS) else None,
    )


def typed_question(view: object) -> str:
    """Return the question that was typed."""
    return text(dict(_values(view)).get(QUESTION), "value").strip()[:MAX_MESSAGE_LENGTH]


def place_of(view: object) -> At | None:
    """Return where somebody asks, None where a form does not say."""
    return at_of(text(view, "private_metadata"))


def at_of(said: str) -> At | None:
    """Return what `asdict` of an `At` was written as JSON; None for anything else."""
    try:
        raw = table({"at": json.loads(said)}, "at")
    except (ValueError, RecursionError):
        return None
    about = table(raw, "about")
    ref = Ref(text(about, "exchange"), user_of(about, "user"), text(about, "conversation"))
    whole = bool(ref.exchange and ref.user) and ref.conversation.count(":") == 3
    module = text(raw, "module")
    return At(module, text(raw, "question"), ref if whole else None) if module else None


def block_of(view: object, name: str) -> str:
    """Return the id of the block that takes `name`, where an error is shown."""
    ids = (text(block, "block_id") for block in items(view, "blocks"))
    return next((id_ for id_ in ids if id_.partition("/")[0] == name), "")


def read_form(body: object) -> Inbound | Ignored:
    """Return the question of a form that was sent off."""
    view, team, user = table(body, "view"), team_of(body, "team", "id"), user_of(body, "user", "id")
    at, asked, form = place_of(view), typed_question(view), text(view, "callback_id")
    if not (team and user and text(view, "id") and at and asked):
        return Ignored("no question on the path")
    key = short(text(view, "id") + text(view, "hash"))
    if form == ASK_FORM:
        received = Received(team, user, f"private-{key}", user, AskedAbout(at.module, asked))
    elif form == BUDDY_FORM:
        own = at.about if at.about and at.about.user == user else None
        received = Received(team, user, "buddy", user, BuddyAsked(at.module, at.question, asked, own))
    else:
        return Ignored("no question on the path")
    return inbound(f"learn:{user}:{key}", received)


def _values(view: object) -> Iterator[tuple[str, Raw]]:
    for id_ in table(view, "state", "values"):
        yield id_.partition("/")[0], table(view, "state", "values", id_, id_)


def _initially(ticked: list[Json]) -> Json:
    return {"initial_options": ticked} if ticked else {}
