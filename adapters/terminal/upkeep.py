"""`lotse index`, `lotse doctor`, `lotse evaluate`: what keeps Lotse in order."""

import json
import math
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from adapters.terminal.failures import Status
from adapters.terminal.look import Look
from adapters.terminal.progress import shown_progress
from adapters.terminal.session import Session
from bot.diagnosis import Finding, FindingState
from bot.models import Language
from bot.progress import Progress
from config.settings import Settings

STATE_STYLES = {
    FindingState.OK: "green",
    FindingState.WARNING: "yellow",
    FindingState.MISSING: "bold red",
    FindingState.ERROR: "bold red",
}


def bring_up_to_date(session: Session) -> Status:
    """Build the index where something has changed."""
    settings = session.settings
    if session.services.index_is_current(settings):
        session.say(session.words.index_current)
        return Status.FINE
    return build(session)


def build(session: Session) -> Status:
    """Build what has changed of the index."""
    return _build(session, session.services.build_index)


def rebuild(session: Session) -> Status:
    """Build all of the index anew."""
    return _build(session, session.services.rebuild_index)


def _build(session: Session, work: Callable[[Settings, Progress], None]) -> Status:
    """Build, showing how far it is."""
    started = time.perf_counter()
    session.services.stand_back()
    with shown_progress(session.errors) as progress:
        work(session.settings, progress)
    seconds = f"{time.perf_counter() - started:.1f}"
    session.say(session.words.index_built.format(seconds=seconds))
    return Status.FINE


def diagnose(session: Session) -> Status:
    """Show what is configured and what is missing, each with its remedy."""
    findings = session.diagnose()
    session.show(findings_table(findings, session.look))
    broken = any(finding.state in (FindingState.MISSING, FindingState.ERROR) for finding in findings)
    return Status.SOME_FAILED if broken else Status.FINE


def show_figures(session: Session, folder: Path, language: Language | None) -> Status:
    """Measure retrieval on a set and show the figures."""
    session.show(figures_table(_figures(session, folder, language), session.look))
    return Status.FINE


def write_figures(session: Session, folder: Path, language: Language | None) -> Status:
    """Measure retrieval on a set and write the figures as JSON."""
    figures = _figures(session, folder, language)
    rounded = {name: round(value, 6) if math.isfinite(value) else None for name, value in figures.items()}
    session.write((json.dumps(rounded, ensure_ascii=False) + "\n").encode())
    return Status.FINE


def findings_table(findings: Sequence[Finding], look: Look) -> RenderableType:
    """Return the findings, a row each: the state, the name, the detail and below it the remedy."""
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold", max_width=max(look.width // 3, 8))
    table.add_column(overflow="fold")
    for finding in findings:
        table.add_row(_state(finding.state, look), Text(look.line(finding.name), style="bold"), _detail(finding, look))
    return table


def figures_table(figures: Mapping[str, float], look: Look) -> RenderableType:
    """Return the figures, a row each."""
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(overflow="fold")
    table.add_column(justify="right")
    for name, value in figures.items():
        table.add_row(Text(look.line(name)), Text(f"{value:.4g}" if abs(value) >= 1 else f"{value:.4f}", style="bold"))
    return table


def _state(state: FindingState, look: Look) -> Text:
    signs = look.signs
    sign = {FindingState.OK: signs.ok, FindingState.WARNING: signs.caution}.get(state, signs.objection)
    return Text(f"{sign} {state.value}", style=STATE_STYLES[state])


def _detail(finding: Finding, look: Look) -> RenderableType:
    detail = Text(look.text(finding.detail))
    if not finding.remedy:
        return detail
    return Group(detail, Text(f"{look.signs.arrow} {look.text(finding.remedy)}", style="cyan"))


def _figures(session: Session, folder: Path, language: Language | None) -> Mapping[str, float]:
    settings = session.settings
    with shown_progress(session.errors) as progress:
        return session.services.evaluate(settings, folder, language.value if language else None, progress)
