"""What the terminal says on the onboarding path, in both languages. Words in braces are filled in."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.models import Language
from bot.onboarding.models import Joining, ModuleState


@dataclass(frozen=True, slots=True)
class OnboardingWording:
    """The words of one language."""

    progress: str
    states: Mapping[ModuleState, str]
    minutes: str
    due: str
    next_due: str
    paused: str
    all_done: str
    hint: str
    question: str
    returned: str
    letters: str
    right: str
    wrong: str
    right_answer: str
    comes_back: str
    task: str
    deeper: str
    finish_hint: str
    unfinished: str
    finished: str
    nothing_due: str
    no_module: str
    buddy: str
    buddy_kept: str
    shared: str
    unshared: str
    joined: Mapping[Joining, str]
    left: str
    drafted: str
    pausing: str
    resumed: str
    unknown: str
    date: str
    help_lines: tuple[tuple[str, str], ...]


_GERMAN = OnboardingWording(
    progress="{finished} von {total} Modulen abgeschlossen",
    states={ModuleState.NEW: "neu", ModuleState.STARTED: "begonnen", ModuleState.FINISHED: "abgeschlossen"},
    minutes="{minutes} Min.",
    due="Zum Wiederholen: {number}. /repeat fragt danach.",
    next_due="Die nächste Frage kommt am {date} wieder.",
    paused="Du pausierst: Keine Frage kommt wieder, bis du /resume eingibst.",
    all_done="Du hast alle Module abgeschlossen.",
    hint="Eine Zahl öffnet ein Modul, /next das nächste, /help zeigt die Befehle. Sonst fragst du Lotse.",
    question="Frage {number}: {text}",
    returned="Diese Frage kommt wieder, weil deine Antwort einmal falsch war.",
    letters="Antworte mit {letters}.",
    right="Richtig",
    wrong="Nicht richtig",
    right_answer="Richtig ist: {text}",
    comes_back="Diese Frage kommt am {date} wieder.",
    task="Aufgabe",
    deeper="Zum Weiterfragen",
    finish_hint="/done schließt das Modul ab.",
    unfinished="Beantworte zuerst alle Fragen des Moduls.",
    finished="„{title}“ ist abgeschlossen.",
    nothing_due="Nichts ist zu wiederholen.",
    no_module="Kein Modul ist offen. Eine Zahl öffnet eines.",
    buddy="Oder frag {buddy}: „Ich bin beim Modul ‚{title}‘ und habe eine Frage dazu.“",
    buddy_kept="Dich begleitet: {buddy}",
    shared="Andere sehen jetzt, welche Module {name} abgeschlossen hat, keine Antworten. /share off beendet das.",
    unshared="Deinen Fortschritt sieht niemand.",
    joined={
        Joining.DONE: "Dein Fortschritt hier und in Slack ist jetzt derselbe. /join off beendet das.",
        Joining.UNKNOWN: "Diesen Code gibt es nicht, er ist verbraucht oder älter als zehn Minuten.",
        Joining.ALREADY: "Dein Fortschritt ist schon verbunden. /join off beendet das.",
    },
    left="Du fängst hier neu an; in Slack bleibt alles.",
    drafted="{file}: Schreib, was dort offen ist. Vorher zeigt es niemand; lotse doctor nennt, was noch fehlt.",
    pausing="Pause. /resume beendet sie.",
    resumed="Die Pause ist vorbei.",
    unknown="{command} ist kein Befehl oder braucht mehr. /help zeigt die Befehle.",
    date="%d.%m.%Y",
    help_lines=(
        ("1, 2, 3 …", "öffnet das Modul mit dieser Nummer"),
        ("/next", "öffnet das nächste Modul"),
        ("a, b, c …", "beantwortet die Frage, die gestellt ist"),
        ("/repeat", "stellt die Fragen, die wiederkommen"),
        ("/done", "schließt das offene Modul ab"),
        ("/path", "zeigt den ganzen Weg"),
        ("/buddy NAME", "merkt sich, wer dich begleitet"),
        ("/share NAME", "teilt deine abgeschlossenen Module unter diesem Namen; /share off beendet es"),
        ("/join CODE", "verbindet mit deinem Fortschritt in Slack, das den Code zeigt; /join off beendet es"),
        ("/pause, /resume", "hält die Wiederholungen an, und lässt sie wieder kommen"),
        ("/quit", "beendet, ebenso Strg-D und Strg-C"),
        ("alles andere", "ist eine Frage an Lotse"),
    ),
)

_ENGLISH = OnboardingWording(
    progress="{finished} of {total} modules finished",
    states={ModuleState.NEW: "new", ModuleState.STARTED: "started", ModuleState.FINISHED: "finished"},
    minutes="{minutes} min",
    due="To be repeated: {number}. /repeat asks them.",
    next_due="The next question comes back on {date}.",
    paused="You are pausing: no question comes back until you enter /resume.",
    all_done="You have finished all modules.",
    hint="A number opens a module, /next the next one, /help lists the commands. All else is a question to Lotse.",
    question="Question {number}: {text}",
    returned="This question comes back because you once answered it wrongly.",
    letters="Answer with {letters}.",
    right="Right",
    wrong="Not right",
    right_answer="Right is: {text}",
    comes_back="This question comes back on {date}.",
    task="Task",
    deeper="To ask next",
    finish_hint="/done finishes the module.",
    unfinished="Answer all questions of the module first.",
    finished="“{title}” is finished.",
    nothing_due="There is nothing to repeat.",
    no_module="No module is open. A number opens one.",
    buddy="Or ask {buddy}: “I am at the module ‘{title}’ and have a question about it.”",
    buddy_kept="You are accompanied by: {buddy}",
    shared="Others now see which modules {name} has finished, no answers. /share off ends it.",
    unshared="Nobody sees your progress.",
    joined={
        Joining.DONE: "Your progress here and in Slack is one now. /join off ends it.",
        Joining.UNKNOWN: "This code is unknown, used or older than ten minutes.",
        Joining.ALREADY: "Your progress is joined already. /join off ends it.",
    },
    left="You begin anew here; in Slack everything stays.",
    drafted="{file}: write what stands open there. Until then it is not shown; lotse doctor names what is missing.",
    pausing="Pausing. /resume ends it.",
    resumed="The pause is over.",
    unknown="{command} is no command or needs more. /help lists the commands.",
    date="%d/%m/%Y",
    help_lines=(
        ("1, 2, 3 …", "opens the module of that number"),
        ("/next", "opens the next module"),
        ("a, b, c …", "answers the question that is asked"),
        ("/repeat", "asks the questions that have come back"),
        ("/done", "finishes the open module"),
        ("/path", "shows the whole path"),
        ("/buddy NAME", "remembers who accompanies you"),
        ("/share NAME", "shares your finished modules under that name; /share off ends it"),
        ("/join CODE", "joins your progress in Slack, which shows the code; /join off ends it"),
        ("/pause, /resume", "stops repetitions, and lets them come again"),
        ("/quit", "leaves, as do Ctrl-D and Ctrl-C"),
        ("all else", "is a question to Lotse"),
    ),
)


def onboarding_wording(language: Language) -> OnboardingWording:
    """Return the words of `language`."""
    return _GERMAN if language is Language.DE else _ENGLISH
