"""Policy values: every number of policy with its scope, dates and source, and which one holds here."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from urllib.parse import urlsplit

from django.http import HttpResponse
from django.shortcuts import render

from stepdown.agency import queries as agency
from stepdown.agency.access import MAY_SEE_SETTINGS
from stepdown.agency.terms import CriteriaEdition, Population
from stepdown.kernel.levels import LevelOfCare
from stepdown.people.access import MAY_SEE_HISTORY
from stepdown.policy import queries as policy
from stepdown.policy.access import MAY_CHANGE_POLICY
from stepdown.policy.terms import Scope, Value
from stepdown.web.desk.fields import JURISDICTIONS
from stepdown.web.desk.pages import DeskRequest, day_typed, page, typed
from stepdown.web.desk.templatetags.wording import level_words, weekday, words

FAMILIES = {
    "hours": "Hours a week and a day",
    "days": "Days a week",
    "day": "What makes a day",
    "block": "Blocks",
    "group": "Groups",
    "individual": "Individual sessions",
    "caseload": "Caseloads",
    "staffing": "Staffing",
    "plan": "Treatment plans",
    "note": "Notes",
    "episode": "Length of stay",
    "criteria": "Criteria",
    "waitlist": "Waiting list",
    "authorization": "Authorizations",
    "contact": "Staying in touch",
    "counts": "What counts",
    "hold": "On hold",
    "hour": "Hours",
    "order": "Orders",
    "services": "Services a day",
    "session": "Sessions",
    "week": "Weeks",
}
"""First part of a key → heading; a family without one shows its own name."""
NAMES = {
    "block.minutes": "Length of one block",
    "criteria.edition": "Edition in use",
    "group.minimum": "Fewest clients",
}
"""Keys that read badly in words of their own."""
_LINK = re.compile(r"\s*(?:-\s+)?(https?://\S+)")


@dataclass(frozen=True, slots=True)
class Row:
    """A policy row in words; `source` is text and addresses in turn: (what is read, address or "")."""

    value: Value
    name: str
    amount: str
    scope: tuple[str, ...]
    source: tuple[tuple[str, str], ...]

    @classmethod
    def of(cls, value: Value) -> Row:
        return cls(value, name_of(value.key), _amount(value), tuple(_scope(value.scope)), tuple(_source(value.source)))

    @property
    def last_day(self) -> date | None:
        """The last day the row holds, or None when it has no end."""
        ends = self.value.effective_to
        return None if ends is None else ends - timedelta(days=1)


@page(allowed=MAY_SEE_SETTINGS)
def policy_rows(request: DeskRequest) -> HttpResponse:
    """All policy rows, and those that hold at the site today. Three queries."""
    wanted = typed(request.GET.get("q", ""))
    only = request.GET.get("show") == "unverified"
    every = policy.all_values(wanted)
    rows = [Row.of(value) for value in every if not (only and value.verified)]
    families = groupby(rows, key=lambda row: row.value.key.partition(".")[0])
    context = {
        "section": "settings",
        "families": [(FAMILIES.get(name, name.capitalize()), list(found)) for name, found in families],
        "count": len(every),
        "unverified": sum(not value.verified for value in every),
        "typed": wanted,
        "only": only,
        "may": request.actor.has_any(MAY_CHANGE_POLICY),
        "may_see_history": request.actor.has_any(MAY_SEE_HISTORY),
    }
    return render(request, "desk/policy.html", context)


@page(allowed=MAY_SEE_SETTINGS)
def policy_here(request: DeskRequest) -> HttpResponse:
    """For each key the row that holds at the site looked at, for a level, edition and population, on a day."""
    programs = agency.programs_at([request.site.id])
    usual = programs[0] if programs else None
    asked = request.GET
    level = asked.get("level", "")
    edition = asked.get("edition", usual.edition if usual else "")
    population = asked.get("population", usual.population if usual else "")
    today = request.today
    day = day_typed(asked.get("day", "")) or today
    scope = Scope(request.site.jurisdiction, level_of_care=level, edition=edition, population=population)
    context = {
        "section": "settings",
        "rows": [Row.of(value) for value in policy.values_on(scope, day)],
        "day": day,
        "level": level,
        "edition": edition,
        "population": population,
        "jurisdiction": JURISDICTIONS.get(request.site.jurisdiction, request.site.jurisdiction),
        "levels": list(LevelOfCare),
        "editions": list(CriteriaEdition),
        "populations": list(Population),
    }
    return render(request, "desk/policy_here.html", context)


def name_of(key: str) -> str:
    """ "hours.weekly_minimum" → "Weekly minimum"; what follows the family, in words."""
    if key in NAMES:
        return NAMES[key]
    rest = key.partition(".")[2] or key
    said = rest.replace(".", ": ").replace("_", " ")
    return said[:1].upper() + said[1:]


def _amount(value: Value) -> str:
    """A value with its unit as people say it: minutes a week become hours where they make whole or half ones."""
    number, unit = value.value, value.unit
    if unit == "yes or no":
        return "Yes" if number else "No"
    if unit == "ISO weekday":
        return weekday(int(number) - 1) if number else "Weekday of admission"
    if unit == "edition":
        return words(CriteriaEdition.FOURTH if number == 4 else CriteriaEdition.THIRD)
    if unit.startswith("minutes") and number >= 60:
        whole, rest = divmod(int(number), 60)
        said = f"{whole} h {rest} min" if rest else f"{whole} h"
        return said + unit.removeprefix("minutes").replace("/", " a ")
    what, _, per = unit.partition("/")
    said = f"{number:f} {what.removesuffix('s') if number == 1 else what}"
    return f"{said} a {per}" if per else said


def _source(source: str) -> Iterable[tuple[str, str]]:
    """Text as it is, an address as the name of its host."""
    for place, part in enumerate(_LINK.split(source)):
        if place % 2:
            yield urlsplit(part).hostname or part, part
        elif part.strip(" ;"):
            yield part.strip(" ;"), ""


def _scope(scope: Scope) -> Iterable[str]:
    """Where a row holds, in words: jurisdiction first, then payer, level, edition, people."""
    yield JURISDICTIONS.get(scope.jurisdiction, scope.jurisdiction)
    if scope.payer:
        yield scope.payer.replace("-", " ").title()
    if scope.level_of_care:
        known = scope.level_of_care in set(LevelOfCare)
        edition = CriteriaEdition(scope.edition) if scope.edition else None
        yield level_words(LevelOfCare(scope.level_of_care), edition) if known else f"Level {scope.level_of_care}"
    if scope.edition:
        yield words(CriteriaEdition(scope.edition))
    if scope.population:
        yield words(Population(scope.population))
