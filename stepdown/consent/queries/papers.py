"""Reading the papers of an admission: their words, as they would be signed, and as they were."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date, datetime

from django.db.models import Count, OuterRef, Subquery

from stepdown.agency import queries as agency
from stepdown.audit.terms import NotFound, Obstacle
from stepdown.consent import models, rules
from stepdown.consent.models import Paper
from stepdown.consent.queries.minors import who_decides
from stepdown.consent.queries.signatures import BESIDE, copies, signatures
from stepdown.consent.terms import (
    Capacity,
    NewWording,
    PaperKind,
    PaperRow,
    Papers,
    PaperText,
    Signer,
    Sitting,
    Wording,
    WordingRow,
    Wordings,
)
from stepdown.consent.terms.paper_text import OURS
from stepdown.kernel.week import zone_of
from stepdown.people import queries as people


def papers_of(client: int) -> tuple[PaperRow, ...]:
    """Every agreement of an admission that a client ever signed, the latest first. Three queries."""
    rows = Paper.objects.filter(client=client).select_related("withdrawal", "program").prefetch_related(*BESIDE)
    return tuple(_paper(row) for row in rows)


def wordings() -> Wordings:
    """Every version of the words of each paper: ours, then the agency's own. One query."""
    own: defaultdict[PaperKind, list[Wording]] = defaultdict(list)
    for row in models.Wording.objects.all():
        kind = PaperKind(row.kind)
        own[kind].append(
            Wording(
                kind, row.version, row.starts, row.english, row.spanish, row.material, row.change, row.recorded_at,
                row.recorded_by,
            )
        )  # fmt: skip
    return {kind: (*OURS[kind], *own[kind]) for kind in PaperKind}


def wording_rows(day: date) -> tuple[WordingRow, ...]:
    """How the words of each paper stand on `day`, and how many signed or were given which. Two queries."""
    signed: defaultdict[PaperKind, dict[int, int]] = defaultdict(dict)
    for kind, version, count in Paper.objects.order_by().values_list("kind", "version").annotate(Count("pk")):
        signed[PaperKind(kind)][version] = count
    return tuple(
        WordingRow(
            kind, rules.present(versions, day), rules.coming(versions, day), versions[::-1], signed[kind]
        )
        for kind, versions in wordings().items()
    )  # fmt: skip


def unwordable(new: NewWording, day: date) -> tuple[Obstacle, ...]:
    """Everything that keeps new words of a paper from being kept on `day`. One query."""
    return tuple(rules.wording_obstacles(new, wordings()[new.kind], day))


def as_read(wording: Wording, language: str, *, client: str, program: str) -> str:
    """Words of a paper with names in their places: a preview. No query."""
    return rules.written(wording, language, client=client, program=program).text


def papers_of_many(since: Mapping[int, datetime | None], day: date, *, beside: bool = False) -> dict[int, Papers]:
    """Where the papers of several clients stand on `day`, by client id; `since` is when each last left. One query; three
    with the signatures and copies `beside` them.
    """
    changed = models.Wording.objects.filter(kind=OuterRef("kind"), material=True, starts__lte=day)
    latest = Subquery(changed.order_by("-version").values("version")[:1])
    rows = Paper.objects.filter(client__in=since).select_related("withdrawal", "program").annotate(latest=latest)
    found: defaultdict[int, list[PaperRow]] = defaultdict(list)
    least = dict.fromkeys(PaperKind, 1)
    for row in rows.prefetch_related(*BESIDE) if beside else rows:
        found[row.client_id].append(_paper(row, beside=beside))
        least[PaperKind(row.kind)] = row.latest or 1
    return {client: rules.papers_standing(found[client], left, least) for client, left in since.items()}


def papers_to_sign(client: int, program: int, language: str, at: datetime) -> tuple[PaperText, ...]:
    """Every paper of an admission as this client would read it at `at`. Four queries. Raises NotFound beyond their site."""
    sites = people.sites_of([client]).values()
    names = {one.id: one.name for one in agency.programs_at(sites)}
    if program not in names:
        raise NotFound
    day = at.astimezone(zone_of(agency.time_zone(next(iter(sites))))).date()
    return papers_read(client, names[program], language, day)


def papers_read(client: int, program: str, language: str, day: date) -> tuple[PaperText, ...]:
    """Every paper of an admission on `day`, with the name of a program they may be admitted to. Two queries."""
    name = people.legal_name(client)
    return tuple(
        rules.written(rules.present(versions, day), language, client=name, program=program)
        for versions in wordings().values()
    )


def unsignable_papers(sitting: Sitting, *, at: datetime) -> tuple[Obstacle, ...]:
    """Everything that keeps these agreements from being signed at `at`. Four queries."""
    speaks = people.languages_of([sitting.client])[sitting.client]
    who, day, _ = who_decides(sitting.client, sitting.program, at)
    return tuple(rules.sitting_obstacles(sitting, speaks=speaks, on=day, who=who))


def _paper(row: Paper, *, beside: bool = True) -> PaperRow:
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
        declined=row.declined,
        withdrawn_at=withdrawal.withdrawn_at if withdrawal else None,
        withdrawn_by=withdrawal.signer_name if withdrawal else "",
        program_id=row.program_id,
        signatures=signatures(row) if beside else (),
        copies=copies(row) if beside else (),
    )
