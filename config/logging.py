"""Structured logs: JSON lines in `<data_dir>/lotse.log`, rotated by size, secrets masked, no message texts.

Events are logged through structlog or the standard library alike; both pass the same masking, last of all, so that
a token inside a URL, an exception or a library's own message is masked too. Local variables are never logged.
"""

import logging
from collections.abc import Sequence
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import TextIO

import structlog
from structlog.stdlib import ProcessorFormatter
from structlog.typing import EventDict, Processor, WrappedLogger

from config.redaction import redacted
from config.settings import ConfigError

LOG_FILE = "lotse.log"
MAX_BYTES = 5_000_000
KEPT_FILES = 3
TALKATIVE = (
    "asyncio",
    "bm25s",
    "faiss",
    "filelock",
    "httpcore",
    "httpcore2",
    "httpx",
    "httpx2",
    "huggingface_hub",
    "sentence_transformers",
    "transformers",
    "urllib3",
)
"""Libraries whose everyday messages say nothing about Lotse; httpx would log a line, with its URL, per request."""


class _LogFile(RotatingFileHandler):
    """The rotated file. A log that cannot be written, e.g. on a full disk, must not disturb the conversation."""

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - the name is the standard library's
        """Drop the record."""


class _Console(logging.StreamHandler[TextIO]):
    """Where services show warnings."""


def configure_logging(data_dir: Path, console: TextIO | None = None) -> Path:
    """Log to a file in `data_dir`, made if need be, and return the file; warnings also go to `console`, where given.

    May be called again, e.g. with another folder; then only the last call counts. Raises ConfigError where the
    folder cannot be written to.
    """
    handlers: list[logging.Handler] = [_log_file(data_dir)]
    if console is not None:
        handlers.append(_console(console))
    _install(handlers)
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            *_common(),
            ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,  # a cached logger would outlive a second call
    )
    return data_dir / LOG_FILE


def _log_file(data_dir: Path) -> logging.Handler:
    try:
        data_dir.mkdir(parents=True, exist_ok=True)
        handler = _LogFile(
            data_dir / LOG_FILE,
            maxBytes=MAX_BYTES,
            backupCount=KEPT_FILES,
            encoding="utf-8",
            errors="backslashreplace",
        )
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise ConfigError(f"data_dir: {data_dir} must be a folder that can be written to ({reason})") from None
    handler.setFormatter(_formatter(structlog.processors.JSONRenderer(ensure_ascii=False, sort_keys=False)))
    return handler


def _console(stream: TextIO) -> logging.Handler:
    handler = _Console(stream)
    handler.setLevel(logging.WARNING)
    handler.setFormatter(_formatter(structlog.processors.KeyValueRenderer(key_order=["level", "event"])))
    return handler


def _install(handlers: Sequence[logging.Handler]) -> None:
    root = logging.getLogger()
    for old in [handler for handler in root.handlers if isinstance(handler, _LogFile | _Console)]:
        root.removeHandler(old)
        old.close()
    for handler in handlers:
        handler.addFilter(_worth_keeping)
        root.addHandler(handler)
    root.setLevel(logging.INFO)
    # Libraries' warnings belong in the log, not between the lines of an answer.
    logging.captureWarnings(capture=True)


def _worth_keeping(record: logging.LogRecord) -> bool:
    # A filter rather than the loggers' levels, which some of these libraries set themselves when imported.
    least = logging.WARNING if record.name.partition(".")[0] in TALKATIVE else logging.INFO
    return record.levelno >= least


def _common() -> list[Processor]:
    return [
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.PositionalArgumentsFormatter(),
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]


def _formatter(renderer: Processor) -> logging.Formatter:
    return ProcessorFormatter(
        foreign_pre_chain=_common(),
        processors=[
            ProcessorFormatter.remove_processors_meta,
            structlog.processors.format_exc_info,  # a plain traceback: frames and lines, no local variables
            _mask,
            renderer,
        ],
    )


def _mask(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    return {str(key): redacted(value, str(key)) for key, value in event.items()}
