"""Whose signature a paper takes, what makes a signature one, and what its fingerprint is of."""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import date
from hashlib import sha256

from stepdown.audit.terms import Obstacle, obstacles_in
from stepdown.consent.terms import (
    LONGEST_DRAWING,
    PAD,
    Authority,
    Blocker,
    Decides,
    Hand,
    Manner,
    MinorLaw,
    Signer,
)
from stepdown.kernel.years import age_on

_PATH = re.compile(r"(?:M\d{1,3} \d{1,3}(?:L\d{1,3} \d{1,3})+)+")
_POINT = re.compile(r"(\d+) (\d+)")


def decides(born: date | None, on: date, law: MinorLaw | None, *, part2: bool) -> Decides:
    """Who decides about care on a day, by the law of the state where it is given."""
    if born is None or law is None:
        return Decides.UNKNOWN
    age = age_on(born, on)
    if age >= law.of_age:
        return Decides.CLIENT
    if law.alone is None:
        return Decides.UNKNOWN
    if age >= law.alone:
        return Decides.MINOR_AND_PARENT if law.minor_releases is False and not part2 else Decides.MINOR
    return Decides.MINOR_AND_PARENT if part2 else Decides.PARENT


def binds(who: Decides, signers: Collection[Signer], authority: Authority | None) -> bool:
    """Whether these signatures are those it takes where `who` decides; `authority` is the representative's.

    Nobody signs as a parent of somebody who decides alone, or of whom it is not known.
    """
    own, other = Signer.CLIENT in signers, Signer.REPRESENTATIVE in signers
    parent = other and authority == Authority.PARENT
    return {
        Decides.CLIENT: own or (other and not parent),
        Decides.UNKNOWN: own or (other and not parent),
        Decides.MINOR: own,
        Decides.MINOR_AND_PARENT: own and other,
        Decides.PARENT: other,
    }[who]


def drawn(path: str) -> bool:
    """Whether a drawing is one: lines on the sheet, at least one that goes somewhere, and nothing else."""
    if len(path) > LONGEST_DRAWING or not _PATH.fullmatch(path):
        return False
    points = {(int(x), int(y)) for x, y in _POINT.findall(path)}
    return len(points) > 1 and all(x <= PAD[0] and y <= PAD[1] for x, y in points)


def hand_obstacles(
    signer: Signer, hand: Hand, *, witness: str, who: Decides, on: date, relation: str = "", tells: bool = False
) -> list[Obstacle]:
    """Everything that keeps such a signature from binding on a day; `tells`: the paper is a consent to tell somebody."""
    second = bool(hand.second_name.strip())
    signers = {signer} | ({Signer.REPRESENTATIVE} if second else set())
    other = Signer.REPRESENTATIVE in signers
    drawings = [hand.drawing] if hand.drawing or hand.manner == Manner.DRAWN else []
    drawings += [hand.second_drawing] if hand.second_drawing else []
    misses = _misses(who, signers, hand)
    found = obstacles_in(
        (Blocker.NOT_DRAWN, not all(drawn(one) for one in drawings)),
        (Blocker.NO_WITNESS, hand.manner in {Manner.MARK, Manner.SPOKEN} and not witness.strip()),
        (Blocker.MUST_BE_WRITTEN, tells and hand.manner == Manner.SPOKEN),
        (Blocker.NO_RELATION, other and hand.authority is None and not relation.strip()),
        (Blocker.NO_EVIDENCE, other and hand.authority is not None and not hand.evidence.strip()),
        (Blocker.AUTHORITY_OVER, other and hand.authority_ends is not None and hand.authority_ends <= on),
    )
    return found + ([Obstacle(misses)] if misses else [])


def _misses(who: Decides, signers: Collection[Signer], hand: Hand) -> Blocker | None:
    """Whose signature is missing."""
    if binds(who, signers, hand.authority):
        return None
    if who == Decides.MINOR_AND_PARENT:
        return Blocker.BOTH_MUST_SIGN
    return Blocker.PARENT_MUST_SIGN if who == Decides.PARENT else Blocker.CLIENT_MUST_SIGN


def fingerprint(text: str, *drawings: str) -> bytes:
    """SHA-256 of what was signed: the words, and each drawn signature on a line of its own."""
    return sha256("\n".join([text, *filter(None, drawings)]).encode()).digest()
