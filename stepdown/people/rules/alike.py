"""Whether two records may be about one person. A warning with its reasons; a person looks and decides.

Names are compared three ways, because they are mistyped, misheard and changed: the same letters once accents, case
and order are gone; the same sound (Soundex, word by word: Meyer and Maier); and nearly the same letters (the share
of common trigrams, as PostgreSQL counts it: Kowalsky and Kowalski). Soundex was made for English, so it warns too
often rather than too seldom; a different birth date on both records outweighs a likeness of names.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from datetime import date
from itertools import combinations, product

from stepdown.people.terms import Alike, Known, WayKind, phone

NEARLY = 0.5
"""Share of common trigrams from which two names look alike."""

_CODES = {
    letter: digit for digit, letters in enumerate(("bfpv", "cgjkqsxz", "dt", "l", "mn", "r"), 1) for letter in letters
}

_WORD = re.compile(r"[^\W\d_]+")


def plain(text: str) -> str:
    """ "Núñez-O'Neil " → "nunez oneil": small letters without accents, words apart."""
    letters = text.casefold().replace("'", "").replace("\u2019", "")
    if not letters.isascii():
        apart = unicodedata.normalize("NFKD", letters)
        letters = "".join(one for one in apart if not unicodedata.combining(one))
    return " ".join(_WORD.findall(letters))


def email_key(text: str) -> str:
    """An address without case and blanks."""
    return text.strip().casefold()


def way_key(kind: WayKind, value: str) -> str:
    """What two spellings of one phone number, or of one e-mail address, share; "" for the address of a house."""
    if kind is WayKind.ADDRESS:
        return ""
    return email_key(value) if kind is WayKind.EMAIL else phone.significant(value)


def name_keys(names: Iterable[str]) -> frozenset[str]:
    """What the names of two people have in common when the letters are the same, or when they sound alike (`alike`).

    Of two people without a key in common, not born on one day, only the look of the names (`likeness`) is left to say
    that they may be one.
    """
    found = set()
    for name in filter(None, map(plain, names)):
        words = sorted(name.split())
        codes = sorted({soundex(word) for word in words})
        found.add("=" + " ".join(words))
        found |= {f"~{one}{other}" for one, other in combinations(codes, 2)} if len(codes) > 1 else {f"~{codes[0]}"}
    return frozenset(found)


def soundex(word: str) -> str:
    """The American Soundex of one plain word: its first letter and three digits. "" for none.

    >>> soundex("robert"), soundex("rupert"), soundex("ashcraft")
    ('R163', 'R163', 'A261')
    """
    if not word:
        return ""
    found, last = word[0].upper(), _CODES.get(word[0])
    for letter in word[1:]:
        code = _CODES.get(letter)
        if code and code != last:
            found += str(code)
        if letter not in "hw":  # the two do not part letters of one code
            last = code
    return found[:4].ljust(4, "0")


def trigrams(text: str) -> frozenset[str]:
    """The trigrams of each word of a plain text, blanks around it, as pg_trgm makes them."""
    padded = [f"  {word} " for word in text.split()]
    return frozenset(word[place : place + 3] for word in padded for place in range(len(word) - 2))


def likeness(one: str, other: str) -> float:
    """The share of common trigrams of two plain texts, 0 to 1."""
    ours, theirs = trigrams(one), trigrams(other)
    return len(ours & theirs) / len(ours | theirs) if ours or theirs else 0.0


def alike(new: Known, known: Known) -> tuple[Alike, ...]:
    """Why `known` may be the person of `new`, the strongest reason first; empty when nothing says so."""
    found = set()
    born = _birth_dates(new.date_of_birth, known.date_of_birth)
    ours, theirs = ({name for one in who.names if (name := plain(one))} for who in (new, known))
    pairs = list(product(ours, theirs))
    if any(sorted(one.split()) == sorted(other.split()) for one, other in pairs):
        found.add(Alike.SAME_NAME)
    elif born is not False:
        common = 1 if born else 2
        if any(_sound_alike(one, other, common) for one, other in pairs):
            found.add(Alike.SOUNDS_ALIKE)
        if any(likeness(one, other) >= NEARLY for one, other in pairs):
            found.add(Alike.LOOKS_ALIKE)
    if new.phones & known.phones:
        found.add(Alike.SAME_PHONE)
    if new.emails & known.emails:
        found.add(Alike.SAME_EMAIL)
    if found and born:
        found.add(Alike.SAME_BIRTH_DATE)
    order = list(Alike)
    return tuple(sorted(found, key=order.index))


def strength(reasons: tuple[Alike, ...]) -> int:
    """More for more and better reasons, to show the likeliest first."""
    weight = {Alike.SAME_NAME: 4, Alike.SAME_BIRTH_DATE: 4, Alike.SAME_PHONE: 3, Alike.SAME_EMAIL: 3}
    return sum(weight.get(reason, 1) for reason in reasons)


def _birth_dates(one: date | None, other: date | None) -> bool | None:
    """Whether two birth dates agree; None when one is not known."""
    return None if one is None or other is None else one == other


def _sound_alike(one: str, other: str, common: int) -> bool:
    """Whether at least `common` words sound alike, and no whole name is just one word of the other's."""
    ours, theirs = ({soundex(word) for word in name.split()} for name in (one, other))
    return len(ours & theirs) >= min(common, max(len(ours), len(theirs)))
