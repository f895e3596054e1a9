"""How minutes are written on a page, whole and never rounded up; and addresses for lists of many rows."""

from functools import cache

from django import template
from django.urls import get_script_prefix, reverse

from stepdown.people.terms import phone as phones

register = template.Library()


@register.filter
def hours(minutes: int) -> str:
    """Minutes in words: 390 → "6 h 30 min", 540 → "9 h", 45 → "45 min"."""
    whole, rest = divmod(int(minutes), 60)
    if whole and rest:
        return f"{whole} h {rest} min"
    return f"{whole} h" if whole or not rest else f"{rest} min"


@register.filter
def phone(text: str) -> str:
    """A telephone number as people read it; other words stay as they are."""
    return phones.shown(text)


@register.filter
def dials(text: str) -> str:
    """The address of a link that dials a telephone number."""
    return phones.link(text)


@register.filter
def hours_short(minutes: int) -> str:
    """Minutes as hours with at most one decimal, rounded down, for tight places: 390 → "6.5", 419 → "6.9"."""
    tenths = int(minutes) // 6
    return f"{tenths // 10}.{tenths % 10}" if tenths % 10 else str(tenths // 10)


@register.filter
def hours_minutes(minutes: int) -> str:
    """Minutes as a column of a table shows them: 390 → "6:30", 45 → "0:45"."""
    whole, rest = divmod(int(minutes), 60)
    return f"{whole}:{rest:02}"


@register.filter
def offers(tags: str | None, what: str) -> str:
    """The address a message offers: "undo /settings/rooms/3/restore/" offers one to undo, and nothing else."""
    kind, _, address = (tags or "").partition(" ")
    return address if kind == what else ""


@register.simple_tag
def address(page: str, *numbers: int) -> str:
    """The address of a desk page about rows: `{% address "client" row.client %}`, as `url` gives it, a good deal faster.

    For lists of hundreds of rows: Django works each address out anew, here it is worked out once.
    """
    return _pattern(page, len(numbers), get_script_prefix()).format(*map(int, numbers))


@cache
def _pattern(page: str, places: int, prefix: str) -> str:
    """An address with a gap for each number: "/clients/{}/". `prefix` is where the program lies on its host."""
    marks = [9_000_000_000 + place for place in range(places)]
    found = reverse(f"desk:{page}", args=marks)
    for mark in marks:
        found = found.replace(str(mark), "{}")
    return found
