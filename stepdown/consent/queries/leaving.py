"""What the gate says of a file about many people: all of them decided at once."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

from django.db.models import Max

from stepdown.agency import queries as agency
from stepdown.audit.terms import NotFound
from stepdown.consent import rules
from stepdown.consent.models import Disclosure, Recipient
from stepdown.consent.queries.gate import known_of
from stepdown.consent.queries.restrictions import who
from stepdown.consent.terms import Ask, Category, Decision, Item, Known, Leaving, RecipientKind
from stepdown.consent.terms import Recipient as To
from stepdown.people import queries as people

NO_PROGRAM = 0
"""No consent names it, and what it holds is protected."""


def answers(leaving: Leaving, to: To, *, at: datetime, day: date) -> dict[int, Decision]:
    """What of each person may be told, by client; only what the purpose needs is asked. Five queries, however many."""
    protected = agency.part2_programs()
    known = known_of(list(leaving.people), day)
    items = needed_items(leaving)
    found = {}
    for client, program in leaving.people.items():
        part2 = protected.get(program or NO_PROGRAM, True)
        ask = Ask(program or NO_PROGRAM, part2, to, leaving.whom.purpose, items, at, leaving.exception)
        found[client] = rules.decide_now(ask, known[client])
    return found


def for_ourselves(leaving: Leaving, at: datetime) -> Decision:
    """What those inside the programme may have of anybody, for their work. No query."""
    to = To(RecipientKind.PROGRAM_STAFF)
    return rules.decide(Ask(NO_PROGRAM, True, to, leaving.whom.purpose, needed_items(leaving), at), Known())


def needed_items(leaving: Leaving) -> frozenset[Item]:
    """What the file says and its purpose needs."""
    return frozenset(rules.item(one) for one in leaving.categories & rules.NEEDED[leaving.whom.purpose])


def addressee(recipient: int) -> tuple[To, str]:
    """An organisation files may be sent to, and its name. One query. Raises NotFound, too while nobody made sure of
    its address.
    """
    row = Recipient.objects.filter(pk=recipient, ended_at=None, verified_at__isnull=False).first()
    if row is None:
        raise NotFound
    return To(RecipientKind(row.kind), who(recipient=row.pk)), row.name


def not_needed(leaving: Leaving) -> frozenset[Category]:
    """What the file would say beyond what its purpose needs."""
    return leaving.categories - rules.NEEDED[leaving.whom.purpose]


def last_told(clients: Collection[int]) -> dict[int, date]:
    """The day (UTC) on which something was last told about each of `clients`, the records merged into them included; of
    whom nothing was told is left out. Two queries.
    """
    into = people.merged_into(clients)
    rows = Disclosure.objects.filter(client_id__in=[*clients, *into], allowed=True).order_by().values("client_id")
    found: dict[int, date] = {}
    for number, at in rows.annotate(latest=Max("at")).values_list("client_id", "latest"):
        client = into.get(number, number)
        found[client] = max(found.get(client, at.date()), at.date())
    return found
