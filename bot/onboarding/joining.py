"""One progress for one person on several platforms: a code from one is entered on another, once and soon.

Whoever knows a code joins their progress with its owner's, so it cannot be guessed, and only a digest of it is kept.
"""

import hashlib
import secrets
from datetime import datetime, timedelta

from bot.onboarding.progress import KeptProgress

ALPHABET = "ABCDEFGHJKMNPQRSTVWXYZ23456789"
"""Letters and figures that nobody takes for each other."""
LETTERS, GROUP = 16, 4
"""Of 30 letters: about 78 bits."""
LIFETIME = timedelta(minutes=10)


def offer(progress: KeptProgress, owner: str, now: datetime) -> str:
    """Return a code for somebody; one that was offered before is worth nothing any more. Raises StoreError."""
    letters = "".join(secrets.choice(ALPHABET) for _ in range(LETTERS))
    progress.offer(owner, digest_of(letters), now + LIFETIME, now)
    return "-".join(letters[start : start + GROUP] for start in range(0, LETTERS, GROUP))


def digest_of(typed: str) -> str:
    """Return under what a code is kept, however its letters are written and parted."""
    letters = "".join(letter for letter in typed.upper() if letter in ALPHABET)
    return hashlib.sha256(letters.encode()).hexdigest()
