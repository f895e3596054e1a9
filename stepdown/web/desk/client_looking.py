"""What of the list of clients somebody looks at: filters and order.

Nothing in a `Looking` is about a client, so it may stand in an address and be kept under a name. What is typed is never
part of it.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from enum import StrEnum
from urllib.parse import urlencode

from django.http import QueryDict

from stepdown.kernel.levels import LevelOfCare
from stepdown.web.desk.pages import number

COLUMNS = {
    "name": "Name",
    "number": "Record number",
    "level": "Level of care",
    "clinician": "Primary clinician",
    "week": "This week",
    "next": "Next session",
}
MINE, NOBODY = "me", "none"
"""Whose clients: one's own, or those of no clinician."""


class Show(StrEnum):
    """Where the clients shown stand."""

    IN_CARE = "in_care"
    ON_HOLD = "on_hold"
    ON_THE_WAY = "on_the_way"
    LEFT = "left"
    EVERYBODY = "everybody"


class Lacking(StrEnum):
    """What the clients shown do not have."""

    APPOINTMENT = "appointment"
    AUTHORIZATION = "authorization"
    ORDER = "order"
    NUMBER = "number"


SHOW = {
    Show.IN_CARE: "In care",
    Show.ON_HOLD: "On hold",
    Show.ON_THE_WAY: "On their way in",
    Show.LEFT: "Not in care",
    Show.EVERYBODY: "Everybody on record",
}
LACKING = {
    Lacking.APPOINTMENT: "Nothing planned for two weeks",
    Lacking.AUTHORIZATION: "No authorization in force",
    Lacking.ORDER: "No hours ordered",
    Lacking.NUMBER: "No number to call",
}


@dataclass(frozen=True, slots=True)
class Looking:
    """What of the list is looked at.

    `clinician` is an id of staff, `MINE` or `NOBODY`. `sort` is a column, with a minus for the other direction, or
    nothing for names (or the likeness of what was typed).
    """

    show: Show = Show.IN_CARE
    level: str = ""
    program: int | None = None
    track: int | None = None
    clinician: str = ""
    language: str = ""
    lacking: str = ""
    sort: str = ""
    page: int = 1

    @classmethod
    def asked(cls, asked: QueryDict) -> Looking:
        """From an address or a form; what makes no sense is left out."""
        level, sort, show = asked.get("level", ""), asked.get("sort", ""), asked.get("show", "")
        who, lacking = asked.get("clinician", ""), asked.get("lacking", "")
        return cls(
            show=Show(show) if show in set(Show) else Show.IN_CARE,
            level=level if level in set(LevelOfCare) else "",
            program=number(asked.get("program", "")),
            track=number(asked.get("track", "")),
            clinician=who if who in {MINE, NOBODY} or number(who) is not None else "",
            language=asked.get("language", "")[:8] if asked.get("language", "").isalpha() else "",
            lacking=lacking if lacking in set(Lacking) else "",
            sort=sort if sort.removeprefix("-") in COLUMNS else "",
            page=number(asked.get("page", "")) or 1,
        )

    @property
    def query(self) -> str:
        """The look as an address' query, without the page: what a saved view keeps. Never empty."""
        parts = {
            field.name: value
            for field in fields(self)
            if field.name != "page" and (value := getattr(self, field.name)) != field.default
        }
        return urlencode(parts or {"show": Show.IN_CARE})

    def link(self, **change: object) -> str:
        """The address of the same look with something changed; from its first page unless `page` is named."""
        changed = replace(self, **{"page": 1, **change})  # type: ignore[arg-type]
        return f"?{changed.query}" + (f"&page={changed.page}" if changed.page != 1 else "")

    @property
    def narrowed(self) -> int:
        """How many filters are on."""
        names = ("show", "level", "program", "track", "clinician", "language", "lacking")
        return sum(getattr(self, name) != getattr(Looking(), name) for name in names)
