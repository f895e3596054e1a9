"""`stepdown sign-in`: from an empty database to somebody who gets in, and back in."""

from __future__ import annotations

import getpass
from collections.abc import Callable, Iterator

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.test import Client, override_settings

from stepdown.agency.queries import actor_of, sign_ins, site_records, staff_rows, time_zone
from stepdown.agency.terms import Role
from stepdown.audit.models import Entry
from stepdown.cli.errors import CannotRun
from stepdown.cli.main import main
from tests.cli.conftest import Verb

EMAIL, PASSWORD, WRONG = "rowan@example.org", "synthetic-lantern-47", "not the password"
SITE = ("--site", "main", "--new-site", "Main Street", "--time-zone", "America/Chicago")
ROWAN = ("sign-in", "add", EMAIL, "--name", "Rowan Vale", "--role", "administrator", "--role", "nurse")
JUNIPER = ("sign-in", "add", "juniper@example.org", "--name", "Juniper Marsh", "--role", "front_desk", "--site", "main")
Typing = Callable[..., None]


@pytest.fixture
def typing(monkeypatch: pytest.MonkeyPatch) -> Typing:
    """Says what the person at the prompt types next."""

    def types(*words: str) -> None:
        rest = iter(words)
        monkeypatch.setattr(getpass, "getpass", lambda prompt: next(rest))

    return types


@pytest.fixture(autouse=True)
def _as_in_production() -> Iterator[None]:
    """Wrong passwords are counted, and a second factor is asked for."""
    cache.clear()
    with override_settings(DEMO=False, AXES_ENABLED=True):
        yield


def made(out: str) -> str:
    """The password that a verb made and showed."""
    return out.partition("shown this once: ")[2].partition("\n")[0]


def get_in(password: str, email: str = EMAIL) -> tuple[int, str]:
    response = Client().post("/account/login/", {"login": email, "password": password})
    return response.status_code, response.headers.get("Location", "")


def test_the_first_administrator_of_an_empty_database_gets_in(verb: Verb, typing: Typing) -> None:
    nobody = (0, "Nobody may sign in yet. See: stepdown sign-in add --help\n", "")
    assert verb("sign-in", "list") == nobody
    typing(PASSWORD, PASSWORD)
    assert verb(*ROWAN, *SITE) == (0, "Rowan Vale may sign in as rowan@example.org.\n", "")
    assert get_in(PASSWORD) == (302, "/")
    ((site,), (account,)) = site_records(), sign_ins()
    actor = actor_of(account.id)
    assert (site.code, time_zone(site.id)) == ("main", "America/Chicago")
    assert (actor.roles, actor.sites) == (frozenset({Role.ADMINISTRATOR, Role.NURSE}), frozenset({site.id}))
    by = f"system:sign-in:{getpass.getuser()}"
    assert list(Entry.objects.exclude(action="policy.load_rows").order_by("pk").values_list("action", "actor")) == [
        ("agency.open_sites", by),
        ("agency.hire", by),
        ("agency.make_sign_in", by),
    ]


def test_a_generated_password_is_shown_once_and_works(verb: Verb) -> None:
    _, out, _ = verb(*ROWAN, *SITE, "--generate")
    assert (len(made(out)), get_in(made(out))) == (23, (302, "/"))
    _, out, _ = verb(*JUNIPER, "--generate")
    assert get_in(made(out), "juniper@example.org") == (302, "/")


def test_staff_who_are_there_get_a_sign_in_and_are_not_doubled(verb: Verb) -> None:
    verb(*ROWAN, *SITE, "--generate")
    (site,) = site_records()
    verb(*JUNIPER, "--generate")
    with pytest.raises(CannotRun, match="Juniper Marsh at this site has a sign-in already"):
        verb(*JUNIPER[:2], "other@example.org", *JUNIPER[3:], "--role", "biller", "--generate")
    assert [(row.name, row.roles) for row in staff_rows([site.id])] == [
        ("Juniper Marsh", (Role.FRONT_DESK,)),
        ("Rowan Vale", (Role.NURSE, Role.ADMINISTRATOR)),
    ]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ((*ROWAN, "--role", "boss", *SITE), "There is no role boss. Roles are: program_director, medical_director,"),
        ((*ROWAN, "--site", "west"), "There is no site west. Sites are: east. Open one with --new-site"),
        ((*ROWAN, "--site", "west", "--new-site", "West"), "A new site needs --time-zone, such as America/Chicago."),
        ((*ROWAN, *SITE[:-1], "Mars/Base"), "The time zone Mars/Base is not known."),
        ((*ROWAN, "--site", "east", *SITE[2:]), "There is a site with the code east already."),
        (("sign-in", "add", "rowan", *ROWAN[3:], "--site", "east"), "rowan is not an email address."),
        (("sign-in", "add", "CEDAR@example.org", *ROWAN[3:], "--site", "east"), "Somebody signs in with this address"),
        (("sign-in", "password", EMAIL, "--generate"), f"Nobody signs in as {EMAIL}. See: stepdown sign-in list"),
        (("sign-in", "second-factor", EMAIL, "--reset"), f"Nobody signs in as {EMAIL}. See: stepdown sign-in list"),
        (("sign-in", "unlock", EMAIL), f"Nobody signs in as {EMAIL}. See: stepdown sign-in list"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_made(
    verb: Verb, capsys: pytest.CaptureFixture[str], words: tuple[str, ...], told: str
) -> None:
    first = ("sign-in", "add", "cedar@example.org", "--name", "Cedar Mesa", "--role", "nurse", "--site", "east")
    verb(*first, *SITE[2:], "--generate")
    generate = ("--generate",) if words[1] == "add" else ()
    before = Entry.objects.count()
    code = main([*words, *generate])
    assert (code, capsys.readouterr().err.removeprefix("stepdown: ")[: len(told)]) == (2, told)
    assert (Entry.objects.count(), len(site_records()), len(sign_ins())) == (before, 1, 1)


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ((PASSWORD, PASSWORD + "8"), "The two passwords differ. Nothing was changed."),
        (("password", "password"), "The password is too easy to guess: at least 12 characters"),
    ],
)
def test_a_password_that_will_not_do(verb: Verb, typing: Typing, typed: tuple[str, str], told: str) -> None:
    typing(*typed)
    with pytest.raises(CannotRun, match=told):
        verb(*ROWAN, *SITE)
    assert (site_records(), sign_ins()) == ([], ())


def test_a_new_password_signs_out_and_gets_in(verb: Verb, typing: Typing) -> None:
    _, out, _ = verb(*ROWAN, *SITE, "--generate")
    browser = Client()
    browser.post("/account/login/", {"login": EMAIL, "password": made(out)})
    assert browser.get("/")["Location"] == "/account/2fa/totp/activate/"
    typing(PASSWORD, PASSWORD)
    changed = f"{EMAIL} has a new password. Who was signed in with the old one is signed out.\n"
    assert verb("sign-in", "password", EMAIL.upper()) == (0, changed, "")
    assert browser.get("/")["Location"] == "/account/login/?next=/"
    assert (get_in(made(out))[0], get_in(PASSWORD)) == (200, (302, "/"))


def test_a_lost_second_factor_is_taken_away(verb: Verb) -> None:
    _, out, _ = verb(*ROWAN, *SITE, "--generate")
    (account,) = sign_ins()
    Authenticator.objects.create(user_id=account.id, type=Authenticator.Type.TOTP, data={"secret": "x"})
    assert get_in(made(out)) == (302, "/account/2fa/authenticate/")
    asked = ("sign-in", "second-factor", EMAIL)
    assert verb(*asked)[1] == f"{EMAIL} has a second factor.\n"
    assert verb(*asked, "--reset")[1] == (
        f"{EMAIL} has no second factor now, and is asked to set one up at the next sign-in.\n"
    )
    assert verb(*asked)[1] == f"{EMAIL} has no second factor.\n"
    assert verb(*asked, "--reset")[1] == f"{EMAIL} had no second factor.\n"
    assert get_in(made(out)) == (302, "/")


def test_a_pause_after_wrong_passwords_is_lifted(verb: Verb) -> None:
    _, out, _ = verb(*ROWAN, *SITE, "--generate")
    assert [get_in(WRONG)[0] for _ in range(5)] == [200, 200, 200, 200, 429]
    assert get_in(made(out))[0] == 429
    assert verb("sign-in", "unlock", EMAIL)[1] == f"{EMAIL} may try again now.\n"
    assert get_in(made(out)) == (302, "/")
    assert verb("sign-in", "unlock", EMAIL)[1] == f"Nothing wrong was counted against {EMAIL}.\n"


def test_the_list_says_who_and_no_password(verb: Verb) -> None:
    verb(*ROWAN, *SITE, "--generate")
    verb(*JUNIPER, "--generate")
    juniper, rowan = sign_ins()
    Authenticator.objects.create(user_id=rowan.id, type=Authenticator.Type.TOTP, data={"secret": "x"})
    assert verb("sign-in", "list") == (
        0,
        (
            "EMAIL                NAME           ROLES                SITE  SECOND FACTOR\n"
            "juniper@example.org  Juniper Marsh  front_desk           main  no\n"
            "rowan@example.org    Rowan Vale     nurse,administrator  main  yes\n"
        ),
        "",
    )
    assert juniper.second_factor is False
