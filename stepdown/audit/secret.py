"""Short secrets, kept so that a copy of the database alone tells nothing: under keys that lie outside of it.

Fernet (AES-128-CBC and HMAC-SHA256) of the library `cryptography`. A kept text begins with MARK; one without it was kept
before there were keys, and is taken as it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

MARK = "fernet:"


class KeyLostError(Exception):
    """No key that is here opens this secret. The message says what to do, and nothing of the secret."""


class KeyState(StrEnum):
    """Under which key a secret is kept, if any."""

    NEWEST = "newest"
    OLDER = "older"
    NONE = "none"
    LOST = "lost"


def new_key() -> str:
    """A new key: 44 characters."""
    return Fernet.generate_key().decode()


@dataclass(frozen=True)
class Safe:
    """Keeps and shows secrets. `keys`, the newest first: the first keeps, each opens. Raises ValueError for one that is none."""

    keys: Sequence[str] = field(repr=False)

    def __post_init__(self) -> None:
        if not self.keys:
            raise ValueError("there is no key")
        for number, key in enumerate(self.keys, 1):
            try:
                Fernet(key)
            except ValueError:
                raise ValueError(f"key {number} is none: make one with `stepdown keys new`") from None

    def keep(self, secret: str) -> str:
        """The secret as it is written down: under the newest key."""
        return MARK + Fernet(self.keys[0]).encrypt(secret.encode()).decode()

    def show(self, kept: str) -> str:
        """The secret that was kept. Raises KeyLostError."""
        if not kept.startswith(MARK):
            return kept
        try:
            return MultiFernet([Fernet(key) for key in self.keys]).decrypt(kept.removeprefix(MARK)).decode()
        except InvalidToken:
            raise KeyLostError("no key in STEPDOWN_FIELD_KEYS opens this: put back the one it was kept under") from None

    def state(self, kept: str) -> KeyState:
        """Under which key it is kept, if any."""
        if not kept.startswith(MARK):
            return KeyState.NONE
        for key in self.keys:
            try:
                Fernet(key).decrypt(kept.removeprefix(MARK))
            except InvalidToken:
                continue
            return KeyState.NEWEST if key == self.keys[0] else KeyState.OLDER
        return KeyState.LOST
