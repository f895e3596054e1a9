"""What every way out to somebody outside must hold to, and the doors there are. A new door is a row of `DOORS`."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from stepdown.agency.terms import Role
from stepdown.audit.terms import Actor
from stepdown.consent import actions
from stepdown.consent.terms import (
    TPO,
    Category,
    ConsentKind,
    Item,
    NewConsent,
    Purpose,
    RecipientKind,
    Telling,
    Whom,
)
from stepdown.transfer import clients_csv, ledger_csv
from stepdown.transfer.notice_csv import Columns, Made, everything
from tests.actions.world import somebody
from tests.factories.agency import BY, Agency

Left = Mapping[int, frozenset[Category]]
"""What left of whom; who is not in it is not named at all."""
SHOWS = frozenset({Category.IDENTITY, Category.ATTENDANCE})


@dataclass(frozen=True)
class Door:
    """One way out. `give` tries to hand everything about every client of the agency to an organisation on record, for
    a purpose, at a moment, and says what left: read back from what was handed out, never from what the gate said.

    `says` is everything it could tell; `stands_for` are the functions of doors that hand it out.
    """

    name: str
    give: Callable[[Agency, int, Purpose, datetime], Left]
    says: frozenset[Category]
    stands_for: frozenset[str] = frozenset()


def spoken(a: Agency, to: int, purpose: Purpose, at: datetime) -> Left:
    """May I tell? asked about each client and each category alone."""
    left: defaultdict[int, frozenset[Category]] = defaultdict(frozenset)
    for client in a.clients:
        for category in sorted(SHOWS | {Category.PLAN}):
            said = Telling(client, a.program, purpose, frozenset({Item(category)}), "spoken", recipient=to)
            if actions.tell(by=BY, at=at, day=at.date(), telling=said).allowed:
                left[client] |= {category}
    return left


def director(a: Agency) -> Actor:
    """Who takes files out."""
    return somebody(Role.PROGRAM_DIRECTOR, a.site)


def ledger(a: Agency, to: int, purpose: Purpose, at: datetime) -> Left:
    made = ledger_csv.export_ledger(
        by=director(a), at=at, day=at.date(), site=a.site, week=a.week, whom=Whom(purpose, to)
    )
    return read_back(made, ledger_csv.COLUMNS)


def listed(a: Agency, to: int, purpose: Purpose, at: datetime) -> Left:
    lines = [
        clients_csv.ClientLine(
            client, str(client), "Synthetic", "In care", "2.1", "IOP", "Birch", 540, 180, 60, at, a.program
        )
        for client in a.clients
    ]
    made = clients_csv.export_clients(
        by=director(a), at=at, day=at.date(), site=a.site, lines=lines, whom=Whom(purpose, to)
    )
    return read_back(made, clients_csv.COLUMNS)


def read_back(made: Made, columns: Columns) -> Left:
    """What a file says: a cell that is not empty tells all that its column does."""
    header, *rows = list(csv.reader(made.text.splitlines()))[2:]
    named = {name.replace("_", " "): said for name, said in columns.items()}
    return {
        int(row[0]): frozenset(one for name, cell in zip(header, row, strict=True) if cell for one in named[name])
        for row in rows
    }


DOORS = (
    Door("spoken", spoken, SHOWS | {Category.PLAN}),
    Door(
        "ledger", ledger, everything(ledger_csv.COLUMNS),
        frozenset({"stepdown.web.desk.ledger.ledger_export", "stepdown.web.desk.machine.ledger"}),
    ),
    Door(
        "clients", listed, everything(clients_csv.COLUMNS),
        frozenset({"stepdown.web.desk.clients.clients_export"}),
    ),
)  # fmt: skip


def plan(at: datetime, name: str = "Synthetic Health Plan") -> int:
    """A health plan whose address somebody made sure of."""
    return actions.keep_recipient(by=BY, at=at, name=name, kind=RecipientKind.PAYER, address="1 Way", verified=True)


def says_yes(a: Agency, client: int, at: datetime, to: int | None = None, **more: object) -> int:
    """A client's consent to `SHOWS` for payment, to one organisation, or to all health plans; returns its id."""
    said: dict[str, object] = {
        "client": client,
        "program": a.program,
        "kind": ConsentKind.TPO if to is None else ConsentKind.NAMED,
        "purposes": TPO if to is None else frozenset({Purpose.PAYMENT}),
        "categories": SHOWS,
        "text": "Synthetic words",
        "signer_name": "Synthetic Client",
        "recipient": to,
        "kinds": frozenset({RecipientKind.PAYER} if to is None else ()),
        "ends": at + timedelta(days=30),
        "told": True,
    }
    return actions.sign(by=BY, at=at, consent=NewConsent(**said | more))  # type: ignore[arg-type]
