"""Two records about one person: the rows of this app, and the mark on the record that is not kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from stepdown.agency.access import demand
from stepdown.audit.actions import lock, note
from stepdown.audit.context import action
from stepdown.audit.terms import Actor, Lockable, NotFound, Obstacle, Refused, refuse
from stepdown.people.access import MAY_MERGE
from stepdown.people.actions.moving import Link, move_rows
from stepdown.people.models import CareTeamMember, ChartPass, Client, Contact, ContactAttempt, EmergencyFact, Merge, Way
from stepdown.people.queries.clients import sites_of
from stepdown.people.rules.merging import parting_obstacles, record_obstacles
from stepdown.people.terms import MergeBlocker, Moved, Moving

LINKS = (
    Link(CareTeamMember, blocker=MergeBlocker.BOTH_ON_A_CARE_TEAM),
    Link(Contact),
    Link(Way),
    Link(ContactAttempt),
    Link(ChartPass),
    Link(EmergencyFact, stays_if_there=True),
)


@action
def move_client(*, by: Actor, at: datetime, moving: Moving) -> Moved:
    """This app's part of a merge, or of taking one back; see `journey.merge_clients`."""
    return move_rows(by, LINKS, moving)


@action
def join_records(*, by: Actor, at: datetime, kept: int, duplicate: int, moved: Mapping[str, Sequence[int]]) -> int:
    """Mark `duplicate` as merged into `kept`, with the rows that were `moved`; returns the merge's id.

    Refused: one record twice, either merged away before, others merged into the duplicate, a synthetic and a real one.
    """
    demand(by, MAY_MERGE, sites_of([kept, duplicate]).values())
    lock((Lockable.CLIENT, client) for client in (kept, duplicate))
    rows = {row.pk: row for row in Client.objects.filter(pk__in=[kept, duplicate])}
    one, other = rows[kept], rows[duplicate]
    refuse(
        record_obstacles(
            same=kept == duplicate,
            merged=one.merged_into_id is not None or other.merged_into_id is not None,
            keeps_others=other.duplicates.exists(),
            synthetic=(one.synthetic, other.synthetic),
        )
    )
    Client.objects.filter(pk=duplicate).update(merged_into=kept)
    row = Merge.objects.create(
        kept_client_id=kept, duplicate_id=duplicate, moved=dict(moved), merged_at=at, merged_by=by.label
    )
    for client in (kept, duplicate):
        note(by=by, at=at, subject=("client", client), client=client, details={"merge": row.pk, "kept": kept})
    return row.pk


@action
def part_records(*, by: Actor, at: datetime, merge: int) -> None:
    """Take the mark of a merge back. Refused: taken back before, the record kept was itself merged into another."""
    row = Merge.objects.filter(pk=merge).select_related("kept_client").first()
    if row is None:
        raise NotFound
    demand(by, MAY_MERGE, sites_of([row.kept_client_id, row.duplicate_id]).values())
    lock((Lockable.CLIENT, client) for client in (row.kept_client_id, row.duplicate_id))
    row.refresh_from_db()
    refuse(parting_obstacles(undone=row.undone_at is not None, merged_on=row.kept_client.merged_into_id is not None))
    if not Merge.objects.filter(pk=merge, undone_at=None).update(undone_at=at, undone_by=by.label):
        raise Refused(Obstacle(MergeBlocker.NOT_MERGED))
    Client.objects.filter(pk=row.duplicate_id).update(merged_into=None)
    for client in (row.kept_client_id, row.duplicate_id):
        note(by=by, at=at, subject=("client", client), client=client, details={"merge": merge})
