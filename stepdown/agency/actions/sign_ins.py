"""Who may sign in: made, invited, helped when locked out. Everything but the password itself is noted."""

from __future__ import annotations

from datetime import datetime

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from axes.utils import reset as forget_attempts
from django.contrib.auth.password_validation import validate_password
from django.contrib.auth.tokens import default_token_generator
from django.core.exceptions import ValidationError

from stepdown.agency.access import MAY_MANAGE_SIGN_INS, demand
from stepdown.agency.actions.steps_access import is_last_administrator, sign_out, tell_second
from stepdown.agency.models import StaffMember, User
from stepdown.agency.queries.found import found
from stepdown.agency.terms import AccessKind, Blocker, Role
from stepdown.audit.actions import lock_setup, note
from stepdown.audit.context import action
from stepdown.audit.terms import Actor, NotAllowed, NotFound, Obstacle, Refused, refuse


@action
def make_sign_in(
    *,
    by: Actor,
    at: datetime,
    email: str,
    name: str,
    password: str | None = None,
    staff: int | None = None,
    demo: bool = False,
) -> int:
    """Let a person sign in, as the member of staff they are; returns the user's id.

    Without a password nobody can sign in yet: see `make_password_link`. Refused: address taken, password too weak, the
    member of staff has a sign-in, or works here no longer.
    """
    demand(by, MAY_MANAGE_SIGN_INS)
    lock_setup()
    member = found(StaffMember, staff) if staff is not None else None
    obstacles = [Obstacle(Blocker.EMAIL_TAKEN)] if User.objects.filter(email__iexact=email).exists() else []
    if member and member.user_id:
        obstacles.append(Obstacle(Blocker.HAS_SIGN_IN, {"name": member.name}))
    if member and not member.active:
        obstacles.append(Obstacle(Blocker.NOT_EMPLOYED))
    user = User(email=email.lower(), name=name, demo=demo)
    refuse(obstacles + ([] if password is None else _password_obstacles(password, user)))
    user.set_password(password)
    user.save()
    if member:
        member.user = user
        member.save(update_fields=["user"])
        if not demo:
            tell_second(by, at, AccessKind.SIGN_IN_MADE, member, given=_roles(member))
    note(by=by, at=at, subject=("user", user.pk), details={"staff": staff})
    return user.pk


@action
def make_password_link(*, by: Actor, at: datetime, user: int) -> str:
    """The secret part of a link with which a person sets their own password; whoever has the link can.

    It works once, until a password is set or they sign in, and for as long as PASSWORD_RESET_TIMEOUT says. Hand it over
    in a way that reaches only them; Stepdown sends nothing.
    """
    demand(by, MAY_MANAGE_SIGN_INS)
    account = found(User, user)
    note(by=by, at=at, subject=("user", user))
    return default_token_generator.make_token(account)


@action
def use_password_link(*, by: Actor, at: datetime, user: int, token: str, password: str) -> None:
    """Set one's own password with the link an administrator made; `by` is the person themself.

    Raises NotAllowed for somebody else. Refused: the link was used or is too old, the password is too weak.
    """
    if by.user != user:
        raise NotAllowed
    account = found(User, user)
    if not (account.is_active and default_token_generator.check_token(account, token)):
        raise Refused(Obstacle(Blocker.LINK_IS_OVER))
    refuse(_password_obstacles(password, account))
    account.set_password(password)
    account.save(update_fields=["password"])
    note(by=by, at=at, subject=("user", user))


@action
def change_own_password(*, by: Actor, at: datetime, password: str) -> None:
    """Give one's own sign-in a new password; other browsers are signed out. Raises NotAllowed without a sign-in."""
    if by.user is None:
        raise NotAllowed
    account = found(User, by.user)
    refuse(_password_obstacles(password, account))
    account.set_password(password)
    account.save(update_fields=["password"])
    note(by=by, at=at, subject=("user", by.user))


@action
def second_factor_changed(*, by: Actor, at: datetime, kind: str, what: str) -> None:
    """Note that somebody added, removed or renewed a second factor of their own: `what` is "added", "removed" or
    "renewed". The rows are django-allauth's, written by its own pages. Raises NotAllowed without a sign-in.
    """
    if by.user is None:
        raise NotAllowed
    note(by=by, at=at, subject=("user", by.user), details={"second_factor": kind, "what": what})


@action
def set_password(*, by: Actor, at: datetime, user: int, password: str) -> None:
    """Give a sign-in a new password; whoever is signed in with the old one is signed out. Refused: too weak."""
    demand(by, MAY_MANAGE_SIGN_INS)
    account = found(User, user)
    refuse(_password_obstacles(password, account))
    account.set_password(password)
    account.save(update_fields=["password"])
    note(by=by, at=at, subject=("user", user))


@action
def reset_second_factor(*, by: Actor, at: datetime, user: int) -> list[str]:
    """Take away every second factor of a sign-in and its recovery codes; returns the kinds that were there.

    The rows are django-allauth's. Where a second factor is asked for, the next one is set up at the next sign-in.
    """
    demand(by, MAY_MANAGE_SIGN_INS)
    own = Authenticator.objects.filter(user_id=found(User, user).id)
    kinds = sorted(own.values_list("type", flat=True))
    own.delete()
    member = StaffMember.objects.filter(user=user).first()
    if kinds and member:
        tell_second(by, at, AccessKind.SECOND_FACTOR_RESET, member)
    note(by=by, at=at, subject=("user", user), details={"removed": kinds})
    return kinds


@action
def close_sign_in(*, by: Actor, at: datetime, user: int) -> None:
    """Nobody gets in with this sign-in any more, and who is in is out at once; the person stays a member of staff.

    Refused: the last who manages sign-ins.
    """
    member = _member(by, user)
    lock_setup()
    refuse([Obstacle(Blocker.LAST_ADMINISTRATOR)] if is_last_administrator(member) else [])
    User.objects.filter(pk=user).update(is_active=False)
    sign_out(user)
    tell_second(by, at, AccessKind.SIGN_IN_CLOSED, member)
    note(by=by, at=at, subject=("user", user))


@action
def open_sign_in(*, by: Actor, at: datetime, user: int) -> None:
    """A closed sign-in opens again, with the roles the person has. Refused: they work here no longer."""
    member = _member(by, user)
    refuse([] if member.active else [Obstacle(Blocker.NOT_EMPLOYED)])
    User.objects.filter(pk=user).update(is_active=True)
    tell_second(by, at, AccessKind.SIGN_IN_OPENED, member)
    note(by=by, at=at, subject=("user", user))


@action
def sign_out_everywhere(*, by: Actor, at: datetime, user: int) -> int:
    """Sign somebody out in every browser, from afar; returns how many there were. They may sign in again."""
    demand(by, MAY_MANAGE_SIGN_INS)
    ended = sign_out(found(User, user).pk)
    note(by=by, at=at, subject=("user", user), details={"ended": ended})
    return ended


@action
def end_own_session(*, by: Actor, at: datetime, session: int) -> None:
    """Sign oneself out in another browser. Raises NotFound for one of somebody else's, NotAllowed without a sign-in."""
    if by.user is None:
        raise NotAllowed
    row = UserSession.objects.filter(pk=session, user_id=by.user).first()
    if row is None:
        raise NotFound
    row.end()
    note(by=by, at=at, subject=("user", by.user), details={"session": session})


@action
def lift_lock(*, by: Actor, at: datetime, user: int) -> bool:
    """Forget the wrong passwords and codes counted against a sign-in, at every address; False when there were none.

    The rows are django-axes'.
    """
    demand(by, MAY_MANAGE_SIGN_INS)
    counted = forget_attempts(username=found(User, user).email)
    note(by=by, at=at, subject=("user", user))
    return counted > 0


def _member(by: Actor, user: int) -> StaffMember:
    """The member of staff a sign-in is of."""
    demand(by, MAY_MANAGE_SIGN_INS)
    member = StaffMember.objects.filter(user=user).first()
    if member is None:
        raise NotFound
    return member


def _roles(member: StaffMember) -> list[Role]:
    return list(map(Role, member.role_grants.values_list("role", flat=True)))


def _password_obstacles(password: str, user: User) -> list[Obstacle]:
    try:
        validate_password(password, user)
    except ValidationError as error:
        return [Obstacle(Blocker.WEAK_PASSWORD, {"reasons": [problem.code for problem in error.error_list]})]
    return []
