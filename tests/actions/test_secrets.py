"""Bringing every secret under the newest key."""

from __future__ import annotations

import pytest
from allauth.mfa.models import Authenticator

from stepdown.agency.actions import make_sign_in, renew_secrets
from stepdown.agency.queries import secrets_kept
from stepdown.audit.models import Entry
from stepdown.audit.secret import KeyState, Safe, new_key
from stepdown.audit.terms import Actor, NotAllowed
from tests.actions.world import AT, BY

OLD, NEW, GONE = new_key(), new_key(), new_key()
KEYS = [NEW, OLD]
TOTP, CODES, KEY = Authenticator.Type.TOTP, Authenticator.Type.RECOVERY_CODES, Authenticator.Type.WEBAUTHN


def held(*rows: tuple[str, dict[str, object]]) -> list[int]:
    """A sign-in each, with one second factor."""
    made = []
    for number, (kind, data) in enumerate(rows):
        address = f"synthetic{number}@example.test"
        user = make_sign_in(by=BY, at=AT, email=address, password="synthetic-lantern-47", name="Synthetic")
        made.append(Authenticator.objects.create(user_id=user, type=kind, data=data).pk)
    return made


def test_every_secret_comes_under_the_newest_key_and_stays_what_it_is(db: None) -> None:
    rows = held(
        (TOTP, {"secret": Safe([OLD]).keep("one")}),
        (CODES, {"seed": "two", "used_mask": 5}),
        (TOTP, {"secret": Safe([NEW]).keep("three")}),
        (TOTP, {"secret": Safe([GONE]).keep("four")}),
        (KEY, {"name": "Synthetic key"}),
    )
    states = {KeyState.OLDER: 1, KeyState.NONE: 1, KeyState.NEWEST: 1, KeyState.LOST: 1}
    assert secrets_kept(KEYS) == states
    assert renew_secrets(by=BY, at=AT, keys=KEYS) == 2
    assert secrets_kept(KEYS) == {KeyState.NEWEST: 3, KeyState.LOST: 1}
    assert secrets_kept([NEW]) == secrets_kept(KEYS), "the old key opens nothing any more"
    found = {row.pk: row.data for row in Authenticator.objects.all()}
    safe = Safe([NEW])
    assert [safe.show(str(found[row].get("secret") or found[row]["seed"])) for row in rows[:3]] == [
        "one",
        "two",
        "three",
    ]
    assert (found[rows[1]]["used_mask"], found[rows[4]]) == (5, {"name": "Synthetic key"})
    assert renew_secrets(by=BY, at=AT, keys=KEYS) == 0
    noted = Entry.objects.filter(action="agency.renew_secrets").values_list("details", flat=True)
    assert list(noted) == [{"second_factor": "totp"}, {"second_factor": "recovery_codes"}]


def test_only_who_manages_sign_ins(db: None) -> None:
    with pytest.raises(NotAllowed):
        renew_secrets(by=Actor("desk", roles=frozenset({"front_desk"})), at=AT, keys=KEYS)
