"""The form of a job post as a modal, and what was typed into it → a draft. Pure."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field, replace

from adapters.foreign_json import Raw
from adapters.slack.blocks import Json, clean, context, cut, option, plain
from adapters.slack.reading import items, table, text
from bot.jobs.drafts import draft_of
from bot.jobs.models import Employment, FieldError, Job, JobDraft, JobField, PayPeriod, Remote
from bot.jobs.words import JobWords
from bot.models import Language
from bot.phrases import Phrases

FORM = "job_form"
WHAT, PUBLISH, KEEP = "what", "publish", "keep"
UNSAID = "unsaid"
"""The choice that stands for no choice: Slack lets nobody take back what was chosen from a menu."""
LONGEST_TYPED = 3_000
"""Characters that Slack takes in one field."""
LONGEST_HINT, LONGEST_RULE = 2_000, 500
PARTED = ", "

_REQUIRED = frozenset({JobField.TITLE, JobField.EMPLOYER, JobField.DESCRIPTION, JobField.LANGUAGE})
_LINES = frozenset({JobField.DESCRIPTION, JobField.REQUIREMENTS, JobField.BENEFITS})
_HINTS = {
    JobField.TITLE: "job.hint_title",
    JobField.PLACE: "job.hint_place",
    JobField.SALARY_MIN: "job.hint_salary",
    JobField.REQUIREMENTS: "job.hint_entries",
    JobField.BENEFITS: "job.hint_entries",
    JobField.APPLY_LINK: "job.hint_apply",
    JobField.DEADLINE: "job.hint_deadline",
}
_MENUS = {JobField.REMOTE: (Remote, "remote"), JobField.PERIOD: (PayPeriod, "period")}


@dataclass(frozen=True, slots=True)
class About:
    """What a modal goes on from: the post and its version, "" and 0 for a new one; `key` makes sending twice one post.

    `seen` is the digest of the draft whose preview stands above, "" where there is none.
    """

    job: str = ""
    version: int = 0
    key: str = ""
    seen: str = ""


@dataclass(frozen=True, slots=True)
class Shown:
    """What stands beside the draft: notes and the preview above, what was asked for, where the cursor is to be."""

    notes: tuple[str, ...] = ()
    preview: tuple[Json, ...] = ()
    asked: Mapping[JobField, tuple[str, ...]] = field(default_factory=dict)
    focused: JobField | None = None


class JobForm:
    """Makes the form in one language."""

    def __init__(self, words: Phrases, job_words: JobWords) -> None:
        self._words = words
        self._job_words = job_words

    def view(self, draft: JobDraft, about: About, job: Job | None, shown: Shown) -> Json:
        """Return the modal. A field whose text Slack could not hold is left out, and stays as it is."""
        fields = [one for one in JobField if len(clean(getattr(draft, one.value))) <= LONGEST_TYPED]
        left_out = [self._job_words.field(one) for one in JobField if one not in fields]
        notes = [*shown.notes, *([self._say("left_out", fields=PARTED.join(left_out))] if left_out else [])]
        inputs = [self._input(one, draft, about, shown) for one in fields]
        choice = [self._choice(job)] if about.seen and not (job and job.open) else []
        blocks = [*(block for note in notes for block in context(note)), *shown.preview, *inputs, *choice]
        return {
            "type": "modal",
            "callback_id": FORM,
            "private_metadata": json.dumps(asdict(about), separators=(",", ":")),
            "title": plain(self._say("edit_title" if job else "new")),
            "submit": plain(self._submit(about, job)),
            "close": plain(self._say("cancel")),
            "blocks": blocks,
        }

    def _submit(self, about: About, job: Job | None) -> str:
        if not about.seen:
            return self._say("preview")
        return self._say("publish_change" if job and job.open else "take_over")

    def _input(self, name: JobField, draft: JobDraft, about: About, shown: Shown) -> Json:
        block_id = block_of(name, about.version)
        element = {**self._element(name, getattr(draft, name.value)), "action_id": block_id}
        if name is shown.focused:
            element["focus_on_load"] = True
        block = {
            "type": "input",
            "block_id": block_id,
            "label": plain(self._job_words.field(name)),
            "optional": name not in _REQUIRED,
            "element": element,
        }
        own = [self._words.say(_HINTS[name], self._job_words.language)] if name in _HINTS else []
        hint = " ".join([*shown.asked.get(name, ()), *own])
        return {**block, "hint": plain(cut(hint, LONGEST_HINT))} if hint else block

    def _element(self, name: JobField, typed: str) -> Json:
        if name in _MENUS:
            kind, names = _MENUS[name]
            nothing = option(self._say(f"no_{names}"), UNSAID)
            return _menu([nothing, *self._options(kind, names)], typed or UNSAID)
        if name is JobField.LANGUAGE:
            return _menu([option(self._say(f"in_{one}"), one.value) for one in Language], typed)
        if name is JobField.EMPLOYMENT:
            return _boxes(self._options(Employment, "employment"), typed.split(PARTED))
        element: Json = {"type": "plain_text_input", "max_length": LONGEST_TYPED, "multiline": name in _LINES}
        return {**element, "initial_value": clean(typed)} if clean(typed) else element

    def _options(self, kind: Iterable[str], names: str) -> list[Json]:
        return [option(self._job_words.say(f"{names}.{one}"), f"{one}") for one in kind]

    def _choice(self, job: Job | None) -> Json:
        """What is to become of a post that candidates do not see."""
        closed = job is not None and job.closed_at is not None
        options = [option(self._say("reopen" if closed else "publish"), PUBLISH)]
        options += [option(self._say("stay_closed" if closed else "keep_draft"), KEEP)]
        element = {"type": "radio_buttons", "action_id": WHAT, "options": options, "initial_option": options[0]}
        return {"type": "input", "block_id": WHAT, "label": plain(self._say("what")), "element": element}

    def _say(self, key: str, **values: object) -> str:
        return self._words.say(f"job.{key}", self._job_words.language, **values)


def block_of(name: JobField, version: int) -> str:
    """Return the id of a field's block and of what it takes.

    It is another one in each version, or Slack would go on showing what was typed before.
    """
    return f"{name}/{version}"


def about_of(view: object) -> About:
    """Return what a modal goes on from; nothing where it does not say."""
    try:
        raw = json.loads(text(view, "private_metadata") or "{}")
    except ValueError:
        return About()
    version = raw.get("version") if isinstance(raw, dict) else None
    known = version if isinstance(version, int) and not isinstance(version, bool) else 0
    return About(text(raw, "job"), known, text(raw, "key"), text(raw, "seen"))


def typed(view: object, job: Job | None) -> JobDraft:
    """Return the draft that was typed; fields that the modal does not show are as the post has them."""
    fields = {name: read for name, values in _values(view) if (read := _read(values)) is not None}
    base = draft_of(job.post) if job else JobDraft()
    return replace(base, **{one.value: fields[one.value] for one in JobField if one.value in fields})


def wants_publishing(view: object) -> bool:
    """Whether the post is to be opened to candidates."""
    return text(view, "state", "values", WHAT, WHAT, "selected_option", "value") == PUBLISH


def errors(mistakes: Iterable[FieldError], view: object, words: JobWords) -> dict[str, str]:
    """Return by block what is wrong with its field; mistakes of a field that is not shown stand at the first."""
    blocks = field_blocks(view)
    found: dict[str, str] = {}
    for mistake in mistakes:
        shown = mistake.field.value in blocks
        block = blocks.get(mistake.field.value) or next(iter(blocks.values()), "")
        said = words.rule(mistake) if shown else words.mistake(mistake)
        found[block] = cut(f"{found.get(block, '')} {said}", LONGEST_RULE)
    return found


def field_blocks(view: object) -> dict[str, str]:
    """Return the ids of the blocks that take something, by their fields, in order."""
    ids = [text(block, "block_id") for block in items(view, "blocks")]
    return {id_.partition("/")[0]: id_ for id_ in ids if id_.partition("/")[0] in set(JobField)}


def digest(draft: JobDraft) -> str:
    """Return a short name of exactly this draft."""
    return hashlib.sha256(json.dumps(asdict(draft)).encode()).hexdigest()[:16]


def _values(view: object) -> Iterator[tuple[str, Raw]]:
    for id_ in table(view, "state", "values"):
        yield id_.partition("/")[0], table(view, "state", "values", id_, id_)


def _read(value: Raw) -> str | None:
    match value.get("type"):
        case "static_select":
            chosen = text(value, "selected_option", "value")
            return "" if chosen == UNSAID else chosen
        case "checkboxes":
            return PARTED.join(text(one, "value") for one in items(value, "selected_options"))
        case "plain_text_input":
            return text(value, "value")
    return None


def _menu(options: list[Json], chosen: str) -> Json:
    element = {"type": "static_select", "options": options}
    initial = next((one for one in options if one["value"] == chosen), None)
    return {**element, "initial_option": initial} if initial else element


def _boxes(options: list[Json], chosen: list[str]) -> Json:
    element = {"type": "checkboxes", "options": options}
    initial = [one for one in options if one["value"] in chosen]
    return {**element, "initial_options": initial} if initial else element
