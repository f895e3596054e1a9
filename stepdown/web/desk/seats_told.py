"""What became of several regular seats at once, told in one message: how many sessions, and which groups not, and why."""

from __future__ import annotations

from collections.abc import Sequence

from django.contrib import messages

from stepdown.schedule.queries.groups import names_of
from stepdown.schedule.terms import Seated
from stepdown.web.desk.pages import DeskRequest
from stepdown.web.desk.templatetags.wording import obstacle_sentence

MOST = 6
"""Reasons told one by one; the rest are counted."""


def tell_seats(request: DeskRequest, seats: Sequence[Seated]) -> None:
    """Say what was given, and what was not; nothing when there was nothing to give."""
    given = sum(len(one.sessions) for one in seats)
    if given:
        messages.success(request, f"They have a seat in {given} session{'s' * (given != 1)} ahead.")
    names = names_of([one.group for one in seats if one.missed and one.group])
    reasons: dict[str, None] = {}
    for one in seats:
        for told in one.missed:
            said = " ".join(map(obstacle_sentence, told.obstacles))
            reasons[f"{names.get(one.group, 'On their own')}: {said}"] = None
    lines = list(reasons)
    if lines:
        more = f" And {len(lines) - MOST} more." if len(lines) > MOST else ""
        messages.warning(request, f"No seat yet. {' '.join(lines[:MOST])}{more}")
