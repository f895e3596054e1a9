"""What makes the agreements of an admission ones that can be signed, which of them hold, and taking one back."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime

from stepdown.audit.terms import Obstacle, obstacles_in
from stepdown.consent.rules.signatures import hand_obstacles
from stepdown.consent.terms import (
    NOTICES,
    ONLY_TOLD,
    Agreed,
    Blocker,
    Capacity,
    Decides,
    PaperKind,
    PaperRow,
    Papers,
    Signer,
    Sitting,
)


def sitting_obstacles(
    sitting: Sitting, *, speaks: Collection[str], on: date, who: Decides = Decides.CLIENT
) -> list[Obstacle]:
    """Everything that keeps these papers from being signed or given on a day; `speaks` are the languages of the client.

    `who` decides that day about the client's care. A client who does not speak the language of a paper has it read by an interpreter, who is named. A notice is given to
    somebody who takes it in, and not before (42 CFR 2.22(a)); it needs no signature once they say why they give none.
    """
    own = sitting.signer == Signer.CLIENT
    foreign = own and sitting.language not in speaks
    found = obstacles_in(
        (Blocker.NO_PAPER, not sitting.kinds),
        (Blocker.NOT_SIGNED, bool(sitting.to_sign or not sitting.kinds) and not sitting.signer_name.strip()),
        (Blocker.NOTHING_DECLINED, bool(sitting.declined.strip()) and NOTICES.isdisjoint(sitting.kinds)),
        (Blocker.CAPACITY_IN_DOUBT, sitting.taken_in == Capacity.IN_DOUBT),
        (Blocker.NEEDS_INTERPRETER, foreign and not sitting.interpreter.strip()),
    )
    return found + hand_obstacles(
        sitting.signer, sitting.hand, witness=sitting.witness, who=who, on=on, relation=sitting.relation
    )


def papers_standing(rows: Iterable[PaperRow], since: datetime | None, least: Mapping[PaperKind, int]) -> Papers:
    """Which papers hold: of each kind the latest that nobody took back; `rows` are the latest first.

    `least` is the earliest version of each that need not be gone through again. A paper is for one admission: what was
    signed before `since`, the client's last discharge, was for an earlier one.
    """
    rows = tuple(rows)
    holds = [row for row in rows if row.withdrawn_at is None and (since is None or row.signed_at >= since)]
    lines = tuple(_line(kind, holds, least[kind]) for kind in PaperKind)
    now = {line.row.id for line in lines if line.row}
    return Papers(lines, tuple(row for row in rows if row.id not in now))


def _line(kind: PaperKind, holds: list[PaperRow], least: int) -> Agreed:
    row = next((row for row in holds if row.kind == kind), None)
    return Agreed(kind, row, renewed=row is not None and row.version < least)


def withdrawal_obstacles(kind: PaperKind, *, withdrawn: bool, signer_name: str) -> list[Obstacle]:
    """What stands in the way of taking a paper back. It needs no reason, and no form."""
    return obstacles_in(
        (Blocker.REVOKED_ALREADY, withdrawn),
        (Blocker.ONLY_TOLD, kind in ONLY_TOLD),
        (Blocker.NOT_SIGNED, not signer_name.strip()),
    )
