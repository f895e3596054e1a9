"""Who acts, and who may sign in."""

from __future__ import annotations

from allauth.mfa.models import Authenticator
from axes.models import AccessLog
from django.contrib.auth.tokens import default_token_generator
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef

from stepdown.agency.access import EVERYWHERE
from stepdown.agency.models import Site, User
from stepdown.agency.terms import Role, SignedIn, SignIn
from stepdown.audit.terms import Actor, NotFound


def actor_of(user: int, *, request: str = "") -> Actor:
    """The actor behind a sign-in: their roles and the sites within their reach. One query.

    People reach the site they work at and the virtual ones, where its clients meet by video. An inactive or role-less
    sign-in gets an actor that reaches nothing.
    """
    rows = list(
        User.objects.filter(id=user, is_active=True).values_list(
            "email",
            "staff_member",
            "staff_member__site",
            "staff_member__role_grants__role",
            ArraySubquery(Site.objects.filter(virtual=True).values("pk")),
        )
    )
    if not rows:
        return Actor(label="visitor", request=request)
    roles = frozenset(role for _, _, _, role, _ in rows if role)
    own = {site for _, _, site, _, _ in rows if site}
    video = set(rows[0][4]) if own else set()
    return Actor(
        label=rows[0][0],
        user=user,
        staff=rows[0][1],
        roles=roles,
        sites=frozenset(own | video),
        everywhere=bool(roles & EVERYWHERE),
        request=request,
    )


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


def signed_in(by: Actor, most: int = 20) -> tuple[SignedIn, ...]:
    """The actor's own latest sign-ins, the newest first. Two queries; the rows are django-axes'."""
    email = User.objects.filter(pk=by.user or 0).values_list("email", flat=True).first() or ""
    rows = AccessLog.objects.filter(username__iexact=email).order_by("-attempt_time", "-pk")[:most]
    return tuple(SignedIn(row.attempt_time, row.ip_address or "", row.user_agent, row.logout_time) for row in rows)


def opens(user: int, token: str) -> bool:
    """Whether a link to set a password, made by `make_password_link`, is still good: unused, and not too old."""
    account = User.objects.filter(pk=user, is_active=True).first()
    return account is not None and default_token_generator.check_token(account, token)
