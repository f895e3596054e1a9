"""A key is added in front, everything comes under it, and the doctor sees what is under which."""

from __future__ import annotations

from pathlib import Path

import pytest
from allauth.mfa.models import Authenticator
from pytest_django import Settings

from stepdown.agency.actions import make_sign_in
from stepdown.audit.secret import Safe, new_key
from stepdown.cli.checks import database
from stepdown.cli.errors import CannotRun
from tests.actions.world import AT, BY
from tests.cli.conftest import Verb


def test_a_new_key_goes_in_front_of_those_in_the_file(
    verb: Verb, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("STEPDOWN_FIELD_KEYS")
    file = tmp_path / "field-keys"
    with pytest.raises(CannotRun, match="the first start makes one"):
        verb("keys", "new")
    old = new_key()
    file.write_text(old + "\n")
    code, out, _ = verb("keys", "new")
    fresh, *rest = file.read_text().split()
    assert (code, rest, fresh in out, file.stat().st_mode & 0o777) == (0, [old], False, 0o600)
    assert Safe([fresh, *rest]).show(Safe([old]).keep("synthetic")) == "synthetic"


def test_where_the_environment_brings_them_a_new_key_is_only_shown(verb: Verb, tmp_path: Path) -> None:
    shown = verb("keys", "new")[1].split()[0]
    assert (Safe([shown]).show("plain"), list(tmp_path.iterdir())) == ("plain", [])


def test_from_one_key_to_the_next(verb: Verb, settings: Settings) -> None:
    old, new, gone = new_key(), new_key(), new_key()
    settings.FIELD_KEYS = [new, old]
    for number, kept in enumerate((Safe([old]).keep("x"), Safe([gone]).keep("y"))):
        user = make_sign_in(by=BY, at=AT, email=f"s{number}@example.test", password="synthetic-lantern-47", name="S")
        Authenticator.objects.create(user_id=user, type=Authenticator.Type.TOTP, data={"secret": kept})
    told = [(one.found, one.mend) for one in database.secrets()]
    assert told == [
        (
            "1 under a key that is not here",
            "put the key back into STEPDOWN_FIELD_KEYS; without it: stepdown sign-in second-factor EMAIL --reset",
        ),
        ("1 under an older key, or under none", "run: stepdown keys renew"),
    ]
    code, out, _ = verb("keys", "renew")
    assert (code, out.splitlines()) == (
        1,
        [
            "1 brought under the newest key.",
            "1 are under a key that is not here: put it back behind the others, and run this again.",
        ],
    )
    settings.FIELD_KEYS = [new, old, gone]
    code, out, _ = verb("keys", "renew")
    assert (code, out.splitlines()[0]) == (0, "1 brought under the newest key.")
    settings.FIELD_KEYS = [new]
    assert [(one.found, one.ok) for one in database.secrets()] == [("2 under the newest key", True)]
