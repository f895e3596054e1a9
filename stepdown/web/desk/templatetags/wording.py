"""What the desk calls things: labels for every enum value, sentences for every blocker, clock times of the site.

A template never shows a raw enum value; it says `{{ row.role|words }}`. What is missing here fails a test.
"""

# ruff: noqa: RUF001, RUF002 - spans of time are written with an en dash
from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from django import template
from django.utils import timezone

from stepdown.agency.terms import CriteriaEdition
from stepdown.audit.terms import Obstacle
from stepdown.coverage.terms import UnitKind, Units
from stepdown.journey.terms import Grounds
from stepdown.kernel.dates import EN, WEEKDAYS, in_full
from stepdown.kernel.levels import LevelOfCare
from stepdown.kernel.period import Period
from stepdown.web.desk.happened import ACTIONS, PAGES
from stepdown.web.desk.labels import LABELS, LANGUAGES, LEVELS_FOURTH
from stepdown.web.desk.sentences import SENTENCES, Phrase
from stepdown.web.desk.sentences.spanish import SPOKEN
from stepdown.web.desk.templatetags.desk import hours

register = template.Library()


@register.filter
def words(value: StrEnum | None) -> str:
    """The label of an enum value: `Role.FRONT_DESK` → "Front desk"; nothing for None. Raises KeyError for others."""
    return "" if value is None else LABELS[type(value)][value]


@register.filter
def level_words(level: LevelOfCare | None, edition: CriteriaEdition | None = None) -> str:
    """A level's name in an edition of the criteria: 2.5 is partial hospitalization in the third only."""
    if edition is CriteriaEdition.FOURTH and level in LEVELS_FOURTH:
        return LEVELS_FOURTH[level]
    return words(level)


@register.filter
def units_words(units: Units) -> str:
    """What an authorization covers: "5 days a week", "6 h a week", "1 session in all"."""
    if units.kind is UnitKind.MINUTE:
        amount = hours(units.units)
    else:
        amount = f"{units.units} {words(units.kind)}".removesuffix("s" if units.units == 1 else "")
    return f"{amount} {words(units.period)}"


@register.filter
def language(code: str) -> str:
    """ "es" → "Spanish"; a code we have no word for stays as it is, in capitals."""
    return LANGUAGES.get(code, code.upper())


@register.filter
def weekday(day: int) -> str:
    """0 → "Monday"."""
    return WEEKDAYS[day]


@register.filter
def clock(moment: datetime | time | int | None) -> str:
    """The time on the site's wall: "8:56 am". An int is minutes after local midnight; nothing for None."""
    if moment is None:
        return ""
    if isinstance(moment, int):
        hour, minute = divmod(moment % (24 * 60), 60)
    else:
        wall = timezone.localtime(moment) if isinstance(moment, datetime) else moment
        hour, minute = wall.hour, wall.minute
    return f"{hour % 12 or 12}:{minute:02} {'am' if hour < 12 else 'pm'}"


@register.filter
def clock_span(period: Period) -> str:
    """A period on the site's wall: "9:00 – 10:30 am", "11:00 am – 1:00 pm"."""
    start, end = clock(period.start), clock(period.end)
    return f"{start[:-3]} – {end}" if start[-2:] == end[-2:] else f"{start} – {end}"


@register.filter
def day(moment: date | datetime | None) -> str:
    """A local day: "Wed, Nov 25". Nothing for None."""
    if moment is None:
        return ""
    local = timezone.localtime(moment).date() if isinstance(moment, datetime) else moment
    return f"{local:%a, %b} {local.day}"


@register.filter
def day_name(moment: date) -> str:
    """ "Wednesday"."""
    return WEEKDAYS[moment.weekday()]


@register.filter
def day_full(moment: date) -> str:
    """ "Wednesday, November 25, 2026"."""
    return in_full(moment)


@register.filter
def day_long(moment: date | datetime | None) -> str:
    """A local day with its year: "Nov 25, 2026". Nothing for None."""
    if moment is None:
        return ""
    local = timezone.localtime(moment).date() if isinstance(moment, datetime) else moment
    return f"{local:%b} {local.day}, {local.year}"


@register.filter
def last_day(ends: date) -> str:
    """The last day something holds, of its first day out: Nov 26 → "Nov 25, 2026"."""
    return day_long(ends - timedelta(days=1))


@register.filter
def action_words(action: str) -> str:
    """What an action about a client did: "session.check_in" → "Checked in". Raises KeyError for others."""
    return ACTIONS[action]


@register.filter
def page_words(route: str) -> str:
    """The page or file a chart was read on: "desk:client" → "Client page", "table:clients" → "File of a table". Raises
    KeyError for others.
    """
    return PAGES[route] if route in PAGES else PAGES[route.partition(":")[0]]


@register.filter
def actor_words(label: str) -> str:
    """Who acted, as history keeps it: an address as it is; "system:import" → "Stepdown (import)",
    "service:Nightly" → "Nightly (service account)".
    """
    kind, _, name = label.partition(":")
    if kind == "service" and name:
        return f"{name} (service account)"
    return f"Stepdown ({name})" if kind == "system" and name else label


BROWSERS = (("Edg", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("FxiOS", "Firefox"), ("Chrome/", "Chrome"),
            ("CriOS", "Chrome"), ("Safari/", "Safari"))  # fmt: skip
SYSTEMS = (("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows"), ("Mac OS", "Mac"),
           ("CrOS", "Chromebook"), ("Linux", "Linux"))  # fmt: skip
"""What a browser calls itself, and what people do; the first that is found."""


@register.filter
def browser_words(agent: str) -> str:
    """A browser as people name it: "Firefox on Windows"; what it calls itself where that is not known."""
    browser = next((name for mark, name in BROWSERS if mark in agent), "")
    system = next((name for mark, name in SYSTEMS if mark in agent), "")
    return f"{browser} on {system}" if browser and system else browser or system or agent[:80] or "An unknown browser"


@register.filter
def grounds_words(grounds: str) -> str:
    """For what somebody might open a chart, as the read log keeps it; empty is a list that named the client."""
    return words(Grounds(grounds)) if grounds else "On a list"


@register.filter
def obstacle_sentence(obstacle: Obstacle, language: str = EN) -> str:
    """What stands in the way and what to do about it, in one or two sentences. Times are those of the site. In Spanish
    for what keeps a client from signing.

    Says how many clients it is about, never who: names are for pages whose reader may see them.
    """
    known: Phrase = SENTENCES[type(obstacle.blocker)][obstacle.blocker]
    phrase = SPOKEN.get(language, {}).get(type(obstacle.blocker), {}).get(obstacle.blocker, known)
    return phrase({key: _said(key, value) for key, value in obstacle.about.items()})


@register.filter
def why_words(blocker: StrEnum) -> str:
    """A blocker kept with a row, as its sentence."""
    return obstacle_sentence(Obstacle(blocker))


def _said(key: str, value: object) -> object:
    """A fact of an obstacle as a sentence shows it; `key` tells minutes of the day from other numbers."""
    if isinstance(value, Period):
        return clock_span(value)
    if isinstance(value, StrEnum):
        return words(value) if type(value) in LABELS else str(value)
    if isinstance(value, datetime):
        return clock(value)
    if isinstance(value, date):
        return day_long(value)
    if key in {"opens", "closes", "starts", "ends"} and isinstance(value, int):
        return clock(value)
    if key == "weekday" and isinstance(value, int):
        return weekday(value)
    if key == "language" and isinstance(value, str):
        return language(value)
    if isinstance(value, list | tuple | frozenset | set):
        return len(value) if key == "clients" else _either(sorted(map(str, value)))
    return value


def _either(names: list[str]) -> str:
    """["LCSW", "LPC"] → "LCSW or LPC"."""
    return " or ".join(filter(None, [", ".join(names[:-1]), *names[-1:]]))


@register.filter
def called(label: str, names: Mapping[str, str]) -> str:
    """Who acted, by name where one is known (every page has `names`); else as `actor_words` says."""
    return names.get(label) or actor_words(label)
