"""A file that only who holds the key opens: the age format (age-encryption.org/v1), so that any age tool opens it, too."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

import pyrage
from pyrage.x25519 import Identity, Recipient

MARK = b"age-encryption.org/v1\n"


class NoKeyError(Exception):
    """A key that is none, or does not open this file. The message says what to do."""


def new_key() -> tuple[str, str]:
    """(the secret key, the address files are made for with it): AGE-SECRET-KEY-1…, age1…"""
    key = Identity.generate()
    return str(key), str(key.to_public())


def addresses(texts: Sequence[str]) -> list[Recipient]:
    """The addresses read. Raises NoKeyError for one that is none."""
    found = []
    for number, text in enumerate(texts, 1):
        try:
            found.append(Recipient.from_str(text.strip()))
        except pyrage.RecipientError:
            raise NoKeyError(
                f"Address {number} is none: it begins with age1. `stepdown keys backup` makes one."
            ) from None
    return found


def is_sealed(file: Path) -> bool:
    """Whether a file needs a key. Raises OSError."""
    with file.open("rb") as opened:
        return opened.read(len(MARK)) == MARK


def seal_file(plain: Path, sealed: Path, to: Sequence[Recipient]) -> None:
    """Write `sealed`, readable by this account, for every one of `to`; the disk has it. Raises OSError."""
    descriptor = os.open(sealed, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with plain.open("rb") as source, os.fdopen(descriptor, "wb") as target:
        pyrage.encrypt_io(source, target, to)
        target.flush()
        os.fsync(target.fileno())


def seal_bytes(plain: bytes, to: Sequence[Recipient]) -> bytes:
    """What `open_file` opens, for every one of `to`: of what must not lie on a disk unsealed, and fits into memory."""
    return pyrage.encrypt(plain, to)


def open_file(sealed: Path, plain: Path, keys: Path | None) -> None:
    """Write what `sealed` holds, opened by a key in the file `keys` (as `stepdown keys backup` and age-keygen write it).

    Raises NoKeyError, and OSError for a file that was cut short or changed.
    """
    if keys is None:
        raise NoKeyError(f"{sealed} is sealed: name the file that holds its key, with --key.")
    lines = [line.strip() for line in keys.read_text().splitlines()]
    try:
        found = [Identity.from_str(line) for line in lines if line and not line.startswith("#")]
    except pyrage.IdentityError:
        raise NoKeyError(f"{keys} holds no key: a line that begins with AGE-SECRET-KEY-1.") from None
    descriptor = os.open(plain, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with sealed.open("rb") as source, os.fdopen(descriptor, "wb") as target:
        try:
            pyrage.decrypt_io(source, target, found)
        except pyrage.DecryptError as error:
            raise NoKeyError(f"No key in {keys} opens {sealed} ({error}).") from None
