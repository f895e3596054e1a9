"""Weekly meetings as they stand, past ones too."""

from __future__ import annotations

from collections.abc import Collection

from stepdown.schedule.models import GroupPattern
from stepdown.schedule.terms import DatedMeeting, Meeting, SessionRole


def meetings_of(groups: Collection[int]) -> list[DatedMeeting]:
    """Every weekly meeting these groups have, had or will have. Two queries."""
    rows = GroupPattern.objects.filter(group__in=groups).prefetch_related("staff")
    return [
        DatedMeeting(
            row.group_id,
            Meeting(
                row.weekday,
                row.starts,
                row.minutes,
                next((one.staff_id for one in row.staff.all() if one.role == SessionRole.LEAD), None),
                row.room_id,
            ),
            row.starts_on,
            row.ends_on,
        )
        for row in rows
        if row.ends_on is None or row.starts_on < row.ends_on
    ]
