"""Who is asking: a signed cookie with an unguessable id, and the token that proves a form is ours."""

import hashlib
import hmac
import secrets
from dataclasses import dataclass, field

from itsdangerous import BadSignature, TimestampSigner

COOKIE = "lotse_session"
DAYS = 180
SECONDS_A_DAY = 86_400


@dataclass(frozen=True, slots=True)
class Session:
    """One browser, or one user that a reverse proxy names.

    `signed_in` is only ever True where a login is asked for, `fresh` in the one request that the session began with.
    """

    id: str
    signed_in: bool = False
    user: str | None = None
    fresh: bool = field(default=False, compare=False)

    @property
    def owner(self) -> str:
        """Whose conversations these are."""
        return f"user:{self.user}" if self.user else f"session:{self.id}"


class Sessions:
    """Issues and reads the cookie. `secret` signs; whoever knows it can be anybody."""

    def __init__(self, secret: bytes) -> None:
        self._secret = secret
        self._signer = TimestampSigner(secret, salt="lotse.session", digest_method=hashlib.sha256)

    def issue(self, *, signed_in: bool = False) -> Session:
        """Return a new session; after a login too, so that an id from before it is worth nothing."""
        return Session(secrets.token_urlsafe(24), signed_in, fresh=True)

    def cookie(self, session: Session) -> str:
        """Return the cookie's value."""
        return self._signer.sign(f"{session.id}.{'in' if session.signed_in else 'out'}").decode()

    def read(self, cookie: str | None) -> Session | None:
        """Return the cookie's session, None where there is none, it is too old, or was not signed here."""
        try:
            value = self._signer.unsign(cookie or "", max_age=DAYS * SECONDS_A_DAY).decode()
        except (BadSignature, UnicodeError):
            return None
        id_, _, state = value.rpartition(".")
        return Session(id_, state == "in")

    def form_token(self, session: Session) -> str:
        """Return the token that every form of the session carries."""
        return hmac.new(self._secret, f"form:{session.owner}:{session.id}".encode(), hashlib.sha256).hexdigest()

    def is_form_token(self, session: Session, token: str) -> bool:
        """Tell whether a form came from the session's own pages; takes the same time for every wrong one."""
        return hmac.compare_digest(self.form_token(session).encode(), token.encode("utf-8", "replace"))
