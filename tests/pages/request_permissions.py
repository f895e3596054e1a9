"""Who may open which page about what people ask about their records; part of the table in `permissions`."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils import timezone

from stepdown.agency.terms import Role
from stepdown.privacy import actions
from stepdown.privacy.models import Breach, BreachTold, Request
from stepdown.privacy.queries import holds_of
from stepdown.privacy.terms import BreachNotice, BreachOutcome, Factor, Ground, NewAnswer, Outcome, RequestKind
from tests.factories.agency import BY, Agency
from tests.factories.asking import access, amendment, asked
from tests.factories.breaches import decided, told
from tests.pages.consent_permissions import KEEP, REVOKE, WENT_ON, one_client
from tests.pages.table import EVERYONE, Page

R = Role


def copy(a: Agency) -> list[int]:
    """A request to have a copy that is open."""
    there = Request.objects.filter(client__in=a.clients, kind=RequestKind.ACCESS, answer=None).first()
    now = timezone.now()
    return [there.pk if there else asked(access(a.clients[0], now.date()), now)]


def slow(a: Agency) -> list[int]:
    """One whose clock was not extended."""
    there = Request.objects.filter(client__in=a.clients, answer=None, extension=None).first()
    now = timezone.now()
    return [there.pk if there else asked(access(a.clients[0], now.date()), now)]


def withdrawn(a: Agency) -> list[int]:
    now = timezone.now()
    [number] = copy(a)
    actions.answer_request(by=BY, at=now, request=number, answer=NewAnswer(Outcome.WITHDRAWN, "Not now"))
    return [number]


def denied(a: Agency) -> list[int]:
    """An amendment that was denied, and to which nobody has said anything."""
    now = timezone.now()
    number = asked(amendment(a.clients[0], now.date()), now)
    answer = NewAnswer(Outcome.DENIED, "It was June 1", frozenset({Ground.RIGHT_AS_IT_IS}))
    actions.answer_request(by=BY, at=now, request=number, answer=answer)
    return [number]


def held(a: Agency) -> list[int]:
    """A client, and a hold on their record."""
    now, client = timezone.now(), a.clients[0]
    there = holds_of([client]).get(client)
    if there:
        return [client, there[0].id]
    return [
        client,
        actions.place_hold(
            by=BY, at=now, day=now.date(), client=client, words="Synthetic lawsuit", placed_on=now.date()
        ),
    ]


def longer(a: Agency) -> Mapping[str, object]:
    return {"words": "The archive is away", "told_on": timezone.now().date().isoformat()}


def wanted_no_more(a: Agency) -> Mapping[str, object]:
    return {"outcome": "withdrawn", "words": "Synthetic"}


def disagrees(a: Agency) -> Mapping[str, object]:
    return {"says": "disagreement", "words": "It was June 3"}


def breach(a: Agency) -> list[int]:
    """One that is decided: the people are told, and are not yet."""
    there = Breach.objects.filter(site=a.site, assessments__outcome=BreachOutcome.NOTIFY, told=None).first()
    now = timezone.now()
    return [there.pk if there else decided(a.site, now.date(), now)]


def told_of(a: Agency) -> list[int]:
    """A breach, and that the people were told of it."""
    if there := BreachTold.objects.filter(breach__site=a.site, taken_back_at=None).first():
        return [there.breach_id, there.pk]
    now = timezone.now()
    number = decided(a.site, now.date(), now)
    return [number, told(number, now.date(), now, BreachNotice.PEOPLE)]


def no_breach(a: Agency) -> list[int]:
    """One that nobody need be told of."""
    now = timezone.now()
    return [decided(a.site, now.date(), now, BreachOutcome.LOW_PROBABILITY)]


def four_factors(a: Agency) -> Mapping[str, object]:
    factors = {f"{one}_{name}": said for one in Factor for name, said in (("rating", "low"), ("why", "Synthetic"))}
    return factors | {"outcome": "notify", "people": "1", "words": "Synthetic"}


def people_told(a: Agency) -> Mapping[str, object]:
    return {"notice": "people", "told_on": timezone.now().date().isoformat(), "words": "Synthetic"}


REQUESTS = [
    Page("desk:retention", KEEP),
    Page("desk:export-retention", KEEP, None, lambda a: {}),
    Page("desk:hold-record", KEEP, one_client),
    Page("desk:lift-hold", KEEP, held),
    Page("desk:requests", KEEP | {R.FRONT_DESK}),
    Page("desk:client-requests", REVOKE, one_client),
    Page("desk:new-request", REVOKE, one_client),
    Page("desk:record-request", KEEP, copy),
    Page("desk:make-record", KEEP, copy, lambda a: {}),
    Page("desk:extend-request", KEEP, slow, longer, WENT_ON),
    Page("desk:answer-request", KEEP, copy, wanted_no_more, WENT_ON),
    Page("desk:reopen-request", KEEP, withdrawn, lambda a: {}, WENT_ON),
    Page("desk:say-to-denial", KEEP, denied, disagrees, WENT_ON),
    Page("desk:breaches", EVERYONE),
    Page("desk:report-breach", EVERYONE),
    Page("desk:breach", KEEP, breach),
    Page("desk:assess-breach", KEEP, breach, four_factors, WENT_ON),
    Page("desk:tell-of-breach", KEEP, breach, people_told, WENT_ON),
    Page("desk:take-back-told", KEEP, told_of),
    Page("desk:close-breach", KEEP, no_breach, lambda a: {"words": "Synthetic"}, WENT_ON),
]
