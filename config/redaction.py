"""Masking of secrets in anything that is about to be logged. Pure."""

import re
from collections.abc import Mapping

MASK = "[redacted]"

_SECRET_WORDS = frozenset(
    {"apikey", "authorization", "cookie", "credential", "credentials", "passphrase", "passwd", "password", "secret"}
    | {"token"}
)
_SECRET_ENDINGS = ("api_key", "signing_key", "private_key", "database_url")
_WORDS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|\d+")

_SCHEME = r"(?<![a-z0-9+.-])([a-z][a-z0-9+.-]{1,30}://)"
_SHAPES: tuple[tuple[re.Pattern[str], str], ...] = (
    # Every quantifier is bounded or anchored, so that a long text takes time in proportion to its length.
    (re.compile(r"\bxox[a-z]-[\w-]+", re.ASCII), MASK),  # Slack bot, user and refresh tokens
    (re.compile(r"\bxapp-[\w-]+", re.ASCII), MASK),  # Slack app tokens
    (re.compile(r"(?<!\d)\d{6,20}:[\w-]{30,}", re.ASCII), MASK),  # Telegram bot tokens
    (re.compile(r"(hooks\.slack\.com/)\S+"), rf"\1{MASK}"),  # Slack webhooks are secrets as a whole
    (re.compile(_SCHEME + r"[^\s/:@]{0,200}:\S{0,300}@", re.IGNORECASE), rf"\1{MASK}@"),  # user:password@host
    (re.compile(_SCHEME + r"[^\s/@]{1,300}@", re.IGNORECASE), rf"\1{MASK}@"),  # user@host, token@host
    (re.compile(r"\b(bearer|basic)\s+[\w.~+/=-]{8,}", re.IGNORECASE), rf"\1 {MASK}"),
    (
        re.compile(
            r"((?:token|secret|password|passwd|authorization|api[_-]?key)[\"']?\s*[=:]\s*[\"']?)(?!\[redacted\])"
            r"[^\s\"'&,;)}\]]+",
            re.IGNORECASE,
        ),
        rf"\1{MASK}",
    ),
)


def redacted(value: object, key: str = "") -> object:
    """Return `value` without secrets: masked as a whole under a telling key, else wherever one shows in its text.

    Containers are walked, numbers stay numbers, anything else becomes its masked `repr`.
    """
    if is_secret_key(key) and value not in (None, ""):
        return MASK
    if isinstance(value, Mapping):
        return {str(name): redacted(inner, str(name)) for name, inner in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [redacted(inner) for inner in value]
    if value is None or isinstance(value, bool | int | float):
        return value
    return redacted_text(value if isinstance(value, str) else repr(value))


def redacted_text(text: str) -> str:
    """Return `text` with everything masked that is shaped like a secret."""
    for shape, replacement in _SHAPES:
        text = shape.sub(replacement, text)
    return text


def is_secret_key(key: str) -> bool:
    """Tell whether a key's name says that its value is secret: `bot_token`, `apiKey`, but not `tokens`."""
    words = [word.lower() for word in _WORDS.findall(key)]
    return not _SECRET_WORDS.isdisjoint(words) or "_".join(words).endswith(_SECRET_ENDINGS)
