"""The keys of the desk, in one table: what the help dialog lists, what a page says of itself, and where `g` leads."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

register = template.Library()


@dataclass(frozen=True, slots=True)
class Key:
    """What to press, each key in brackets, what it does, and for `g` the place it leads to (`data-place` in the menu)."""

    press: str
    does: str
    place: str = ""

    @property
    def last(self) -> str:
        """The last key to press."""
        return re.findall(r"\[(.+?)\]", self.press)[-1]


@dataclass(frozen=True, slots=True)
class Keys:
    """The keys of one page; `section` is what the page calls itself in its context."""

    section: str
    title: str
    rows: tuple[Key, ...]


EVERYWHERE = Keys(
    "",
    "Everywhere",
    (
        Key("[/]", "Search on this page"),
        Key("[g] then [t]", "Today", "today"),
        Key("[g] then [w]", "Week", "week"),
        Key("[g] then [a]", "Admissions", "admissions"),
        Key("[g] then [c]", "Clients", "clients"),
        Key("[g] then [p]", "Calls to make", "calls"),
        Key("[g] then [l]", "Ledger", "ledger"),
        Key("[Esc]", "Close a menu or a dialog"),
        Key("[?]", "This list"),
    ),
)
CALLS = Keys(
    "calls",
    "Calls to make",
    (
        Key("[j]", "Next person"),
        Key("[k]", "Person before"),
        Key("[1]", "Reached"),
        Key("[2]", "Left a message"),
        Key("[3]", "No answer"),
        Key("[4]", "Wrong number"),
    ),
)
"""The figures say what came of the call to the person who has the focus; each is a `data-key` on the page."""
PAGES = (
    Keys(
        "today",
        "Today",
        (
            Key("[/] a name [Enter]", "Check in the first person found, or out when they are here"),
            Key("[Esc] in the search", "Show everybody again"),
            Key("[Tab] and [Enter]", "Check out, undo, or open a person’s page"),  # noqa: RUF001 - typeset
        ),
    ),
    Keys(
        "week",
        "Week",
        (
            Key("[←] [↑] [↓] [→]", "From session to session on the board"),
            Key("[Home] and [End]", "The first and the last session"),
            Key("[m]", "Move the session you are on"),
        ),
    ),
    CALLS,
)


@register.simple_tag
@cache
def key_list(section: str = "") -> SafeString:
    """Every key, those of the page called `section` first."""
    first = sorted(PAGES, key=lambda one: one.section != section)
    groups = [first[0], EVERYWHERE, *first[1:]] if first[0].section == section else [EVERYWHERE, *first]
    return format_html_join(
        "", '<h3 class="keylist-head">{}</h3><dl class="keylist">{}</dl>', ((one.title, _rows(one)) for one in groups)
    )


@register.simple_tag
@cache
def key_line(section: str) -> SafeString:
    """The keys of one page in a line: "j next person, k person before"."""
    rows = next(one.rows for one in PAGES if one.section == section)
    return format_html_join(", ", "{} {}", ((_pressed(row), row.does.lower()) for row in rows))


def _rows(keys: Keys) -> SafeString:
    return format_html_join(
        "", "<dt{}>{}</dt><dd>{}</dd>", ((_leads(row), _pressed(row), row.does) for row in keys.rows)
    )


def _leads(row: Key) -> SafeString | str:
    return format_html(' data-go="{}" data-to="{}"', row.last, row.place) if row.place else ""


def _pressed(row: Key) -> SafeString:
    """ "[g] then [t]" with each key as one."""
    parts = re.split(r"\[(.+?)\]", row.press)
    return format_html_join(
        "", "{}", ((format_html("<kbd>{}</kbd>", one) if n % 2 else one,) for n, one in enumerate(parts))
    )
