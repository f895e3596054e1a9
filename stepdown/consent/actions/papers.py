"""Having the agreements of an admission signed, and taking one back."""

from __future__ import annotations

from datetime import date, datetime

from stepdown.audit.actions import lock, note, notes
from stepdown.audit.context import action
from stepdown.audit.terms import Actor, Lockable, NotAllowed, Noted, NotFound, refuse
from stepdown.consent import queries, rules
from stepdown.consent.access import MAY_KEEP_WORDING, MAY_REVOKE, MAY_SIGN_PAPERS
from stepdown.consent.actions.steps import under
from stepdown.consent.models import Paper, Signature, Withdrawal, Wording
from stepdown.consent.terms import NewWording, PaperKind, PaperText, Sitting
from stepdown.people.actions.steps import hold_within


@action
def sign_papers(*, by: Actor, at: datetime, sitting: Sitting) -> list[int]:
    """Record that papers of an admission were read and signed, or given, just now, in their present words; returns ids.

    Raises NotAllowed; NotFound beyond the actor's reach and for a programme of another site; Refused with all that is
    missing, when the same was signed a moment ago, and when whoever signs does not take it in.
    """
    hold_within(by, MAY_SIGN_PAPERS, [sitting.client])
    papers = queries.papers_to_sign(sitting.client, sitting.program, sitting.language, at)
    refuse(queries.unsignable_papers(sitting, at=at))
    rows = [
        Paper(
            client_id=sitting.client,
            program_id=sitting.program,
            kind=one.kind,
            version=one.version,
            signed_at=at,
            language=one.language,
            signer=sitting.signer,
            signer_name=sitting.signer_name.strip() if one.kind in sitting.to_sign else "",
            declined="" if one.kind in sitting.to_sign else sitting.declined.strip(),
            relation=sitting.relation.strip(),
            witness=sitting.witness.strip(),
            interpreter=sitting.interpreter.strip(),
            taken_in=sitting.taken_in,
            recorded_by=by.label,
            text=one.text,
            digest=_fingerprint(one, sitting),
        )
        for one in papers
        if one.kind in sitting.kinds
    ]
    refuse(queries.sent_twice(rows))
    Paper.objects.bulk_create(rows)
    signed = [row for row in rows if row.kind in sitting.to_sign]
    Signature.objects.bulk_create(one for row in signed for one in under(sitting, paper=row.pk))
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
    hold_within(by, MAY_REVOKE, [row.client_id])
    withdrawn = Withdrawal.objects.filter(paper=row).exists()
    refuse(rules.withdrawal_obstacles(PaperKind(row.kind), withdrawn=withdrawn, signer_name=signer_name))
    Withdrawal.objects.create(
        paper=row, withdrawn_at=at, signer_name=signer_name.strip(), in_writing=in_writing, recorded_by=by.label
    )
    note(by=by, at=at, subject=("paper", row.pk), client=row.client_id, details={"kind": row.kind})


@action
def write_wording(*, by: Actor, at: datetime, day: date, wording: NewWording) -> int:
    """Keep the agency's own words of a paper, as its next version; `day` is today here. Returns the version.

    Raises NotAllowed; Refused with everything that is missing, and for a day before today or before the latest words.
    """
    if not by.has_any(MAY_KEEP_WORDING):
        raise NotAllowed
    lock([(Lockable.SETUP, 0)])
    refuse(queries.unwordable(wording, day))
    version = queries.wordings()[wording.kind][-1].version + 1
    row = Wording.objects.create(
        kind=wording.kind,
        version=version,
        starts=wording.starts,
        english=wording.english.strip(),
        spanish=wording.spanish.strip(),
        material=wording.material,
        change=wording.change.strip(),
        recorded_at=at,
        recorded_by=by.label,
    )
    note(by=by, at=at, subject=("wording", row.pk), details={"kind": wording.kind, "version": version})
    return version


def _fingerprint(paper: PaperText, sitting: Sitting) -> bytes:
    """Of the words, and of what was drawn under them."""
    hand = sitting.hand
    drawn = (hand.drawing, hand.second_drawing) if paper.kind in sitting.to_sign else ()
    return rules.fingerprint(paper.text, *drawn)
