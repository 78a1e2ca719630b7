"""The words of the commands for operators, in both languages."""

from dataclasses import dataclass

from config.settings import Settings


@dataclass(frozen=True, slots=True)
class OperatorWording:
    """The words of one language. Words in braces are filled in. `moment` is a format of `strftime`."""

    moment: str
    counts: str
    failure: str
    resend_hint: str
    no_failure: str
    unknown_key: str
    resent: str
    unknown_user: str
    several: str
    exported: str
    not_written: str
    needs_yes: str
    to_go: str
    kept: str
    confirm: str
    nothing_removed: str
    removed: str
    unfinished: str
    elsewhere: str


_GERMAN = OperatorWording(
    moment="%d.%m.%Y %H:%M:%S",
    counts="wartend: {waiting}, in Arbeit: {running}, gescheitert: {failed}",
    failure="{platform}, Gespräch {conversation}, {moment}, Versuche: {tries}. Grund: {reason}",
    resend_hint=(
        "lotse deliveries resend KEY sendet einen davon noch einmal, lotse deliveries resend --all alle. "
        "KEY ist, was oben am Anfang der Zeile steht."
    ),
    no_failure="Nichts ist gescheitert.",
    unknown_key="{key}: Unter diesem Schlüssel ist nichts gescheitert. Abhilfe: lotse deliveries zeigt, was es ist",
    resent="Wird noch einmal gesendet: {count}. Läuft lotse serve, dann gleich, sonst nach dem nächsten Start.",
    unknown_user="{user}: Dazu ist nichts gespeichert. Abhilfe: lotse data export --help sagt, wie jemand heißt",
    several="{user} passt auf mehrere. Abhilfe: einen ganzen Namen angeben:\n{owners}",
    exported="Geschrieben: {file}",
    not_written="{file}: kann nicht geschrieben werden ({reason}). Abhilfe: eine neue Datei nennen",
    needs_yes="Hier kann niemand gefragt werden. Abhilfe: --yes löscht ohne Rückfrage",
    to_go="Von {owner} wird alles gelöscht: {counts}",
    kept=(
        "Gespräche: {conversations}, Fragen darin: {questions}, Einträge aus Chats: {entries}, "
        "Nachrichten in der Zustellung: {events} (noch nicht erledigt: {unfinished})"
    ),
    confirm="Das lässt sich nicht rückgängig machen. Zum Löschen den ganzen Namen eintippen, {owner}:",
    nothing_removed="Nichts wurde gelöscht.",
    removed=(
        "{moment}: Von {owner} gelöscht. Gespräche: {conversations}, Stände von Threads: {threads}, "
        "Einträge aus Chats: {traces}, Nachrichten in der Zustellung: {events}"
    ),
    unfinished="Noch in der Zustellung: {count}. Sobald es erledigt ist, bitte noch einmal löschen.",
    elsewhere="Sicherungskopien und das, was in den Chats selbst steht, löscht Lotse nicht.",
)

_ENGLISH = OperatorWording(
    moment="%Y-%m-%d %H:%M:%S",
    counts="waiting: {waiting}, being answered: {running}, failed: {failed}",
    failure="{platform}, conversation {conversation}, {moment}, tries: {tries}. Reason: {reason}",
    resend_hint=(
        "lotse deliveries resend KEY sends one of them again, lotse deliveries resend --all all of them. "
        "KEY is what stands at the beginning of the line above."
    ),
    no_failure="Nothing has failed.",
    unknown_key="{key}: nothing failed under this key. Mend: lotse deliveries shows what did",
    resent="Being sent again: {count}. At once where lotse serve runs, otherwise after its next start.",
    unknown_user="{user}: nothing is kept under this name. Mend: lotse data export --help says what people are called",
    several="{user} means several. Mend: give a whole name:\n{owners}",
    exported="Written: {file}",
    not_written="{file}: cannot be written ({reason}). Mend: name a new file",
    needs_yes="Nobody can be asked here. Mend: --yes removes without asking",
    to_go="Everything of {owner} will be removed: {counts}",
    kept=(
        "conversations: {conversations}, questions in them: {questions}, entries of chats: {entries}, "
        "messages in the delivery: {events} (not done with: {unfinished})"
    ),
    confirm="This cannot be undone. To remove it, type the whole name, {owner}:",
    nothing_removed="Nothing was removed.",
    removed=(
        "{moment}: removed of {owner}. Conversations: {conversations}, states of threads: {threads}, "
        "entries of chats: {traces}, messages in the delivery: {events}"
    ),
    unfinished="Still in the delivery: {count}. Once that is done with, please remove again.",
    elsewhere="Lotse does not remove backups, nor what stands in the chats themselves.",
)


def operator_wording(settings: Settings) -> OperatorWording:
    """Return the words of the settings' language."""
    return _GERMAN if settings.answers.language == "de" else _ENGLISH
