"""What was understood, corrected in the midst of conversations as recruiters have them. Real model, real index."""

from dataclasses import dataclass

import pytest

from bot.assistant import Assistant
from bot.models import Audience, Correction, Message, Outcome, Tag, Understood
from bot.plain_text import plain_text


@dataclass(frozen=True)
class Step:
    """What somebody says, or corrects (kind, value, becomes), and which values the tags of the answer must have.

    Of the channels `first` one must be among the first three.
    """

    said: str | tuple[tuple[str, str, str], ...]
    tags: tuple[str, ...] = ()
    first: frozenset[str] = frozenset()
    never: frozenset[str] = frozenset()
    outcome: Outcome = Outcome.ANSWERED
    shows: tuple[str, ...] = ()
    language: str = "de"


def channels(*ids: str) -> frozenset[str]:
    return frozenset(ids)


BUILDER = ("Bauleiter", "Leitung und Meister")
DESIGNER = ("Grafikdesigner", "Köln (Deutschland)", "kreative Berufe", "visuelle Inhalte")
MANAGER = ("Werksleiter", "Geschäftsleitung", "Bern (Schweiz)", "Führungskräfte")
INTERN = ("Koch", "Studium und Praktikum")
HOME = channels("xing", "linkedin")
FAR = channels("wechat", "weibo", "line", "vk")
YOUNG = channels("snapchat", "tiktok", "instagram")

DIALOGUES = {
    "a place is corrected and the vacancy goes on from it": (
        Step("Bauleiter in Köln, wo posten?", (*BUILDER, "Köln (Deutschland)"), HOME, FAR),
        Step(
            (("place", "Köln (Deutschland)", "Shanghai"),),
            (*BUILDER, "Shanghai (China)"),
            channels("wechat", "weibo"),
            channels("xing", "vk"),
        ),
        Step("und für die Schweiz?", (*BUILDER, "Schweiz"), HOME, FAR),
        Step("was ist active sourcing?"),
        Step((("headcount", "", "3"),), (*BUILDER, "Schweiz", "3"), HOME, FAR),
    ),
    "a guess is taken back and stays away": (
        Step("Koch Azubi in Ulm, wo suchen?", ("Koch", "Ausbildung", "Ulm (Deutschland)", "junge Zielgruppe"), YOUNG),
        Step((("trait", "junge Zielgruppe", ""),), ("Koch", "Ausbildung", "Ulm (Deutschland)"), never=YOUNG),
        Step("und in Wien?", ("Koch", "Ausbildung", "Wien (Österreich)"), never=YOUNG),
        Step((("level", "Ausbildung", "Praktikum"),), (*INTERN, "Wien (Österreich)"), never=YOUNG),
        Step(
            (("trait", "", "junge leute"),),
            (*INTERN, "Wien (Österreich)", "junge Zielgruppe"),
            YOUNG,
        ),
    ),
    "a channel is let in again": (
        Step(
            "Bauleiter in Köln, kein Xing, wo posten?",
            (*BUILDER, "Köln (Deutschland)", "XING"),
        ),
        Step((("excluded", "XING", ""),), (*BUILDER, "Köln (Deutschland)"), channels("xing")),
        Step(
            (("excluded", "", "linkedin"),),
            (*BUILDER, "Köln (Deutschland)", "LinkedIn"),
            channels("xing"),
            channels("linkedin"),
        ),
    ),
    "a role is corrected, also to one that is not known": (
        Step(
            "Grafikdesigner in Köln, wo posten?",
            ("Grafikdesigner", "Köln (Deutschland)", "kreative Berufe", "visuelle Inhalte"),
        ),
        Step((("role", "Grafikdesigner", "Steuerberater"),), ("Steuerberater", "Köln (Deutschland)"), HOME),
        Step((("role", "Steuerberater", "zwörgelbatz"),), ("Zwörgelbatz", "Köln (Deutschland)"), HOME),
        Step((("role", "Zwörgelbatz", ""),), ("Köln (Deutschland)",), HOME, shows=("Um welche Stelle",)),
    ),
    "what cannot be read changes nothing": (
        Step((("role", "", "Koch"),), outcome=Outcome.CLARIFY, shows=("noch keine Stelle",)),
        Step("Bauleiter in Köln, wo posten?", (*BUILDER, "Köln (Deutschland)"), HOME),
        Step((("place", "Köln (Deutschland)", "Qwxyz"),), outcome=Outcome.CLARIFY, shows=("Qwxyz", "Ort")),
        Step((("age", "", "abc"),), outcome=Outcome.CLARIFY, shows=("abc", "Alter", "18 bis 25")),
        Step("und in Wien?", (*BUILDER, "Wien (Österreich)"), HOME),
    ),
    "in english": (
        Step(
            "Young nurses for a clinic in Vienna and Graz, no Facebook, where to post?",
            ("Nurses", "Vienna (Austria)", "Graz (Austria)", "young audience", "Facebook"),
            never=channels("facebook"),
            language="en",
        ),
        Step(
            (("place", "Graz (Austria)", "Linz"), ("age", "", "under 30"), ("excluded", "Facebook", "TikTok")),
            ("Nurses", "Vienna (Austria)", "Linz (Austria)", "13 to 29", "young audience", "TikTok"),
            channels("snapchat", "instagram"),
            channels("tiktok"),
            language="en",
        ),
        Step((("level", "", "Qwxyz"),), outcome=Outcome.CLARIFY, shows=("Qwxyz", "level"), language="en"),
        Step(
            (("place", "Vienna (Austria)", "worldwide"), ("place", "Linz (Austria)", "")),
            ("Nurses", "worldwide", "13 to 29", "young audience", "TikTok"),
            language="en",
        ),
        Step(
            "and in London?",
            ("Nurses", "London (United Kingdom)", "13 to 29", "young audience", "TikTok"),
            language="en",
        ),
    ),
    "a comparison for a vacancy": (
        Step("xing oder linkedin?"),
        Step("für einen werksleiter in linz"),
        Step(
            (("place", "Linz (Österreich)", "Bern"),),
            ("Werksleiter", "Geschäftsleitung", "Bern (Schweiz)", "Führungskräfte"),
            HOME,
        ),
    ),
}


@pytest.mark.parametrize("name", DIALOGUES)
def test_dialogue(name: str, assistant: Assistant) -> None:
    for step in DIALOGUES[name]:
        text, changes = (step.said, ()) if isinstance(step.said, str) else ("", step.said)
        corrections = tuple(Correction(*change) for change in changes)
        answer = assistant.reply(Message(text, Audience.RECRUITER, f"corrections: {name}", None, corrections))
        context = f"{step.said!r} → {answer.outcome} {answer.channels}\n{plain_text(answer)}"
        shown: tuple[Tag, ...] = next((block.tags for block in answer.blocks if isinstance(block, Understood)), ())
        assert answer.outcome is step.outcome, context
        assert answer.language == step.language, context
        assert not step.tags or tuple(tag.value for tag in shown) == step.tags, context
        assert not step.first or step.first & set(answer.channels[:3]), context
        assert not step.never & set(answer.channels), context
        for word in step.shows:
            assert word.casefold() in plain_text(answer).casefold(), f"{word!r} is missing: {context}"
