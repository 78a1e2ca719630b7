"""`lotse deliveries`: what the delivery has not done yet, what it could not do, and trying that again."""

import json
from dataclasses import asdict

from adapters.delivery import Failure, delivery_url, look, resend
from adapters.errors import InputError
from adapters.terminal.failures import Status
from adapters.terminal.inbound import well_formed
from adapters.terminal.operator_wording import OperatorWording, operator_wording
from adapters.terminal.session import Session
from config.settings import Settings, revealed


def show_report(session: Session) -> Status:
    """Show how the delivery stands."""
    report, words = look(delivery_of(session.settings)), operator_wording(session.settings)
    session.say(words.counts.format(**asdict(report.counts)))
    for failure in report.failures:
        session.tell("")
        session.tell(failure.key)
        session.tell(_told(failure, words))
    if report.failures:
        session.tell("")
        session.say(words.resend_hint)
    return Status.FINE


def write_report(session: Session) -> Status:
    """Write how the delivery stands as JSON; times are in UTC."""
    report = look(delivery_of(session.settings))
    failures = [{**asdict(failure), "failed_at": failure.failed_at.isoformat()} for failure in report.failures]
    record = {**asdict(report.counts), "failures": failures}
    session.write((json.dumps(record, ensure_ascii=False) + "\n").encode("utf-8", "backslashreplace"))
    return Status.FINE


def resend_one(session: Session, key: str) -> Status:
    """Have one failed event tried again. Raises InputError where none has this key."""
    url, words = delivery_of(session.settings), operator_wording(session.settings)
    if not resend(url, well_formed(key)):
        raise InputError(words.unknown_key.format(key=key))
    session.say(words.resent.format(count=1))
    return Status.FINE


def resend_all(session: Session) -> Status:
    """Have everything that failed tried again."""
    url, words = delivery_of(session.settings), operator_wording(session.settings)
    keys = [failure.key for failure in look(url).failures]
    count = resend(url, *keys) if keys else 0
    session.say(words.resent.format(count=count) if count else words.no_failure)
    return Status.FINE


def delivery_of(settings: Settings) -> str:
    """Return where the delivery keeps its work."""
    return delivery_url(settings.data_dir, revealed(settings.database_url))


def _told(failure: Failure, words: OperatorWording) -> str:
    moment = failure.failed_at.astimezone().strftime(words.moment)
    return words.failure.format(**(asdict(failure) | {"moment": moment}))
