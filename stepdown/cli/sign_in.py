"""Says who may sign in: makes a sign-in for a member of staff, sets a new password, takes away a lost second factor,
lifts the pause after wrong passwords, lists who there is. This is how the first administrator gets in. Passwords are
typed at a prompt or made and shown once; they never stand in the command. Each change is recorded under your
operating-system name.
"""

from __future__ import annotations

import argparse
import getpass
import secrets
from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from stepdown.agency.terms import Blocker, NewSite, NewStaff, Role, SignIn
from stepdown.audit.terms import Deadlocked, Obstacle, Refused, system
from stepdown.cli.errors import CannotRun
from stepdown.cli.migrations import refuse_pending_migrations
from stepdown.cli.start import refuse_strong_role, started

if TYPE_CHECKING:
    from stepdown.audit.terms import Actor

NAME = "sign-in"
SUMMARY = "who may sign in: add, password, second-factor, unlock, list"
EXAMPLES = """\
Example:
  stepdown sign-in add director@example.org --name "Rowan Vale" --role administrator --role program_director \\
      --site main --new-site "Main Street" --time-zone America/Chicago --generate
  stepdown sign-in add desk@example.org --name "Juniper Marsh" --role front_desk --site main
  stepdown sign-in password desk@example.org
  stepdown sign-in second-factor desk@example.org --reset
  stepdown sign-in unlock desk@example.org
  stepdown sign-in list

A phone that was stolen may know the password too: reset the second factor and set a new password.
"""
WORDS: dict[str, str] = {
    Blocker.CODE_TAKEN: "There is a site with the code {code} already. Leave --new-site out to use it.",
    Blocker.UNKNOWN_TIME_ZONE: "The time zone {time_zone} is not known. Use a name such as America/Chicago.",
    Blocker.EMAIL_TAKEN: "Somebody signs in with this address already. See: stepdown sign-in list",
    Blocker.HAS_SIGN_IN: "{name} at this site has a sign-in already. See: stepdown sign-in list",
    Blocker.WEAK_PASSWORD: "The password is too easy to guess: at least 12 characters, not a common one, not like the"
    " name or the address.",
    Deadlocked.BUSY: "Somebody else is writing at the same moment. Try again.",
}
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
"""Without those that look alike on paper; twenty of them are 99 bits."""


def arguments(parser: argparse.ArgumentParser) -> None:
    """What may be said after `stepdown sign-in`."""
    parts = parser.add_subparsers(title="what to do", metavar="WHAT", required=True)

    def part(name: str, summary: str, do: Callable[[argparse.Namespace], None]) -> argparse.ArgumentParser:
        one = parts.add_parser(name, help=summary, description=f"{summary[0].upper()}{summary[1:]}.")
        one.set_defaults(do=do)
        if do is not show:
            one.add_argument("email", metavar="EMAIL", help="the address the person signs in with")
        return one

    new = part("add", "let a person sign in, as the member of staff they are", add)
    new.add_argument(
        "--name", required=True, help="as colleagues read it; staff of the site by this name are not doubled"
    )
    new.add_argument(
        "--role", action="append", required=True, metavar="ROLE", help=f"once for each role: {', '.join(Role)}"
    )
    new.add_argument("--site", required=True, metavar="CODE", help="code of the site where the person works")
    new.add_argument("--new-site", metavar="NAME", help="open that site, with this name")
    new.add_argument("--time-zone", metavar="ZONE", help="where the new site's clock hangs, as America/Chicago")
    new.add_argument("--language", default="en", metavar="CODE", help="language the person works in (default: en)")
    again = part("password", "set a new password; who is signed in with the old one is signed out", password)
    for one in (new, again):
        one.add_argument("--generate", action="store_true", help="make a password and show it once, instead of asking")
    factor = part("second-factor", "say whether there is a second factor, or take it away", second_factor)
    factor.add_argument("--reset", action="store_true", help="take it away, with its recovery codes")
    part("unlock", "lift the pause after wrong passwords or codes", unlock)
    part("list", "who may sign in, as what, and with a second factor or not", show)


def run(args: argparse.Namespace) -> int:
    """Do the one thing asked for. Raises CannotRun with every reason in a sentence."""
    with started():
        refuse_strong_role()
        refuse_pending_migrations()
        from stepdown.audit.wall import reading

        try:
            with reading(_you()):
                args.do(args)
        except Refused as refused:
            raise CannotRun(" ".join(map(sentence, refused.obstacles))) from None
    return 0


def sentence(obstacle: Obstacle) -> str:
    """What stands in the way, for the person at the prompt."""
    return WORDS.get(obstacle.blocker, f"Refused: {obstacle.blocker}.").format(**obstacle.about)


def add(args: argparse.Namespace) -> None:
    """Make the site when asked to, the member of staff unless there, and the sign-in: all of it or nothing."""
    from django.db import transaction

    from stepdown.agency import actions

    roles = _roles(args.role)
    _check_address(args.email)
    if args.new_site is None:
        site = _site(args.site)
    elif not args.time_zone:
        raise CannotRun("A new site needs --time-zone, such as America/Chicago.")
    secret = _secret(generate=args.generate)
    by, at = _you(), datetime.now(UTC)
    with transaction.atomic():
        if args.new_site is not None:
            (site,) = actions.open_sites(by=by, at=at, sites=[NewSite(args.site, args.new_site, args.time_zone)])
        staff = _member(NewStaff(args.name, site, (args.language,), roles), by, at)
        actions.make_sign_in(by=by, at=at, email=args.email, password=secret, name=args.name, staff=staff)
    print(f"{args.name} may sign in as {args.email.lower()}.")
    _tell(secret, generate=args.generate)


def password(args: argparse.Namespace) -> None:
    """Set a new password."""
    from stepdown.agency.actions import set_password

    account = _account(args.email)
    secret = _secret(generate=args.generate)
    set_password(by=_you(), at=datetime.now(UTC), user=account.id, password=secret)
    print(f"{account.email} has a new password. Who was signed in with the old one is signed out.")
    _tell(secret, generate=args.generate)


def second_factor(args: argparse.Namespace) -> None:
    """Say whether there is a second factor; with --reset take it away."""
    from stepdown.agency.actions import reset_second_factor

    account = _account(args.email)
    if not args.reset:
        print(f"{account.email} has {'a' if account.second_factor else 'no'} second factor.")
    elif reset_second_factor(by=_you(), at=datetime.now(UTC), user=account.id):
        print(f"{account.email} has no second factor now, and is asked to set one up at the next sign-in.")
    else:
        print(f"{account.email} had no second factor.")


def unlock(args: argparse.Namespace) -> None:
    """Lift the pause after wrong passwords or codes."""
    from stepdown.agency.actions import lift_lock

    account = _account(args.email)
    lifted = lift_lock(by=_you(), at=datetime.now(UTC), user=account.id)
    print(f"{account.email} may try again now." if lifted else f"Nothing wrong was counted against {account.email}.")


def show(args: argparse.Namespace) -> None:
    """Print who may sign in: address, name, roles, site, second factor."""
    from stepdown.agency.queries import sign_ins

    found = sign_ins()
    if not found:
        print("Nobody may sign in yet. See: stepdown sign-in add --help")
        return
    head = ("EMAIL", "NAME", "ROLES", "SITE", "SECOND FACTOR")
    rows = [
        (one.email, one.name, ",".join(one.roles) or "-", one.site or "-", "yes" if one.second_factor else "no")
        for one in found
    ]
    widths = [max(map(len, column)) for column in zip(head, *rows, strict=True)]
    for row in (head, *rows):
        print("  ".join(text.ljust(width) for text, width in zip(row, widths, strict=True)).rstrip())


def _you() -> Actor:
    return system(f"sign-in:{getpass.getuser()}")


def _roles(names: list[str]) -> tuple[Role, ...]:
    unknown = [name for name in names if name not in set(Role)]
    if unknown:
        raise CannotRun(f"There is no role {', '.join(unknown)}. Roles are: {', '.join(Role)}.")
    return tuple(map(Role, names))


def _check_address(email: str) -> None:
    from django.core.exceptions import ValidationError
    from django.core.validators import validate_email

    try:
        validate_email(email)
    except ValidationError:
        raise CannotRun(f"{email} is not an email address.") from None


def _site(code: str) -> int:
    from stepdown.agency.queries import site_records

    sites = {site.code: site.id for site in site_records()}
    if code not in sites:
        known = f"Sites are: {', '.join(sites)}." if sites else "There is no site yet."
        raise CannotRun(f"There is no site {code}. {known} Open one with --new-site NAME --time-zone ZONE.")
    return sites[code]


def _member(person: NewStaff, by: Actor, at: datetime) -> int:
    """The member of staff of that name at that site, with the roles added, or a new one."""
    from stepdown.agency import actions
    from stepdown.agency.queries import staff_rows

    same = [row.id for row in staff_rows([person.site], search=person.name) if row.name == person.name]
    if not same:
        return actions.hire(by=by, at=at, staff=[person])[0]
    for role in person.roles:
        actions.grant_role(by=by, at=at, staff=same[0], role=role)
    return same[0]


def _account(email: str) -> SignIn:
    from stepdown.agency.queries import sign_ins

    found = sign_ins(email=email)
    if not found:
        raise CannotRun(f"Nobody signs in as {email}. See: stepdown sign-in list")
    return found[0]


def _secret(*, generate: bool) -> str:
    """A password made here, or typed twice without being shown."""
    if generate:
        return "-".join("".join(secrets.choice(LETTERS) for _ in range(5)) for _ in range(4))
    try:
        typed, again = getpass.getpass("Password: "), getpass.getpass("Once more: ")
    except EOFError:
        raise CannotRun("A password is typed at a prompt. Without one, use --generate.") from None
    if typed != again:
        raise CannotRun("The two passwords differ. Nothing was changed.")
    return typed


def _tell(secret: str, *, generate: bool) -> None:
    if generate:
        print(
            f"Password, shown this once: {secret}\nHand it over in person; they change it in the menu under their name."
        )
