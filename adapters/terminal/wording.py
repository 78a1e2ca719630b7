"""The terminal's own few words in both languages; everything about recruiting comes from the bot."""

from dataclasses import dataclass

from bot.models import Language


@dataclass(frozen=True, slots=True)
class Wording:
    """The words of one language. Words in braces are filled in."""

    understood: str
    assumed: str
    fit: str
    limit: str
    sources: str
    point: str
    points: str
    next_questions: str
    welcome: str
    examples: tuple[str, ...]
    example_intro: str
    help_hint: str
    help_lines: tuple[tuple[str, str], ...]
    new_conversation: str
    language_set: str
    language_rule: str
    unknown_command: str
    goodbye: str
    index_current: str
    index_built: str
    serving: str
    connected: str
    apology: str
    apology_without_log: str


_GERMAN = Wording(
    understood="verstanden",
    assumed="angenommen",
    fit="Passung",
    limit="Einschränkung",
    sources="Quellen",
    point="Punkt",
    points="Punkte",
    next_questions="Weiterfragen",
    welcome="Lotse zeigt, wo sich Menschen für offene Stellen finden lassen, mit Gründen und Quellen.",
    examples=(
        "Bauleiter in Köln, wo posten?",
        "Was ist Active Sourcing?",
        "Xing oder LinkedIn?",
        "Checkliste für die Strategie",
    ),
    example_intro="Zum Beispiel:",
    help_hint="/help zeigt die Befehle, /quit oder Strg-D beendet.",
    help_lines=(
        ("/new", "beginnt ein neues Gespräch; das bisher Gesagte zählt dann nicht mehr"),
        ("/language de|en", "legt die Sprache fest; sonst richtet sie sich nach der Frage"),
        ("1, 2, 3 …", "stellt die Frage, die unter der letzten Antwort diese Nummer trägt"),
        ("/help", "zeigt diese Liste"),
        ("/quit", "beendet, ebenso Strg-D und Strg-C"),
    ),
    new_conversation="Neues Gespräch.",
    language_set="Antworten kommen jetzt auf Deutsch.",
    language_rule="/language braucht de oder en, zum Beispiel: /language en",
    unknown_command="{command} ist kein Befehl. /help zeigt die Befehle.",
    goodbye="Auf Wiedersehen!",
    index_current="Der Index ist aktuell.",
    index_built="Der Index ist gebaut ({seconds} s).",
    connected="Verbunden mit {where}",
    serving="Lotse läuft auf {address} Strg-C beendet.",
    apology="Entschuldigung, das ist unerwartet schiefgegangen. Nummer {reference}, Näheres in {log}",
    apology_without_log="Entschuldigung, das ist unerwartet schiefgegangen ({kind}). Nummer {reference}",
)

_ENGLISH = Wording(
    understood="understood",
    assumed="assumed",
    fit="fit",
    limit="limitation",
    sources="Sources",
    point="point",
    points="points",
    next_questions="Ask next",
    welcome="Lotse shows where to find people for open positions, with reasons and sources.",
    examples=(
        "Site manager in Cologne, where to post?",
        "What is active sourcing?",
        "Xing or LinkedIn?",
        "Checklist for the strategy",
    ),
    example_intro="For example:",
    help_hint="/help lists the commands, /quit or Ctrl-D leaves.",
    help_lines=(
        ("/new", "starts a new conversation; what was said so far no longer counts"),
        ("/language de|en", "sets the language; otherwise it follows the question"),
        ("1, 2, 3 …", "asks the question of that number below the last answer"),
        ("/help", "shows this list"),
        ("/quit", "leaves, as do Ctrl-D and Ctrl-C"),
    ),
    new_conversation="New conversation.",
    language_set="Answers are in English from now on.",
    language_rule="/language needs de or en, for example: /language de",
    unknown_command="{command} is no command. /help lists the commands.",
    goodbye="Goodbye!",
    index_current="The index is current.",
    index_built="The index is built ({seconds} s).",
    connected="Connected with {where}",
    serving="Lotse is running at {address} Ctrl-C stops it.",
    apology="Sorry, something went wrong unexpectedly. Reference {reference}, details in {log}",
    apology_without_log="Sorry, something went wrong unexpectedly ({kind}). Reference {reference}",
)


def wording(language: Language) -> Wording:
    """Return the words of `language`."""
    return _GERMAN if language is Language.DE else _ENGLISH
