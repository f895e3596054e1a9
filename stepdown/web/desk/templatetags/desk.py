"""How minutes are written on a page. Minutes are whole; nothing is ever rounded up."""

from django import template

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
