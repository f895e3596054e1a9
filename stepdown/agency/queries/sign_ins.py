"""Who acts, and who may sign in."""

from __future__ import annotations

from datetime import date, datetime

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.auth.tokens import default_token_generator
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, Max, OuterRef

from stepdown.agency.access import EVERYWHERE
from stepdown.agency.models import OnCallDuty, ServiceAccount, Site, StaffMember, User
from stepdown.agency.rules.employment import works_here
from stepdown.agency.terms import LeavesBehind, Role, SignIn
from stepdown.audit.terms import Actor, NotFound
from stepdown.kernel.week import zone_of


def actor_of(user: int, *, request: str = "", at: datetime | None = None) -> Actor:
    """The actor behind a sign-in: their roles and the sites within their reach. One query.

    People reach the site they work at and the virtual ones, where its clients meet by video. An inactive or role-less
    sign-in gets an actor that reaches nothing; so does, with `at`, one whose last day is over where they work, whether or
    not anything closed it.
    """
    rows = list(
        User.objects.filter(id=user, is_active=True).values_list(
            "email",
            "staff_member",
            "staff_member__site",
            "staff_member__role_grants__role",
            "staff_member__last_day",
            "staff_member__site__time_zone",
            ArraySubquery(Site.objects.filter(virtual=True).values("pk")),
        )
    )
    if not rows or (at and not _still_here(rows[0][4], rows[0][5], at)):
        return Actor(label="visitor", request=request)
    roles = frozenset(row[3] for row in rows if row[3])
    own = {row[2] for row in rows if row[2]}
    video = set(rows[0][6]) if own else set()
    return Actor(
        label=rows[0][0],
        user=user,
        staff=rows[0][1],
        roles=roles,
        sites=frozenset(own | video),
        everywhere=bool(roles & EVERYWHERE),
        request=request,
    )


def _still_here(last_day: date | None, zone: str | None, at: datetime) -> bool:
    return zone is None or works_here(True, last_day, at.astimezone(zone_of(zone)).date())


def reach_of(staff: int, at: datetime) -> tuple[frozenset[str], frozenset[int], bool]:
    """(roles, sites, whether every site) of a member of staff, as `actor_of` has them; none once they left. Two queries."""
    found = StaffMember.objects.filter(pk=staff, active=True)
    rows = list(found.values_list("site", "role_grants__role", "last_day", "site__time_zone"))
    if not rows or not _still_here(rows[0][2], rows[0][3], at):
        return frozenset(), frozenset(), False
    roles = frozenset(row[1] for row in rows if row[1])
    video = Site.objects.filter(virtual=True).values_list("pk", flat=True)
    return roles, frozenset({rows[0][0], *video}), bool(roles & EVERYWHERE)


def sign_ins(*, email: str = "") -> tuple[SignIn, ...]:
    """Every active sign-in by address, or the one with `email` (capitals do not matter). Two queries."""
    factors = Authenticator.objects.filter(user=OuterRef("pk")).exclude(type=Authenticator.Type.RECOVERY_CODES)
    rows = User.objects.filter(is_active=True).annotate(protected=Exists(factors)).order_by("email")
    if email:
        rows = rows.filter(email__iexact=email)
    held: dict[int, set[str]] = {}
    for user, role in rows.values_list("pk", "staff_member__role_grants__role"):
        held.setdefault(user, set()).add(role)
    return tuple(
        SignIn(user, address, name, tuple(role for role in Role if role in held[user]), site or "", protected)
        for user, address, name, site, protected in rows.values_list(
            "pk", "email", "name", "staff_member__site__code", "protected"
        )
    )


def sign_in_of(user: int) -> SignIn:
    """The active sign-in with this id; raises NotFound. Two queries."""
    found = [one for one in sign_ins() if one.id == user]
    if not found:
        raise NotFound
    return found[0]


def opens(user: int, token: str) -> bool:
    """Whether a link to set a password, made by `make_password_link`, is still good: unused, and not too old."""
    account = User.objects.filter(pk=user, is_active=True).first()
    return account is not None and default_token_generator.check_token(account, token)


def leaves_behind(staff: int, at: datetime) -> LeavesBehind:
    """What of a member of staff ends, or is left to hand over, when they leave. Five queries."""
    own = Authenticator.objects.filter(user__staff_member=staff).exclude(type=Authenticator.Type.RECOVERY_CODES)
    until = OnCallDuty.objects.filter(staff=staff, period__endswith__gt=at).aggregate(until=Max("period__endswith"))
    return LeavesBehind(
        browsers=UserSession.objects.filter(user__staff_member=staff).count(),
        factors=own.count(),
        services=tuple(
            ServiceAccount.objects.filter(owner=staff, ended_at=None, expires_at__gt=at).values_list("name", flat=True)
        ),
        on_call_until=until["until"],
    )
