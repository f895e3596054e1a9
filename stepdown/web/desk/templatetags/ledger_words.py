"""Sentences of the ledger: what is to be done, and what a make-up adds."""

from __future__ import annotations

from datetime import date

from django import template

from stepdown.ledger.terms import Added, Adds, Work, WorkItem
from stepdown.web.desk.templatetags.desk import hours
from stepdown.web.desk.templatetags.wording import day_long, words

register = template.Library()


@register.filter
def work_sentence(item: WorkItem, today: date) -> str:
    """A thing to do as a sentence: "Wednesday: 2 h 30 min of 9 h still open."."""
    if item.work is Work.OPEN_HOURS:
        return f"{today:%A}: {hours(item.minutes)} of {hours(item.of)} still open."
    if item.work is Work.UNDER_MINIMUM:
        return f"As planned, {hours(item.minutes)} stay missing from the level's minimum of {hours(item.of)}."
    if item.work is Work.NOTHING_ORDERED:
        return "No hours are ordered. Somebody who may prescribe orders them on the Plan tab."
    if item.work is Work.NOT_AUTHORIZED:
        return f"No authorization holds, and {hours(item.minutes)} are attended or planned."
    if item.work is Work.BEYOND_AUTHORIZATION:
        more = [hours(item.minutes)] if item.minutes else []
        more += [f"{item.days} day{'' if item.days == 1 else 's'}"] if item.days else []
        return f"{' and '.join(more)} beyond what is authorized. The hours stay; ask the payer."
    due = day_long(item.day)
    return f"The authorization ends on {due}." if item.work is Work.AUTHORIZATION_ENDS else f"Review due on {due}."


@register.filter
def work_short(item: WorkItem) -> str:
    """The same for a narrow place: "Review due Mar 3", "1 h beyond authorization"."""
    if item.work is Work.BEYOND_AUTHORIZATION and item.minutes:
        return f"{hours(item.minutes)} beyond authorization"
    return f"{words(item.work)} {item.day:%b} {item.day.day}" if item.day else words(item.work)


@register.filter
def added_words(added: Added) -> str:
    """What a make-up adds: "Adds a countable day, 3 h", "Adds 1 h", "Adds nothing that counts"."""
    if added.adds is Adds.HOURS:
        return f"Adds {hours(added.minutes)}"
    return f"{words(added.adds)}, {hours(added.minutes)}" if added.adds is Adds.DAY else words(added.adds)
