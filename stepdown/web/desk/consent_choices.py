"""Whom a consent, a question or a request can be about: what a form offers, and what its values stand for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from operator import itemgetter

from stepdown.agency.terms import ProgramRow
from stepdown.consent.terms import MemberRow, RecipientKind, RecipientRow
from stepdown.people.terms import CirclePerson

OUTSIDE = [one for one in RecipientKind if one != RecipientKind.PROGRAM_STAFF]
TREATING = "treating"


@dataclass(frozen=True, slots=True)
class Choices:
    """Whom a client's consents can name: programmes of the site, people of the circle, organisations."""

    programs: Sequence[ProgramRow]
    circle: Sequence[CirclePerson]
    recipients: Sequence[RecipientRow]
    members: Sequence[MemberRow] = ()
    """Of exchanges, today."""

    @property
    def through(self) -> list[tuple[str, str]]:
        """Members of exchanges, to tell one of them something."""
        return [(f"member:{one.id}", f"{one.name}, through {one.exchange_name}") for one in self.members]

    @property
    def passed_on_to(self) -> list[tuple[str, str]]:
        """Whom an exchange may pass on to: its members by name, then those of them who treat the client."""
        exchanges = [one for one in self.recipients if one.passes_on]
        of = {one.id: f" ({one.name})" if len(exchanges) > 1 else "" for one in exchanges}
        return [
            (f"{one.id} {who}", f"{name}{of[one.id]}")
            for one in exchanges
            for who, name in [
                *sorted(((row.who, row.name) for row in self.members if row.exchange == one.id), key=itemgetter(1)),
                (TREATING, "Its members who treat the client"),
            ]
        ]

    @property
    def named(self) -> list[tuple[str, list[tuple[str, str]]]]:
        """People and organisations, as groups of choices."""
        people = [(f"contact:{one.id}", f"{one.name} ({one.relationship})") for one in self.circle]
        organizations = [(f"recipient:{one.id}", one.name) for one in self.recipients]
        return [("Their circle", people), ("Organizations", organizations)]

    def name_of(self, who: str) -> str:
        """The name of somebody named; empty for nobody."""
        names = {f"contact:{one.id}": one.name for one in self.circle}
        return (names | {f"recipient:{one.id}": one.name for one in self.recipients}).get(who, "")


def numbers(who: str) -> tuple[int | None, int | None]:
    """(recipient, contact) of "recipient:7" or "contact:12"."""
    kind, _, number = who.partition(":")
    return (int(number) if kind == "recipient" else None), (int(number) if kind == "contact" else None)


def member_of(who: str) -> int | None:
    """The number of "member:12"."""
    kind, _, number = who.partition(":")
    return int(number) if kind == "member" else None
