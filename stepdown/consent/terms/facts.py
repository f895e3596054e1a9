"""What the gate is asked, what it knows, and what it answers."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from stepdown.audit.terms import Category
from stepdown.consent.terms.signatures import Authority, Deciding
from stepdown.consent.terms.words import (
    Basis,
    ConsentKind,
    Element,
    Evidence,
    Label,
    NamedException,
    Notice,
    Purpose,
    Reason,
    RecipientKind,
    Signer,
)


@dataclass(frozen=True, slots=True)
class Recipient:
    """Somebody records might go to. `who` names one of them (an organisation, a person of the circle), as in
    `recipient:7` or `contact:12`; empty when only the kind is known. `through` is the intermediary that passes it on.
    """

    kind: RecipientKind
    who: str = ""
    through: str = ""


@dataclass(frozen=True, slots=True, order=True)
class Item:
    """A piece of what is asked for: its category, the labels it bears, and the day of the care it is about, where that
    is known.
    """

    category: Category
    labels: frozenset[Label] = frozenset()
    on: date | None = None


@dataclass(frozen=True, slots=True)
class Ask:
    """May this programme tell that recipient these items, for this purpose, at this moment?

    `part2`: the programme is a Part 2 programme, so that everything it holds is protected. `exception` is the way out
    that is claimed instead of a consent, with the `evidence` that is on file for it. `answers` is the legal request that
    compliance decides by it.
    """

    program: int
    part2: bool
    recipient: Recipient
    purpose: Purpose
    items: frozenset[Item]
    at: datetime
    exception: NamedException | None = None
    evidence: frozenset[Evidence] = frozenset()
    answers: int | None = None


@dataclass(frozen=True, slots=True)
class ConsentFact:
    """A consent to a disclosure, as it was signed. It holds in [starts, ends), until it is revoked.

    `recipients` are named ones, `kinds` classes of them. To an `intermediary` they are those of its members that it
    passes records on to, and nobody is told but through it; a class is of those who treat the client. `lacking` are the
    elements it does not have. Categories and labels are those the client said yes to.
    """

    id: int
    kind: ConsentKind
    program: int
    purposes: frozenset[Purpose]
    categories: frozenset[Category]
    starts: datetime
    recipients: frozenset[str] = frozenset()
    kinds: frozenset[RecipientKind] = frozenset()
    intermediary: str = ""
    labels: frozenset[Label] = frozenset()
    ends: datetime | None = None
    revoked_at: datetime | None = None
    lacking: frozenset[Element] = frozenset()
    signers: frozenset[Signer] = frozenset({Signer.CLIENT})
    authority: Authority | None = None
    """What lets a representative among the signers sign."""


@dataclass(frozen=True, slots=True)
class Restriction:
    """A limit that the client asked for and that we keep (45 CFR 164.522(a); 42 CFR 2.26).

    It is for `recipients`, who are of `kinds`; with none named, for everybody of `kinds`. Without `purposes` it is for all
    of them. It reaches care given on local days from `first` up to, not including, `until`, and what has no day.
    """

    kinds: frozenset[RecipientKind]
    categories: frozenset[Category]
    recipients: frozenset[str] = frozenset()
    purposes: frozenset[Purpose] = frozenset()
    first: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Grant:
    """An item that may be told, and what carries it."""

    item: Item
    basis: Basis
    consent: int | None = None
    exception: NamedException | None = None


@dataclass(frozen=True, slots=True)
class Withheld:
    """An item that may not be told, with everything that is missing."""

    item: Item
    reasons: frozenset[Reason]
    evidence: frozenset[Evidence] = frozenset()


@dataclass(frozen=True, slots=True)
class Decision:
    """The answer: what may be told and why, what may not and why not, and the notice that goes along."""

    granted: tuple[Grant, ...] = ()
    withheld: tuple[Withheld, ...] = ()
    notice: Notice = Notice.NONE

    @property
    def allowed(self) -> bool:
        """Whether everything asked for may be told. What `granted` holds may be given instead, when not."""
        return bool(self.granted) and not self.withheld

    @property
    def reasons(self) -> frozenset[Reason]:
        """Everything that is missing."""
        return frozenset(reason for one in self.withheld for reason in one.reasons)


@dataclass(frozen=True, slots=True)
class Known:
    """What is on file about one client that bears on a disclosure."""

    consents: tuple[ConsentFact, ...] = ()
    restrictions: tuple[Restriction, ...] = ()
    agreements: frozenset[str] = field(default_factory=frozenset)
    """Service organisations (`recipient:7`) whose written agreement holds at the moment asked about."""
    members: frozenset[tuple[str, str]] = frozenset()
    """(intermediary, participant): who is a member of which at the moment asked about."""
    legal: frozenset[int] = frozenset()
    """Legal requests about the client that are open."""
    deciding: Deciding = field(default_factory=Deciding)
