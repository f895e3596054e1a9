"""Reading the agreements of an admission: as they would be signed, and as they were."""

from __future__ import annotations

from datetime import datetime

from stepdown.agency import queries as agency
from stepdown.audit.terms import NotFound, Obstacle
from stepdown.consent import rules
from stepdown.consent.models import Paper
from stepdown.consent.queries.minors import who_decides
from stepdown.consent.queries.signatures import BESIDE, copies, signatures
from stepdown.consent.terms import Capacity, PaperKind, PaperRow, Papers, PaperText, Signer, Sitting
from stepdown.people import queries as people


def papers_of(client: int) -> tuple[PaperRow, ...]:
    """Every agreement of an admission that a client ever signed, the latest first. Three queries."""
    rows = Paper.objects.filter(client=client).select_related("withdrawal", "program").prefetch_related(*BESIDE)
    return tuple(_paper(row) for row in rows)


def papers(client: int, since: datetime | None) -> Papers:
    """Where a client's agreements stand; `since` is when they were last discharged. Three queries."""
    return rules.papers_standing(papers_of(client), since)


def papers_to_sign(client: int, program: int, language: str) -> tuple[PaperText, ...]:
    """Every agreement of an admission as this client would read it. Two queries. Raises NotFound beyond their site."""
    names = {one.id: one.name for one in agency.programs_at(people.sites_of([client]).values())}
    if program not in names:
        raise NotFound
    name = people.legal_name(client)
    return tuple(rules.written(kind, language, client=name, program=names[program]) for kind in PaperKind)


def unsignable_papers(sitting: Sitting, *, at: datetime) -> tuple[Obstacle, ...]:
    """Everything that keeps these agreements from being signed at `at`. Four queries."""
    speaks = people.languages_of([sitting.client])[sitting.client]
    who, day, _ = who_decides(sitting.client, sitting.program, at)
    return tuple(rules.sitting_obstacles(sitting, speaks=speaks, on=day, who=who))


def _paper(row: Paper) -> PaperRow:
    withdrawal = getattr(row, "withdrawal", None)
    return PaperRow(
        id=row.pk,
        kind=PaperKind(row.kind),
        version=row.version,
        program=row.program.name,
        signed_at=row.signed_at,
        signer=Signer(row.signer),
        signer_name=row.signer_name,
        relation=row.relation,
        witness=row.witness,
        interpreter=row.interpreter,
        taken_in=Capacity(row.taken_in),
        language=row.language,
        text=row.text,
        digest=bytes(row.digest).hex(),
        recorded_by=row.recorded_by,
        withdrawn_at=withdrawal.withdrawn_at if withdrawal else None,
        withdrawn_by=withdrawal.signer_name if withdrawal else "",
        program_id=row.program_id,
        signatures=signatures(row),
        copies=copies(row),
    )
