"""What is handed to an action, and what a page shows."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from stepdown.audit.terms import Category
from stepdown.consent.terms.facts import Item
from stepdown.consent.terms.signatures import CopyRow, Hand, SignatureRow
from stepdown.consent.terms.words import (
    AgreementKind,
    Basis,
    ConsentKind,
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
class NewConsent:
    """A consent about to be signed. The recipient is one of `recipient`, `contact`, `kinds`.

    `text` is what the signer read, word for word, in `language`. `told` are those told beforehand: the right to revoke,
    and for treatment, payment and operations what redisclosure and not signing mean (42 CFR 2.31(a)). To an exchange it
    names `members` as the gate calls them, or those `treating` the client.
    """

    client: int
    program: int
    kind: ConsentKind
    purposes: frozenset[Purpose]
    categories: frozenset[Category]
    text: str
    signer_name: str
    recipient: int | None = None
    contact: int | None = None
    kinds: frozenset[RecipientKind] = frozenset()
    members: frozenset[str] = frozenset()
    treating: bool = False
    labels: frozenset[Label] = frozenset()
    ends: datetime | None = None
    event: str = ""
    at_discharge: bool = False
    language: str = "en"
    signer: Signer = Signer.CLIENT
    witness: str = ""
    interpreter: str = ""
    told: bool = False
    hand: Hand = field(default_factory=Hand)


@dataclass(frozen=True, slots=True)
class Telling:
    """Something somebody here wants to tell: to whom, for what, which items, through which door.

    The recipient is one of `recipient`, `contact`, or a `member` that an exchange passes it on to; else its `kind` is
    said, and a `name`. `evidence` says in words what is on file for the exception that is claimed, or that a member
    treats the client. `answers` is the legal request that compliance decides by it.
    """

    client: int
    program: int
    purpose: Purpose
    items: frozenset[Item]
    door: str
    kind: RecipientKind | None = None
    name: str = ""
    recipient: int | None = None
    contact: int | None = None
    member: int | None = None
    exception: NamedException | None = None
    evidence: tuple[tuple[Evidence, str], ...] = ()
    answers: int | None = None


@dataclass(frozen=True, slots=True)
class ConsentRow:
    """A consent as a page shows it. `to` is the name of the one recipient; empty where `kinds` says who.
    `until` says in words what ends it.
    """

    id: int
    kind: ConsentKind
    to: str
    kinds: tuple[RecipientKind, ...]
    purposes: tuple[Purpose, ...]
    categories: tuple[Category, ...]
    labels: tuple[Label, ...]
    signed_at: datetime
    ends: datetime | None
    until: str
    signer: Signer
    signer_name: str
    witness: str
    interpreter: str
    language: str
    text: str
    digest: str
    recorded_by: str
    revoked_at: datetime | None
    revoked_by: str
    program_id: int = 0
    notice: str = ""
    """The statement that goes along with what is told by it (42 CFR 2.32); empty where the program is no Part 2 program."""
    signatures: tuple[SignatureRow, ...] = ()
    copies: tuple[CopyRow, ...] = ()
    who: str = ""
    """The one recipient as the gate calls it: `recipient:7`, `contact:12`; empty where `kinds` says who."""
    members: tuple[str, ...] = ()
    """Of an exchange: the members that are named, as the gate calls them."""
    treating: bool = False
    """Of an exchange: its members who treat the client."""
    at_discharge: bool = False
    happened_on: date | None = None
    """When the event happened that it ends with; `happened_said_by` is who said so, empty for a discharge."""
    happened_said_by: str = ""

    def goes_on_by(self, other: ConsentRow) -> bool:
        """Whether another consent is to the same recipient, of the same programme, for something this one is for."""
        same = (self.who, set(self.kinds), self.program_id) == (other.who, set(other.kinds), other.program_id)
        members = set(self.members) & set(other.members) or (self.treating and other.treating)
        alike = same and (bool(members) or not (self.members or self.treating))
        return self.id != other.id and alike and bool(set(self.purposes) & set(other.purposes))

    def holds(self, at: datetime) -> bool:
        """Whether it carries anything at this moment."""
        return self.revoked_at is None and (self.ends is None or at < self.ends)


@dataclass(frozen=True, slots=True)
class EndingRow:
    """A consent whose last day is near, with the name its client uses."""

    name: str
    client: int
    row: ConsentRow


@dataclass(frozen=True, slots=True)
class DisclosureRow:
    """One answer of the gate, as the accounting shows it (42 CFR 2.25; 45 CFR 164.528)."""

    id: int
    at: datetime
    who: str
    door: str
    to_kind: RecipientKind
    to_name: str
    purpose: Purpose
    categories: tuple[Category, ...]
    allowed: bool
    bases: tuple[Basis, ...]
    exception: NamedException | None
    reasons: tuple[Reason, ...]
    notice: Notice


@dataclass(frozen=True, slots=True)
class Accounting:
    """Which answers are looked for: of local days `first` to `last`, both included; whose recipient's name holds `to`;
    told (True) or not (False). None or empty: all.
    """

    first: date | None = None
    last: date | None = None
    to: str = ""
    told: bool | None = None


@dataclass(frozen=True, slots=True)
class AgreementRow:
    """A written agreement with a service organisation; `ends` is the first day it no longer holds."""

    kind: AgreementKind
    starts: date
    ends: date | None


@dataclass(frozen=True, slots=True)
class RecipientRow:
    """An organisation records may go to, with the agreements made with it."""

    id: int
    name: str
    kind: RecipientKind
    address: str
    phone: str
    verified_at: datetime | None
    agreements: tuple[AgreementRow, ...]

    @property
    def passes_on(self) -> bool:
        """Whether it is an exchange, which passes records on to its members."""
        return self.kind == RecipientKind.INTERMEDIARY
