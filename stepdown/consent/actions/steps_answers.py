"""The accounting of disclosures: the one place where a row of it is made, whatever the door."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from stepdown.audit.terms import Actor
from stepdown.consent import rules
from stepdown.consent.models import Disclosure
from stepdown.consent.terms import Category, Decision, Evidence, NamedException, Notice, Purpose, RecipientKind


@dataclass(frozen=True, slots=True)
class Asked:
    """Who asked the gate for whom, for what and when; `day` is the local day, whose wording of the notice goes along."""

    by: Actor
    at: datetime
    day: date
    door: str
    kind: RecipientKind
    name: str
    purpose: Purpose
    exception: NamedException | None = None
    evidence: tuple[tuple[Evidence, str], ...] = ()


def answered(
    asked: Asked, client: int, categories: Iterable[Category], decision: Decision, *, allowed: bool
) -> Disclosure:
    """One answer about one client as the accounting keeps it, not saved yet: `categories` were told, or were not.

    A yes names all that carried it and the statement that went along; a no names everything that was missing.
    """
    carried = decision.granted if allowed else ()
    notice = decision.notice if allowed else Notice.NONE
    return Disclosure(
        client_id=client,
        actor=asked.by.label,
        user=asked.by.user,
        request=asked.by.request,
        at=asked.at,
        door=asked.door,
        to_kind=asked.kind,
        to_name=asked.name,
        purpose=asked.purpose,
        categories=sorted(set(categories)),
        allowed=allowed,
        bases=sorted({one.basis for one in carried}),
        consents=sorted({one.consent for one in carried if one.consent is not None}),
        exception=asked.exception or "",
        evidence={kind.value: words.strip() for kind, words in asked.evidence},
        reasons=[] if allowed else sorted(decision.reasons),
        notice=notice,
        notice_version=rules.notice_on(asked.day).name if notice != Notice.NONE else "",
    )
