"""The people around the demo's clients, what helpers would need to know, and what clients agreed to: all invented."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import datetime

from stepdown.audit.terms import Actor
from stepdown.consent.actions import sign, sign_papers
from stepdown.consent.terms import TPO, Capacity, Category, ConsentKind, NewConsent, PaperKind, RecipientKind, Sitting
from stepdown.demo.names import circle_names
from stepdown.people.actions import add_contact, add_way, record_fact
from stepdown.people.terms import EmergencyKind, NewContact, NewEmergencyFact, NewWay, WayKind

RELATIONSHIPS = ("Mother", "Father", "Partner", "Sister", "Brother", "Friend", "Sponsor", "Daughter")
FACTS = (
    NewEmergencyFact(EmergencyKind.NO_ALLERGIES),
    NewEmergencyFact(EmergencyKind.ALLERGY, "Penicillin", "Rash"),
    NewEmergencyFact(EmergencyKind.ALLERGY, "Peanuts", "Swelling; carries an injector"),
    NewEmergencyFact(EmergencyKind.MEDICATION, "Buprenorphine and naloxone", "8 mg / 2 mg, mornings"),
    NewEmergencyFact(EmergencyKind.MEDICATION, "Naltrexone, monthly injection", "Opioids do not work as usual"),
    NewEmergencyFact(EmergencyKind.CONDITION, "Asthma", "Inhaler in the left pocket"),
    NewEmergencyFact(EmergencyKind.CONDITION, "Seizures in withdrawal", "Last one two years ago"),
    NewEmergencyFact(EmergencyKind.NEED, "Hard of hearing", "Speak facing them"),
)


def surround(*, by: Actor, at: datetime, seed: int, clients: Sequence[int]) -> None:
    """Give every client somebody to call in an emergency, most a second person, and two in three a line or two on the
    emergency sheet. Some numbers take no message, some are never to be used: as in life.
    """
    chance = random.Random(f"circle {seed}")  # noqa: S311, a demo, not a secret
    names = iter(circle_names(f"demo {seed}", 2 * len(clients)))
    for place, client in enumerate(clients):
        for first in (True, False)[: chance.choice((1, 2, 2))]:
            who = NewContact(
                next(names), chance.choice(RELATIONSHIPS), emergency=first, lives_with=chance.random() < 0.4
            )
            contact = add_contact(by=by, at=at, client=client, contact=who)
            may_use = first or chance.random() < 0.8
            number = f"{773 if first else 872}-555-01{place % 100:02}"
            message = may_use and chance.random() < 0.5
            way = NewWay(WayKind.MOBILE, number, contact, may_use=may_use, may_leave_message=message)
            add_way(by=by, at=at, client=client, way=way)
        for fact in chance.sample(FACTS[1:], chance.choice((0, 1, 2))) or [FACTS[0]]:
            record_fact(by=by, at=at, client=client, fact=fact)


def consent(*, by: Actor, at: datetime, client: int, program: int, language: str) -> None:
    """The consent most people sign when they are admitted: treatment, payment and running the programme."""
    new = NewConsent(
        client=client,
        program=program,
        kind=ConsentKind.TPO,
        purposes=TPO,
        categories=frozenset(Category) - {Category.COUNSELING_NOTES},
        text="A synthetic paper of the demo: one consent for all future treatment, payment and operations.",
        signer_name="Synthetic Client",
        kinds=frozenset({RecipientKind.TREATING_PROVIDER, RecipientKind.PAYER, RecipientKind.SERVICE_ORGANIZATION}),
        told=True,
        language=language,
    )
    sign(by=by, at=at, consent=new)


def agree(*, by: Actor, at: datetime, client: int, program: int, language: str) -> None:
    """The agreements of an admission, signed before it. Of one in six a paper is still missing, as in life."""
    later = {0: PaperKind.FINANCIAL, 6: PaperKind.TELEHEALTH}.get(client % 12)
    sitting = Sitting(
        client, program, frozenset(PaperKind) - {later}, "Synthetic Client", Capacity.SAID_BACK, language=language
    )  # fmt: skip
    sign_papers(by=by, at=at, sitting=sitting)
