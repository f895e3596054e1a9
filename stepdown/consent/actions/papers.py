"""Having the agreements of an admission signed, and taking one back."""

from __future__ import annotations

from datetime import datetime

from stepdown.agency.access import demand
from stepdown.audit.actions import note, notes
from stepdown.audit.context import action
from stepdown.audit.terms import Actor, NotAllowed, Noted, NotFound, refuse
from stepdown.consent import queries, rules
from stepdown.consent.access import MAY_REVOKE, MAY_SIGN_PAPERS
from stepdown.consent.actions.steps import under
from stepdown.consent.models import Paper, Signature, Withdrawal
from stepdown.consent.terms import PaperKind, Sitting
from stepdown.people.actions.steps import hold_records
from stepdown.people.queries import sites_of


@action
def sign_papers(*, by: Actor, at: datetime, sitting: Sitting) -> list[int]:
    """Record that agreements of an admission were read and signed just now, in their present words; returns their ids.

    Raises NotAllowed; NotFound beyond the actor's reach and for a programme of another site; Refused with all that is
    missing, and when whoever signs does not take it in.
    """
    _hold(by, MAY_SIGN_PAPERS, sitting.client)
    papers = queries.papers_to_sign(sitting.client, sitting.program, sitting.language)
    refuse(queries.unsignable_papers(sitting, at=at))
    rows = Paper.objects.bulk_create(
        Paper(
            client_id=sitting.client,
            program_id=sitting.program,
            kind=one.kind,
            version=one.version,
            signed_at=at,
            language=one.language,
            signer=sitting.signer,
            signer_name=sitting.signer_name.strip(),
            relation=sitting.relation.strip(),
            witness=sitting.witness.strip(),
            interpreter=sitting.interpreter.strip(),
            taken_in=sitting.taken_in,
            recorded_by=by.label,
            text=one.text,
            digest=rules.fingerprint(one.text, sitting.hand.drawing, sitting.hand.second_drawing),
        )
        for one in papers
        if one.kind in sitting.kinds
    )
    Signature.objects.bulk_create(one for row in rows for one in under(sitting, paper=row.pk))
    notes(by=by, at=at, rows=[Noted(("paper", row.pk), sitting.client, {"kind": row.kind}) for row in rows])
    return [row.pk for row in rows]


@action
def withdraw_paper(*, by: Actor, at: datetime, paper: int, signer_name: str, in_writing: bool) -> None:
    """Take an agreement of an admission back, from now on. It ends nothing else: people talk about what follows.

    Raises NotAllowed; NotFound beyond the actor's reach; Refused when it is taken back already, nobody is named, or the
    paper only says what the client was told.
    """
    if not by.has_any(MAY_REVOKE):
        raise NotAllowed
    row = Paper.objects.filter(pk=paper).first()
    if row is None:
        raise NotFound
    _hold(by, MAY_REVOKE, row.client_id)
    withdrawn = Withdrawal.objects.filter(paper=row).exists()
    refuse(rules.withdrawal_obstacles(PaperKind(row.kind), withdrawn=withdrawn, signer_name=signer_name))
    Withdrawal.objects.create(
        paper=row, withdrawn_at=at, signer_name=signer_name.strip(), in_writing=in_writing, recorded_by=by.label
    )
    note(by=by, at=at, subject=("paper", row.pk), client=row.client_id, details={"kind": row.kind})


def _hold(by: Actor, roles: frozenset[str], client: int) -> None:
    """Hold the client, within the actor's rights and reach."""
    demand(by, roles, sites_of([client]).values())
    hold_records([client])
